using System.Globalization;

namespace Holdfast.Operations.Store;

/// <summary>Whose facts to check.</summary>
public sealed record CheckStoreRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }
}

/// <summary>What the check found.</summary>
public sealed record CheckStoreResult
{
    /// <summary>Number of the current version of the facts; 0 where nothing was loaded.</summary>
    public required long Version { get; init; }

    /// <summary>Versions that can be read.</summary>
    public required int Versions { get; init; }

    /// <summary>Data files they name.</summary>
    public required int Files { get; init; }

    /// <summary>Length of the data files, bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Facts of the current version, corrections among them.</summary>
    public required long Facts { get; init; }

    /// <summary>What is wrong, a sentence each; empty where all is well.</summary>
    public required IReadOnlyList<string> Faults { get; init; }
}

/// <summary>Reads every byte of the stored facts and compares it with its checksum; changes nothing.</summary>
public static class CheckStore
{
    /// <summary>Checks.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong.</exception>
    public static CheckStoreResult Run(CheckStoreRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        context.Progress.Report(new StageProgress("check", 0, "reading every stored byte"));
        var found = StoreOperations.Workspace(request.Workspace).OpenWarehouse().Check(cancel);
        context.Progress.Report(new StageProgress("check", 1, string.Create(CultureInfo.InvariantCulture, $"{found.Files:N0} files")));
        return new CheckStoreResult
        {
            Version = found.Manifest,
            Versions = found.Versions,
            Files = found.Files,
            Bytes = found.Bytes,
            Facts = found.Facts,
            Faults = found.Faults,
        };
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(CheckStoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var size = string.Create(CultureInfo.InvariantCulture, $"Version {result.Version}: {result.Facts:N0} facts; {result.Files:N0} files of {result.Versions:N0} versions, {result.Bytes / 1e6:N1} MB.");
        return result.Faults.Count == 0 ? $"{size} Every checksum fits, and no fact stands twice." : string.Join(Environment.NewLine, result.Faults.Prepend(size));
    }
}
