using System.Globalization;
using Holdfast.Store.Audit;

namespace Holdfast.Operations.Audit;

/// <summary>Which records to list.</summary>
public sealed record ListAuditRequest : PagedRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>Only records from this moment on: a day, yyyy-MM-dd, or an instant such as 2026-03-01T08:30:00Z; without a zone it is UTC.</summary>
    public string? From { get; init; }

    /// <summary>Only records before this moment.</summary>
    public string? To { get; init; }

    /// <summary>Only what this actor did; a star at the end stands for any ending, as in command-line:*.</summary>
    public string? Actor { get; init; }

    /// <summary>Only this operation, such as store/history; a star at the end stands for any ending, as in store/*.</summary>
    public string? Operation { get; init; }

    /// <summary>Only what was recorded about this customer, by id.</summary>
    [Touched("customer", IsPerson = true)]
    public string? Person { get; init; }
}

/// <summary>The records.</summary>
/// <param name="Records">The records, the newest first.</param>
public sealed record ListAuditResult(IReadOnlyList<AuditRecord> Records) : PagedResult;

/// <summary>Lists who changed what and who looked at whom, from the audit log, the newest first.</summary>
public static class ListAudit
{
    const string Name = "audit";

    /// <summary>Lists.</summary>
    /// <exception cref="HoldfastException">A moment or number is none, nobody knows the person, or the log is damaged.</exception>
    public static ListAuditResult Run(ListAuditRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        AuditOperations.RequireWorkspace(request.Workspace);
        var before = request.Below(Name);
        var (from, to) = (Moment("--from", request.From) ?? DateTimeOffset.MinValue, Moment("--to", request.To) ?? DateTimeOffset.MaxValue);
        using var log = AuditLog.Open(AuditTrail.FolderOf(request.Workspace));
        var mark = request.Person is { } person
            ? log.MarkOf(person) ?? throw new HoldfastException($"The log tells of no customer '{person}': nobody looked, or the customer was erased.")
            : null;
        var found = log.Newest(request.Limit + 1, before, record =>
        {
            cancel.ThrowIfCancellationRequested();
            return Decide(request, record, mark) && record.At >= from && record.At < to;
        });
        var page = request.Page(Name, found, record => record.Number.ToString(CultureInfo.InvariantCulture));
        return new ListAuditResult(page.Items) { Next = page.Next };
    }

    /// <summary>The records in columns for a terminal.</summary>
    public static string Describe(ListAuditResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Records.Count == 0) return "No record was found.";
        var (actors, operations) = (result.Records.Max(record => record.Actor.Length), result.Records.Max(record => record.Operation.Length));
        var lines = result.Records.Select(record => string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Number,8}  {record.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}  {Padded(record.Actor, actors)}  {Padded(record.Operation, operations)}  {record.Outcome,-9}  {About(record)}").TrimEnd());
        return string.Join(Environment.NewLine, result.Next is null ? lines : lines.Append($"There are older ones: --cursor {result.Next}"));
    }

    static bool Decide(ListAuditRequest request, AuditRecord record, string? mark) =>
        Fits(request.Actor, record.Actor) && Fits(request.Operation, record.Operation) && (mark is null || record.PersonMark == mark);

    static bool Fits(string? asked, string told) => asked is null
        || (asked.EndsWith('*') ? told.StartsWith(asked[..^1], StringComparison.Ordinal) : told == asked);

    static string About(AuditRecord record) => string.Join(' ', new[] { record.Touched, record.Id, record.PersonMark is { } mark ? mark[..12] : null, record.Note }.OfType<string>());

    static string Padded(string text, int width) => text.PadRight(width);

    static DateTimeOffset? Moment(string option, string? told) => told is null ? null
        : DateTimeOffset.TryParse(told, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && char.IsAsciiDigit(told[0]) && told.Length >= 10 ? moment
        : throw HoldfastException.OfRequest($"{option}: found '{told}'; a day such as 2026-03-01 or an instant such as 2026-03-01T08:30:00Z is allowed.");
}
