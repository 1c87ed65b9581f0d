using System.Text.Json;
using Holdfast.Operations.Segment;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;

namespace Holdfast.Operations.Decide;

/// <summary>The stage that decides what to do for whom, within the policy, the budget and the staff's time (D1 to D15).</summary>
public static class DecideActions
{
    /// <summary>Reads scores, effects, segments and histories, decides, writes <c>decisions.parquet</c>, <c>refusals.parquet</c> and <c>decide.json</c>.</summary>
    /// <exception cref="HoldfastException">A condition asks for something the facts do not tell, or policy.yaml names a rule that does not exist.</exception>
    public static StageResult Run(RunContext run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(run);
        var input = DecisionInput.Read(run.Folder, run.Objections);
        var states = CustomerFolding.States(run, cancel);
        var setting = DecisionSetting.Of(run.Workspace.Actions, run.Workspace.Policy, run.Workspace.Business, states);
        var rules = DecisionInput.Rules(run.Workspace, input.Vocabulary(states.SelectMany(state => state.Attributes.Keys).Distinct(StringComparer.Ordinal)));
        var customers = states.Select(state => input.Context(state, setting)).OfType<CustomerContext>().ToArray();
        run.Progress.Report(new StageProgress("decide", 0.5, "deciding"));
        var plan = PlanActions.Of(customers, rules);

        DecisionTables.Decisions(plan.Decisions).Write(run.Folder.Output("decisions.parquet"));
        DecisionTables.Refusals(plan.Decisions).Write(run.Folder.Output("refusals.parquet"));
        File.WriteAllBytes(run.Folder.Output("decide.json"), JsonSerializer.SerializeToUtf8Bytes(plan.Report, DecideJson.Default.PlanReport));
        return new StageResult(plan.Decisions.Count, Notes(run.Workspace, setting, customers));
    }

    static List<string> Notes(Workspace workspace, DecisionSetting setting, CustomerContext[] customers)
    {
        var notes = new List<string>();
        if (workspace.Actions.Count == 0) notes.Add("actions.yaml names no action, so nothing could be decided and the call list is empty; docs/workspace.md tells how to write it");
        if (!setting.ReachesAreTold) notes.Add("no ways to reach customers are told, so consent and dead numbers could not be checked: check them before you call");
        if (customers.All(customer => customer.State.Spending.Now == 0)) notes.Add("neither month-end positions nor prices are told, so the rise of spending counts the actions' own shares only");
        foreach (var rule in setting.Policy.Off) notes.Add($"rule {rule} is switched off");
        return notes;
    }
}
