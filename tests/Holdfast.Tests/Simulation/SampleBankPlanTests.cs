using Holdfast.Operations;
using Holdfast.Operations.Decide;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Segment;
using Holdfast.Operations.Simulate;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Decide.Rules;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;
using Xunit.Abstractions;

namespace Holdfast.Tests.Simulation;

/// <summary>The sample bank's own plan: a smaller bank in the everyday test, the default one with --long.</summary>
public sealed class SampleBankPlanTests(ITestOutputHelper output) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("holdfast-plan-").FullName;

    static bool IsLong => Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes";

    static OperationContext Context => new(new Progress<StageProgress>(), TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Rules_alone_refuse_somebody_and_dropping_one_changes_the_plan()
    {
        InitWorkspace.Run(new InitWorkspaceRequest(_folder, "bank"));
        SimulateBank.Run(new SimulateBankRequest { Customers = IsLong ? 8_000 : 2_000, Workspace = _folder }, Context, CancellationToken.None);
        var asOf = Loop.Run(new RunRequest(_folder), Context, CancellationToken.None).AsOf;
        var (customers, rulesWithout) = Decided(Day.Parse(asOf));
        var plan = PlanActions.Of(customers, rulesWithout([]));

        var alone = plan.Decisions.SelectMany(decision => decision.Refusals.GroupBy(refusal => refusal.Action, StringComparer.Ordinal))
            .Where(refusers => refusers.Count() == 1).CountBy(refusers => refusers.First().Rule).ToDictionary(StringComparer.Ordinal);
        var changed = PolicyRules.Names.Where(rule => !Actions(PlanActions.Of(customers, rulesWithout([rule]))).SequenceEqual(Actions(plan))).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in PolicyRules.Names)
            output.WriteLine($"{rule}: the only refuser of {alone.GetValueOrDefault(rule)} actions; without it the plan {(changed.Contains(rule) ? "changes" : "stays")}");
        output.WriteLine($"One more of budget would bring {plan.Report.DualPrices.Budget}, of staff time {plan.Report.DualPrices.StaffMinute}.");
        Assert.Empty(PolicyRules.Names.Except(alone.Keys));

        // In the default bank the sales that retention outranks would not be worth their hours anyway.
        Assert.Empty(PolicyRules.Names.Except(changed).Except(IsLong ? ["RetentionOutranksDevelopment"] : []));

        // The template's budget and hours are those of the default bank: a smaller one does not use them up.
        if (IsLong) Assert.True(plan.Report.DualPrices is { Budget: > 0, StaffMinute: > 0 });
    }

    static IEnumerable<string?> Actions(Plan plan) => plan.Decisions.Select(decision => decision.Action);

    (CustomerContext[] Customers, Func<string[], IReadOnlyList<PolicyRule>> RulesWithout) Decided(Day asOf)
    {
        var workspace = WorkspaceFiles.Load(_folder, null).Workspace!;
        var root = RunFolder.RootOf(_folder, asOf);
        var folder = new RunFolder(root, root);
        var facts = Warehouse.Open(Path.Combine(_folder, "data", "warehouse")).Current();
        var states = CustomerFolding.States(new RunContext(workspace, facts, asOf, folder, new Progress<StageProgress>()), CancellationToken.None);
        var input = DecisionInput.Read(folder, Objections.None);
        var setting = DecisionSetting.Of(workspace.Actions, workspace.Policy, workspace.Business, states);
        var vocabulary = input.Vocabulary(states.SelectMany(state => state.Attributes.Keys).Distinct(StringComparer.Ordinal));
        return (
            [.. states.Select(state => input.Context(state, setting)).OfType<CustomerContext>()],
            off => DecisionInput.Rules(workspace with { Policy = workspace.Policy with { Off = off } }, vocabulary));
    }
}
