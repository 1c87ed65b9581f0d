using System.Text.Json;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Segment;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Operations.Decide;

/// <summary>What to explain.</summary>
public sealed record ExplainDecisionRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>Customer id.</summary>
    [Touched("customer", IsPerson = true)]
    public required string Customer { get; init; }

    /// <summary>Day of the run, yyyy-MM-dd; where not given, the newest run with decisions.</summary>
    public string? AsOf { get; init; }
}

/// <summary>Explains what was decided for one customer: all candidates, their values and refusals, in words. A pure read.</summary>
public static class ExplainDecision
{
    /// <summary>Explains a decision of a finished run.</summary>
    /// <exception cref="HoldfastException">There is no such run, or the customer has no decision in it.</exception>
    public static DecisionExplanation Run(ExplainDecisionRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancel.ThrowIfCancellationRequested();
        var loaded = WorkspaceFiles.Load(request.Workspace, null);
        var workspace = loaded.Workspace ?? throw new HoldfastException(LoadedWorkspace.Describe(loaded.Faults));
        var asOf = AsOf(workspace, request.AsOf);
        var root = RunFolder.RootOf(workspace.Root, asOf);
        var folder = new RunFolder(root, root);
        var decision = DecisionTables.Read(folder.Input("decide", "decisions.parquet")).FirstOrDefault(one => one.Customer == request.Customer);
        using var stored = workspace.OpenWarehouse().Current();
        var facts = stored.KnownBefore(asOf.Start);
        var objections = Objections.Read(workspace, context.Records, facts);
        if (context.Scope.Holds(request.Customer, facts)) objections.AllowProfiling(facts.Resolve(request.Customer), request.Customer);
        if (decision is null || !context.Scope.Holds(request.Customer, facts))
            throw new HoldfastException($"Customer '{request.Customer}' has no decision in the run for {asOf}: not a current customer with a score.");
        var input = DecisionInput.Read(folder, objections);
        var state = facts.Find(request.Customer) is { } history ? CustomerFolding.State(history, workspace.Business, asOf) : null;
        var customer = state is null ? null : input.Context(state, Setting(folder, workspace));
        return customer is null
            ? throw new HoldfastException($"The facts no longer tell of customer '{request.Customer}' as of {asOf}; run the loop again.")
            : DecisionExplanation.Of(customer, decision, DecisionInput.Rules(workspace, ConditionVocabulary.Open));
    }

    /// <summary>The explanation for a terminal.</summary>
    public static string Describe(DecisionExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var lines = new List<string> { $"Customer {explanation.Customer}. {explanation.Standing}", explanation.Outcome };
        foreach (var candidate in explanation.Candidates)
        {
            lines.Add($"  {candidate.Action}{(candidate.Chosen ? " (chosen)" : "")}: {candidate.Worth}");
            lines.AddRange(candidate.Refusals.Select(refusal => $"    refused by {refusal.Rule}: {refusal.Because}"));
        }

        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>The rules as the run saw the base: who is among the most contacted does not change with who is looked at.</summary>
    static DecisionSetting Setting(RunFolder folder, Workspace workspace)
    {
        var report = JsonSerializer.Deserialize(File.ReadAllBytes(folder.Input("decide", "decide.json")), DecideJson.Default.PlanReport)!;
        return new DecisionSetting
        {
            Actions = workspace.Actions,
            Policy = workspace.Policy,
            Business = workspace.Business,
            ReachesAreTold = report.Told.ReachesAreTold,
            AppliedIsTold = report.Told.AppliedIsTold,
            MostContactedFrom = report.Told.MostContactedFrom,
        };
    }

    static Day AsOf(Workspace workspace, string? asked)
    {
        var runs = Path.GetDirectoryName(RunFolder.RootOf(workspace.Root, default))!;
        var days = Directory.Exists(runs)
            ? Directory.GetDirectories(runs).Where(run => File.Exists(Path.Combine(run, "decide", "decisions.parquet"))).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray()
            : [];
        var day = asked ?? days.LastOrDefault();
        return days.Contains(day, StringComparer.Ordinal) && Day.TryParse(day, out var known)
            ? known
            : throw new HoldfastException($"There is no run with decisions{(asked is null ? "" : $" for {asked}")}; there are: {(days.Length == 0 ? "none" : string.Join(", ", days))}.");
    }
}
