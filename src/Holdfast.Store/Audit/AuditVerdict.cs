namespace Holdfast.Store.Audit;

/// <summary>What is wrong with a log.</summary>
public enum AuditProblem
{
    /// <summary>A record is not what was written; or one of several signed together was changed, removed, inserted or moved.</summary>
    Changed,

    /// <summary>Records are missing.</summary>
    Removed,

    /// <summary>A record stands there that was never written.</summary>
    Inserted,

    /// <summary>A record stands in another place than it was written.</summary>
    Reordered,

    /// <summary>The end is missing.</summary>
    Cut,

    /// <summary>A checkpoint or key is missing, or does not belong to the log.</summary>
    Unproven,
}

/// <summary>A fault of a log.</summary>
/// <param name="Problem">What is wrong.</param>
/// <param name="Record">The first record it is about; null where it is about none.</param>
/// <param name="LastRecord">The last record it may be about; the first where that is certain.</param>
/// <param name="Place">File, and byte in it, where one can be named.</param>
/// <param name="What">The fault in a sentence.</param>
public sealed record AuditFault(AuditProblem Problem, long? Record, long? LastRecord, string Place, string What);

/// <summary>What a look at the whole log found.</summary>
/// <param name="Records">Records that stand in it, signatures among them.</param>
/// <param name="Events">Records that tell of operations.</param>
/// <param name="SignedRecords">Records that the newest checkpoint signs.</param>
/// <param name="SignedAt">Time of the last of them; null where none is signed.</param>
/// <param name="Faults">What is wrong; empty where all is well.</param>
/// <param name="Notes">What is worth knowing and no fault.</param>
public sealed record AuditVerdict(long Records, long Events, long SignedRecords, string? SignedAt, IReadOnlyList<AuditFault> Faults, IReadOnlyList<string> Notes);
