using System.Globalization;
using Holdfast.Native.Posix;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// A reader's claim on the files of its manifest: a copy of the manifest in <c>leases/</c> under a lock that dies with the process.
/// While the lock is held, no file named in it is removed.
/// </summary>
sealed class Lease : IDisposable
{
    /// <summary>Ending of a lease's name.</summary>
    public const string Ending = ".lease";

    static long _last;

    readonly FileLock _lock;
    readonly string _path;
    readonly Disk _disk;

    Lease(FileLock taken, string path, Disk disk) => (_lock, _path, _disk) = (taken, path, disk);

    /// <summary>
    /// The current manifest with a lease on it. Who may not write into the folder reads without one; such a reader is safe only for
    /// as long as versions are kept.
    /// </summary>
    /// <exception cref="InvalidDataException">The newest manifest is damaged, or of a layout this version does not know.</exception>
    public static (Manifest Manifest, Lease? Lease) OfCurrent(WarehouseFolder folder)
    {
        while (true)
        {
            var manifest = folder.Current();
            if (manifest.Number == 0) return (manifest, null);
            var lease = TryTake(folder, manifest);
            if (lease is null || IsStill(folder, manifest)) return (manifest, lease);
            lease.Dispose();
        }
    }

    /// <summary>A lease on a manifest of a number; null where there is none any more.</summary>
    /// <exception cref="InvalidDataException">The manifest is damaged, or of a layout this version does not know.</exception>
    public static (Manifest Manifest, Lease? Lease)? Of(WarehouseFolder folder, long number)
    {
        if (folder.ReadIfThere(number) is not { } manifest) return null;
        var lease = TryTake(folder, manifest);
        if (lease is null || IsStill(folder, manifest)) return (manifest, lease);
        lease.Dispose();
        return Of(folder, number);
    }

    /// <summary>The manifests that live leases name; leases of dead readers are removed.</summary>
    /// <exception cref="IOException">A lease cannot be read or removed.</exception>
    public static IReadOnlyList<Manifest> Living(WarehouseFolder folder)
    {
        if (!Directory.Exists(folder.Leases)) return [];
        var living = new List<Manifest>();
        foreach (var path in Directory.GetFiles(folder.Leases, "*" + Ending))
        {
            using var dead = FileLock.TryTakeExisting(path);
            if (dead is not null) folder.Disk.Remove(path);
            else if (Read(path) is { } manifest) living.Add(manifest);
        }

        return living;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disk.RemoveIfPossible(_path);
        _lock.Dispose();
    }

    // Whoever removes files first removes the manifests and then looks for leases: a manifest that is still there after the lease
    // was taken keeps its files.
    static bool IsStill(WarehouseFolder folder, Manifest manifest) => folder.ReadIfThere(manifest.Number)?.Fingerprint == manifest.Fingerprint;

    static Lease? TryTake(WarehouseFolder folder, Manifest manifest)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{manifest.Number}-{WarehouseFolder.Process}-{Interlocked.Increment(ref _last)}");
        var path = Path.Combine(folder.Leases, name + Ending);
        FileLock? taken = null;
        try
        {
            // Locked before it has its name: a lease that can be seen without its lock is a dead one.
            Directory.CreateDirectory(folder.Leases);
            var draft = path + ".tmp";
            taken = FileLock.TryTake(draft, shared: true);
            folder.Disk.Write(draft, manifest.ToBytes());
            folder.Disk.Replace(draft, path);
            return new Lease(taken!, path, folder.Disk);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            return null;
        }
    }

    // A reader that ends just now takes its lease away; then it needs nothing any more.
    static Manifest? Read(string path)
    {
        try
        {
            return Manifest.Read(File.ReadAllBytes(path));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
