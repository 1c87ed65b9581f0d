using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>What an erasure did.</summary>
/// <param name="Ids">Every id of the person; none of them can be loaded again.</param>
/// <param name="Versions">Versions of the facts that told of the person and no longer do.</param>
/// <param name="Facts">Facts of the current version that are gone.</param>
public sealed record ErasureOutcome(IReadOnlyList<string> Ids, int Versions, long Facts);

/// <summary>
/// Takes a person out of every version that can still be read, the oldest first, so that an erasure that dies is finished by
/// repeating it: the newest version, which tells who is who, goes last. Nobody publishes meanwhile.
/// </summary>
sealed class Erasure(WarehouseFolder folder)
{
    readonly DuckDbConnection _db = DuckDbConnection.Open(new DuckDbSettings { TempFolder = folder.Spill });
    readonly Dictionary<string, DataFile?> _rewritten = new(StringComparer.Ordinal);

    /// <summary>Erases.</summary>
    public static ErasureOutcome Run(WarehouseFolder folder, string customer, CancellationToken cancel)
    {
        folder.Create();
        using var alone = folder.Lock(shared: false, cancel);
        var erasure = new Erasure(folder);
        using (erasure._db) return erasure.Erase(customer, cancel);
    }

    ErasureOutcome Erase(string customer, CancellationToken cancel)
    {
        var before = folder.Numbers().Select(folder.ReadIfThere).OfType<Manifest>().ToList();
        if (before.Count == 0) before.Add(Manifest.Empty);
        var ids = Ids(before[^1], customer);
        var mark = Mark(before[^1], ids, cancel);
        var after = before.Select(manifest => Without(manifest, ids, mark, cancel)).ToList();
        folder.FlushFacts();
        foreach (var manifest in after)
        {
            if (manifest.Number > 0) folder.Replace(manifest);
            else if (!folder.TryPublish(manifest with { Number = 1 })) throw new IOException("A version was published though the folder is locked; repeat the erasure.");
        }

        RemoveReplaced(before, after);
        foreach (var derived in Directory.Exists(folder.Live) ? Directory.GetFiles(folder.Live) : []) folder.Disk.Remove(derived);
        var gone = before.Zip(after).Count(pair => Facts(pair.First) != Facts(pair.Second));
        return new ErasureOutcome(ids, gone, before[^1].Facts - after[^1].Facts);
    }

    static long Facts(Manifest manifest) => manifest.Files.Where(file => file.Kind != FactTable.Erased).Sum(file => file.Rows);

    List<string> Ids(Manifest newest, string customer)
    {
        var aliases = newest.Of("alias", 0);
        foreach (var file in aliases) folder.Check(file);
        if (aliases.Count == 0) return [customer];
        var identities = Identities.Read(_db, StoredFacts.Files(folder, aliases), before: null);
        return identities.Knows(customer) ? identities.Groups[identities.Resolve(customer)] : [customer];
    }

    // One file with the marks of everybody erased so far; the marks are hashes, so that the ids themselves are gone.
    DataFile Mark(Manifest newest, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var known = newest.Files.Where(file => file.Kind == FactTable.Erased).ToList();
        foreach (var file in known) folder.Check(file);
        var stored = known.Count == 0 ? "" : $" UNION SELECT customer_hash FROM {StoredFacts.Files(folder, known)}";
        _db.Execute($"CREATE OR REPLACE TABLE marks AS SELECT DISTINCT {CustomerShard.Hash("id")} AS customer_hash FROM (SELECT unnest({Sql.List(ids)}) AS id){stored}", cancel);
        var rows = _db.Whole("SELECT count(*) FROM marks") ?? 0;
        return Write(new DataFile(Name(newest.Number + 1, FactTable.Erased, 0), FactTable.Erased, 0, rows, 0, 0, ""), "SELECT customer_hash FROM marks ORDER BY customer_hash", cancel);
    }

    Manifest Without(Manifest manifest, IReadOnlyList<string> ids, DataFile mark, CancellationToken cancel)
    {
        var files = new List<DataFile> { mark };
        foreach (var shard in manifest.Files.Where(file => file.Kind != FactTable.Erased).GroupBy(file => file.Shard))
        {
            var customers = shard.Where(file => file.Kind == FactTable.Customers).ToList();
            foreach (var file in shard) folder.Check(file);
            var ordinals = customers.Count == 0 ? [] : Ordinals(customers, ids);
            files.AddRange(shard.Select(file => Without(file, Theirs(file, ids, ordinals), cancel)).OfType<DataFile>());
        }

        return manifest.With(manifest.Number, manifest.Shards, manifest.LastFactDay, files);
    }

    List<long> Ordinals(List<DataFile> customers, IReadOnlyList<string> ids)
    {
        var ordinals = new List<long>();
        using var rows = _db.Query($"SELECT ordinal FROM {StoredFacts.Files(folder, customers)} WHERE customer IN (SELECT unnest({Sql.List(ids)}))");
        while (rows.Next())
        {
            for (var row = 0; row < rows.RowCount; row++) ordinals.Add(rows[0].Whole(row));
        }

        return ordinals;
    }

    // Which rows of a file are the person's; null where it can hold none.
    static string? Theirs(DataFile file, IReadOnlyList<string> ids, List<long> ordinals) =>
        file.Kind == "alias" ? $"(\"from\" IN (SELECT unnest({Sql.List(ids)})) OR \"to\" IN (SELECT unnest({Sql.List(ids)})))"
        : ordinals.Count == 0 || !(file.Kind == FactTable.Customers || FactTable.Of(file.Kind).Kind.OfParty) ? null
        : $"ordinal IN ({string.Join(", ", ordinals)})";

    DataFile? Without(DataFile file, string? theirs, CancellationToken cancel)
    {
        if (_rewritten.TryGetValue(file.Name, out var known)) return known;
        var rows = StoredFacts.Files(folder, [file]);
        var gone = theirs is null ? 0 : _db.Whole($"SELECT count(*) FROM {rows} WHERE {theirs}") ?? 0;
        var left = gone == 0 ? file
            : gone == file.Rows ? null
            : Write(
                file with { Name = string.Join('-', file.Name.Split('-')[..3]), Rows = file.Rows - gone, Versions = Math.Min(file.Versions, file.Rows - gone) },
                $"SELECT * FROM {rows} WHERE NOT {theirs}", cancel);
        return _rewritten[file.Name] = left;
    }

    DataFile Write(DataFile file, string sorted, CancellationToken cancel)
    {
        var files = new FactFiles(_db, folder, 0);
        files.Write(file, sorted, cancel);
        return files.Written[0];
    }

    static string Name(long number, string kind, int shard) => string.Create(CultureInfo.InvariantCulture, $"{number:D6}-{kind}-{shard:D3}");

    // At once, for they hold what was to go; who still reads an old version ends first, and then they are collected.
    void RemoveReplaced(List<Manifest> before, List<Manifest> after)
    {
        var named = after.Concat(Lease.Living(folder)).SelectMany(manifest => manifest.Files).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var file in before.SelectMany(manifest => manifest.Files).DistinctBy(file => file.Name).Where(file => !named.Contains(file.Name)))
            folder.Disk.Remove(folder.PathOf(file));
    }
}
