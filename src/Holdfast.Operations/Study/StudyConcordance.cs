using Holdfast.Numerics.Survival;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to check.</summary>
public sealed record ConcordanceRequest
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

    /// <summary>Column with the score; higher means leaving sooner.</summary>
    public required string Score { get; init; }

    /// <summary>Column whose values part the rows into groups, a figure for each.</summary>
    public string? By { get; init; }

    /// <summary>Column within whose values customers are compared.</summary>
    public string? Strata { get; init; }

    /// <summary>Times, separated by commas, at which to tell how well the score parts who has left from who has not. Default: none.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the figures into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>How well a score tells who leaves sooner.</summary>
/// <param name="Groups">The figures of each group.</param>
public sealed record ConcordanceResult(IReadOnlyList<ConcordanceGroup> Groups) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("", ["group", "rows", "events", "Harrell's C", "std. error", "low", "high", "Uno's C"],
            [.. Groups.Select(g => (string[])[g.Group, StudyText.Count(g.Rows), StudyText.Count(g.Events), StudyText.Number(g.Harrell.C), StudyText.Number(g.Harrell.StandardError), StudyText.Number(g.Low), StudyText.Number(g.High), StudyText.Number(g.Uno?.C)])]);
        if (Groups.Any(g => g.At.Count > 0))
            yield return new TextTable("", ["group", "time", "AUC"], [.. Groups.SelectMany(g => g.At.Select(a => (string[])[g.Group, StudyText.Number(a.Time), StudyText.Number(a.Auc)]))]);
    }
}

/// <summary>The figures of one group.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Events">Those who left.</param>
/// <param name="Harrell">Every comparable pair alike.</param>
/// <param name="Low">Lower bound of Harrell's C.</param>
/// <param name="High">Upper bound of it.</param>
/// <param name="Reversed">1 - Harrell's C: the figure for scores of which a higher one means staying longer.</param>
/// <param name="Uno">Pairs weighted so that the figure does not depend on who was censored; null with late entries.</param>
/// <param name="At">How well the score parts who has left by a time from who has not.</param>
public sealed record ConcordanceGroup(string Group, int Rows, int Events, ConcordanceRow Harrell, double Low, double High, double Reversed, ConcordanceRow? Uno, IReadOnlyList<AucRow> At);

/// <summary>A time-dependent AUC.</summary>
/// <param name="Time">The time.</param>
/// <param name="Auc">Chance that of one who has left by then and one who has not the first has the higher score; null when there is no such pair.</param>
public sealed record AucRow(double Time, double? Auc);

/// <summary>How often of two customers the one with the higher score leaves first (concordance, Harrell's and Uno's C).</summary>
public static class StudyConcordance
{
    /// <summary>Checks the score of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static ConcordanceResult Run(ConcordanceRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var times = DurationTable.Read(new DurationColumns(request.File, request.Duration, request.Event, request.Entry), [request.Score, request.By, request.Strata], cancel);
        var (scores, strata) = (times.Table.Numbers(request.Score), times.Numbers(request.Strata));
        var level = StudyOperation.Level(request.Alpha);
        double[] at = [.. request.At.Select(time => StudyOperation.Time("--at", time))];
        if (at.Length > 0 && (request.Entry is not null || request.Strata is not null)) throw HoldfastException.OfRequest("--at: figures at a time need everyone observed from 0 and no strata; leave --entry and --strata out.");
        var (groups, failed) = StudyGroups.Each(request.By, times.Table.Groups(request.By), group =>
        {
            var own = scores.At(group.Rows);
            var sample = times.Sample(group.Rows, strata);
            var harrell = Concordance.Of(sample, own);
            var uno = request.Entry is null ? Concordance.Of(sample, own, ConcordanceWeight.Uno) : null;
            var aucs = at.Select(time => new AucRow(time, IpcwScores.Auc(times.Sample(group.Rows, null), own, time))).ToList();
            var half = Holdfast.Numerics.Distributions.NormalDistribution.TwoSided(level) * harrell.StandardError;
            return new ConcordanceGroup(group.Name, group.Rows.Length, times.Events.At(group.Rows).Count(e => e), ConcordanceRow.Of(harrell),
                Math.Max(0, harrell.C - half), Math.Min(1, harrell.C + half), 1 - harrell.C, uno is null ? null : ConcordanceRow.Of(uno), aucs);
        });
        StudyPlot.Write(request.Plot, () => Draw(groups), "Concordance of each group with its interval.");
        return new ConcordanceResult(groups) { Words = [.. groups.Select(Say)], RowsRead = times.Table.RowsRead, Rows = times.Table.Rows, Notes = times.Table.Notes, Failed = failed };
    }

    static string Say(ConcordanceGroup group) => group.Harrell.Concordant + group.Harrell.Discordant + group.Harrell.TiedScore == 0
        ? $"{group.Group}: nobody left while another was still followed, so there is nothing to compare."
        : StudyText.Say($"{group.Group}: of two customers of whom one leaves first, it is the one with the higher {(group.Harrell.C < 0.5 ? "score only" : "score")} {StudyText.Percent(group.Harrell.C)} of the time (between {StudyText.Percent(group.Low)} and {StudyText.Percent(group.High)}); 50 % is chance.");

    static Drawing Draw(List<ConcordanceGroup> groups)
    {
        var frame = new Frame(new Axis(0, groups.Count + 1, "", _ => "") { Marks = [] }, new Axis(Math.Min(0.4, groups.Min(g => g.Low)), 1, "concordance", StudyText.Percent));
        for (var i = 0; i < groups.Count; i++)
        {
            frame.Point(i + 1, new Interval(groups[i].Harrell.C, groups[i].Low, groups[i].High), StudyPlot.Series(i), groups[i].Group);
            frame.Drawing.Text(frame.X.Of(i + 1) + 6, frame.Y.Of(groups[i].Harrell.C) + 4, groups[i].Group, $"label {StudyPlot.Series(i)}");
        }

        return frame.Drawing;
    }
}
