using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>The rows of a manifest, as views <c>stored_&lt;kind&gt;</c> and the table <c>stored_customer</c> of a load's connection.</summary>
static class StoredFacts
{
    /// <summary>Makes the views of some kinds, and always those of agreements and customers; checks the files they read.</summary>
    public static void Describe(DuckDbConnection db, WarehouseFolder folder, Manifest manifest, IEnumerable<string> kinds)
    {
        var wanted = kinds.Append("agreement").ToHashSet(StringComparer.Ordinal);
        foreach (var file in manifest.Files.Where(file => !FactTable.IsFact(file.Kind) || wanted.Contains(file.Kind))) folder.Check(file);
        DescribeCustomers(db, folder, manifest);
        var erased = manifest.Files.Where(file => file.Kind == FactTable.Erased).ToList();
        db.Execute($"CREATE OR REPLACE TABLE stored_erased AS SELECT customer_hash FROM {(erased.Count == 0 ? "(SELECT '' AS customer_hash LIMIT 0)" : Files(folder, erased))}");
        foreach (var table in FactTable.All.Where(table => wanted.Contains(table.Name)))
        {
            var columns = FactTable.Quoted(table.Columns);
            var select = Select(folder, manifest, table.Name, (table.Kind.OfParty ? "ordinal, " : "0 AS ordinal, ") + columns);
            db.Execute($"CREATE OR REPLACE VIEW {table.Stored} AS {select ?? $"SELECT 0 AS shard, 0 AS ordinal, {columns} FROM ({table.Nothing})"}");
        }
    }

    /// <summary>Makes the table <c>stored_customer</c> alone.</summary>
    public static void DescribeCustomers(DuckDbConnection db, WarehouseFolder folder, Manifest manifest)
    {
        var customers = Select(folder, manifest, FactTable.Customers, "ordinal, customer AS party");
        db.Execute($"CREATE OR REPLACE TABLE stored_customer AS {customers ?? "SELECT 0 AS shard, 0 AS ordinal, '' AS party LIMIT 0"}");
    }

    /// <summary>A list of data files as an SQL table function.</summary>
    public static string Files(WarehouseFolder folder, IEnumerable<DataFile> files) => $"read_parquet({Sql.List(files.Select(folder.PathOf))})";

    static string? Select(WarehouseFolder folder, Manifest manifest, string kind, string columns)
    {
        var shards = manifest.Files.Where(file => file.Kind == kind).GroupBy(file => file.Shard).Select(files =>
            $"SELECT {files.Key.ToString(CultureInfo.InvariantCulture)} AS shard, {columns} FROM {Files(folder, files)}").ToList();
        return shards.Count == 0 ? null : string.Join(" UNION ALL ", shards);
    }
}
