using System.Globalization;
using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// Reads the customers who have several ids: all rows told under any of them, in one order, as if they had been told under one. Where
/// two ids tell the same key, the version learned later stands.
/// </summary>
/// <param name="db">The database to read with.</param>
/// <param name="manifest">The manifest.</param>
/// <param name="identities">Who is who.</param>
/// <param name="store">The folder, and the checked files of a kind and shard.</param>
sealed class MergedReading(DuckDbConnection db, Manifest manifest, Identities identities, (WarehouseFolder Folder, Func<string, int, IReadOnlyList<DataFile>> Files) store)
{
    /// <summary>The customers who have facts, in the order of their resolved ids' hashes.</summary>
    public IEnumerable<History> All(Codes codes, CancellationToken cancel)
    {
        var groups = Describe(identities.Groups);
        using var reader = Reader(codes, cancel);
        foreach (var (customer, place, told) in groups) yield return reader.Take(place, customer) with { ToldAs = told };
    }

    /// <summary>One customer; null where no id has facts.</summary>
    public History? Of(string resolved, Codes codes)
    {
        var groups = Describe(new SortedDictionary<string, List<string>>(StringComparer.Ordinal) { [resolved] = identities.Groups[resolved] });
        if (groups.Count == 0) return null;
        using var reader = Reader(codes, CancellationToken.None);
        return reader.Take(groups[0].Place, resolved) with { ToldAs = groups[0].Told };
    }

    // Table member: from the shard and ordinal of an id to the place of its customer.
    List<(string Customer, int Place, IReadOnlyList<string> Told)> Describe(SortedDictionary<string, List<string>> groups)
    {
        Identities.Write(db, groups);
        var ids = string.Join(" UNION ALL ", Enumerable.Range(0, manifest.Shards)
            .Select(shard => (shard, Files: store.Files(FactTable.Customers, shard))).Where(of => of.Files.Count > 0)
            .Select(of => $"SELECT {Text(of.shard)} AS shard, ordinal, customer AS told FROM {StoredFacts.Files(store.Folder, of.Files)}").DefaultIfEmpty("SELECT 0 AS shard, 0 AS ordinal, '' AS told LIMIT 0"));
        db.Execute($"""
            CREATE OR REPLACE TABLE member AS
            SELECT shard, ordinal, told, customer, CAST(dense_rank() OVER (ORDER BY {CustomerShard.Hash("customer")}) - 1 AS INTEGER) AS place
            FROM ({ids}) JOIN told_as USING (told)
            """);
        return Places();
    }

    List<(string Customer, int Place, IReadOnlyList<string> Told)> Places()
    {
        var places = new List<(string Customer, int Place, IReadOnlyList<string> Told)>();
        using var rows = db.Query("SELECT place, customer, told FROM member ORDER BY place, told");
        while (rows.Next())
        {
            for (var row = 0; row < rows.RowCount; row++)
            {
                var place = (int)rows[0].Whole(row);
                if (places.Count == place) places.Add((rows[1].Text(row)!, place, new List<string>()));
                ((List<string>)places[place].Told).Add(rows[2].Text(row)!);
            }
        }

        return places;
    }

    HistoryReader Reader(Codes codes, CancellationToken cancel)
    {
        var shards = new List<int>();
        using (var rows = db.Query("SELECT DISTINCT shard FROM member ORDER BY shard"))
        {
            while (rows.Next())
            {
                for (var row = 0; row < rows.RowCount; row++) shards.Add((int)rows[0].Whole(row));
            }
        }

        return HistoryReader.OfStreams(db, Query, codes, cancel);

        string? Query(string kind)
        {
            var parts = shards.Select(shard => (shard, Files: store.Files(kind, shard))).Where(of => of.Files.Count > 0)
                .Select(of => $"SELECT m.place AS ordinal, f.* EXCLUDE (ordinal) FROM {StoredFacts.Files(store.Folder, of.Files)} f JOIN member m ON m.shard = {Text(of.shard)} AND f.ordinal = m.ordinal").ToList();
            return parts.Count == 0 ? null : FactQuery.Text(FactTable.Of(kind), $"({string.Join(" UNION ALL ", parts)})", versions: true, sorted: false);
        }
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
