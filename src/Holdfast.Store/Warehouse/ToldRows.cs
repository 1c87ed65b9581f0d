using System.Globalization;
using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>SQL of a version's facts as other people read them: by resolved customer, with the id they were told under and both times.</summary>
/// <param name="db">The database; the table <c>told_as</c> of the identities is in it.</param>
/// <param name="store">The folder, the manifest, and the checked files of a kind and shard.</param>
/// <param name="before">Only what was known before this moment, as it was held then; null for everything.</param>
sealed class ToldRows(DuckDbConnection db, (WarehouseFolder Folder, Manifest Manifest, Func<string, int, IReadOnlyList<DataFile>> Files) store, Instant? before)
{
    /// <summary>
    /// Rows of a kind: customer and told_as where it is of a party, the kind's columns, source, and known_until, which is null while
    /// a version stands. Null where there are no files.
    /// </summary>
    /// <param name="table">The kind.</param>
    /// <param name="ids">Only facts told under these ids; null for all.</param>
    public string? Of(FactTable table, IReadOnlyList<string>? ids)
    {
        var parts = Enumerable.Range(0, store.Manifest.Shards).Select(shard => Part(table, shard, ids)).OfType<string>().ToList();
        if (parts.Count == 0) return null;
        var owner = table.Kind.OfParty ? "customer, told_as, " : "";
        var key = table.Kind.Key.Where(name => name != "party").Select(name => Sql.Name(name));
        if (table.Kind.OfParty) key = key.Prepend("customer");
        var until = $"lead(known_at) OVER (PARTITION BY {string.Join(", ", key)} ORDER BY known_at{(table.Kind.OfParty ? ", told_as" : "")})";
        if (table.Id is { } id) until = $"CASE WHEN {Sql.Name(id)} IS NOT NULL THEN {until} END";
        var rows = $"SELECT {owner}{FactTable.Quoted(table.Columns)}, {until} AS known_until FROM ({string.Join(" UNION ALL ", parts)})";
        return before is { } cutoff ? AsOf(table, rows, $"make_timestamp({cutoff.Micros.ToString(CultureInfo.InvariantCulture)})") : rows;
    }

    /// <summary>Order of such rows.</summary>
    public static string Order(FactTable table)
    {
        var leading = new[] { table.Kind.Time }.Concat(table.Kind.Key.Where(name => name != "party")).Append("known_at").Concat(table.Columns).Distinct();
        return (table.Kind.OfParty ? "customer, " : "") + FactTable.Quoted(leading, " NULLS FIRST") + (table.Kind.OfParty ? ", told_as" : "");
    }

    string? Part(FactTable table, int shard, IReadOnlyList<string>? ids)
    {
        var files = store.Files(table.Name, shard);
        if (files.Count == 0) return null;
        var rows = StoredFacts.Files(store.Folder, files);
        if (!table.Kind.OfParty) return $"SELECT * FROM {rows}";
        var customers = StoredFacts.Files(store.Folder, store.Files(FactTable.Customers, shard));
        var only = "";
        if (ids is not null)
        {
            var ordinals = db.Texts($"SELECT ordinal::VARCHAR FROM {customers} WHERE customer IN (SELECT unnest({Sql.List(ids)}))");
            if (ordinals.Count == 0) return null;
            only = $"WHERE f.ordinal IN ({string.Join(", ", ordinals)})";
        }

        return $"""
            SELECT coalesce(t.customer, c.customer) AS customer, c.customer AS told_as, f.* EXCLUDE (ordinal)
            FROM {rows} f JOIN {customers} c USING (ordinal) LEFT JOIN told_as t ON t.told = c.customer {only}
            """;
    }

    static string AsOf(FactTable table, string rows, string cutoff)
    {
        var masked = table.Masks
            .SelectMany(mask => mask.With.Append(mask.End).Select(column => $"CASE WHEN {Sql.Name(mask.End)} < {cutoff} THEN {Sql.Name(column)} END AS {Sql.Name(column)}")).ToList();
        var replace = masked.Count == 0 ? "" : $" REPLACE ({string.Join(", ", masked)})";
        var time = table.Name == "position" ? $"month + INTERVAL 1 MONTH <= {cutoff}" : $"coalesce({Sql.Name(table.Kind.Time)}, DATE '0001-01-01') < {cutoff}";
        return $"SELECT *{replace} FROM ({rows}) WHERE known_at < {cutoff} AND {time} AND (known_until IS NULL OR known_until >= {cutoff})";
    }
}
