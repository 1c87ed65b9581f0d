using System.Globalization;
using System.Security.Cryptography;
using Holdfast.Native.Posix;

namespace Holdfast.Store.Warehouse;

/// <summary>The folder of a warehouse: <c>manifests/&lt;n&gt;.json</c> and the data files in <c>facts/</c>.</summary>
/// <param name="Root">Absolute path.</param>
sealed record WarehouseFolder(string Root)
{
    static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(24);

    string Manifests => Path.Combine(Root, "manifests");

    string Facts => Path.Combine(Root, "facts");

    /// <summary>Folder that DuckDB spills to.</summary>
    public string Spill => Path.Combine(Root, "spill");

    /// <summary>Path of a data file.</summary>
    public string PathOf(DataFile file) => Path.Combine(Facts, file.Name);

    /// <summary>The valid manifest with the highest number; <see cref="Manifest.Empty"/> where there is none.</summary>
    /// <exception cref="InvalidDataException">The newest is of a layout this version does not know.</exception>
    public Manifest Current() => CurrentAndNext().Current;

    /// <summary>
    /// The current manifest and the number the next one must have: the first above every manifest's, torn ones too. Both come from
    /// one look at the folder, so that who publishes under this number builds on everything published before.
    /// </summary>
    /// <exception cref="InvalidDataException">The newest is of a layout this version does not know.</exception>
    public (Manifest Current, long Next) CurrentAndNext()
    {
        var numbers = Numbers().OrderDescending().ToList();
        return (numbers.Select(Read).FirstOrDefault(manifest => manifest is not null) ?? Manifest.Empty, numbers.FirstOrDefault() + 1);
    }

    /// <summary>Makes the folders.</summary>
    public void Create()
    {
        Directory.CreateDirectory(Manifests);
        Directory.CreateDirectory(Facts);
        DurableFiles.FlushFolder(Root);
    }

    /// <summary>Publishes a manifest: whole or not at all.</summary>
    /// <returns>False where another publisher took the number.</returns>
    public bool TryPublish(Manifest manifest)
    {
        var taken = Path.Combine(Manifests, Name(manifest.Number));
        var draft = $"{taken}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp";
        File.WriteAllBytes(draft, manifest.ToBytes());
        DurableFiles.FlushFile(draft);
        var published = DurableFiles.TryLink(draft, taken);
        File.Delete(draft);
        if (published) DurableFiles.FlushFolder(Manifests);
        return published;
    }

    /// <summary>A path for a data file that is being written.</summary>
    public string Draft(string name) => Path.Combine(Facts, $"{name}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp");

    /// <summary>Gives a written draft its final, unused name, durable but for the folder: see <see cref="FlushFacts"/>.</summary>
    public DataFile Keep(string draft, DataFile file)
    {
        DurableFiles.FlushFile(draft);
        var sha256 = Sha256(draft);
        var kept = file with { Bytes = new FileInfo(draft).Length, Sha256 = sha256 };
        for (var copy = 1; ; copy++)
        {
            kept = kept with { Name = $"{file.Name}-{sha256[..16]}{(copy == 1 ? "" : $"-{copy}")}.parquet" };
            if (DurableFiles.TryLink(draft, PathOf(kept))) break;
        }

        File.Delete(draft);
        return kept;
    }

    /// <summary>Makes the names of all kept files durable.</summary>
    public void FlushFacts() => DurableFiles.FlushFolder(Facts);

    /// <summary>Checks that a data file is what its manifest says.</summary>
    /// <exception cref="InvalidDataException">It is missing or its bytes are others.</exception>
    public void Check(DataFile file)
    {
        var path = PathOf(file);
        if (!File.Exists(path)) throw new InvalidDataException($"The data file {path} is missing: restore it from a backup, or load the sources into a new warehouse.");
        if (Sha256(path) != file.Sha256)
            throw new InvalidDataException($"The data file {path} is damaged: its bytes are not those that were written. Restore it from a backup, or load the sources into a new warehouse.");
    }

    /// <summary>Removes files that no manifest names and that are older than a day: what killed or beaten publishers left.</summary>
    /// <param name="now">The time now, UTC.</param>
    public void RemoveLeftovers(DateTime now)
    {
        var manifests = Numbers().Select(Read).ToList();
        if (manifests.Contains(null)) return; // A torn manifest may name files that a repair would want.
        var named = manifests.SelectMany(manifest => manifest!.Files).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(Facts).Concat(Directory.GetFiles(Manifests, "*.tmp")))
        {
            if (!named.Contains(Path.GetFileName(path)) && now - File.GetLastWriteTimeUtc(path) > LeftoverAge) File.Delete(path);
        }
    }

    IEnumerable<long> Numbers() => !Directory.Exists(Manifests) ? []
        : Directory.GetFiles(Manifests, "*.json")
            .Select(path => long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0);

    Manifest? Read(long number) => Manifest.Read(File.ReadAllBytes(Path.Combine(Manifests, Name(number))));

    static string Name(long number) => number.ToString(CultureInfo.InvariantCulture) + ".json";

    static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
