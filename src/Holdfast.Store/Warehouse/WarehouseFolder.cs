using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Holdfast.Native.DuckDb;
using Holdfast.Native.Posix;

namespace Holdfast.Store.Warehouse;

/// <summary>The folder of a warehouse: <c>manifests/&lt;n&gt;.json</c>, the data files in <c>facts/</c>, the readers' <c>leases/</c>.</summary>
/// <param name="Root">Absolute path.</param>
/// <param name="Settings">What the workspace chose.</param>
sealed record WarehouseFolder(string Root, WarehouseSettings Settings)
{
    // A data file never changes, so one look in a process is enough as long as its length and time stay the same.
    static readonly ConcurrentDictionary<string, (long Length, DateTime Written, string Sha256)> Checked = new(StringComparer.Ordinal);

    const string MostMemory = "200MB";

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>A word no other process has, in other containers neither: for names of drafts and leases, never for results.</summary>
    public static string Process { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    /// <summary>Folder of the manifests.</summary>
    public string Manifests => Path.Combine(Root, "manifests");

    /// <summary>Folder of the data files.</summary>
    public string Facts => Path.Combine(Root, "facts");

    /// <summary>Folder of the readers' leases.</summary>
    public string Leases => Path.Combine(Root, "leases");

    /// <summary>Folder of what is derived for looking at one customer.</summary>
    public string Live => Path.Combine(Root, "live");

    /// <summary>Folder that DuckDB spills to.</summary>
    public string Spill => Path.Combine(Root, "spill");

    /// <summary>
    /// Settings of a load's database: it spills into the warehouse's folder, and beyond <see cref="MostMemory"/> it does.
    /// The whole process of a load stays below 512 MB with it (docs/performance.md); more would save no processor time worth naming.
    /// </summary>
    public DuckDbSettings Bounded(DuckDbSettings? settings = null)
    {
        settings ??= new DuckDbSettings();
        return settings with { MemoryLimit = settings.MemoryLimit ?? MostMemory, TempFolder = settings.TempFolder ?? Spill };
    }

    /// <summary>Every change of the disk.</summary>
    public Disk Disk => Settings.Disk;

    /// <summary>Path of a data file.</summary>
    public string PathOf(DataFile file) => Path.Combine(Facts, file.Name);

    /// <summary>Path of a manifest.</summary>
    public string PathOf(long number) => Path.Combine(Manifests, number.ToString(CultureInfo.InvariantCulture) + ".json");

    /// <summary>The manifest with the highest number; <see cref="Manifest.Empty"/> where there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a layout this version does not know.</exception>
    public Manifest Current() => CurrentAndNext().Current;

    /// <summary>
    /// The current manifest and the number the next one must have. Both come from one look at the folder, so that who publishes
    /// under this number builds on everything published before.
    /// </summary>
    /// <exception cref="InvalidDataException">The newest manifest is damaged, or of a layout this version does not know.</exception>
    public (Manifest Current, long Next) CurrentAndNext()
    {
        while (true)
        {
            if (Numbers() is not [.., var last]) return (Manifest.Empty, 1);
            if (ReadIfThere(last) is { } current) return (current, last + 1);
        }
    }

    /// <summary>Numbers of all manifests, the oldest first.</summary>
    public IReadOnlyList<long> Numbers() => !Directory.Exists(Manifests) ? []
        : [.. Directory.GetFiles(Manifests, "*.json")
            .Select(path => long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0)
            .Order()];

    /// <summary>A manifest; null where there is none of that number.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a layout this version does not know.</exception>
    public Manifest? ReadIfThere(long number)
    {
        var path = PathOf(number);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        // It was forced to the disk before it got its name: torn by a crash it cannot be, so an older one must not stand in for it.
        return Manifest.Read(bytes) is { } manifest && manifest.Number == number ? manifest
            : throw new InvalidDataException(
                $"The manifest {path} is damaged: its bytes are not those that were written. Restore it from a backup; or, to go back to the facts "
                + "of the manifest before it, move it out of its folder and load the sources again.");
    }

    /// <summary>Makes the folders.</summary>
    public void Create()
    {
        foreach (var folder in new[] { Manifests, Facts, Leases }) Directory.CreateDirectory(folder);
        Disk.FlushFolder(Root);
    }

    /// <summary>
    /// Takes the lock that all who publish hold together and who erases or needs the folder for itself holds alone; it dies with the process.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled while waiting.</exception>
    public FileLock Lock(bool shared, CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (FileLock.TryTake(Path.Combine(Root, "publish.lock"), shared) is { } taken) return taken;
            cancel.WaitHandle.WaitOne(Pause);
        }
    }

