using Holdfast.Numerics.Survival;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to estimate.</summary>
public sealed record NelsonAalenRequest
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

    /// <summary>Column whose values part the rows into groups, a hazard for each.</summary>
    public string? By { get; init; }

    /// <summary>Events at one time: breslow counts events / at risk (Nelson-Aalen), efron takes them one after the other (the tie correction of Fleming and Harrington). Default breslow.</summary>
    public TieMethod Ties { get; init; } = TieMethod.Breslow;

    /// <summary>Times, separated by commas, at which to tell the hazard. Default: only the whole curve.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Scale on which the interval of exp(-hazard) is symmetric: log is the hazard itself, log-log its logarithm. Default log, as in R's survfit.</summary>
    public SurvivalInterval Interval { get; init; } = SurvivalInterval.Log;

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the hazards into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The cumulative hazards.</summary>
/// <param name="Groups">A hazard for each group, groups in order.</param>
public sealed record NelsonAalenResult(IReadOnlyList<HazardGroup> Groups) : StudyResult
{
    internal override IEnumerable<TextTable> Tables() => Groups.Select(group => new TextTable(
        $"{group.Group}: cumulative hazard", ["time", "at risk", "events", "hazard", "std. error", "low", "high", "exp(-hazard)"],
        [.. (group.At.Count > 0 ? group.At : group.Curve).Select(r => (string[])[StudyText.Number(r.Time), StudyText.Count(r.AtRisk), StudyText.Count(r.Events), StudyText.Number(r.Hazard), StudyText.Number(r.StandardError), StudyText.Number(r.Low), StudyText.Number(r.High), StudyText.Number(r.Survival)])]));
}

/// <summary>The cumulative hazard of one group.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Events">Those who left.</param>
/// <param name="At">The hazard at the times asked for.</param>
/// <param name="Curve">The hazard at every time at which somebody left or was last seen.</param>
public sealed record HazardGroup(string Group, int Rows, long Events, IReadOnlyList<CumulativeHazardRow> At, IReadOnlyList<CumulativeHazardRow> Curve);

/// <summary>A cumulative hazard at one time.</summary>
/// <param name="Time">The time, in the file's unit.</param>
/// <param name="AtRisk">At risk just before it.</param>
/// <param name="Events">Events at it.</param>
/// <param name="Hazard">Cumulative hazard after it.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound; null where there is none.</param>
/// <param name="Survival">exp(-hazard).</param>
/// <param name="SurvivalLow">Lower bound of that.</param>
/// <param name="SurvivalHigh">Upper bound of that.</param>
public sealed record CumulativeHazardRow(
    double Time, long AtRisk, long Events, double Hazard, double StandardError, double Low, double? High, double Survival, double SurvivalLow, double SurvivalHigh);

/// <summary>How much risk of leaving adds up with time: the cumulative hazard (Nelson-Aalen), whose slope is the rate of leaving.</summary>
public static class StudyNelsonAalen
{
    /// <summary>Estimates the cumulative hazards of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static NelsonAalenResult Run(NelsonAalenRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Ties == TieMethod.Exact) throw HoldfastException.OfRequest("--ties: found exact; breslow or efron is allowed here.");
        var times = DurationTable.Read(new DurationColumns(request.File, request.Duration, request.Event, request.Entry), [request.By], cancel);
        var level = StudyOperation.Level(request.Alpha);
        double[] at = [.. request.At.Select(time => StudyOperation.Time("--at", time))];
        var groups = times.Table.Groups(request.By).Select(group =>
        {
            var curve = NelsonAalen.Fit(times.Sample(group.Rows, null), request.Ties == TieMethod.Efron, request.Interval, level);
            var rows = curve.Points.Select(Row).ToList();
            return new HazardGroup(group.Name, group.Rows.Length, rows.Sum(r => r.Events), [.. at.Select(time => At(curve, time, group.Rows.Length))], rows);
        }).ToList();
        StudyPlot.Write(request.Plot, () => Draw(groups, request.Duration), "Cumulative hazard by time, a line for each group.");
        return new NelsonAalenResult(groups) { Words = [.. groups.Select(Say)], RowsRead = times.Table.RowsRead, Rows = times.Table.Rows, Notes = times.Table.Notes };
    }

    static CumulativeHazardRow At(NelsonAalen curve, double time, int rows) =>
        curve.Last(time) is { } point ? Row(point) with { Time = time } : new CumulativeHazardRow(time, rows, 0, 0, 0, 0, 0, 1, 1, 1);

    static CumulativeHazardRow Row(HazardPoint p) => new(
        p.Time, (long)p.AtRisk, (long)p.Events, p.Hazard, p.StandardError, p.Interval.Low, StudyText.Finite(p.Interval.High), p.Survival, p.SurvivalInterval.Low, p.SurvivalInterval.High);

    static string Say(HazardGroup group)
    {
        var end = group.Curve[^1];
        return StudyText.Say($"{group.Group}: of {group.Rows} followed, {group.Events} left; up to time {end.Time:G6} a hazard of {end.Hazard:G4} adds up (between {StudyText.Number(end.Low)} and {StudyText.Number(end.High)}), which leaves {StudyText.Percent(end.Survival)} of them.");
    }

    static Drawing Draw(List<HazardGroup> groups, string unit)
    {
        var frame = new Frame(
            new Axis(0, groups.Max(g => g.Curve[^1].Time), unit, StudyText.Mark), new Axis(0, Math.Max(1e-9, groups.Max(g => g.Curve[^1].Hazard)), "cumulative hazard", StudyText.Mark));
        for (var i = 0; i < groups.Count; i++)
            frame.Curve(StudyPlot.Steps(groups[i].Curve.Select(p => (p.Time, p.Hazard)), 0), StudyPlot.Series(i), groups[i].Group);
        return frame.Drawing;
    }
}
