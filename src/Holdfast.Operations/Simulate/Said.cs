using Holdfast.Operations.Segment;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Predict;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Simulate;

/// <summary>The action decided for a customer and the margin expected of it, minor units.</summary>
readonly record struct Planned(string Action, long Margin);

/// <summary>What a run said: its scores, its features, its plan and what it might have chosen among.</summary>
/// <param name="Scores">The score of each customer.</param>
/// <param name="Features">The features of the day, a row each customer.</param>
/// <param name="Plan">The action decided for a customer.</param>
/// <param name="Options">Every action for every customer, with the rules that refuse it.</param>
sealed record Said(
    IReadOnlyDictionary<string, CustomerScore> Scores, ColumnTable Features, IReadOnlyDictionary<string, Planned> Plan, IReadOnlyList<PlanOption> Options)
{
    /// <summary>The plan, action by customer.</summary>
    public Dictionary<string, string> Actions { get; } = Plan.ToDictionary(one => one.Key, one => one.Value.Action, StringComparer.Ordinal);

    /// <summary>Reads what a run wrote.</summary>
    public static Said Read(RunFolder folder, Workspace workspace)
    {
        var decisions = ColumnTable.Read(folder.Input("decide", "decisions.parquet"));
        var plan = decisions.Texts("customer").Zip(decisions.Texts("action"), decisions.Longs("margin")).Where(d => d.Second is not null)
            .ToDictionary(d => d.First!, d => new Planned(d.Second!, d.Third), StringComparer.Ordinal);
        var scores = Predictions.ReadScores(ColumnTable.Read(folder.Input("predict", "scores.parquet")));
        var refusals = Refusals(ColumnTable.Read(folder.Input("decide", "refusals.parquet")));
        var options = new List<PlanOption>();
        foreach (var customer in decisions.Texts("customer").OfType<string>())
        {
            if (!scores.TryGetValue(customer, out var score)) continue;
            foreach (var action in workspace.Actions)
            {
                var assumed = (score.ChurnProbability * action.AssumedChurnAvoided, action.TakeRate);
                options.Add(new PlanOption(
                    customer, action, refusals.GetValueOrDefault((customer, action.Id)) ?? [], ActionValue.Of(score, action, assumed, workspace.Business)));
            }
        }

        return new Said(scores, ColumnTable.Read(folder.Input("predict", "features.parquet")), plan, options);
    }

    static Dictionary<(string Customer, string Action), List<string>> Refusals(ColumnTable table)
    {
        var (customers, actions, rules) = (table.Texts("customer"), table.Texts("action"), table.Texts("rule"));
        var refusals = new Dictionary<(string, string), List<string>>();
        for (var i = 0; i < table.RowCount; i++)
        {
            var pair = (customers[i]!, actions[i]!);
            if (!refusals.TryGetValue(pair, out var ofPair)) refusals[pair] = ofPair = [];
            ofPair.Add(rules[i]!);
        }

        return refusals;
    }
}
