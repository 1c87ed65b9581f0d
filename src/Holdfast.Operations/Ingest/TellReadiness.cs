using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Ingest;

/// <summary>Which workspace.</summary>
public sealed record TellReadinessRequest
{
    /// <summary>Its folder. Default the current one.</summary>
    [Place(Place.Workspace)]
    public string Workspace { get; init; } = ".";
}

/// <summary>Says for each later stage what the loaded facts tell, what is missing, and how to mend it. A run writes the same after loading.</summary>
public static class TellReadiness
{
    /// <summary>Judges the newest facts of a workspace.</summary>
    /// <exception cref="HoldfastException">The workspace has faults, or nothing was loaded yet.</exception>
    public static ReadinessReport Run(TellReadinessRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var loaded = WorkspaceFiles.Load(request.Workspace, null);
        var workspace = loaded.Workspace ?? throw new HoldfastException(LoadedWorkspace.Describe(loaded.Faults));
        using var facts = workspace.OpenWarehouse().Current();
        if (facts.Rows.Count == 0) throw new HoldfastException($"{workspace.Root}: nothing was loaded yet; 'holdfast run' loads the sources.");
        return Readiness.Of(facts.Told(), workspace);
    }

    /// <summary>Writes <c>data/readiness.json</c> and <c>.txt</c> after a load.</summary>
    internal static void Write(Workspace workspace, Snapshot facts)
    {
        var report = Readiness.Of(facts.Told(), workspace);
        var path = Path.Combine(workspace.Root, "data", "readiness");
        File.WriteAllBytes(path + ".json", JsonSerializer.SerializeToUtf8Bytes(report, ReadinessJson.Default.ReadinessReport));
        File.WriteAllText(path + ".txt", Readiness.Describe(report) + "\n");
    }
}

/// <summary>JSON shapes of the readiness report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(WordEnum<ReadyState>)])]
[JsonSerializable(typeof(TellReadinessRequest))]
[JsonSerializable(typeof(ReadinessReport))]
sealed partial class ReadinessJson : JsonSerializerContext;
