using System.Globalization;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Store;

/// <summary>Whose facts to compact.</summary>
public sealed record CompactStoreRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }
}

/// <summary>What compacting did.</summary>
public sealed record CompactStoreResult
{
    /// <summary>Number of the current version of the facts.</summary>
    public required long Version { get; init; }

    /// <summary>Whether there was anything to join, so that the version is a new one.</summary>
    public required bool Published { get; init; }

    /// <summary>Data files before.</summary>
    public required int FilesBefore { get; init; }

    /// <summary>Data files now.</summary>
    public required int FilesAfter { get; init; }

    /// <summary>Versions removed because they were replaced longer ago than the workspace keeps them.</summary>
    public required long RemovedVersions { get; init; }

    /// <summary>Files removed because nobody can need them.</summary>
    public required long RemovedFiles { get; init; }

    /// <summary>Their length, bytes.</summary>
    public required long RemovedBytes { get; init; }
}

/// <summary>Joins the files that loads have brought, so that reading is fast again, and removes what nobody can need. Loading does so by itself where it is due.</summary>
public static class CompactStore
{
    /// <summary>Compacts.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong, or a file is damaged.</exception>
    public static CompactStoreResult Run(CompactStoreRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        context.Progress.Report(new StageProgress("compact", 0, "joining files"));
        var outcome = StoreOperations.Workspace(request.Workspace).OpenWarehouse().Compact(cancel);
        context.Progress.Report(new StageProgress("compact", 1, outcome.Published ? "joined" : "nothing to join"));
        return Result(outcome);
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(CompactStoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var joined = result.Published
            ? string.Create(CultureInfo.InvariantCulture, $"Version {result.Version}: {result.FilesBefore:N0} files became {result.FilesAfter:N0}.")
            : string.Create(CultureInfo.InvariantCulture, $"Version {result.Version}: nothing to join, {result.FilesAfter:N0} files.");
        return string.Create(CultureInfo.InvariantCulture, $"{joined} Removed {result.RemovedFiles:N0} files of {result.RemovedVersions:N0} old versions and of dead processes, {result.RemovedBytes / 1e6:N1} MB.");
    }

    static CompactStoreResult Result(CompactOutcome outcome) => new()
    {
        Version = outcome.Manifest,
        Published = outcome.Published,
        FilesBefore = outcome.FilesBefore,
        FilesAfter = outcome.FilesAfter,
        RemovedVersions = outcome.Removed.Manifests,
        RemovedFiles = outcome.Removed.Files,
        RemovedBytes = outcome.Removed.Bytes,
    };
}