    /// <summary>Publishes a manifest: whole or not at all.</summary>
    /// <returns>False where another publisher took the number.</returns>
    public bool TryPublish(Manifest manifest)
    {
        var taken = PathOf(manifest.Number);
        var draft = WriteDraft(taken, manifest);
        var published = Disk.TryLink(draft, taken);
        Disk.RemoveIfPossible(draft);
        if (published) FlushManifests();
        return published;
    }

    /// <summary>Puts a manifest in place of the one with its number.</summary>
    public void Replace(Manifest manifest)
    {
        var taken = PathOf(manifest.Number);
        Disk.Replace(WriteDraft(taken, manifest), taken);
        FlushManifests();
    }

    /// <summary>Makes the names of all manifests durable.</summary>
    public void FlushManifests() => Disk.FlushFolder(Manifests);

    /// <summary>A path for a data file that is being written.</summary>
    public string Draft(string name) => DraftOf(Path.Combine(Facts, name));

    /// <summary>Gives a written draft its final, unused name, durable but for the folder: see <see cref="FlushFacts"/>.</summary>
    public DataFile Keep(string draft, DataFile file)
    {
        Disk.Flush(draft);
        var sha256 = Sha256(draft);
        var kept = file with { Bytes = new FileInfo(draft).Length, Sha256 = sha256 };
        for (var copy = 1; ; copy++)
        {
            kept = kept with { Name = $"{file.Name}-{sha256[..16]}{(copy == 1 ? "" : $"-{copy}")}.parquet" };
            if (Disk.TryLink(draft, PathOf(kept))) break;
        }

        Disk.RemoveIfPossible(draft);
        return kept;
    }

    /// <summary>Makes the names of all kept files durable.</summary>
    public void FlushFacts() => Disk.FlushFolder(Facts);

    /// <summary>Checks once in a process that a data file is what its manifest says.</summary>
    /// <exception cref="InvalidDataException">It is missing or its bytes are others.</exception>
    public void Check(DataFile file)
    {
        var path = PathOf(file);
        if (Fault(file, again: false) is { } fault)
            throw new InvalidDataException($"The data file {path} is {fault}. Restore it from a backup, or load the sources into a new warehouse.");
    }

    /// <summary>What is wrong with a data file; null where nothing is.</summary>
    /// <param name="file">The file as its manifest tells it.</param>
    /// <param name="again">Whether to read it though this process did so before.</param>
    public string? Fault(DataFile file, bool again)
    {
        var path = PathOf(file);
        var seen = new FileInfo(path);
        if (!seen.Exists) return "missing";
        var known = (seen.Length, seen.LastWriteTimeUtc, file.Sha256);
        if (!again && Checked.TryGetValue(path, out var before) && before == known) return null;
        if (seen.Length != file.Bytes || Sha256(path) != file.Sha256) return "damaged: its bytes are not those that were written";
        Checked[path] = known;
        return null;
    }

    string WriteDraft(string name, Manifest manifest)
    {
        var draft = DraftOf(name);
        Disk.Write(draft, manifest.ToBytes());
        Disk.Flush(draft);
        return draft;
    }

    static string DraftOf(string path) => $"{path}.{Process}-{Environment.CurrentManagedThreadId}.tmp";

    static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
