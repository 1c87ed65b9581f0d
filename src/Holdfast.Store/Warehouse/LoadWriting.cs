using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// Decides how new rows lie beside the stored ones and writes them. Of a kind in a shard the first file is the base, up to
/// <see cref="MostDeltas"/> more are deltas. A shard whose deltas hold more than a tenth as many rows as its bases is written anew as a
/// whole; short of that a delta too many is joined with the others into one.
/// </summary>
/// <param name="db">The connection, with <c>load_&lt;kind&gt;</c> of the new rows and <c>load_customer</c> of all customers.</param>
/// <param name="folder">The warehouse's folder.</param>
/// <param name="current">The manifest to build on.</param>
/// <param name="number">The number of the next one.</param>
sealed class LoadWriting(DuckDbConnection db, WarehouseFolder folder, Manifest current, long number)
{
    /// <summary>Most deltas of a kind in a shard; more make reading slow.</summary>
    public const int MostDeltas = 8;

    const long BasePerDelta = 10;

    readonly FactFiles _files = new(db, folder, number);
    readonly HashSet<DataFile> _replaced = [];

    /// <summary>Files that were written.</summary>
    public FactFiles Files => _files;

    /// <summary>Writes the new rows of some kinds.</summary>
    /// <param name="kinds">Kinds with a table <c>load_&lt;kind&gt;</c>.</param>
    /// <param name="shards">How many shards there are from now on: the present number or more.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>All files of the next manifest.</returns>
    public IEnumerable<DataFile> Add(IReadOnlyList<FactTable> kinds, int shards, CancellationToken cancel)
    {
        var rows = kinds.ToDictionary(table => table.Name, RowsByShard, StringComparer.Ordinal);
        rows[FactTable.Customers] = Fresh();
        var anew = current.Number == 0 ? []
            : Enumerable.Range(0, current.Shards).Where(shard => shards > current.Shards || IsFull(shard, rows)).ToList();
        foreach (var shard in anew) Rewrite(shard, shards, kinds, cancel);
        var rest = anew.Count == 0 ? "true" : $"shard NOT IN ({string.Join(", ", anew)})";
        WriteNew(FactTable.Customers, null, $"SELECT shard, ordinal, party AS customer, false AS many FROM load_customer WHERE fresh AND {rest}", cancel);
        foreach (var table in kinds)
            WriteNew(table.Name, table, $"SELECT shard, ordinal, many, {FactTable.Quoted(table.Columns)} FROM {table.Load} WHERE {rest}", cancel);
        return current.Files.Where(file => !_replaced.Contains(file)).Concat(_files.Written);
    }

    /// <summary>Writes every shard anew that has deltas, or all for another number of shards.</summary>
    /// <returns>All files of the next manifest; null where nothing is to be joined.</returns>
    public IEnumerable<DataFile>? Compact(int shards, CancellationToken cancel)
    {
        var anew = Enumerable.Range(0, current.Shards).Where(shard => shards > current.Shards || current.HasDeltas(shard)).ToList();
        if (anew.Count == 0) return null;
        foreach (var shard in anew) Rewrite(shard, shards, [], cancel);
        return current.Files.Where(file => !_replaced.Contains(file)).Concat(_files.Written);
    }

    bool IsFull(int shard, Dictionary<string, Dictionary<int, long>> rows)
    {
        long bases = 0, deltas = rows.Values.Sum(added => added.GetValueOrDefault(shard));
        if (deltas == 0) return false;
        foreach (var files in current.Files.Where(file => file.Shard == shard && file.Kind != FactTable.Erased).GroupBy(file => file.Kind))
        {
            bases += files.First().Rows;
            deltas += files.Skip(1).Sum(file => file.Rows);
        }

        return bases > 0 && deltas * BasePerDelta > bases;
    }

    Dictionary<int, long> RowsByShard(FactTable table) => Counted($"SELECT shard::INTEGER, count(*) FROM {table.Load} GROUP BY shard");

    Dictionary<int, long> Fresh() => Counted("SELECT shard::INTEGER, count(*) FROM load_customer WHERE fresh GROUP BY shard");

    Dictionary<int, long> Counted(string sql)
    {
        var counts = new Dictionary<int, long>();
        using var rows = db.Query(sql);
        while (rows.Next())
        {
            for (var row = 0; row < rows.RowCount; row++) counts[(int)rows[0].Whole(row)] = rows[1].Whole(row);
        }

        return counts;
    }

