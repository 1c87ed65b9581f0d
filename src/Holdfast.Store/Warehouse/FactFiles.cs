using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>Writes sorted Parquet files, one per kind and shard, each under a name that was never used.</summary>
sealed class FactFiles(DuckDbConnection db, WarehouseFolder folder, long number)
{
    readonly List<DataFile> _written = [];

    /// <summary>The files that were written.</summary>
    public IReadOnlyList<DataFile> Written => _written;

    /// <summary>Writes the rows of one kind: one file for each shard that has some.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="rows">Query of <c>shard</c>, <c>many</c> (whether a row may share its key with another version) and the columns.</param>
    /// <param name="columns">The columns to write.</param>
    /// <param name="order">The order of the rows.</param>
    /// <param name="cancel">Stops it.</param>
    public void Write(string kind, string rows, string columns, string order, CancellationToken cancel)
    {
        foreach (var (shard, count, versions) in Counts(rows))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{number:D6}-{kind}-{shard:D3}");
            var sorted = $"SELECT {columns} FROM ({rows}) WHERE shard = {shard.ToString(CultureInfo.InvariantCulture)} ORDER BY {order}";
            Write(new DataFile(name, kind, shard, count, versions, 0, ""), sorted, cancel);
        }
    }

    /// <summary>Writes the rows of a query as one file.</summary>
    /// <param name="file">The file but for its hash and length.</param>
    /// <param name="sorted">The query, in order.</param>
    /// <param name="cancel">Stops it.</param>
    public void Write(DataFile file, string sorted, CancellationToken cancel)
    {
        var draft = folder.Draft(file.Name);
        try
        {
            folder.Disk.Write(draft, () => db.Execute($"COPY ({sorted}) TO {Sql.Literal(draft)} (FORMAT parquet, COMPRESSION zstd)", cancel));
            _written.Add(folder.Keep(draft, file));
        }
        catch
        {
            folder.Disk.RemoveIfPossible(draft);
            throw;
        }
    }

    /// <summary>Removes what was written, because another publisher was faster.</summary>
    public void Drop()
    {
        foreach (var file in _written) folder.Disk.RemoveIfPossible(folder.PathOf(file));
    }

    List<(int Shard, long Rows, long Versions)> Counts(string rows)
    {
        using var result = db.Query($"SELECT shard::INTEGER, count(*), count(*) FILTER (many) FROM ({rows}) GROUP BY shard ORDER BY shard");
        var counts = new List<(int, long, long)>();
        while (result.Next())
        {
            for (var row = 0; row < result.RowCount; row++) counts.Add(((int)result[0].Whole(row), result[1].Whole(row), result[2].Whole(row)));
        }

        return counts;
    }
}
