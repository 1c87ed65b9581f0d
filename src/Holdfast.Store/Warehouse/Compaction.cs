using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>What a compaction did.</summary>
/// <param name="Manifest">Number of the manifest that now holds the facts.</param>
/// <param name="Published">Whether anything was to be joined or split, so that the manifest is a new one.</param>
/// <param name="FilesBefore">Data files of the version before.</param>
/// <param name="FilesAfter">Data files of the version now.</param>
/// <param name="Shards">Shards of the version now.</param>
/// <param name="Removed">What was removed because nobody can need it.</param>
public sealed record CompactOutcome(long Manifest, bool Published, int FilesBefore, int FilesAfter, int Shards, Removed Removed);

/// <summary>Writes shards anew that have deltas. Whoever publishes meanwhile wins; then it starts again from what that one published.</summary>
sealed class Compaction(WarehouseFolder folder)
{
    /// <summary>Compacts and collects garbage.</summary>
    public CompactOutcome Run(CancellationToken cancel)
    {
        folder.Create();
        using var publishing = folder.Lock(shared: true, cancel);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var (current, next) = folder.CurrentAndNext();
            if (Attempt(current, next, cancel) is { } now)
                return new CompactOutcome(now.Number, now.Number > current.Number, current.Files.Count, now.Files.Count, now.Shards, Garbage.Collect(folder));
        }
    }

    Manifest? Attempt(Manifest current, long number, CancellationToken cancel)
    {
        if (current.Number == 0) return current;
        using var db = DuckDbConnection.Open(new DuckDbSettings { TempFolder = folder.Spill });
        foreach (var file in current.Files.Where(file => file.Kind == FactTable.Customers)) folder.Check(file);
        StoredFacts.DescribeCustomers(db, folder, current);
        LoadCustomers.Stored(db, cancel);
        var shards = Math.Max(current.Shards, CustomerShard.CountFor(current.Facts));
        var writing = new LoadWriting(db, folder, current, number);
        if (writing.Compact(shards, cancel)?.ToList() is not { } files) return current;
        folder.FlushFacts();
        var compacted = current.With(number, shards, current.LastFactDay, files);
        if (folder.TryPublish(compacted)) return compacted;
        writing.Files.Drop();
        return null;
    }
}
