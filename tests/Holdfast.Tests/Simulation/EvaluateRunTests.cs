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
        Assert.Equal(0, told.PlanMargin);
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
        Assert.Equal(planned.Sum(Net), told.PlanMargin, 6);
        Assert.Equal(planned.Count, Assert.Single(told.Actions).Customers);
        Assert.True(told.BestMargin >= told.PlanMargin);
        Assert.True(told.RandomMargin < told.PlanMargin);
        Assert.Equal(planned.Count(row => row["response"] == "sleeping_dog") / (double)planned.Count, told.DrivenAwayContacted, 9);
    }

    [Fact]
    public void A_workspace_without_truth_is_told_so()
    {
        Directory.Delete(Path.Combine(_folder, "data", "truth"), true);
        Assert.Contains("only a workspace filled by", Assert.Throws<HoldfastException>(() => EvaluateRun.Run(new EvaluateRunRequest { Workspace = _folder })).Message, StringComparison.Ordinal);
    }

    static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    EvaluateRunResult Evaluate(Func<Dictionary<string, string>, double> risk, Func<Dictionary<string, string>, string?> action)
    {
        var run = Path.Combine(_folder, "data", "runs", _truth[0]["as_of"]);
        Directory.CreateDirectory(Path.Combine(run, "predict"));
        Directory.CreateDirectory(Path.Combine(run, "decide"));
        string?[] customers = [.. _truth.Select(row => row["customer"])];
        new ColumnTable(customers.Length).Add("customer", customers).Add("churn_probability", [.. _truth.Select(risk)])
            .Write(Path.Combine(run, "predict", "scores.parquet"));
        new ColumnTable(customers.Length).Add("customer", customers).Add("action", [.. _truth.Select(action)]).Add("margin", new long[customers.Length])
            .Write(Path.Combine(run, "decide", "decisions.parquet"));
        return EvaluateRun.Run(new EvaluateRunRequest { Workspace = _folder });
    }
}
