using System.Text.Json.Serialization;

namespace Holdfast.Operations.Care;

/// <summary>The operations that keep a workspace safe.</summary>
static class CareOperations
{
    /// <summary>The operations, in the order of help.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new Operation<BackUpWorkspaceRequest, BackUpWorkspaceResult>("backup", typeof(BackUpWorkspace), CareJson.Default.BackUpWorkspaceRequest, CareJson.Default.BackUpWorkspaceResult)
        {
            Kind = OperationKind.LooksAtPerson,
            IsLong = true,
            Perform = BackUpWorkspace.Run,
            Describe = BackUpWorkspace.Describe,
        },
        new Operation<RestoreWorkspaceRequest, RestoreWorkspaceResult>("restore", typeof(RestoreWorkspace), CareJson.Default.RestoreWorkspaceRequest, CareJson.Default.RestoreWorkspaceResult)
        {
            Kind = OperationKind.Changes,
            IsLong = true,
            Perform = RestoreWorkspace.Run,
            Describe = RestoreWorkspace.Describe,
        },
        new Operation<VerifyBackupRequest, VerifyBackupResult>("verify", typeof(VerifyBackup), CareJson.Default.VerifyBackupRequest, CareJson.Default.VerifyBackupResult)
        {
            Kind = OperationKind.Reads,
            IsLong = true,
            Perform = VerifyBackup.Run,
            Describe = VerifyBackup.Describe,
            Succeeded = result => result.Faults.Count == 0,
        },
        new Operation<DiagnoseWorkspaceRequest, DiagnoseWorkspaceResult>("doctor", typeof(DiagnoseWorkspace), CareJson.Default.DiagnoseWorkspaceRequest, CareJson.Default.DiagnoseWorkspaceResult)
        {
            Kind = OperationKind.Reads,
            Perform = DiagnoseWorkspace.Run,
            Describe = DiagnoseWorkspace.Describe,
            Succeeded = result => result.Works,
        },
    ];
}

/// <summary>JSON of the operations of care.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(WordEnum<Health>)])]
[JsonSerializable(typeof(BackupAbout))]
[JsonSerializable(typeof(BackUpWorkspaceRequest))]
[JsonSerializable(typeof(BackUpWorkspaceResult))]
[JsonSerializable(typeof(RestoreWorkspaceRequest))]
[JsonSerializable(typeof(RestoreWorkspaceResult))]
[JsonSerializable(typeof(VerifyBackupRequest))]
[JsonSerializable(typeof(VerifyBackupResult))]
[JsonSerializable(typeof(DiagnoseWorkspaceRequest))]
[JsonSerializable(typeof(DiagnoseWorkspaceResult))]
sealed partial class CareJson : JsonSerializerContext;
