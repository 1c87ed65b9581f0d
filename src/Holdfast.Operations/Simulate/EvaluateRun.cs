using System.Globalization;
using Holdfast.Numerics.Classification;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Simulate;

/// <summary>Which run to compare with the truth.</summary>
public sealed record EvaluateRunRequest
{
    /// <summary>Workspace filled by <c>holdfast simulate bank</c>. Default the current folder.</summary>
    public string Workspace { get; init; } = ".";

    /// <summary>Day of the run, <c>yyyy-MM-dd</c>. Default the day the truth holds for.</summary>
    public string? AsOf { get; init; }
}

/// <summary>A run against the truth. Money in minor units.</summary>
/// <param name="AsOf">Day of the run.</param>
/// <param name="Customers">Customers compared: scored and truly there.</param>
/// <param name="GoneInSilence">Scored customers who had truly left in silence before; they are left out.</param>
/// <param name="Spearman">Rank correlation of predicted and true risk, -1..1.</param>
/// <param name="CalibrationSlope">Slope of the calibration line on what came to pass; 1 is right.</param>
/// <param name="Deciles">Mean predicted and true risk by tenth of predicted risk, lowest first.</param>
/// <param name="TruthAuc">AUC of the true risk on what came to pass: what is attainable.</param>
/// <param name="PredictedAuc">AUC of the predicted risk on what came to pass.</param>
/// <param name="PlanMargin">True incremental margin of the decided plan, those held out included.</param>
/// <param name="RandomMargin">That of plans at random, mean of 20.</param>
/// <param name="RiskMargin">That of giving the plan's commonest retention action to the highest predicted risks.</param>
/// <param name="BestMargin">That of the best plan under the same budget and capacity, rules aside.</param>
/// <param name="DrivenAwayShare">Share of all customers whom contact drives away, 0..1.</param>
/// <param name="DrivenAwayContacted">Their share among the customers to be contacted, 0..1.</param>
/// <param name="Actions">The plan by action, commonest first.</param>
public sealed record EvaluateRunResult(
    string AsOf,
    int Customers,
    int GoneInSilence,
    double Spearman,
    double CalibrationSlope,
    IReadOnlyList<RiskDecile> Deciles,
    double TruthAuc,
    double PredictedAuc,
    double PlanMargin,
    double RandomMargin,
    double RiskMargin,
    double BestMargin,
    double DrivenAwayShare,
    double DrivenAwayContacted,
    IReadOnlyList<PlannedAction> Actions);

/// <summary>What one action of the plan was expected to bring and truly brings. Money in minor units.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Customers">Customers it was chosen for, those held out included.</param>
/// <param name="Expected">Incremental margin the run expected.</param>
/// <param name="True">True incremental margin.</param>
public sealed record PlannedAction(string Action, int Customers, double Expected, double True);

/// <summary>One tenth of the customers by predicted risk.</summary>
/// <param name="Predicted">Mean predicted churn probability, 0..1.</param>
/// <param name="True">Mean true churn probability, 0..1.</param>
public sealed record RiskDecile(double Predicted, double True);

/// <summary>Compares a run's scores and decisions with the truth of the simulated world.</summary>
public static class EvaluateRun
{
    /// <summary>Reads the truth and the run's tables and compares them.</summary>
    /// <exception cref="HoldfastException">There is no truth, no such run, or the run is for another day than the truth.</exception>
    public static EvaluateRunResult Run(EvaluateRunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var root = Path.GetFullPath(request.Workspace);
        var (day, truth) = TruthFile.Read(root);
        var asOf = AsOf(request.AsOf, day);
        var scores = Read(root, asOf, "predict", "scores.parquet");
        var decisions = Read(root, asOf, "decide", "decisions.parquet");
        var loaded = WorkspaceFiles.Load(root, null);
        var workspace = loaded.Workspace ?? throw new HoldfastException(LoadedWorkspace.Describe(loaded.Faults));
        var predicted = scores.Texts("customer").Zip(scores.Doubles("churn_probability")).ToDictionary(s => s.First!, s => s.Second, StringComparer.Ordinal);
        var planned = decisions.Texts("customer").Zip(decisions.Texts("action"), decisions.Longs("margin")).Where(d => d.Second is not null)
            .ToDictionary(d => d.First!, d => new Planned(d.Second!, d.Third), StringComparer.Ordinal);
        return Compare(asOf, truth, new Guess(predicted, planned), workspace);
    }

