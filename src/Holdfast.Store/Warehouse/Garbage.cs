namespace Holdfast.Store.Warehouse;

/// <summary>What was removed because nobody can need it.</summary>
/// <param name="Manifests">Versions that had been replaced for longer than versions are kept.</param>
/// <param name="Files">Data files and leftovers.</param>
/// <param name="Bytes">Their length together.</param>
public sealed record Removed(long Manifests, long Files, long Bytes)
{
    /// <summary>Nothing was removed.</summary>
    public static Removed Nothing { get; } = new(0, 0, 0);
}

/// <summary>
/// Removes what nobody can need: versions that were replaced longer ago than versions are kept, then files older than a day that no
/// version left and no live lease names.
/// </summary>
static class Garbage
{
    /// <summary>Age from which a draft is a leftover: a publisher names its files only at its end, and nobody loads for a day.</summary>
    public static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(24);

    /// <summary>Collects; the caller holds the publishers' lock.</summary>
    /// <exception cref="IOException">Something could not be removed; what is left is so the next time.</exception>
    public static Removed Collect(WarehouseFolder folder)
    {
        var now = folder.Settings.Clock.GetUtcNow().UtcDateTime;
        List<Manifest> kept;
        try
        {
            kept = [.. folder.Numbers().Select(folder.ReadIfThere).OfType<Manifest>()];
        }
        catch (InvalidDataException)
        {
            // A damaged manifest may name any file: nothing is removed until `store check` has told and somebody has mended it.
            return Removed.Nothing;
        }

        var old = Replaced(folder, kept, now);
        foreach (var manifest in old) folder.Disk.Remove(folder.PathOf(manifest.Number));

        // Manifests first and for good, then the leases, then the files: a reader that took its lease meanwhile sees its manifest gone.
        if (old.Count > 0) folder.FlushManifests();
        var named = kept.Except(old).Concat(Lease.Living(folder)).SelectMany(manifest => manifest.Files).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        return Remove(folder, named, now) with { Manifests = old.Count };
    }

    static List<Manifest> Replaced(WarehouseFolder folder, List<Manifest> kept, DateTime now) =>
        [.. kept.Zip(kept.Skip(1)).Where(pair => now - File.GetLastWriteTimeUtc(folder.PathOf(pair.Second.Number)) >= folder.Settings.KeepVersions).Select(pair => pair.First)];

    static Removed Remove(WarehouseFolder folder, HashSet<string> named, DateTime now)
    {
        var (files, bytes) = (0L, 0L);
        foreach (var path in Directory.GetFiles(folder.Facts).Concat(Drafts(folder.Manifests)).Concat(Drafts(folder.Leases)))
        {
            var file = new FileInfo(path);
            if (named.Contains(file.Name) || !file.Exists || now - file.LastWriteTimeUtc <= LeftoverAge) continue;
            (files, bytes) = (files + 1, bytes + file.Length);
            folder.Disk.Remove(path);
        }

        return new Removed(0, files, bytes);
    }

    static string[] Drafts(string path) => Directory.Exists(path) ? Directory.GetFiles(path, "*.tmp") : [];
}
