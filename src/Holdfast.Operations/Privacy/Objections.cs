using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Store.Records;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Privacy;

/// <summary>Who objects to what, by the id a customer's history is handed out under, each with the day of the objection.</summary>
/// <param name="ToMarketing">Who must not be approached.</param>
/// <param name="ToProfiling">Who must not be scored, placed in segments or decided for, and teaches no model.</param>
public sealed record Objections(IReadOnlyDictionary<string, Day> ToMarketing, IReadOnlyDictionary<string, Day> ToProfiling)
{
    static readonly Dictionary<string, Day> Nobody = [];

    /// <summary>Nobody objects to anything.</summary>
    public static Objections None { get; } = new(Nobody, Nobody);

    /// <summary>The objections that stand.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="open">Its records where they are open; null opens them.</param>
    /// <param name="facts">Who is who.</param>
    /// <exception cref="HoldfastException">The records cannot be read.</exception>
    public static Objections Read(Workspace workspace, RecordsDatabase? open, Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(facts);
        if (open is null && !workspace.HasRecords) return None;
        var told = Using(workspace, open, records => new ObjectionTable(records).All());
        var zone = TimeZoneInfo.FindSystemTimeZoneById(workspace.Business.TimeZone);
        return new Objections(Days(ObjectionPurpose.Marketing), Days(ObjectionPurpose.Profiling));

        IReadOnlyDictionary<string, Day> Days(ObjectionPurpose purpose) => told
            .Where(objection => objection.Purpose == purpose)
            .GroupBy(objection => facts.Resolve(objection.Person), StringComparer.Ordinal)
            .ToDictionary(one => one.Key, one => DayOf(one.Min(objection => objection.ToldAt), zone), StringComparer.Ordinal);
    }

    /// <summary>Uses a workspace's records.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="open">They themselves where they are open; null opens them for the use.</param>
    /// <param name="use">The use.</param>
    /// <exception cref="HoldfastException">They cannot be opened.</exception>
    public static T Using<T>(Workspace workspace, RecordsDatabase? open, Func<RecordsDatabase, T> use)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(use);
        if (open is not null) return use(open);
        try
        {
            using var records = workspace.OpenRecords();
            return use(records);
        }
        catch (RecordsException fault)
        {
            throw new HoldfastException(fault.Message, fault);
        }
    }

    /// <summary>The business's day of a moment.</summary>
    public static Day DayOf(DateTimeOffset at, TimeZoneInfo zone) => Day.From(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime));

    /// <summary>Lets nobody look at what is worked out about a customer who objects to profiling.</summary>
    /// <param name="customer">The id the customer's history is handed out under.</param>
    /// <param name="asked">The id that was asked for.</param>
    /// <exception cref="HoldfastException">The customer objects.</exception>
    public void AllowProfiling(string customer, string asked)
    {
        if (ToProfiling.TryGetValue(customer, out var day))
            throw new HoldfastException($"Customer '{asked}' objected to profiling on {day}: nothing is scored or decided for this customer, and what was is not shown.");
    }

    /// <summary>What tells these objections from others.</summary>
    public string Fingerprint() => StageMarker.Fingerprint(
        [.. Lines("marketing", ToMarketing), .. Lines("profiling", ToProfiling)]);

    static IEnumerable<string> Lines(string purpose, IReadOnlyDictionary<string, Day> days) =>
        days.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{purpose} {one.Value} {one.Key}");
}
