using Holdfast.Store.Audit;

namespace Holdfast.Operations.Audit;

/// <summary>Whose checkpoint to print.</summary>
public sealed record PrintCheckpointRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }
}

/// <summary>The newest checkpoint.</summary>
/// <param name="Checkpoint">The signed text.</param>
/// <param name="PublicKey">The public key that checks it, as PEM text.</param>
public sealed record PrintCheckpointResult(string Checkpoint, string PublicKey);

/// <summary>Prints the newest signed checkpoint of the audit log. Kept where nobody who can change the log can change it, it later proves that nothing before it was changed or cut off.</summary>
public static class PrintCheckpoint
{
    /// <summary>Reads the checkpoint.</summary>
    /// <exception cref="HoldfastException">Nothing was recorded yet.</exception>
    public static PrintCheckpointResult Run(PrintCheckpointRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        AuditOperations.RequireWorkspace(request.Workspace);
        var folder = AuditTrail.FolderOf(request.Workspace);
        using var log = AuditLog.Open(folder);
        var checkpoint = log.Checkpoint() ?? throw new HoldfastException($"Nothing was recorded in {folder} yet; a change or a look at a customer is.");
        return new PrintCheckpointResult(checkpoint, File.ReadAllText(Path.Combine(folder, "key.pub.pem")));
    }

    /// <summary>The text alone, so that it can be written into a file.</summary>
    public static string Describe(PrintCheckpointResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Checkpoint.TrimEnd('\n');
    }
}
