using Holdfast.Numerics.Survival;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to compare.</summary>
public sealed record LogRankRequest
{
    /// <summary>File with one row per subject: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with the time at which each left or was last seen.</summary>
    public required string Duration { get; init; }

    /// <summary>Column that tells whether it left then (1, true, yes) or was only last seen (0, false, no); COLUMN=VALUE names another value. Default: all left.</summary>
    public string? Event { get; init; }

    /// <summary>Column with the time at which each came under observation (left truncation). Default: all at 0.</summary>
    public string? Entry { get; init; }

    /// <summary>Column whose values are the groups to compare.</summary>
    public required string By { get; init; }

    /// <summary>Column within whose values groups are compared; the comparisons are added up.</summary>
    public string? Strata { get; init; }

    /// <summary>Weight of each time: the share still there, to this power. 0 is the log-rank test, 1 Peto and Peto's, which looks at early times. Default 0.</summary>
    public double Rho { get; init; }

    /// <summary>A difference is called one when p is below this. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the groups' curves into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The comparison.</summary>
/// <param name="Groups">Each group with what was seen and expected.</param>
/// <param name="Statistic">Chi-squared statistic.</param>
/// <param name="Degrees">Its degrees of freedom.</param>
/// <param name="P">P of a statistic at least as large when all groups leave alike.</param>
/// <param name="Covariance">Covariance of observed - expected, a row for each group.</param>
public sealed record LogRankResult(IReadOnlyList<LogRankGroup> Groups, double Statistic, int Degrees, double P, IReadOnlyList<double[]> Covariance) : StudyResult
{
    internal override IEnumerable<TextTable> Tables() =>
    [
        new TextTable("", ["group", "rows", "observed", "expected"], [.. Groups.Select(g => (string[])[g.Group, StudyText.Count(g.Rows), StudyText.Number(g.Observed), StudyText.Number(g.Expected)])]),
        new TextTable("", ["test", "statistic", "degrees", "p"], [["chi-squared", StudyText.Number(Statistic), StudyText.Count(Degrees), StudyText.P(P)]]),
    ];
}

/// <summary>One group of the comparison.</summary>
/// <param name="Group">Value of the --by column.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Observed">Events seen, weighted where rho is not 0.</param>
/// <param name="Expected">Events expected if all groups left alike, weighted likewise.</param>
public sealed record LogRankGroup(string Group, int Rows, double Observed, double Expected);

/// <summary>Whether groups leave at different paces: the log-rank test and its family.</summary>
public static class StudyLogRank
{
    /// <summary>Compares the groups of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static LogRankResult Run(LogRankRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyOperation.Level(request.Alpha);
        var times = DurationTable.Read(new DurationColumns(request.File, request.Duration, request.Event, request.Entry), [request.By, request.Strata], cancel);
        var groups = times.Table.Groups(request.By);
        if (groups.Count < 2) throw new HoldfastException($"{request.File}, column '{request.By}': every used row holds '{groups[0].Name}'; a comparison needs two groups.");
        var test = LogRank.Test(times.Sample(times.Numbers(request.Strata)), DurationTable.Numbers(groups, times.Table.Rows), groups.Count, request.Rho);
        var told = groups.Select((group, i) => new LogRankGroup(group.Name, group.Rows.Length, test.Observed[i], test.Expected[i])).ToList();
        StudyPlot.Write(request.Plot, () => Draw(times, groups, request.Duration), "Share still there by time, a line for each group.");
        return new LogRankResult(told, test.Statistic, test.Degrees, test.PValue, [.. groups.Select((_, i) => test.Covariance[(i * groups.Count)..((i + 1) * groups.Count)])])
        {
            Words = [Say(told, test, request.Alpha)],
            RowsRead = times.Table.RowsRead,
            Rows = times.Table.Rows,
            Notes = times.Table.Notes,
        };
    }

    static string Say(List<LogRankGroup> groups, LogRank test, double alpha)
    {
        if (test.Degrees == 0) return "Nothing can be compared: no event was expected in two groups at the same time.";
        var known = groups.Where(g => g.Expected > 0).ToList();
        var (most, least) = (known.MaxBy(g => g.Observed / g.Expected)!, known.MinBy(g => g.Observed / g.Expected)!);
        return test.PValue < alpha
            ? StudyText.Say($"The groups leave at different paces (chi-squared {test.Statistic:G6}, p = {StudyText.P(test.PValue)}): {most.Group} soonest, with {most.Observed / most.Expected:G3} times the events expected, {least.Group} latest, with {least.Observed / least.Expected:G3} times.")
            : StudyText.Say($"No difference in pace is shown (chi-squared {test.Statistic:G6}, p = {StudyText.P(test.PValue)}): the groups may leave alike, or too few have left to tell.");
    }

    static Drawing Draw(DurationTable times, IReadOnlyList<StudyGroup> groups, string unit)
    {
        var frame = new Frame(new Axis(0, times.Exits.Max(), unit, StudyText.Mark), new Axis(0, 1, "share still there", StudyText.Percent));
        for (var i = 0; i < groups.Count; i++)
            frame.Curve(StudyPlot.Steps(KaplanMeier.Fit(times.Sample(groups[i].Rows, null)).Points.Select(p => (p.Time, p.Survival)), 1), StudyPlot.Series(i), groups[i].Name);
        return frame.Drawing;
    }
}
