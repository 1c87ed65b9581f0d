using Holdfast.Numerics.Survival;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to estimate.</summary>
public sealed record IncidenceRequest
{
    /// <summary>File with one row per subject: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with the time at which each left or was last seen.</summary>
    public required string Duration { get; init; }

    /// <summary>Column with the cause each left for; the value of --censored stands for who was only last seen.</summary>
    public required string Event { get; init; }

    /// <summary>Value of the event column of who was only last seen. Default: 0, censored, censor, none, no or false, whichever stands in the column.</summary>
    public string? Censored { get; init; }

    /// <summary>Column with the time at which each came under observation (left truncation). Default: all at 0.</summary>
    public string? Entry { get; init; }

    /// <summary>Column whose values part the rows into groups; with it Gray's test compares them, cause by cause.</summary>
    public string? By { get; init; }

    /// <summary>Columns that explain, separated by commas: each cause is regressed on them (Fine and Gray). Default: none.</summary>
    public IReadOnlyList<string> Covariates { get; init; } = [];

    /// <summary>Events at one time in that regression: breslow, as in cmprsk, or efron. Default breslow.</summary>
    public TieMethod Ties { get; init; } = TieMethod.Breslow;

    /// <summary>Times, separated by commas, at which to tell the shares; the last is the horizon of the time lost. Default: the whole curve and the last time seen.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Scale on which intervals are symmetric. Default log, as in R's survfit.</summary>
    public SurvivalInterval Interval { get; init; } = SurvivalInterval.Log;

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the shares into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The shares that left, by cause.</summary>
/// <param name="Causes">The causes, in order.</param>
/// <param name="Groups">The curves of each group.</param>
/// <param name="Gray">Gray's test of each cause between the groups; empty without --by.</param>
/// <param name="Regressions">Fine and Gray's regression of each cause; empty without --covariates.</param>
public sealed record IncidenceResult(IReadOnlyList<string> Causes, IReadOnlyList<IncidenceGroup> Groups, IReadOnlyList<TestRow> Gray, IReadOnlyList<SubdistributionRow> Regressions) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        foreach (var group in Groups)
        {
            yield return new TextTable($"{group.Group}: share that has left", ["time", "at risk", "still there", .. Causes.SelectMany(c => new[] { c, "std. error" })],
                [.. (group.At.Count > 0 ? group.At : group.Curve).Select(r => (string[])[StudyText.Number(r.Time), StudyText.Count(r.AtRisk), StudyText.Number(r.Survival), .. r.Causes.SelectMany(c => new[] { StudyText.Number(c.Incidence), StudyText.Number(c.StandardError) })])]);
            yield return new TextTable("", ["cause", "events", "time lost", "std. error"],
                [.. group.Lost.Select(l => (string[])[l.Cause, StudyText.Count(l.Events), StudyText.Number(l.TimeLost), StudyText.Number(l.StandardError)])]);
        }

        if (Gray.Count > 0) yield return TestRow.Table("Do the groups differ? (Gray's test)", Gray);
        foreach (var regression in Regressions) yield return CoefficientRow.Table($"{regression.Cause}: ratio", regression.Coefficients);
    }
}

/// <summary>One group's shares.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Lost">What each cause takes.</param>
/// <param name="At">The curve at the times asked for.</param>
/// <param name="Curve">The curve at every time at which somebody left or was last seen.</param>
public sealed record IncidenceGroup(string Group, int Rows, IReadOnlyList<LostRow> Lost, IReadOnlyList<IncidenceRow> At, IReadOnlyList<IncidenceRow> Curve);

/// <summary>What a cause takes within a horizon.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Events">Rows that left for it.</param>
/// <param name="Horizon">The horizon.</param>
/// <param name="TimeLost">Mean time lost to it within the horizon.</param>
/// <param name="StandardError">Its standard error.</param>
public sealed record LostRow(string Cause, long Events, double Horizon, double TimeLost, double StandardError);

