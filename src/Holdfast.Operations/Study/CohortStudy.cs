using Holdfast.Numerics;
using Holdfast.Numerics.Lifetime;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to estimate.</summary>
public sealed record CohortRequest : IGroupedStudy
{
    /// <summary>File with the survivors of a cohort by period, or with one row per customer: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Survivors: column with how many (or what per cent) are left after 0, 1, 2, ... periods, a row each, in this order.</summary>
    public string? Survivors { get; init; }

    /// <summary>Survivors: size of the cohort, where the column tells shares or per cent. Default: the first number is the size.</summary>
    public double? Size { get; init; }

    /// <summary>One row per customer: column with the whole period in which each left, or through which each was last seen.</summary>
    public string? Duration { get; init; }

    /// <summary>One row per customer: column that tells whether it left then; COLUMN=VALUE names another value. Default: all left.</summary>
    public string? Event { get; init; }

    /// <summary>Survivors: use this many periods to fit, the later ones only to compare. Default: all.</summary>
    public int? Fit { get; init; }

    /// <summary>Periods, separated by commas, at which to tell the share still there. Default: all told, and as many again.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Discount rate per period, 0.0001 or more: also tells discounted lifetimes. Default: not told.</summary>
    public double? Discount { get; init; }

    /// <summary>Column whose values part the rows into groups, a study of its own for each. Default: one study of all rows.</summary>
    public string? By { get; init; }

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the answer into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The model of a cohort.</summary>
/// <param name="Parameters">The fitted parameters.</param>
/// <param name="LogLikelihood">Log-likelihood.</param>
/// <param name="Aic">Akaike's criterion, smaller is better.</param>
/// <param name="Settled">Whether the search found a maximum that the data determine.</param>
/// <param name="Customers">Customers of the cohort.</param>
/// <param name="Survival">The share still there by period.</param>
/// <param name="Nested">Test of c = 1 against this model; null for sBG, which is c = 1.</param>
/// <param name="DiscountedLifetime">Expected payments of a new customer, discounted, the first one in full; null without --discount.</param>
/// <param name="DiscountedResidual">Expected payments from the next renewal on, that one in full, after 1, 2, ... payments; empty without --discount.</param>
public sealed record CohortResult(
    IReadOnlyList<ModelParameter> Parameters, double LogLikelihood, double Aic, bool Settled, double Customers, IReadOnlyList<CohortPeriod> Survival, NestedTest? Nested,
    double? DiscountedLifetime, IReadOnlyList<double> DiscountedResidual) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return ModelParameter.Table(Parameters);
        yield return new TextTable("Share still there", ["period", "seen", "model", "retention"],
            [.. Survival.Select(s => (string[])[StudyText.Number(s.Period), StudyText.Number(s.Seen), StudyText.Number(s.Survival), StudyText.Number(s.Retention)])]);
        if (DiscountedResidual.Count > 0)
            yield return new TextTable("Discounted payments to come", ["payments made", "to come"], [.. DiscountedResidual.Select((d, i) => (string[])[StudyText.Count(i + 1), StudyText.Number(d)])]);
    }
}

/// <summary>One period.</summary>
/// <param name="Period">Periods since joining.</param>
/// <param name="Seen">Share still there in the file; null where it is not told.</param>
/// <param name="Survival">Share still there by the model.</param>
/// <param name="Retention">Share of those there a period before who stayed, by the model; null at period 0 and between whole periods.</param>
public sealed record CohortPeriod(double Period, double? Seen, double Survival, double? Retention);

/// <summary>Likelihood-ratio test of a simpler model.</summary>
/// <param name="Statistic">Twice the gain in log-likelihood.</param>
/// <param name="PValue">Probability of such a gain if c is 1.</param>
public sealed record NestedTest(double Statistic, double PValue);

/// <summary>A fitted model of a cohort, whichever it is.</summary>
sealed record FittedCohort(
    IReadOnlyList<string> Names, Estimate[] Parameters, double LogLikelihood, double Aic, Convergence Convergence, NestedTest? Nested,
    Func<double, double> Survival, Func<int, double> Retention, Func<int, double, double> Residual);

