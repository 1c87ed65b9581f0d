using Holdfast.Numerics.Experiments;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to check.</summary>
public sealed record SrmRequest : IGroupedStudy
{
    /// <summary>File with one row per customer of the trial: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with the group of each customer.</summary>
    public required string Treatment { get; init; }

    /// <summary>Planned shares of the groups in order (numbers by size, texts by their characters); they are scaled to sum to 1. Default: all the same.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];

    /// <summary>Column whose values part the rows into groups, a study of its own for each. Default: one study of all rows.</summary>
    public string? By { get; init; }

    /// <summary>The alarm is raised below this p-value. Default 0.001, since the check is made on every trial.</summary>
    public double Alpha { get; init; } = 0.001;

    /// <summary>SVG file to draw planned and found shares into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The check.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="ChiSquared">Pearson's statistic.</param>
/// <param name="Degrees">Groups - 1.</param>
/// <param name="PValue">Probability of such sizes if assignment worked.</param>
/// <param name="Mismatch">Whether the alarm is raised.</param>
public sealed record SrmResult(IReadOnlyList<SrmGroup> Groups, double ChiSquared, int Degrees, double PValue, bool Mismatch) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("", ["group", "customers", "planned"], [.. Groups.Select(g => (string[])[g.Group, StudyText.Count(g.Count), StudyText.Number(g.Planned)])]);
    }
}

/// <summary>One group.</summary>
/// <param name="Group">Its value.</param>
/// <param name="Count">Customers found.</param>
/// <param name="Planned">Customers planned.</param>
public sealed record SrmGroup(string Group, int Count, double Planned);

/// <summary>Whether the groups of a trial have the sizes they were planned with (sample-ratio mismatch); if not, its result cannot be trusted.</summary>
public static class StudySrm
{
    /// <summary>Checks the groups of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static SrmResult Run(SrmRequest request, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyOperation.Level(request.Alpha);
        var table = file.Read([request.Treatment], cancel);
        // The arms of the whole file: one that a group lacks altogether is the worst mismatch there is.
        var groups = Arms(table, request.Treatment);
        if (groups.Count < 2) throw new HoldfastException($"{request.File}, column '{request.Treatment}': every row holds '{groups[0].Name}'; two groups or more are needed.");
        if (request.Shares.Count > 0 && request.Shares.Count != groups.Count)
            throw HoldfastException.OfRequest($"--shares: found {request.Shares.Count} shares; one for each of the {groups.Count} groups ({string.Join(", ", groups.Select(g => g.Name))}) is needed.");
        var shares = request.Shares.Count > 0 ? request.Shares.ToArray() : [.. groups.Select(_ => 1.0)];
        var test = SampleRatio.Test([.. groups.Select(g => (long)g.Rows.Length)], shares);
        List<SrmGroup> found = [.. groups.Zip(shares, (g, share) => new SrmGroup(g.Name, g.Rows.Length, table.Rows * share / shares.Sum()))];
        var mismatch = test.PValue < request.Alpha;
        file.Draw(() => Draw(found), "Customers per group: found as dots, planned as marks.");
        return new SrmResult(found, test.ChiSquared, test.Degrees, test.PValue, mismatch)
        {
            Words = [StudyText.Say($"{(mismatch ? "The groups do not have the sizes planned: something drops, doubles or moves customers, and no result of this trial can be trusted until it is found" : "The sizes of the groups agree with the plan")} (chi-squared {test.ChiSquared:G6}, p = {StudyText.P(test.PValue)}).")],
            RowsRead = table.RowsRead,
            Rows = table.Rows,
            Notes = table.Notes,
        };
    }

    static List<StudyGroup> Arms(StudyTable table, string column)
    {
        var own = table.Groups(column).ToDictionary(arm => arm.Name, StringComparer.Ordinal);
        return [.. table.Whole.Groups(column).Select(arm => own.GetValueOrDefault(arm.Name) ?? arm with { Rows = [] })];
    }

    static Drawing Draw(List<SrmGroup> groups)
    {
        var high = Scale.RoundUp(groups.Max(g => Math.Max(g.Count, g.Planned)));
        var frame = new Frame(new Axis(0, groups.Count + 1, "", v => groups[(int)v - 1].Group) { Marks = [.. groups.Select((_, i) => i + 1.0)] }, new Axis(0, high, "customers", StudyText.Mark));
        for (var i = 0; i < groups.Count; i++)
        {
            frame.Curve([(i + 0.8, groups[i].Planned), (i + 1.2, groups[i].Planned)], StudyPlot.Series(3), i == groups.Count - 1 ? "planned" : "");
            frame.Point(i + 1, new Report.Charts.Interval(groups[i].Count, groups[i].Count, groups[i].Count), StudyPlot.Series(0));
        }

        return frame.Drawing;
    }
}
