using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>In how many facts each column is given.</summary>
/// <param name="Facts">Facts by kind, all versions; kinds without facts are absent.</param>
/// <param name="Columns">Facts in which a column is given, by <c>kind.column</c>; columns never given are absent.</param>
public sealed record ToldColumns(IReadOnlyDictionary<string, long> Facts, IReadOnlyDictionary<string, long> Columns)
{
    /// <summary>Counts from the footers of the data files; the rows themselves are not read.</summary>
    /// <param name="db">Any connection.</param>
    /// <param name="folder">The warehouse's folder.</param>
    /// <param name="manifest">The manifest.</param>
    internal static ToldColumns Of(DuckDbConnection db, WarehouseFolder folder, Manifest manifest)
    {
        var facts = new Dictionary<string, long>(StringComparer.Ordinal);
        var columns = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var files in manifest.Files.Where(file => FactTable.IsFact(file.Kind) && file.Rows > 0).GroupBy(file => file.Kind))
        {
            facts[files.Key] = files.Sum(file => file.Rows);
            var list = Sql.List(files.Select(folder.PathOf));
            using var rows = db.Query($"SELECT path_in_schema, CAST(sum(num_values - coalesce(stats_null_count, 0)) AS BIGINT) FROM parquet_metadata({list}) GROUP BY 1 HAVING sum(num_values - coalesce(stats_null_count, 0)) > 0");
            while (rows.Next())
            {
                for (var row = 0; row < rows.RowCount; row++) columns[string.Create(CultureInfo.InvariantCulture, $"{files.Key}.{rows[0].Text(row)}")] = rows[1].Whole(row);
            }
        }

        return new ToldColumns(facts, columns);
    }
}
