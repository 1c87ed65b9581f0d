namespace Holdfast.Store.Audit;

/// <summary>What is to be recorded about one operation.</summary>
public sealed record AuditEntry
{
    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it: an account's or key's id, <c>command-line:</c> and the user of the operating system, <c>schedule</c>, <c>system</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>Path of the operation, such as <c>store/history</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>How it went: <c>begun</c>, <c>done</c>, <c>failed</c>, <c>cancelled</c> or <c>refused</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Kind of the thing it touched; null where it is about no single thing.</summary>
    public string? Touched { get; init; }

    /// <summary>Id of the thing it touched; never a person's id.</summary>
    public string? Id { get; init; }

    /// <summary>Id of the person it was about; only a keyed hash of it is recorded.</summary>
    public string? Person { get; init; }

    /// <summary>The request's id.</summary>
    public string? Request { get; init; }

    /// <summary>What else must be told, in words.</summary>
    public string? Note { get; init; }
}

/// <summary>A record of the log.</summary>
/// <param name="Number">1 for the first; signatures are numbered with the records.</param>
/// <param name="At">When it happened.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Operation">Path of the operation.</param>
/// <param name="Outcome">How it went.</param>
public sealed record AuditRecord(long Number, DateTimeOffset At, string Actor, string Operation, string Outcome)
{
    /// <summary>Kind of the thing it touched; null where it is about no single thing.</summary>
    public string? Touched { get; init; }

    /// <summary>Id of the thing it touched.</summary>
    public string? Id { get; init; }

    /// <summary>Mark of the person it was about: HMAC-SHA256 of the id under the person's own key, hexadecimal.</summary>
    public string? PersonMark { get; init; }

    /// <summary>The request's id.</summary>
    public string? Request { get; init; }

    /// <summary>What else is told.</summary>
    public string? Note { get; init; }
}
