using System.Text.Json.Serialization;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Store;

/// <summary>The operations on stored facts, and what they share.</summary>
static class StoreOperations
{
    /// <summary>The operations, in the order of help.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new Operation<CheckStoreRequest, CheckStoreResult>("store/check", typeof(CheckStore), StoreJson.Default.CheckStoreRequest, StoreJson.Default.CheckStoreResult)
        {
            Kind = OperationKind.Reads,
            IsLong = true,
            Perform = CheckStore.Run,
            Describe = CheckStore.Describe,
            Succeeded = result => result.Faults.Count == 0,
        },
        new Operation<CompactStoreRequest, CompactStoreResult>("store/compact", typeof(CompactStore), StoreJson.Default.CompactStoreRequest, StoreJson.Default.CompactStoreResult)
        {
            Kind = OperationKind.Changes,
            IsLong = true,
            Perform = CompactStore.Run,
            Describe = CompactStore.Describe,
        },
        new Operation<CustomerHistoryRequest, CustomerHistoryResult>("store/history", typeof(CustomerHistory), StoreJson.Default.CustomerHistoryRequest, StoreJson.Default.CustomerHistoryResult)
        {
            Kind = OperationKind.LooksAtPerson,
            IsScoped = true,
            Perform = CustomerHistory.Run,
            Describe = CustomerHistory.Describe,
        },
        new Operation<ExportFactsRequest, ExportFactsResult>("store/export", typeof(ExportFacts), StoreJson.Default.ExportFactsRequest, StoreJson.Default.ExportFactsResult)
        {
            Kind = OperationKind.LooksAtPerson,
            IsLong = true,
            Perform = ExportFacts.Run,
            Describe = ExportFacts.Describe,
        },
    ];

    /// <summary>The checked workspace of a folder; its data files need not be there.</summary>
    public static Workspace Workspace(string folder)
    {
        var loaded = WorkspaceFiles.Load(folder, null);
        return loaded.Workspace ?? throw new HoldfastException(LoadedWorkspace.Describe(loaded.Faults));
    }

    /// <summary>A version of the facts, or the current one.</summary>
    public static Snapshot Open(Workspace workspace, long? version)
    {
        var warehouse = workspace.OpenWarehouse();
        if (version is not { } number) return warehouse.Current();
        return warehouse.At(number) ?? throw new HoldfastException(
            $"There is no version {number} of the facts; there are: {(warehouse.Versions.Count == 0 ? "none" : string.Join(", ", warehouse.Versions))}. "
            + "How long they are kept is 'store.keep_versions_days' in holdfast.yaml.");
    }

    /// <summary>The facts as known before a day, or as they are.</summary>
    public static Snapshot AsOf(Snapshot facts, string? asOf)
    {
        if (asOf is null) return facts;
        return Day.TryParse(asOf, out var day) ? facts.KnownBefore(day.Start) : throw HoldfastException.OfRequest($"--as-of: found '{asOf}'; a day such as 2025-12-31 is allowed.");
    }
}

/// <summary>JSON of the operations on stored facts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(WordEnum<ExportFormat>)])]
[JsonSerializable(typeof(CheckStoreRequest))]
[JsonSerializable(typeof(CheckStoreResult))]
[JsonSerializable(typeof(CompactStoreRequest))]
[JsonSerializable(typeof(CompactStoreResult))]
[JsonSerializable(typeof(CustomerHistoryRequest))]
[JsonSerializable(typeof(CustomerHistoryResult))]
[JsonSerializable(typeof(ExportFactsRequest))]
[JsonSerializable(typeof(ExportFactsResult))]
sealed partial class StoreJson : JsonSerializerContext;
