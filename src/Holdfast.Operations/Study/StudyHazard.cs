using Holdfast.Numerics.Survival;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to fit.</summary>
public sealed record HazardRequest
{
    /// <summary>File with one row per subject, or one per interval of a subject: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with the number of the period in which each left or was last seen; this or --stop.</summary>
    public string? Duration { get; init; }

    /// <summary>Column that tells whether it left then (1, true, yes) or was only last seen (0, false, no); COLUMN=VALUE names another value. Default: all left.</summary>
    public string? Event { get; init; }

    /// <summary>Column with the last period before coming under observation, or before the row's interval. Default: all at 0.</summary>
    public string? Entry { get; init; }

    /// <summary>Column with the last period of the row's interval, for columns that change with time; this or --duration.</summary>
    public string? Stop { get; init; }

    /// <summary>Columns that explain, separated by commas; those that are not numbers are factors. Default: none.</summary>
    public IReadOnlyList<string> Covariates { get; init; } = [];

    /// <summary>Column whose values part the rows into groups; besides the fit to all rows each gets one of its own.</summary>
    public string? By { get; init; }

    /// <summary>Link of a period's hazard: logit or cloglog. Default logit.</summary>
    public HazardLink Link { get; init; }

    /// <summary>Degree of the polynomial in the period's number, 0 to 6. Default 2.</summary>
    public int Degree { get; init; } = 2;

    /// <summary>Periods, separated by commas, at which to tell the hazard. Default: every period.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the hazard by period into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The fitted hazard.</summary>
/// <param name="Events">Rows that ended in the event.</param>
/// <param name="PersonPeriods">Periods lived through by all rows together.</param>
/// <param name="Link">Link.</param>
/// <param name="Coefficients">The intercept, the powers of the period's number (period^1, period^2, ...) and one for each column.</param>
/// <param name="Covariance">Covariance of the coefficients, a row for each.</param>
/// <param name="LogLikelihood">Log-likelihood.</param>
/// <param name="Deviance">-2 x log-likelihood.</param>
/// <param name="Hazards">Hazard by period at the mean of each column.</param>
/// <param name="Convergence">How the fit ended.</param>
public sealed record HazardResult(
    int Events, long PersonPeriods, HazardLink Link, IReadOnlyList<CoefficientRow> Coefficients, IReadOnlyList<double[]> Covariance, double LogLikelihood, double Deviance,
    IReadOnlyList<PeriodRow> Hazards, ConvergenceRow Convergence) : StudyResult
{
    /// <summary>With --by a fit for each group, groups in order; else empty.</summary>
    public IReadOnlyList<PeriodGroup> Groups { get; init; } = [];

    internal override IEnumerable<TextTable> Tables() =>
    [
        CoefficientRow.Table(Link == HazardLink.Logit ? "odds ratio" : "hazard ratio", Coefficients),
        new TextTable("", ["person-periods", "log-likelihood", "deviance"], [[StudyText.Count(PersonPeriods), StudyText.Number(LogLikelihood), StudyText.Number(Deviance)]]),
        new TextTable("At the mean of each column", ["period", "hazard", "share still there"], [.. Hazards.Select(h => (string[])[StudyText.Count(h.Period), StudyText.Number(h.Hazard), StudyText.Number(h.Survival)])]),
        .. Groups.SelectMany(group => StudyGroups.Titled(group.Group, group.Fit.Tables())),
    ];
}

/// <summary>The hazard fitted to one group.</summary>
/// <param name="Group">Value of the --by column.</param>
/// <param name="Fit">Its fit, with the same keys; the columns are those of all rows, and one that does not vary in the group is left out.</param>
public sealed record PeriodGroup(string Group, HazardResult Fit);

/// <summary>A period's hazard.</summary>
/// <param name="Period">Number of the period, from 1.</param>
/// <param name="Hazard">Chance of leaving in it of who is there at its start.</param>
/// <param name="Survival">Share still there after it of all who were there at the start of period 1.</param>
public sealed record PeriodRow(int Period, double Hazard, double Survival);

/// <summary>The chance of leaving period by period and what goes with it: discrete-time hazard regression on person-periods made from durations.</summary>
public static class StudyHazard
{
    /// <summary>Fits a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static HazardResult Run(HazardRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var times = DurationTable.Read(new DurationColumns(request.File, request.Duration, request.Event, request.Entry, request.Stop), [.. request.Covariates, request.By], cancel);
        var atZero = Enumerable.Range(0, times.Exits.Length).FirstOrDefault(row => times.Exits[row] == 0 && times.Events[row], -1);
        if (atZero >= 0) throw StudyColumns.Wrong(times.Table, atZero, request.Duration ?? request.Stop!, "a period from 1 on for a row that left in it");
        var design = StudyDesign.Of(times.Table, request.Covariates);
        var whole = Fit(request, times, design, [.. Enumerable.Range(0, times.Table.Rows)]);
        var (groups, failed) = request.By is null ? ([], []) : StudyGroups.Each(request.By, times.Table.Groups(request.By), group => new PeriodGroup(group.Name, Fit(request, times, design, group.Rows)));
        StudyPlot.Write(request.Plot, () => Draw(groups.Count == 0 ? [new PeriodGroup("", whole)] : groups), "Hazard by period at the mean of each column, a line for each group.");
        return Told(request, whole) with
        {
            Groups = [.. groups.Select(group => group with { Fit = Told(request, group.Fit) })],
            Failed = failed,
            RowsRead = times.Table.RowsRead,
            Words = [.. whole.Words, .. StudyGroups.Lines(groups.Select(g => (g.Group, g.Fit.Words)))],
            Notes = [.. times.Table.Notes, .. Rounding(times), .. whole.Notes, .. StudyGroups.Lines(groups.Select(g => (g.Group, g.Fit.Notes)))],
        };
    }

