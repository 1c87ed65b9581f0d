using Holdfast.Operations.Audit;
using Holdfast.Operations.Care;
using Holdfast.Operations.Decide;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Ingest.Profile;
using Holdfast.Operations.Jobs;
using Holdfast.Operations.People;
using Holdfast.Operations.Predict;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Simulate;
using Holdfast.Operations.Store;
using Holdfast.Operations.Study;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;

namespace Holdfast.Operations;

/// <summary>Every operation there is. Commands, routes, help and documentation are derived from this list.</summary>
public static class Catalog
{
    /// <summary>The operations, in the order of help.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new Operation<InitWorkspaceRequest, InitWorkspaceResult>("init", typeof(InitWorkspace), RunJson.Default.InitWorkspaceRequest, RunJson.Default.InitWorkspaceResult)
        {
            Kind = OperationKind.Changes,
            Perform = (request, _, _) => InitWorkspace.Run(request),
            Describe = result => $"Made the workspace {result.Folder} from the template {result.Template}: {result.Files.Count} files.{Environment.NewLine}{string.Join(Environment.NewLine, result.Next)}",
        },
        new Operation<CheckWorkspaceRequest, CheckWorkspaceResult>("check", typeof(CheckWorkspace), RunJson.Default.CheckWorkspaceRequest, RunJson.Default.CheckWorkspaceResult)
        {
            Kind = OperationKind.Reads,
            Perform = (request, _, _) => CheckWorkspace.Run(request),
            Describe = result => result.Describe(),
            Succeeded = result => result.Clean,
        },
        new Operation<ProfileFilesRequest, ProfileFilesResult>("ingest/profile", typeof(ProfileFiles), ProfileJson.Default.ProfileFilesRequest, ProfileJson.Default.ProfileFilesResult)
        {
            Kind = OperationKind.Changes,
            IsLong = true,
            Perform = ProfileFiles.Run,
            Describe = ProfileFiles.Describe,
        },
        new Operation<TellReadinessRequest, ReadinessReport>("ingest/readiness", typeof(TellReadiness), ReadinessJson.Default.TellReadinessRequest, ReadinessJson.Default.ReadinessReport)
        {
            Kind = OperationKind.Reads,
            Perform = (request, _, _) => TellReadiness.Run(request),
            Describe = Readiness.Describe,
        },
        new Operation<AddFactsRequest, AddFactsResult>("ingest/fact", typeof(AddFacts), AddFactsJson.Default.AddFactsRequest, AddFactsJson.Default.AddFactsResult)
        {
            Kind = OperationKind.Changes,
            Perform = AddFacts.Run,
            Describe = AddFacts.Describe,
            Succeeded = result => result.Refused.Count == 0,
        },
        new Operation<RunRequest, RunResult>("run", typeof(Loop), RunJson.Default.RunRequest, RunJson.Default.RunResult)
        {
            Kind = OperationKind.Changes,
            IsLong = true,
            Perform = Loop.Run,
            Describe = RunSummary.Describe,
        },
        new Operation<SimulateBankRequest, SimulateBankResult>("simulate/bank", typeof(SimulateBank), SimulateJson.Default.SimulateBankRequest, SimulateJson.Default.SimulateBankResult)
        {
            Kind = OperationKind.Changes,
            IsLong = true,
            Perform = SimulateBank.Run,
            Describe = SimulateBank.Describe,
        },
        new Operation<SimulateWorldRequest, SimulateBankResult>("simulate/world", typeof(SimulateWorld), SimulateJson.Default.SimulateWorldRequest, SimulateJson.Default.SimulateBankResult)
        {
            Kind = OperationKind.Changes,
            IsLong = true,
            Perform = SimulateWorld.Run,
            Describe = SimulateBank.Describe,
        },
        new Operation<SimulateStepRequest, SimulateStepResult>("simulate/step", typeof(SimulateStep), SimulateJson.Default.SimulateStepRequest, SimulateJson.Default.SimulateStepResult)
        {
            Kind = OperationKind.Changes,
            IsLong = true,
            Perform = SimulateStep.Run,
            Describe = SimulateStep.Describe,
        },
        new Operation<PlayWorldRequest, PlayWorldResult>("simulate/play", typeof(PlayWorld), SimulateJson.Default.PlayWorldRequest, SimulateJson.Default.PlayWorldResult)
        {
            Kind = OperationKind.Changes,
            IsLong = true,
            Perform = PlayWorld.Run,
            Describe = PlayWorld.Describe,
        },
        new Operation<EvaluateRunRequest, EvaluateRunResult>("simulate/evaluate", typeof(EvaluateRun), SimulateJson.Default.EvaluateRunRequest, SimulateJson.Default.EvaluateRunResult)
        {
            Kind = OperationKind.Reads,
            IsLong = true,
            Perform = EvaluateWorlds.Run,
            Describe = EvaluateWorlds.Describe,
        },
        new Operation<ExplainDecisionRequest, DecisionExplanation>("decide/explain", typeof(ExplainDecision), DecideJson.Default.ExplainDecisionRequest, DecideJson.Default.DecisionExplanation)
        {
            Kind = OperationKind.LooksAtPerson,
            IsScoped = true,
            Perform = ExplainDecision.Run,
            Describe = ExplainDecision.Describe,
        },
        .. PredictOperations.All,
        .. StoreOperations.All,
        .. PrivacyOperations.All,
        .. AuditOperations.All,
        .. CareOperations.All,
        .. PeopleOperations.All,
        .. JobOperations.All,
        .. SurvivalStudies.All,
        .. LearningStudies.All,
        .. AllocationStudies.All,
        .. LifetimeStudies.All,
    ];

    /// <summary>What a group of commands is for.</summary>
    public static string GroupSummary(string group) => group switch
    {
        "ingest" => "Your files, and what they tell.",
        "simulate" => "Invented worlds with known truth.",
        "predict" => "What predictions are made of.",
        "decide" => "What to do for whom, and why.",
        "store" => "The stored facts: check, compact, look into.",
        "privacy" => "What a person may ask of you: to see, to object, to be forgotten.",
        "audit" => "Who changed what and who looked at whom, and the proof that nobody changed that.",
        "people" => "Who may sign in to the server, what they may do, and whose records they may see.",
        "jobs" => "What the server does in the background.",
        "study" => "One statistical method on one file.",
        _ => "",
    };
}
