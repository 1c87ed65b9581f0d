namespace Holdfast.Operations.Study;

/// <summary>The answer of a study with --by: one for each group instead of one for all rows.</summary>
/// <typeparam name="TResult">The answer of the study.</typeparam>
/// <param name="By">An answer for each group, groups in order.</param>
public sealed record StudyParts<TResult>(IReadOnlyList<StudyPart<TResult>> By) : StudyResult
    where TResult : StudyResult
{
    internal override IEnumerable<TextTable> Tables() => By.SelectMany(part => StudyGroups.Titled(part.Group, part.Answer.Tables()));
}

/// <summary>The answer for one group.</summary>
/// <typeparam name="TResult">The answer of the study.</typeparam>
/// <param name="Group">Value of the --by column.</param>
/// <param name="Answer">What the study answers to the group's rows alone, with the keys it has without --by.</param>
public sealed record StudyPart<TResult>(string Group, TResult Answer)
    where TResult : StudyResult;

/// <summary>A group that could not be studied.</summary>
/// <param name="Group">Value of the --by column.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Error">What is wrong, and what would be allowed.</param>
public sealed record FailedGroup(string Group, int Rows, string Error);

/// <summary>Makes one study of each group of a file.</summary>
static class StudyByGroup
{
    /// <summary>The study of all rows, or with --by one of each group.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong, or no group could be studied.</exception>
    public static StudyResult Run<TRequest, TResult>(TRequest request, Func<TRequest, StudyFile, CancellationToken, TResult> study, CancellationToken cancel)
        where TRequest : IGroupedStudy
        where TResult : StudyResult
    {
        if (request.By is not { } by) return study(request, new StudyFile(request.File, request.Plot), cancel);
        StudyPlot.Check(request.Plot);
        var table = StudyTable.Read(request.File, [by], cancel);
        var grouping = new StudyGrouping(request.File, by);
        var (parts, failed) = StudyGroups.Each(by, table.Groups(by), group => new StudyPart<TResult>(group.Name, study(request, new StudyFile(grouping, group.Name, request.Plot), cancel)));
        if (grouping.Panels.Count > 0) StudyPlot.Write(request.Plot, () => StudyPlot.Panels(grouping.Panels), grouping.Panels[0].Description + " A panel for each group.");
        var alike = parts.Select(part => part.Answer.Notes).Aggregate((all, own) => [.. all.Intersect(own)]);
        return new StudyParts<TResult>(parts)
        {
            Words = [.. StudyGroups.Lines(parts.Select(part => (part.Group, part.Answer.Words)))],
            RowsRead = table.RowsRead,
            Rows = parts.Sum(part => part.Answer.Rows),
            Notes = [.. grouping.Notes, .. alike, .. StudyGroups.Lines(parts.Select(part => (part.Group, (IReadOnlyList<string>)[.. part.Answer.Notes.Except(alike)])))],
            Failed = failed,
        };
    }
}
