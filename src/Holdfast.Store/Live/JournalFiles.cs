namespace Holdfast.Store.Live;

/// <summary>The journal's files as they were at one moment, held open: a load that takes them in and removes them takes nothing away from who reads here.</summary>
public sealed class JournalFiles : IDisposable
{
    JournalFiles(IReadOnlyList<JournalFile> files) => All = files;

    /// <summary>The files, the oldest first.</summary>
    public IReadOnlyList<JournalFile> All { get; }

    /// <summary>Opens them. Open the facts of the warehouse afterwards: then every fact is among those or in these files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static JournalFiles Open(Warehouse.Warehouse warehouse)
    {
        ArgumentNullException.ThrowIfNull(warehouse);
        var folder = Journal.FolderOf(warehouse.Folder);
        return new JournalFiles([.. Journal.Segments(folder).Select(segment => OpenIfThere(Journal.PathOf(folder, segment))).OfType<JournalFile>()]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in All) file.Stream.Dispose();
    }

    static JournalFile? OpenIfThere(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new JournalFile("journal/" + Path.GetFileName(path), stream.Length, stream);
        }
        catch (FileNotFoundException)
        {
            // A load has just taken it in.
            return null;
        }
    }
}

/// <summary>One file of the journal.</summary>
/// <param name="Path">Path in the warehouse's folder, with slashes.</param>
/// <param name="Length">How many of its bytes belong to the moment.</param>
/// <param name="Stream">Its bytes; more may follow.</param>
public sealed record JournalFile(string Path, long Length, Stream Stream);