    /// <summary>The result in words.</summary>
    public static string Describe(EvaluateRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var lines = new List<string>
        {
            Line($"{result.Customers:N0} customers as of {result.AsOf}; {result.GoneInSilence:N0} more were scored but had left in silence"),
            Line($"rank correlation of predicted and true risk {result.Spearman:F3}, calibration slope {result.CalibrationSlope:F2}"),
            Line($"AUC on what came to pass: truth {result.TruthAuc:F3}, prediction {result.PredictedAuc:F3}"),
            "predicted and true risk by tenth:",
        };
        lines.AddRange(result.Deciles.Select((d, i) => Line($"  {i + 1,2}  {d.Predicted:P2}  {d.True:P2}")));
        lines.Add(Line($"true incremental margin: plan {result.PlanMargin / 100:N0}, random {result.RandomMargin / 100:N0}, risk only {result.RiskMargin / 100:N0}, best possible {result.BestMargin / 100:N0}"));
        lines.AddRange(result.Actions.Select(a => Line($"  {a.Customers,5:N0} x {a.Action}: expected {a.Expected / 100:N0}, truly {a.True / 100:N0}")));
        lines.Add(Line($"driven away by contact: {result.DrivenAwayShare:P1} of all, {result.DrivenAwayContacted:P1} of those to be contacted"));
        return string.Join('\n', lines);
    }

    static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static EvaluateRunResult Compare(Day asOf, IReadOnlyList<TrueCustomer> truth, Guess guess, Workspace workspace)
    {
        var scored = truth.Where(c => guess.Risk.ContainsKey(c.Customer)).ToList();
        var here = scored.Where(c => c.State != "silent").ToList();
        if (here.Count == 0) throw new HoldfastException("no scored customer is in the truth file: the scores are of another world");
        var risks = here.Select(c => guess.Risk[c.Customer]).ToArray();
        var true90 = here.Select(c => c.Churn90).ToArray();
        var leaves = here.Select(c => c.Leaves90).ToArray();
        var plans = new TruePlans(scored, workspace.Actions, workspace.Policy, workspace.Business.Costs.StaffMinute);
        var contacted = here.Where(c => guess.Actions.ContainsKey(c.Customer)).ToList();
        return new EvaluateRunResult(
            asOf.ToString(), here.Count, scored.Count - here.Count,
            Ranks.Correlation(risks, true90), ClassificationMetrics.Calibration(risks, leaves).Slope, Deciles(risks, true90),
            ClassificationMetrics.Auc(true90, leaves), ClassificationMetrics.Auc(risks, leaves),
            plans.Of(guess.Actions), plans.AtRandom(1), plans.ByRisk(guess.Risk, Commonest(guess.Actions, workspace.Actions)), plans.Best(),
            DrivenAway(here), DrivenAway(contacted), ByAction(guess.Plan, plans));
    }

    static List<PlannedAction> ByAction(IReadOnlyDictionary<string, Planned> plan, TruePlans plans) =>
    [
        .. plan.GroupBy(one => one.Value.Action, StringComparer.Ordinal)
            .Select(group => new PlannedAction(
                group.Key, group.Count(), group.Sum(one => one.Value.Margin), plans.Of(group.ToDictionary(one => one.Key, one => one.Value.Action, StringComparer.Ordinal))))
            .OrderByDescending(action => action.Customers)
            .ThenBy(action => action.Action, StringComparer.Ordinal),
    ];

    static double DrivenAway(List<TrueCustomer> customers) => customers.Count == 0 ? 0 : customers.Count(c => c.Response == "sleeping_dog") / (double)customers.Count;

    static string Commonest(IReadOnlyDictionary<string, string> plan, IReadOnlyList<RetentionAction> actions)
    {
        var retain = actions.Where(a => a.Purpose == Purpose.Retain).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return plan.Values.Where(retain.Contains).GroupBy(id => id, StringComparer.Ordinal).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key ?? actions.First(a => a.Purpose == Purpose.Retain).Id;
    }

    static List<RiskDecile> Deciles(double[] risks, double[] true90)
    {
        var order = Enumerable.Range(0, risks.Length).OrderBy(i => risks[i]).ThenBy(i => i).ToArray();
        return
        [
            .. Enumerable.Range(0, 10).Select(d => order[(d * order.Length / 10)..((d + 1) * order.Length / 10)]).Where(tenth => tenth.Length > 0)
                .Select(tenth => new RiskDecile(tenth.Average(i => risks[i]), tenth.Average(i => true90[i]))),
        ];
    }

    static Day AsOf(string? asked, Day truth)
    {
        if (asked is null) return truth;
        if (!Day.TryParse(asked, out var day)) throw new HoldfastException($"as-of is '{asked}'; a day such as {truth} is allowed");
        return day == truth ? day : throw new HoldfastException($"the truth holds for {truth}; a run for {asked} cannot be compared with it");
    }

    static ColumnTable Read(string root, Day asOf, string stage, string file)
    {
        var path = Path.Combine(RunFolder.RootOf(root, asOf), stage, file);
        return File.Exists(path) ? ColumnTable.Read(path) : throw new HoldfastException($"{path} is not there: run 'holdfast run --workspace {root} --as-of {asOf}' first");
    }

    /// <summary>What the run said.</summary>
    sealed record Guess(IReadOnlyDictionary<string, double> Risk, IReadOnlyDictionary<string, Planned> Plan)
    {
        public Dictionary<string, string> Actions { get; } = Plan.ToDictionary(one => one.Key, one => one.Value.Action, StringComparer.Ordinal);
    }

    /// <summary>The action decided for a customer and the margin expected of it, minor units.</summary>
    readonly record struct Planned(string Action, long Margin);
}