/// <summary>The shares at one time.</summary>
/// <param name="Time">The time.</param>
/// <param name="AtRisk">At risk just before it.</param>
/// <param name="Survival">Share still there.</param>
/// <param name="SurvivalError">Its standard error.</param>
/// <param name="Causes">The share that has left for each cause.</param>
public sealed record IncidenceRow(double Time, long AtRisk, double Survival, double SurvivalError, IReadOnlyList<CauseRow> Causes);

/// <summary>The share that has left for a cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Incidence">The share.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
public sealed record CauseRow(string Cause, double Incidence, double StandardError, double Low, double High);

/// <summary>Fine and Gray's regression of one cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Coefficients">One for each column.</param>
/// <param name="LogLikelihood">Log of the weighted partial likelihood.</param>
/// <param name="Convergence">How the fit ended.</param>
public sealed record SubdistributionRow(string Cause, IReadOnlyList<CoefficientRow> Coefficients, double LogLikelihood, ConvergenceRow Convergence);

/// <summary>What share has left by each time, and for which cause, where one cause forestalls the others (Aalen-Johansen).</summary>
public static class StudyIncidence
{
    static readonly string[] UsualCensored = ["0", "censored", "censor", "none", "no", "false"];

    /// <summary>Estimates a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static IncidenceResult Run(IncidenceRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Covariates.Count > 0 && request.Entry is not null) throw HoldfastException.OfRequest("--covariates: the regression needs everyone observed from 0; leave --entry out.");
        var table = StudyTable.Read(request.File, [request.Duration, request.Event, request.Entry, request.By, .. request.Covariates], cancel);
        var (entries, exits) = DurationTable.Times(table, request.Entry, request.Duration);
        var (names, causes) = Causes(table, request);
        var options = new IncidenceOptions { Interval = request.Interval, Level = StudyOperation.Level(request.Alpha) };
        var groups = table.Groups(request.By);
        double[] at = [.. request.At.Select(time => StudyOperation.Time("--at", time))];
        var horizon = at.Length > 0 ? at.Max() : exits.Max();
        var told = groups.Select(group => Tell(group, AalenJohansen.Fit(entries.Length == 0 ? [] : entries.At(group.Rows), exits.At(group.Rows), causes.At(group.Rows), names.Count, options), names, (at, horizon, causes))).ToList();
        var numbers = DurationTable.Numbers(groups, table.Rows);
        var gray = groups.Count < 2 || entries.Length > 0 ? [] : names.Select((name, k) => TestRow.Of(name, GrayTest.Of(exits, causes, numbers, groups.Count, k + 1))).ToList();
        var regressions = Regressions(table, request, exits, causes, names);
        StudyPlot.Write(request.Plot, () => Draw(told, names, request.Duration), "Share that has left by time, a line for each cause and group.");
        var warnings = regressions.SelectMany(r => CoefficientRow.Warnings(r.Coefficients, r.Convergence.Settled).Select(w => $"{r.Cause}: {w}"));
        string[] left = groups.Count > 1 && entries.Length > 0 ? ["Gray's test needs everyone observed from 0: it was left out."] : [];
        string[] words = [.. told.SelectMany(Say), .. gray.Select(test => Say(test, request.Alpha))];
        return new IncidenceResult(names, told, gray, regressions) { Words = words, RowsRead = table.RowsRead, Rows = table.Rows, Notes = [.. table.Notes, .. left, .. warnings] };
    }

    static (List<string> Names, int[] Causes) Causes(StudyTable table, IncidenceRequest request)
    {
        var texts = table.Column(request.Event);
        var levels = texts.Select(t => t!).Distinct().Order(LevelOrder.Instance).ToList();
        var censored = request.Censored ?? UsualCensored.FirstOrDefault(usual => levels.Contains(usual, StringComparer.OrdinalIgnoreCase));
        if (request.Censored is { } named && !levels.Contains(named)) throw HoldfastException.OfRequest($"--censored: '{named}' stands nowhere in column '{request.Event}'. Found: {string.Join(", ", levels.Take(10))}.");
        var names = levels.Where(level => !string.Equals(level, censored, request.Censored is null ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)).ToList();
        if (names.Count == 0) throw new HoldfastException($"{request.File}, column '{request.Event}': every used row holds '{censored}', so nobody left.");
        if (names.Count > 50) throw new HoldfastException($"{request.File}, column '{request.Event}': {names.Count} different values; up to 50 causes are allowed. Name a column of causes.");
        return (names, Array.ConvertAll(texts, text => names.IndexOf(text!) + 1));
    }

    static IncidenceGroup Tell(StudyGroup group, AalenJohansen curves, List<string> names, (double[] At, double Horizon, int[] Causes) asked)
    {
        IncidenceRow Row(IncidencePoint p) => new(
            p.Time, (long)p.AtRisk, p.Survival, p.SurvivalError, [.. names.Select((name, k) => new CauseRow(name, p.Incidence[k], p.StandardErrors[k], p.Intervals[k].Low, p.Intervals[k].High))]);
        var start = new IncidenceRow(0, group.Rows.Length, 1, 0, [.. names.Select(name => new CauseRow(name, 0, 0, 0, 0))]);
        var own = asked.Causes.At(group.Rows);
        LostRow Lost(string name, int k)
        {
            var left = own.Count(c => c == k + 1);
            // Where everybody was followed for no time at all, none can be lost.
            if (asked.Horizon == 0) return new LostRow(name, left, 0, 0, 0);
            var lost = curves.TimeLost(k + 1, asked.Horizon);
            return new LostRow(name, left, asked.Horizon, lost.Value, lost.StandardError);
        }

        return new IncidenceGroup(group.Name, group.Rows.Length, [.. names.Select(Lost)], [.. asked.At.Select(time => (curves.Last(time) is { } p ? Row(p) : start) with { Time = time })], [.. curves.Points.Select(Row)]);
    }

    static List<SubdistributionRow> Regressions(StudyTable table, IncidenceRequest request, double[] exits, int[] causes, List<string> names)
    {
        if (request.Covariates.Count == 0) return [];
        var design = StudyDesign.Of(table, request.Covariates);
        var rows = design.ByRow();
        return [.. names.Select((name, k) =>
        {
            var swapped = Array.ConvertAll(causes, c => c == 0 ? 0 : c == k + 1 ? 1 : 2);
            var fit = FineGray.Fit(exits, swapped, rows, design.Terms.Count, new CoxOptions { Ties = request.Ties });
            var found = new Coefficients(fit.Model.Coefficients, fit.Covariance, fit.Model.Aliased, fit.Model.Runaway);
            return new SubdistributionRow(name, CoefficientRow.Of(design, found, StudyOperation.Level(request.Alpha)), fit.Model.LogLikelihood, ConvergenceRow.Of(fit.Model.Convergence));
        })];
    }

    static IEnumerable<string> Say(IncidenceGroup group)
    {
        var end = group.At.Count > 0 ? group.At[^1] : group.Curve[^1];
        var shares = string.Join(", ", end.Causes.Select(c => StudyText.Say($"{StudyText.Percent(c.Incidence)} for {c.Cause} (between {StudyText.Percent(c.Low)} and {StudyText.Percent(c.High)})")));
        yield return StudyText.Say($"{group.Group}: of {group.Rows} followed, by time {end.Time:G6} have left {shares}; {StudyText.Percent(end.Survival)} are still there.");
    }

    static string Say(TestRow test, double alpha) =>
        $"{test.Name}: the groups' shares {(test.P < alpha ? "differ" : "are not shown to differ")} (Gray's test, p = {StudyText.P(test.P)}).";

    static Drawing Draw(List<IncidenceGroup> groups, List<string> names, string unit)
    {
        var frame = new Frame(new Axis(0, groups.Max(g => g.Curve[^1].Time), unit, StudyText.Mark), new Axis(0, 1, "share that has left", StudyText.Percent));
        for (var i = 0; i < groups.Count * names.Count; i++)
        {
            var (group, cause) = (groups[i / names.Count], i % names.Count);
            var label = groups.Count == 1 ? names[cause] : $"{names[cause]} ({group.Group})";
            frame.Curve(StudyPlot.Steps(group.Curve.Select(p => (p.Time, p.Causes[cause].Incidence)), 0), StudyPlot.Series(i), label);
        }

        return frame.Drawing;
    }
}
