using System.Globalization;
using Holdfast.Numerics;
using Holdfast.Numerics.Distributions;

namespace Holdfast.Operations.Simulate;

/// <summary>One thing that is asked of runs over several worlds.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Asked">What is asked of it, in words.</param>
/// <param name="Mean">What the worlds give together.</param>
/// <param name="Low">Lower end of its 95 % interval over worlds.</param>
/// <param name="High">Upper end of its 95 % interval over worlds.</param>
/// <param name="Holds">Whether what is asked holds.</param>
public sealed record EvaluationBar(string Name, string Asked, double Mean, double Low, double High, bool Holds);

/// <summary>What is asked of runs over several worlds; every plan of a world is compared within it.</summary>
static class EvaluationBars
{
    const double Confidence = 0.95;

    /// <summary>The bars; none for fewer than two worlds.</summary>
    public static IReadOnlyList<EvaluationBar> Of(IReadOnlyList<RunAgainstTruth> worlds)
    {
        if (worlds.Count < 2) return [];
        var bars = new List<EvaluationBar>();
        if (worlds.All(world => world.AttainableSpearman is not null))
            bars.Add(Bar("rank correlation with the true risk, of what is attainable", "0.75 or more", Ratio(worlds, w => w.Spearman, w => w.AttainableSpearman!.Value), e => e.Value >= 0.75));
        bars.Add(Bar("calibration slope on the true risk", "0.9 to 1.1", Mean(worlds, w => w.CalibrationSlope), e => e.Value is >= 0.9 and <= 1.1));
        bars.Add(Bar("true margin of the plan, of the best possible under the policy", "0.60 or more", Ratio(worlds, w => w.Margins.Plan, w => w.Margins.Best), e => e.Value >= 0.6));
        bars.Add(Bar("the same, of the best with every rule aside", "told only", Ratio(worlds, w => w.Margins.Plan, w => w.Margins.BestRulesAside), _ => true));
        // Where going by risk loses money, a fifth above it is a fifth of the loss.
        bars.Add(Bar("true margin above 1.2 x the better plan by risk", "0 or more", Mean(worlds, w => (w.Margins.Plan - w.Margins.RiskOnly - 0.2 * Math.Abs(w.Margins.RiskOnly)) / 100), e => e.Value >= 0));
        bars.Add(Bar("true margin above random", "interval above 0", Mean(worlds, w => (w.Margins.Plan - w.Margins.Random) / 100), e => e.Interval.Low > 0));
        bars.Add(Bar("true margin above the same plan without learning", "told only", Mean(worlds, w => (w.Margins.Plan - w.Margins.WithoutLearning) / 100), _ => true));
        bars.Add(Bar("driven away among the contacted, of their share of all", "below 0.50", Driven(worlds), e => e.Value < 0.5));
        return bars;
    }

    /// <summary>The worlds and the bars as a table.</summary>
    public static string Describe(EvaluateRunResult result)
    {
        var lines = new List<string> { "  seed  customers   rank corr. (attainable)  slope    plan   best  rules aside  by risk  risk x value  random  no learning  driven away (contacted)" };
        lines.AddRange(result.Worlds.Select(Row));
        lines.Add("");
        lines.AddRange(result.Bars.Select(bar => Line($"{(bar.Asked == "told only" ? "      " : bar.Holds ? "holds " : "MISSED")}  {bar.Name}: {bar.Mean:0.00} ({bar.Low:0.00} to {bar.High:0.00}); asked {bar.Asked}")));
        return string.Join('\n', lines);
    }

    static string Row(RunAgainstTruth w) => Line(
        $"{w.Seed,6}  {w.Customers,9:N0}       {w.Spearman:F3}      ({w.AttainableSpearman:F3})   {w.CalibrationSlope:F2}  {w.Margins.Plan / 100,6:N0} {w.Margins.Best / 100,6:N0} {w.Margins.BestRulesAside / 100,12:N0} {w.Margins.ByRisk / 100,8:N0} {w.Margins.ByValueAtRisk / 100,13:N0} {w.Margins.Random / 100,7:N0} {w.Margins.WithoutLearning / 100,12:N0}   {w.DrivenAway.Share,10:P1} ({w.DrivenAway.ContactedShare:P1})");

    static EvaluationBar Bar(string name, string asked, Estimate told, Func<Estimate, bool> holds) => new(name, asked, told.Value, told.Interval.Low, told.Interval.High, holds(told));

    /// <summary>Mean over worlds with Student's interval.</summary>
    static Estimate Mean(IReadOnlyList<RunAgainstTruth> worlds, Func<RunAgainstTruth, double> of)
    {
        var values = worlds.Select(of).ToArray();
        var mean = values.Average();
        return WithInterval(mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1.0) / values.Length), values.Length);
    }

    /// <summary>Sum over sum, with the interval of the jackknife: a world with little to gain weighs little.</summary>
    static Estimate Ratio(IReadOnlyList<RunAgainstTruth> worlds, Func<RunAgainstTruth, double> part, Func<RunAgainstTruth, double> whole)
    {
        var (parts, wholes) = (worlds.Select(part).ToArray(), worlds.Select(whole).ToArray());
        var ratio = parts.Sum() / wholes.Sum();
        var without = parts.Zip(wholes, (p, w) => (parts.Sum() - p) / (wholes.Sum() - w)).ToArray();
        var centre = without.Average();
        return WithInterval(ratio, Math.Sqrt((without.Length - 1.0) / without.Length * without.Sum(v => (v - centre) * (v - centre))), without.Length);
    }

    static Estimate Driven(IReadOnlyList<RunAgainstTruth> worlds) =>
        Ratio(worlds, w => w.DrivenAway.ContactedShare, w => w.DrivenAway.Share);

    static Estimate WithInterval(double value, double error, int worlds)
    {
        // Student's t from the beta distribution: t^2 = v (1 / x - 1), x the lower tail of Beta(v / 2, 1 / 2).
        var freedom = worlds - 1.0;
        var half = error * Math.Sqrt(freedom * (1 / BetaDistribution.Quantile(1 - Confidence, freedom / 2, 0.5) - 1));
        return new Estimate(value, error, new Interval(value - half, value + half));
    }

    static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
