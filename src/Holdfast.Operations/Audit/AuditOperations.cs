using System.Text.Json.Serialization;
using Holdfast.Operations.Workspaces;

namespace Holdfast.Operations.Audit;

/// <summary>The operations on the audit log, and what they share.</summary>
static class AuditOperations
{
    /// <summary>The operations, in the order of help.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new Operation<ListAuditRequest, ListAuditResult>("audit/list", typeof(ListAudit), AuditJson.Default.ListAuditRequest, AuditJson.Default.ListAuditResult)
        {
            Kind = OperationKind.LooksAtPerson,
            IntroducesPersons = false,
            Perform = ListAudit.Run,
            Describe = ListAudit.Describe,
        },
        new Operation<VerifyAuditRequest, VerifyAuditResult>("audit/verify", typeof(VerifyAudit), AuditJson.Default.VerifyAuditRequest, AuditJson.Default.VerifyAuditResult)
        {
            Kind = OperationKind.Reads,
            Perform = VerifyAudit.Run,
            Describe = VerifyAudit.Describe,
            Succeeded = result => result.Faults.Count == 0,
        },
        new Operation<PrintCheckpointRequest, PrintCheckpointResult>("audit/checkpoint", typeof(PrintCheckpoint), AuditJson.Default.PrintCheckpointRequest, AuditJson.Default.PrintCheckpointResult)
        {
            Kind = OperationKind.Reads,
            Perform = PrintCheckpoint.Run,
            Describe = PrintCheckpoint.Describe,
        },
    ];

    /// <summary>Refuses a folder that is no workspace.</summary>
    /// <exception cref="HoldfastException">It is none.</exception>
    public static void RequireWorkspace(string folder)
    {
        if (!File.Exists(Path.Combine(folder, WorkspaceFiles.Main)))
            throw new HoldfastException($"{Path.GetFullPath(folder)} is no workspace: it has no {WorkspaceFiles.Main}. Name the folder of one.");
    }
}

/// <summary>JSON of the operations on the audit log.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListAuditRequest))]
[JsonSerializable(typeof(ListAuditResult))]
[JsonSerializable(typeof(VerifyAuditRequest))]
[JsonSerializable(typeof(VerifyAuditResult))]
[JsonSerializable(typeof(PrintCheckpointRequest))]
[JsonSerializable(typeof(PrintCheckpointResult))]
sealed partial class AuditJson : JsonSerializerContext;