    static HazardResult Fit(HazardRequest request, DurationTable times, StudyDesign design, int[] used)
    {
        var rows = design.ByRow(used);
        var sample = times.Sample(used, null);
        var fit = DiscreteHazard.Fit(sample, rows, design.Terms.Count, new DiscreteHazardOptions { Link = request.Link, Degree = request.Degree });
        var names = new StudyDesign([.. Enumerable.Range(0, request.Degree + 1).Select(k => new DesignTerm(k == 0 ? "(intercept)" : $"period^{k}", k == 0 ? "(intercept)" : "period", null)), .. design.Terms], []);
        var free = new bool[names.Terms.Count];
        fit.Aliased.CopyTo(free, request.Degree + 1);
        var found = new Coefficients([.. fit.PeriodTerms, .. fit.Coefficients], fit.Covariance, free, new bool[free.Length]);
        var coefficients = CoefficientRow.Of(names, found, StudyOperation.Level(request.Alpha));
        var (events, last) = (sample.Events.Count(true), used.Max(row => times.Exits[row]));
        var hazards = Hazards(fit, [.. design.Values.Select(v => v.At(used).Average())], (int)Math.Min(100_000, Math.Ceiling(last)));
        return new HazardResult(events, fit.PersonPeriods, request.Link, coefficients, Coefficients.Square(fit.Covariance), fit.LogLikelihood, fit.Deviance, hazards, ConvergenceRow.Of(fit.Convergence))
        {
            Words = Say(coefficients, fit, (used.Length, events), request),
            RowsRead = used.Length,
            Rows = used.Length,
            Notes = [.. CoefficientRow.Warnings(coefficients, fit.Convergence.Settled)],
        };
    }

    // The periods asked for; the picture shows all.
    static HazardResult Told(HazardRequest request, HazardResult fit) =>
        request.At.Count == 0 ? fit : fit with { Hazards = [.. fit.Hazards.Where(h => request.At.Contains(h.Period))] };

    static List<PeriodRow> Hazards(DiscreteHazard fit, double[] means, int last)
    {
        var (rows, share) = (new List<PeriodRow>(), 1.0);
        for (var period = 1; period <= last; period++)
        {
            var hazard = fit.Hazard(period, means);
            rows.Add(new PeriodRow(period, hazard, share *= 1 - hazard));
        }

        return rows;
    }

    static IEnumerable<string> Rounding(DurationTable times)
    {
        var broken = times.Exits.Count(t => t != Math.Floor(t));
        if (broken > 0) yield return $"{broken} durations are not whole: an event counts in the period it falls into, a row last seen within a period only up to the period before.";
    }

    static IReadOnlyList<string> Say(List<CoefficientRow> coefficients, DiscreteHazard fit, (int Rows, int Events) count, HazardRequest request)
    {
        var kind = request.Link == HazardLink.Logit ? "odds" : "hazard";
        return
        [
            StudyText.Say($"{count.Rows} rows lived through {fit.PersonPeriods} periods and {count.Events} left: {StudyText.Percent((double)count.Events / fit.PersonPeriods)} of those there at the start of a period leave in it."),
            .. coefficients.Skip(request.Degree + 1).Where(c => c.P < request.Alpha).Select(c => StudyText.Say($"{c.Name} goes with {StudyText.Number(c.Ratio)} times the {kind} of leaving in a period (between {StudyText.Number(c.Low)} and {StudyText.Number(c.High)}).")),
        ];
    }

    static Drawing Draw(IReadOnlyList<PeriodGroup> groups)
    {
        var rows = groups.SelectMany(group => group.Fit.Hazards).ToList();
        var frame = new Frame(new Axis(0, rows.Max(r => r.Period), "period", StudyText.Mark), new Axis(0, Math.Max(1e-9, rows.Max(r => r.Hazard)), "chance of leaving in the period", StudyText.Percent));
        foreach (var (i, group) in groups.Index())
            frame.Curve([.. group.Fit.Hazards.Select(r => ((double)r.Period, r.Hazard))], StudyPlot.Series(i), group.Group);
        return frame.Drawing;
    }
}
