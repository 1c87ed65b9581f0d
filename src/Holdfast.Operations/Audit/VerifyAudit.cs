using System.Globalization;
using Holdfast.Store.Audit;

namespace Holdfast.Operations.Audit;

/// <summary>Whose log to verify, and against what.</summary>
public sealed record VerifyAuditRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>File with the public key that was kept elsewhere; where not given, the one beside the log, which whoever changed the log may have changed too.</summary>
    [Place(Place.Input)]
    public string? PublicKey { get; init; }

    /// <summary>Files with checkpoints that were kept elsewhere, as `holdfast audit checkpoint` prints them: they tell of a log that was cut off or put back.</summary>
    [Place(Place.Input)]
    public IReadOnlyList<string> Checkpoint { get; init; } = [];
}

/// <summary>A fault of the log.</summary>
/// <param name="Problem">What is wrong: changed, removed, inserted, reordered, cut, or unproven where a key or checkpoint does not fit.</param>
/// <param name="Record">The first record it is about; not given where it is about none.</param>
/// <param name="LastRecord">The last record it may be about.</param>
/// <param name="Place">Where it stands, as file and byte.</param>
/// <param name="What">The fault in a sentence.</param>
public sealed record AuditFinding(string Problem, long? Record, long? LastRecord, string Place, string What);

/// <summary>What the verification found.</summary>
public sealed record VerifyAuditResult
{
    /// <summary>Records in the log, signatures among them.</summary>
    public required long Records { get; init; }

    /// <summary>Records that tell of operations.</summary>
    public required long Events { get; init; }

    /// <summary>Records that the newest checkpoint signs.</summary>
    public required long SignedRecords { get; init; }

    /// <summary>Time of the last record signed; not given where none is.</summary>
    public required string? SignedAt { get; init; }

    /// <summary>Whether the public key was one that was kept elsewhere.</summary>
    public required bool KeyWasGiven { get; init; }

    /// <summary>Checkpoints kept elsewhere that the log was compared with.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>What is wrong; empty where all is well.</summary>
    public required IReadOnlyList<AuditFinding> Faults { get; init; }

    /// <summary>What is worth knowing and no fault.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Reads the whole audit log and finds every record that was changed, removed, inserted or moved, and an end that was cut off. Needs no server and changes nothing.</summary>
public static class VerifyAudit
{
    /// <summary>Verifies.</summary>
    /// <exception cref="HoldfastException">A file given cannot be read or is not what it should be.</exception>
    public static VerifyAuditResult Run(VerifyAuditRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        AuditOperations.RequireWorkspace(request.Workspace);
        using var log = AuditLog.Open(AuditTrail.FolderOf(request.Workspace));
        var verdict = log.Verify(request.PublicKey is { } key ? File.ReadAllText(key) : null, [.. request.Checkpoint.Select(File.ReadAllText)], cancel);
        return new VerifyAuditResult
        {
            Records = verdict.Records,
            Events = verdict.Events,
            SignedRecords = verdict.SignedRecords,
            SignedAt = verdict.SignedAt,
            KeyWasGiven = request.PublicKey is not null,
            Checkpoints = request.Checkpoint.Count,
            Faults = [.. verdict.Faults.Select(fault => new AuditFinding(fault.Problem.ToString().ToLowerInvariant(), fault.Record, fault.LastRecord, fault.Place, fault.What))],
            Notes = verdict.Notes,
        };
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(VerifyAuditResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var size = string.Create(CultureInfo.InvariantCulture, $"{result.Events:N0} operations in {result.Records:N0} records{(result.SignedAt is null ? "" : $", signed until {result.SignedAt}")}.");
        var against = (result.KeyWasGiven ? "The key was the one you gave" : "The key was the one beside the log: keep a copy elsewhere and give it with --public-key")
            + (result.Checkpoints > 0 ? string.Create(CultureInfo.InvariantCulture, $"; compared with {result.Checkpoints} checkpoint(s) kept elsewhere.") : ".");
        return string.Join(Environment.NewLine, result.Faults.Count == 0
            ? [$"{size} Nothing was changed, removed, inserted, moved or cut off.", against, .. result.Notes]
            : [size, .. result.Faults.Select(fault => fault.Place.Length == 0 ? fault.What : $"{fault.What} ({fault.Place})"), against, .. result.Notes]);
    }
}