/// <summary>Runs a model of a cohort on a file.</summary>
static class CohortStudy
{
    public static CohortResult Run(CohortRequest request, Func<CohortLosses, FittedCohort> fit, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyOperation.Level(request.Alpha);
        if (request.Discount is { } rate && !(rate >= 1e-4 && double.IsFinite(rate))) throw HoldfastException.OfRequest(StudyText.Say($"--discount: found {rate}; 0.0001 or more is allowed."));
        if (request.At.Any(t => !(t >= 0 && double.IsFinite(t)))) throw HoldfastException.OfRequest("--at: periods from 0 on are allowed.");
        var (table, seen, losses) = request.Survivors is null ? OfDurations(request, file, cancel) : OfSurvivors(request, file, cancel);
        var model = fit(losses);
        var periods = request.At.Count > 0 ? request.At : [.. Enumerable.Range(0, 2 * Math.Max(seen.Length - 1, losses.Lost.Length) + 1).Select(t => (double)t).Take(401)];
        List<CohortPeriod> survival = [.. periods.Select(t => new CohortPeriod(t, t == Math.Floor(t) && t < seen.Length ? seen[(int)t] : null, model.Survival(t),
            t >= 1 && t == Math.Floor(t) && t <= int.MaxValue ? model.Retention((int)t) : null))];
        file.Draw(() => Draw(model, seen, Math.Max(seen.Length - 1, periods.Max())), "Share still there by period: the model as a line, what was seen as dots.");
        var result = new CohortResult(ModelParameter.Of(model.Names, model.Parameters, request.Alpha), model.LogLikelihood, model.Aic, model.Convergence.Settled, losses.Customers, survival, model.Nested,
            request.Discount is { } d ? 1 + model.Residual(1, d) / (1 + d) : null, request.Discount is { } r ? [.. Enumerable.Range(1, 12).Select(n => model.Residual(n, r))] : [])
        { Words = [], RowsRead = table.RowsRead, Rows = table.Rows, Notes = [.. table.Notes, .. ModelParameter.Caution(model.Convergence)] };
        return result with { Words = Say(result, model) };
    }

    static List<string> Say(CohortResult result, FittedCohort model)
    {
        var words = new List<string>
        {
            StudyText.Say($"Of {result.Customers:G6} customers, {StudyText.Percent(1 - model.Survival(1))} are expected to leave in their first period; of those who stay for four, {StudyText.Percent(1 - model.Retention(5))} leave in the fifth."),
            "Retention rises with tenure because those likely to leave are gone first; that alone is no loyalty that grows.",
        };
        if (result.Nested is { } nested)
            words.Add(StudyText.Say($"Against c = 1 (sBG) the gain is {nested.Statistic:F2} (p = {StudyText.P(nested.PValue)}): {(nested.PValue < 0.05 ? "a customer's own risk changes with tenure" : "sBG describes this cohort as well; prefer it")}."));
        if (result.DiscountedLifetime is { } value) words.Add(StudyText.Say($"A new customer makes {value:F3} payments, discounted, the one at joining included."));
        return words;
    }

    static (StudyTable Table, double[] Seen, CohortLosses Losses) OfSurvivors(CohortRequest request, StudyFile file, CancellationToken cancel)
    {
        var table = file.Read([request.Survivors], cancel);
        var told = table.Numbers(request.Survivors!);
        if (!(told[0] > 0)) throw StudyColumns.Wrong(table, 0, request.Survivors!, "a number above 0, the size of the cohort");
        if (request.Size is { } size && !(size > 0 && double.IsFinite(size))) throw HoldfastException.OfRequest(StudyText.Say($"--size: found {size}; a number above 0 is allowed."));
        var used = request.Fit ?? told.Length - 1;
        if (used < 1 || used > told.Length - 1) throw HoldfastException.OfRequest(StudyText.Say($"--fit: found {used}; 1 to the {told.Length - 1} periods told is allowed."));
        var scale = (request.Size ?? told[0]) / told[0];
        return (table, Array.ConvertAll(told, n => n / told[0]), CohortLosses.OfSurvivors([.. told.Take(used + 1).Select(n => n * scale)]));
    }

    static (StudyTable Table, double[] Seen, CohortLosses Losses) OfDurations(CohortRequest request, StudyFile file, CancellationToken cancel)
    {
        if (request.Duration is null) throw HoldfastException.OfRequest("columns are missing: give --survivors of a cohort by period, or --duration and --event with one row per customer.");
        var table = file.Read([request.Duration, request.Event is { } e ? StudyColumns.EventColumn(e).Column : null], cancel);
        var durations = table.Counts(request.Duration);
        for (var row = 0; row < durations.Length; row++)
        {
            if (durations[row] is < 1 or > 1_000_000) throw StudyColumns.Wrong(table, row, request.Duration, "a whole period from 1 to 1,000,000");
        }

        var events = request.Event is null ? [.. Enumerable.Repeat(true, table.Rows)] : table.Events(request.Event);
        return (table, [1], CohortLosses.OfDurations(Array.ConvertAll(durations, d => (int)d), events));
    }

    static Drawing Draw(FittedCohort model, double[] seen, double last)
    {
        var frame = new Frame(new Axis(0, last, "periods", StudyText.Mark), new Axis(0, 1, "share still there", share => StudyText.Percent(share)));
        frame.Curve([.. Enumerable.Range(0, 101).Select(k => (last * k / 100, model.Survival(last * k / 100)))], StudyPlot.Series(0), "model");
        for (var t = 0; t < seen.Length; t++) frame.Point(t, new Report.Charts.Interval(seen[t], seen[t], seen[t]), StudyPlot.Series(1));
        return frame.Drawing;
    }
}
