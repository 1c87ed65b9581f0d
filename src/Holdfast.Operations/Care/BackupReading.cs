using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Operations.Care;

/// <summary>What a backup holds, and what is wrong with it.</summary>
/// <param name="About">What it says of itself; null where it does not.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their length together.</param>
/// <param name="Faults">What is wrong, a sentence each; empty where it is whole.</param>
sealed record BackupContent(BackupAbout? About, int Files, long Bytes, IReadOnlyList<string> Faults);

/// <summary>Reads a backup from its beginning to its end and compares every file with its hash.</summary>
static class BackupReading
{
    const int MostText = 64 << 20;

    /// <summary>Reads.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="into">Folder to write the files into; null only compares them.</param>
    /// <param name="cancel">Stops it.</param>
    public static BackupContent Read(string path, string? into, CancellationToken cancel)
    {
        var (faults, hashes, bytes) = (new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal), 0L);
        BackupAbout? about = null;
        string? sums = null;
        try
        {
            using var file = File.OpenRead(path);
            using var tar = new TarReader(file);
            while (tar.GetNextEntry() is { } entry)
            {
                cancel.ThrowIfCancellationRequested();
                if (entry.Name == BackupFile.Sums) sums = Encoding.UTF8.GetString(Bytes(entry));
                else if (!IsPlain(entry)) faults.Add($"It holds '{entry.Name}', which is no plain file within the workspace.");
                else if (entry.Name == BackupAbout.File) hashes[entry.Name] = Hash(Bytes(entry), out about);
                else
                {
                    hashes[entry.Name] = Copy(entry, into);
                    bytes += entry.Length;
                }
            }
        }
        catch (Exception torn) when (torn is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            faults.Add($"It is no whole tar file: {torn.Message}");
        }

        faults.AddRange(Compare(sums, hashes));
        return new BackupContent(about, hashes.Count, bytes, faults);
    }

    static IEnumerable<string> Compare(string? sums, Dictionary<string, string> hashes)
    {
        if (sums is null) return ["It ends before its list of hashes: the backup was cut off, or is none."];
        var told = sums.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Length > 66).ToDictionary(line => line[66..], line => line[..64], StringComparer.Ordinal);
        return told.Where(pair => !hashes.ContainsKey(pair.Key)).Select(pair => $"The file {pair.Key} is missing.")
            .Concat(hashes.Where(pair => !told.ContainsKey(pair.Key)).Select(pair => $"The file {pair.Key} was added, or its name was changed."))
            .Concat(hashes.Where(pair => told.TryGetValue(pair.Key, out var hash) && hash != pair.Value).Select(pair => $"The file {pair.Key} is damaged: its bytes are not those that were written."));
    }

    static bool IsPlain(TarEntry entry) => entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile
        && !Path.IsPathRooted(entry.Name) && !entry.Name.Contains('\0', StringComparison.Ordinal)
        && entry.Name.Split('/').All(part => part is not ("" or "." or ".."));

    static string Hash(byte[] bytes, out BackupAbout? about)
    {
        about = BackupAbout.Read(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    static byte[] Bytes(TarEntry entry)
    {
        if (entry.Length > MostText) throw new InvalidDataException($"{entry.Name} is too long.");
        using var memory = new MemoryStream();
        entry.DataStream?.CopyTo(memory);
        return memory.ToArray();
    }

    static string Copy(TarEntry entry, string? into)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = into is null ? null : Made(Path.Combine(into, entry.Name), entry.Mode);
        var buffer = new byte[1 << 17];
        for (int read; entry.DataStream is { } data && (read = data.Read(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            file?.Write(buffer, 0, read);
        }

        file?.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static FileStream Made(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var made = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) made.UnixCreateMode = mode;
        return new FileStream(path, made);
    }
}
