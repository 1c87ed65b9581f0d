using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>Writes one sorted Parquet file per kind and shard, each under a name that was never used.</summary>
sealed class FactFiles(DuckDbConnection db, WarehouseFolder folder, long number, int shards)
{
    readonly List<DataFile> _written = [];

    /// <summary>Writes the new rows and the new customers beside what the current manifest names.</summary>
    public IReadOnlyList<DataFile> WriteNew(IEnumerable<FactTable> kinds, CancellationToken cancel)
    {
        WriteKind(FactTable.Customers, "SELECT shard, ordinal, party AS customer, false AS many FROM load_customer WHERE fresh", "ordinal, customer", "ordinal", cancel);
        foreach (var table in kinds)
            WriteKind(table.Name, $"SELECT shard, ordinal, many, {FactTable.Quoted(table.Columns)} FROM {table.Load}", Columns(table), Order(table), cancel);
        return _written;
    }

    /// <summary>Writes everything anew, stored and new rows, for another number of shards or to join deltas.</summary>
    public IReadOnlyList<DataFile> WriteAnew(Manifest current, CancellationToken cancel)
    {
        WriteKind(FactTable.Customers, "SELECT shard, ordinal, party AS customer, false AS many FROM renumbered_customer", "ordinal, customer", "ordinal", cancel);
        foreach (var table in FactTable.All)
        {
            var many = current.Files.Any(file => file.Kind == table.Name && file.Versions > 0) ? "true" : "false";
            var columns = FactTable.Quoted(table.Columns);
            var rows = $"SELECT shard, ordinal, {many} AS many, {columns} FROM {table.Stored}";
            if (IsLoaded(table)) rows += $" UNION ALL SELECT shard, ordinal, many, {columns} FROM {table.Load}";
            if (table.Kind.OfParty)
                rows = $"SELECT n.shard, n.ordinal, many, {columns} FROM ({rows}) f JOIN renumbered n ON f.shard = n.old_shard AND f.ordinal = n.old_ordinal";

            // Joined once and laid out by shard, so that writing a shard reads only its own rows.
            db.Execute($"CREATE OR REPLACE TABLE rewritten AS {rows} ORDER BY shard", cancel);
            WriteKind(table.Name, "SELECT * FROM rewritten", Columns(table), table.Order, cancel);
        }

        db.Execute("DROP TABLE rewritten", cancel);
        return _written;
    }

    string Order(FactTable table) => table.Id is { } id && db.Whole($"SELECT 1 FROM {table.Load} WHERE {Sql.Name(id)} IS NULL LIMIT 1") is not null ? table.Order : table.OrderOfKeyed;

    bool IsLoaded(FactTable table) => db.Whole("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", table.Load) is not null;

    static string Columns(FactTable table) => (table.Kind.OfParty ? "ordinal, " : "") + FactTable.Quoted(table.Columns);

    void WriteKind(string kind, string rows, string columns, string order, CancellationToken cancel)
    {
        foreach (var (shard, count, versions) in Counts(rows))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{number:D6}-{kind}-{shard:D3}");
            var draft = folder.Draft(name);
            try
            {
                var sorted = $"SELECT {columns} FROM ({rows}) WHERE shard = {shard.ToString(CultureInfo.InvariantCulture)} ORDER BY {order}";
                db.Execute($"COPY ({sorted}) TO {Sql.Literal(draft)} (FORMAT parquet, COMPRESSION zstd)", cancel);
                _written.Add(folder.Keep(draft, new DataFile(name, kind, shard, count, versions, 0, "")));
            }
            finally
            {
                File.Delete(draft);
            }
        }
    }

    List<(int Shard, long Rows, long Versions)> Counts(string rows)
    {
        using var result = db.Query($"SELECT shard::INTEGER, count(*), count(*) FILTER (many) FROM ({rows}) GROUP BY shard ORDER BY shard");
        var counts = new List<(int, long, long)>();
        while (result.Next())
        {
            for (var row = 0; row < result.RowCount; row++) counts.Add(((int)result[0].Whole(row), result[1].Whole(row), result[2].Whole(row)));
        }

        return counts.Any(count => count.Item1 >= shards) ? throw new InvalidOperationException($"A row lies in a shard beyond {shards}.") : counts;
    }
}
