using System.Globalization;
using Holdfast.Operations;
using Holdfast.Operations.Simulate;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Simulation;

public sealed class EvaluateRunTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("holdfast-evaluate-").FullName;
    readonly List<Dictionary<string, string>> _truth;

    public EvaluateRunTests()
    {
        InitWorkspace.Run(new InitWorkspaceRequest(_folder, "bank"));
        SimulateBank.Run(new SimulateBankRequest { Customers = 500, Years = 1, Seed = 5, Workspace = _folder }, new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None);
        var lines = File.ReadLines(Path.Combine(_folder, "data", "truth", "customers.csv")).Select(line => line.Split(',')).ToList();
        _truth = [.. lines.Skip(1).Select(fields => lines[0].Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Whoever_predicts_the_truth_ranks_as_well_as_can_be()
    {
        var told = Evaluate(row => Number(row, "churn_90"), _ => null);
        Assert.Equal(1, told.Spearman, 9);
        Assert.Equal(told.TruthAuc, told.PredictedAuc, 9);
        Assert.All(told.Deciles, tenth => Assert.Equal(tenth.True, tenth.Predicted, 9));
        Assert.Equal(1, told.CalibrationSlope, 6);
        Assert.Equal(0, told.Margins.Plan);
        Assert.Empty(told.Actions);
    }

    [Fact]
    public void Whoever_predicts_the_opposite_ranks_the_other_way_round() =>
        Assert.Equal(-1, Evaluate(row => 1 - Number(row, "churn_90"), _ => null).Spearman, 9);

    [Fact]
    public void A_plan_made_from_the_truth_is_worth_what_the_truth_says_and_no_more_than_the_best()
    {
        // A thank-you costs 1.00 where taken, 0.05 to send and one minute of 0.40.
        double Net(Dictionary<string, string> row) => Number(row, "gain_thank_you") - 100 * Number(row, "taken_thank_you") - 5 - 40;
        var planned = _truth.Where(row => row["state"] == "here" && Net(row) > 0).OrderByDescending(Net).Take(10).ToList();
        Assert.NotEmpty(planned);
        var told = Evaluate(row => Number(row, "churn_90"), row => planned.Contains(row) ? "thank_you" : null);
        Assert.Equal(planned.Sum(Net), told.Margins.Plan, 6);
        Assert.Equal(planned.Count, Assert.Single(told.Actions).Customers);
        Assert.True(told.Margins.Best >= told.Margins.Plan);
        Assert.True(told.Margins.BestRulesAside >= told.Margins.Best);
        Assert.True(told.Margins.Random < told.Margins.Plan);
        Assert.Equal(planned.Count, told.DrivenAway.Contacted);
        Assert.Equal(planned.Count(row => row["response"] == "sleeping_dog"), told.DrivenAway.DrivenAwayContacted);
    }

    [Fact]
    public void A_workspace_without_truth_is_told_so()
    {
        Directory.Delete(Path.Combine(_folder, "data", "truth"), true);
        Assert.Contains("only a workspace filled by", Assert.Throws<HoldfastException>(() => EvaluateRun.Run(new EvaluateRunRequest { Workspace = _folder })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_rival_and_not_the_best_plan_may_do_what_the_policy_forbids()
    {
        var told = Evaluate(row => Number(row, "churn_90"), _ => null, (customer, action) => ["ConsentIsRequired"]);
        Assert.Equal((0.0, 0.0, 0.0, 0.0, 0.0), (told.Margins.Best, told.Margins.ByRisk, told.Margins.ByValueAtRisk, told.Margins.Random, told.Margins.WithoutLearning));
        Assert.True(told.Margins.BestRulesAside > 0);
        // What the policy only guesses at does not bind one who knows.
        var guessed = Evaluate(row => Number(row, "churn_90"), _ => null, (customer, action) => ["EligibleCustomersOnly", "NeverContactTheDriven"]);
        Assert.Equal(told.Margins.BestRulesAside, guessed.Margins.Best);
        Assert.Equal(0, guessed.Margins.ByRisk);
    }

    [Fact]
    public void What_is_attainable_is_less_than_all_and_more_than_nothing_where_a_feature_tells_half()
    {
        var told = Evaluate(row => Number(row, "churn_90"), _ => null, null, row => Math.Floor(100 * Number(row, "churn_90")));
        Assert.InRange(told.AttainableSpearman!.Value, 0.2, 0.99);
        Assert.InRange(Evaluate(row => Number(row, "churn_90"), _ => null, null, _ => 1).AttainableSpearman!.Value, -0.2, 0.2);
    }

    [Fact]
    public void Bars_are_judged_over_worlds_each_plan_within_its_own()
    {
        var one = Evaluate(row => Number(row, "churn_90"), _ => null);
        RunAgainstTruth World(double plan, double risk, double random) => one with
        {
            Spearman = 0.6,
            AttainableSpearman = 0.75,
            CalibrationSlope = 1,
            Margins = one.Margins with { Plan = plan, Best = 100_000, BestRulesAside = 200_000, ByRisk = risk, ByValueAtRisk = risk - 1, Random = random, WithoutLearning = 0 },
            DrivenAway = new DrivenAwayCount(1_000, 50, 100, 2),
        };
        var bars = EvaluationBars.Of([World(70_000, 50_000, 10_000), World(66_000, 50_000, 20_000), World(62_000, 50_000, 0)]);
        Assert.All(bars, bar => Assert.True(bar.Holds, bar.Name));
        Assert.Equal(0.8, bars[0].Mean, 9);
        Assert.Equal(0.66, bars[2].Mean, 9);
        Assert.Equal(0.33, bars[3].Mean, 9);
        Assert.Equal(60, bars[4].Mean, 9);
        // Differences 600, 460, 620: mean 560, Student's t of 2 degrees 4.302653 x deviation 87.1780 / sqrt 3.
        Assert.Equal(560, bars[5].Mean, 9);
        Assert.Equal(560 - 4.302652730 * 87.17797887 / Math.Sqrt(3), bars[5].Low, 4);
        Assert.Equal(0.4, bars[^1].Mean, 9);
        Assert.False(EvaluationBars.Of([World(70_000, 60_000, 10_000), World(66_000, 60_000, 20_000)])[4].Holds);
        // Where going by risk loses 100, a plan that brings nothing is more than a fifth above it; one that loses 90 is not.
        Assert.True(EvaluationBars.Of([World(0, -10_000, -20_000), World(0, -10_000, -20_000)])[4].Holds);
        Assert.False(EvaluationBars.Of([World(-9_000, -10_000, -20_000), World(-9_000, -10_000, -20_000)])[4].Holds);
    }

    static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    RunAgainstTruth Evaluate(
        Func<Dictionary<string, string>, double> risk,
        Func<Dictionary<string, string>, string?> action,
        Func<string, string, string[]>? refusers = null,
        Func<Dictionary<string, string>, double>? feature = null)
    {
        var run = Path.Combine(_folder, "data", "runs", _truth[0]["as_of"]);
        Directory.CreateDirectory(Path.Combine(run, "predict"));
        Directory.CreateDirectory(Path.Combine(run, "decide"));
        string?[] customers = [.. _truth.Select(row => row["customer"])];
        var (none, whole) = (new double[customers.Length], new long[customers.Length]);
        var risks = _truth.Select(risk).ToArray();
        new ColumnTable(customers.Length).Add("customer", customers).Add("tenure_days", whole).Add("churn_probability", risks).Add("churn_low", risks).Add("churn_high", risks)
            .Add("monthly_hazard", none).Add("median_remaining_months", none).Add("monthly_margin", whole).Add("value", whole).Add("value_at_risk", whole)
            .Write(Path.Combine(run, "predict", "scores.parquet"));
        new ColumnTable(customers.Length).Add("customer", customers).Add("told", [.. _truth.Select(feature ?? (_ => 0))])
            .Write(Path.Combine(run, "predict", "features.parquet"));
        new ColumnTable(customers.Length).Add("customer", customers).Add("action", [.. _truth.Select(action)]).Add("margin", whole)
            .Write(Path.Combine(run, "decide", "decisions.parquet"));
        var actions = _truth[0].Keys.Where(column => column.StartsWith("gain_", StringComparison.Ordinal)).Select(column => column["gain_".Length..]).ToList();
        var refusals = customers.SelectMany(customer => actions.SelectMany(one => (refusers?.Invoke(customer!, one) ?? []).Select(rule => (customer, one, rule)))).ToList();
        new ColumnTable(refusals.Count).Add("customer", [.. refusals.Select(r => r.customer)]).Add("action", [.. refusals.Select(r => (string?)r.one)])
            .Add("rule", [.. refusals.Select(r => (string?)r.rule)]).Write(Path.Combine(run, "decide", "refusals.parquet"));
        return EvaluateRun.Run(new EvaluateRunRequest { Workspace = _folder });
    }
}
