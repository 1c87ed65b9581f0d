using Holdfast.Numerics.Survival;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to estimate.</summary>
public sealed record KaplanMeierRequest
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

    /// <summary>Column whose values part the rows into groups, a curve for each.</summary>
    public string? By { get; init; }

    /// <summary>Times, separated by commas, at which to tell the share still there. Default: only the whole curve.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Scale on which intervals are symmetric. Default log, as in R's survfit.</summary>
    public SurvivalInterval Interval { get; init; } = SurvivalInterval.Log;

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the curves into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The curves.</summary>
/// <param name="Groups">A curve for each group, groups in order.</param>
public sealed record KaplanMeierResult(IReadOnlyList<SurvivalGroup> Groups) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("", ["group", "rows", "events", "median", "low", "high"],
            [.. Groups.Select(g => (string[])[g.Group, StudyText.Count(g.Rows), StudyText.Count(g.Events), StudyText.Number(g.Median), StudyText.Number(g.MedianLow), StudyText.Number(g.MedianHigh)])]);
        foreach (var group in Groups)
            yield return SurvivalRow.Table($"{group.Group}: share still there", group.At.Count > 0 ? group.At : group.Curve);
    }
}

/// <summary>The curve of one group. A value that cannot be told is null.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Events">Those who left.</param>
/// <param name="Median">Time by which half have left; null where fewer have.</param>
/// <param name="MedianLow">Lower bound of it.</param>
/// <param name="MedianHigh">Upper bound of it.</param>
/// <param name="At">The curve at the times asked for; events are those since the time asked for before.</param>
/// <param name="Curve">The curve at every time at which somebody left or was last seen.</param>
public sealed record SurvivalGroup(
    string Group, int Rows, long Events, double? Median, double? MedianLow, double? MedianHigh, IReadOnlyList<SurvivalRow> At, IReadOnlyList<SurvivalRow> Curve);

/// <summary>A survival curve at one time.</summary>
/// <param name="Time">The time, in the file's unit.</param>
/// <param name="AtRisk">At risk just before it.</param>
/// <param name="Events">Events at it.</param>
/// <param name="Survival">Share still there after it.</param>
/// <param name="StandardError">Greenwood's standard error; null where the share is 0.</param>
/// <param name="Low">Lower bound; null where the share is 0.</param>
/// <param name="High">Upper bound; null where the share is 0.</param>
public sealed record SurvivalRow(double Time, long AtRisk, long Events, double Survival, double? StandardError, double? Low, double? High)
{
    internal static TextTable Table(string title, IReadOnlyList<SurvivalRow> rows) =>
        new(title, ["time", "at risk", "events", "share", "std. error", "low", "high"],
            [.. rows.Select(r => (string[])[StudyText.Number(r.Time), StudyText.Count(r.AtRisk), StudyText.Count(r.Events), StudyText.Number(r.Survival), StudyText.Number(r.StandardError), StudyText.Number(r.Low), StudyText.Number(r.High)])]);
}

/// <summary>How long customers stay: the share still there after each time, though many have not left yet (Kaplan-Meier).</summary>
public static class StudyKaplanMeier
{
    /// <summary>Estimates the curves of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static KaplanMeierResult Run(KaplanMeierRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var times = DurationTable.Read(new DurationColumns(request.File, request.Duration, request.Event, request.Entry), [request.By], cancel);
        var level = StudyOperation.Level(request.Alpha);
        double[] at = [.. request.At.Select(time => StudyOperation.Time("--at", time))];
        var groups = times.Table.Groups(request.By).Select(group => Estimate(group, KaplanMeier.Fit(times.Sample(group.Rows, null), request.Interval, level), at)).ToList();
        StudyPlot.Write(request.Plot, () => Draw(groups, request.Duration), "Share still there by time, a line for each group.");
        return new KaplanMeierResult(groups) { Words = [.. groups.Select(Say)], RowsRead = times.Table.RowsRead, Rows = times.Table.Rows, Notes = times.Table.Notes };
    }

    static SurvivalGroup Estimate(StudyGroup group, KaplanMeier curve, double[] at)
    {
        var median = curve.Median;
        var (told, since) = (new List<SurvivalRow>(), double.NegativeInfinity);
        foreach (var time in at)
        {
            var row = curve.Last(time) is { } point ? Row(point) : new SurvivalRow(time, 0, 0, 1, 0, 1, 1);
            var from = since;
            told.Add(row with { Time = time, AtRisk = (long)curve.AtRisk(time), Events = (long)curve.Points.Where(p => p.Time > from && p.Time <= time).Sum(p => p.Events) });
            since = time;
        }

        return new SurvivalGroup(group.Name, group.Rows.Length, (long)curve.Points.Sum(p => p.Events), median.Time, median.Low, median.High, told, [.. curve.Points.Select(Row)]);
    }

    static SurvivalRow Row(SurvivalPoint point) => point.Survival > 0
        ? new SurvivalRow(point.Time, (long)point.AtRisk, (long)point.Events, point.Survival, point.StandardError, point.Interval.Low, point.Interval.High)
        : new SurvivalRow(point.Time, (long)point.AtRisk, (long)point.Events, 0, null, null, null);

    static string Say(SurvivalGroup group)
    {
        var end = group.Curve[^1];
        var half = group.Median is { } median
            ? StudyText.Say($"half have left by time {median:G6} (between {StudyText.Number(group.MedianLow)} and {StudyText.Number(group.MedianHigh)})")
            : StudyText.Say($"fewer than half have left: {StudyText.Percent(end.Survival)} are still there at the last time seen, {end.Time:G6}");
        return StudyText.Say($"{group.Group}: of {group.Rows} followed, {group.Events} left; {half}.");
    }

    static Drawing Draw(List<SurvivalGroup> groups, string unit)
    {
        var last = groups.Max(group => group.Curve[^1].Time);
        var frame = new Frame(new Axis(0, last, unit, StudyText.Mark), new Axis(0, 1, "share still there", share => StudyText.Percent(share)));
        for (var i = 0; i < groups.Count; i++)
            frame.Curve(StudyPlot.Steps(groups[i].Curve.Select(point => (point.Time, point.Survival)), 1), StudyPlot.Series(i), groups[i].Group);
        return frame.Drawing;
    }
}