    void WriteNew(string kind, FactTable? table, string rows, CancellationToken cancel)
    {
        var columns = table is null ? "ordinal, customer" : Columns(table);
        var joined = Enumerable.Range(0, current.Shards).Where(shard => current.Of(kind, shard) is { Count: > MostDeltas } files && !_replaced.Contains(files[0])).ToList();
        foreach (var shard in joined) Join(current.Of(kind, shard).Skip(1).ToList(), table, rows, cancel);
        var others = joined.Count == 0 ? rows : $"SELECT * FROM ({rows}) WHERE shard NOT IN ({string.Join(", ", joined)})";
        _files.Write(kind, others, columns, table is null ? "ordinal" : Order(table), cancel);
    }

    // A ninth delta is not written: the eight and the new rows become one.
    void Join(List<DataFile> deltas, FactTable? table, string rows, CancellationToken cancel)
    {
        var own = $"({rows}) WHERE shard = {Text(deltas[0].Shard)}";
        if (db.Whole($"SELECT 1 FROM {own} LIMIT 1") is null) return;
        foreach (var file in deltas) folder.Check(file);
        var columns = table is null ? "ordinal, customer" : Columns(table);
        var many = deltas.Any(file => file.Versions > 0) ? "true" : "false";
        var stored = $"SELECT {Text(deltas[0].Shard)} AS shard, {many} AS many, {columns} FROM {StoredFacts.Files(folder, deltas)}";
        _replaced.UnionWith(deltas);
        _files.Write(deltas[0].Kind, $"SELECT shard, many, {columns} FROM {own} UNION ALL {stored}", columns, table?.Order ?? "ordinal", cancel);
    }

    void Rewrite(int shard, int shards, IReadOnlyList<FactTable> kinds, CancellationToken cancel)
    {
        LoadCustomers.Renumber(db, shard, shards, cancel);
        _replaced.UnionWith(current.Of(FactTable.Customers, shard));
        _files.Write(FactTable.Customers, "SELECT shard, ordinal, party AS customer, false AS many FROM renumbered", "ordinal, customer", "ordinal", cancel);
        foreach (var table in FactTable.All)
        {
            var stored = current.Of(table.Name, shard);
            var added = kinds.Contains(table);
            if (stored.Count == 0 && (!added || (shard > 0 && !table.Kind.OfParty))) continue;
            foreach (var file in stored) folder.Check(file);
            _replaced.UnionWith(stored);

            // Joined once and laid out as it will be written, so that one pass reads what is stored.
            db.Execute($"CREATE OR REPLACE TABLE rewritten AS {Rows(table, shard, stored, added)}", cancel);
            _files.Write(table.Name, "SELECT * FROM rewritten", Columns(table), table.Order, cancel);
        }

        db.Execute("DROP TABLE IF EXISTS rewritten", cancel);
    }

    string Rows(FactTable table, int shard, IReadOnlyList<DataFile> stored, bool added)
    {
        var columns = FactTable.Quoted(table.Columns);
        var many = stored.Any(file => file.Versions > 0) ? "true" : "false";
        var rows = new List<string>();
        if (stored.Count > 0) rows.Add($"SELECT {(table.Kind.OfParty ? "ordinal" : "0 AS ordinal")}, {many} AS many, {columns} FROM {StoredFacts.Files(folder, stored)}");
        if (added) rows.Add($"SELECT ordinal, many, {columns} FROM {table.Load} WHERE shard = {Text(shard)}");
        var all = string.Join(" UNION ALL ", rows);
        return table.Kind.OfParty
            ? $"SELECT n.shard, n.ordinal, many, {columns} FROM ({all}) f JOIN renumbered n ON f.ordinal = n.old_ordinal"
            : $"SELECT 0 AS shard, ordinal, many, {columns} FROM ({all})";
    }

    string Order(FactTable table) => table.Id is { } id && db.Whole($"SELECT 1 FROM {table.Load} WHERE {Sql.Name(id)} IS NULL LIMIT 1") is not null ? table.Order : table.OrderOfKeyed;

    static string Columns(FactTable table) => (table.Kind.OfParty ? "ordinal, " : "") + FactTable.Quoted(table.Columns);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
