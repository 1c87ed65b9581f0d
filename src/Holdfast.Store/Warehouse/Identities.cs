using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// Which ids tell of one customer, by the aliases known at a moment. Facts keep the id they were told under; only what is handed out
/// is put together, so an alias that is taken back restores both customers.
/// </summary>
sealed class Identities
{
    readonly Dictionary<string, string> _resolved = new(StringComparer.Ordinal);

    /// <summary>Every customer with several ids, or known under another id than the sources', by resolved id: the ids, in their order.</summary>
    public SortedDictionary<string, List<string>> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Nobody has several ids.</summary>
    public static Identities None { get; } = new();

    /// <summary>Reads the aliases of a warehouse.</summary>
    /// <param name="db">A database to read with.</param>
    /// <param name="files">SQL of the alias files as a table function.</param>
    /// <param name="before">Only aliases known and in force before this moment; null for all.</param>
    public static Identities Read(DuckDbConnection db, string files, Instant? before)
    {
        var known = before is { } cutoff ? $"WHERE known_at < make_timestamp({cutoff.Micros}) AND \"at\" < make_timestamp({cutoff.Micros})" : "";
        using var rows = db.Query($"""
            SELECT "from", "to" FROM (
              SELECT * FROM {files} {known} QUALIFY row_number() OVER (PARTITION BY "from", "to" ORDER BY known_at DESC) = 1)
            WHERE coalesce(merged, true) AND "from" <> "to" ORDER BY "from", "to"
            """);
        var pairs = new List<(string, string)>();
        while (rows.Next())
        {
            for (var row = 0; row < rows.RowCount; row++) pairs.Add((rows[0].Text(row)!, rows[1].Text(row)!));
        }

        return Of(pairs);
    }

    /// <summary>The identities that pairs of ids make: who is connected is one customer.</summary>
    public static Identities Of(IReadOnlyList<(string From, string To)> pairs)
    {
        var identities = new Identities();
        var next = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (from, to) in pairs) next[Top(next, from)] = Top(next, to);
        var replaced = pairs.Select(pair => pair.From).ToHashSet(StringComparer.Ordinal);
        foreach (var group in pairs.SelectMany(pair => new[] { pair.From, pair.To }).Distinct(StringComparer.Ordinal).GroupBy(id => Top(next, id), StringComparer.Ordinal))
        {
            var ids = group.Order(StringComparer.Ordinal).ToList();

            // The id nothing points away from; of several, or in a circle, the first by its bytes.
            var resolved = ids.Find(id => !replaced.Contains(id)) ?? ids[0];
            identities.Groups[resolved] = ids;
            foreach (var id in ids) identities._resolved[id] = resolved;
        }

        return identities;
    }

    /// <summary>Whether an id belongs to a customer who is put together.</summary>
    public bool Knows(string id) => _resolved.ContainsKey(id);

    /// <summary>The id a customer is handed out under.</summary>
    public string Resolve(string id) => _resolved.GetValueOrDefault(id, id);

    /// <summary>Writes the ids as a table <c>told_as</c> of resolved customer and told id.</summary>
    public void Write(DuckDbConnection db) => Write(db, Groups);

    /// <summary>Writes the ids of some customers as a table <c>told_as</c> of resolved customer and told id.</summary>
    public static void Write(DuckDbConnection db, IEnumerable<KeyValuePair<string, List<string>>> groups)
    {
        db.Execute("CREATE OR REPLACE TABLE told_as(customer VARCHAR, told VARCHAR)");
        using var beside = db.Beside();
        using var rows = new DuckDbAppender(beside, "told_as");
        foreach (var (customer, told) in groups.SelectMany(group => group.Value.Select(told => (group.Key, told))))
        {
            rows.Add(customer);
            rows.Add(told);
            rows.EndRow();
        }

        rows.Finish();
    }

    static string Top(Dictionary<string, string> next, string id)
    {
        while (next.TryGetValue(id, out var above) && above != id) id = above;
        return id;
    }
}
