using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>What a look at every byte of a warehouse found.</summary>
/// <param name="Manifest">Number of the current version; 0 where nothing was loaded.</param>
/// <param name="Versions">Versions that can be read.</param>
/// <param name="Files">Data files that any of them names.</param>
/// <param name="Bytes">Their length.</param>
/// <param name="Facts">Facts of the current version.</param>
/// <param name="Faults">What is wrong, a sentence each; empty where all is well.</param>
public sealed record WarehouseCheck(long Manifest, int Versions, int Files, long Bytes, long Facts, IReadOnlyList<string> Faults);

/// <summary>Reads every file that a version names and compares it with its checksum, and the current facts with the rules of the layout.</summary>
sealed class Checking(WarehouseFolder folder)
{
    readonly List<string> _faults = [];

    /// <summary>Checks.</summary>
    public WarehouseCheck Run(CancellationToken cancel)
    {
        var versions = folder.Numbers().Select(Version).OfType<Manifest>().ToList();
        var files = versions.SelectMany(manifest => manifest.Files).DistinctBy(file => file.Name).ToList();
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            if (folder.Fault(file, again: true) is { } fault) _faults.Add($"The data file {folder.PathOf(file)} is {fault}.");
        }

        if (_faults.Count == 0 && versions.Count > 0) Content(versions[^1], cancel);
        var current = versions.LastOrDefault();
        return new WarehouseCheck(current?.Number ?? 0, versions.Count, files.Count, files.Sum(file => file.Bytes), current?.Facts ?? 0, _faults);
    }

    Manifest? Version(long number)
    {
        try
        {
            return folder.ReadIfThere(number);
        }
        catch (InvalidDataException damaged)
        {
            _faults.Add(damaged.Message);
            return null;
        }
    }

    void Content(Manifest manifest, CancellationToken cancel)
    {
        using var db = DuckDbConnection.Open(new DuckDbSettings { TempFolder = folder.Spill });
        StoredFacts.Describe(db, folder, manifest, FactTable.All.Select(table => table.Name));
        foreach (var file in manifest.Files)
        {
            var rows = db.Whole($"SELECT count(*) FROM {StoredFacts.Files(folder, [file])}");
            if (rows != file.Rows) _faults.Add($"The data file {folder.PathOf(file)} holds {rows} rows; the manifest says {file.Rows}.");
        }

        None(db, "customers who stand twice", "SELECT party FROM stored_customer GROUP BY party HAVING count(*) > 1");
        None(db, "ordinals given twice", "SELECT shard, ordinal FROM stored_customer GROUP BY shard, ordinal HAVING count(*) > 1");
        None(db, "customers in a shard that is not theirs", $"SELECT party FROM stored_customer WHERE shard <> {CustomerShard.OfHash(CustomerShard.Hash("party"), manifest.Shards)}");
        foreach (var table in FactTable.All)
        {
            cancel.ThrowIfCancellationRequested();
            if (table.Kind.OfParty) None(db, $"facts of kind {table.Name} without a customer", $"SELECT ordinal FROM {table.Stored} ANTI JOIN stored_customer USING (shard, ordinal)");
            var key = FactTable.Quoted(table.Kind.Key.Where(name => name != "party").Prepend("ordinal").Prepend("shard").Append("known_at").Distinct());
            var keyed = table.Id is { } id ? $"WHERE {Sql.Name(id)} IS NOT NULL" : "";
            None(db, $"facts of kind {table.Name} that stand twice", $"SELECT {key} FROM {table.Stored} {keyed} GROUP BY {key} HAVING count(*) > 1");
        }
    }

    void None(DuckDbConnection db, string what, string rows)
    {
        if (db.Whole($"SELECT count(*) FROM ({rows})") is { } count and > 0) _faults.Add($"There are {count} {what}.");
    }
}
