using Holdfast.Operations.Audit;
using Holdfast.Operations.Workspaces;
using Holdfast.Store;
using Holdfast.Store.Audit;
using Holdfast.Store.Live;
using Holdfast.Store.Records;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Care;

/// <summary>
/// Puts everything a workspace holds into a backup while others work with it: each store as it is at one moment, a run's stages as they
/// were finished, and everything else file by file. The audit log comes last, so that it tells of all that the other parts hold.
/// </summary>
/// <param name="workspace">The workspace.</param>
/// <param name="backup">Where it goes.</param>
sealed class WorkspaceContents(Workspace workspace, BackupFile backup)
{
    const int Tries = 5;
    const long InMemory = 16 << 20;
    const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Kept by their own ways below, or made anew from the rest, or only of use to the processes that are at work.
    static readonly string[] Apart = ["data/warehouse", "data/audit", "data/records.db", "data/records.db-wal", "data/records.db-shm", "data/runs", "data/run.lock", "data/search.db"];

    string Data => Path.Combine(workspace.Root, "data");

    /// <summary>Adds all of it.</summary>
    public void Add(IProgress<StageProgress> progress, (Snapshot Stored, JournalFiles Arrived) facts, CancellationToken cancel)
    {
        foreach (var path in Others())
        {
            cancel.ThrowIfCancellationRequested();
            AddPlain(path);
        }

        progress.Report(new StageProgress("backup", 0.2, "runs"));
        foreach (var folder in Folders(Path.Combine(Data, "runs"))) AddRun(folder, cancel);
        progress.Report(new StageProgress("backup", 0.4, "facts"));
        foreach (var file in facts.Stored.Files())
        {
            cancel.ThrowIfCancellationRequested();
            Add("data/warehouse/", Path.Combine(Data, "warehouse"), file, Plain);
        }

        foreach (var file in facts.Arrived.All) backup.Add("data/warehouse/" + file.Path, file.Stream, file.Length, Plain);

        progress.Report(new StageProgress("backup", 0.8, "records and audit log"));
        AddRecords();
        using var log = AuditLog.Open(AuditTrail.FolderOf(workspace.Root));
        foreach (var file in log.Files()) Add("data/audit/", AuditTrail.FolderOf(workspace.Root), file, OwnerOnly);
    }

    IEnumerable<string> Others() => Directory.EnumerateFiles(workspace.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Select(Name)
        .Where(name => !Apart.Any(apart => name == apart || name.StartsWith(apart + "/", StringComparison.Ordinal)) && !name.EndsWith(".tmp", StringComparison.Ordinal) && name is not (BackupAbout.File or BackupFile.Sums))
        .Order(StringComparer.Ordinal);

    string Name(string path) => Path.GetRelativePath(workspace.Root, path).Replace('\\', '/');

    static string[] Folders(string path) => Directory.Exists(path) ? [.. Directory.GetDirectories(path).Order(StringComparer.Ordinal)] : [];

    void Add(string prefix, string folder, StoredFile file, UnixFileMode mode)
    {
        if (file.Content is { } content)
        {
            backup.Add(prefix + file.Path, content, mode);
            return;
        }

        using var stream = Open(Path.Combine(folder, file.Path));
        backup.Add(prefix + file.Path, stream, file.Length, mode);
    }

    static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    // A file that is written meanwhile is read again until it holds still; one that is gone meanwhile is no part of the workspace.
    void AddPlain(string name)
    {
        var path = Path.Combine(workspace.Root, name);
        try
        {
            var mode = OperatingSystem.IsWindows() ? Plain : File.GetUnixFileMode(path);
            using var stream = Open(path);
            if (stream.Length > InMemory) backup.Add(name, stream, stream.Length, mode);
            else backup.Add(name, Still(path), mode);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed since it was listed.
        }
    }

    static byte[] Still(string path)
    {
        for (var tries = 0; ; tries++)
        {
            var before = (File.GetLastWriteTimeUtc(path), new FileInfo(path).Length);
            var bytes = File.ReadAllBytes(path);
            if (tries == Tries || (before == (File.GetLastWriteTimeUtc(path), new FileInfo(path).Length) && bytes.Length == before.Length)) return bytes;
        }
    }

    // A stage is replaced as a whole: files that were all opened between two equal lists of names are of one making, and an open file
    // outlives its name. What is not finished is left to the run, which begins it anew.
    void AddRun(string folder, CancellationToken cancel)
    {
        for (var tries = 0; ; tries++)
        {
            cancel.ThrowIfCancellationRequested();
            var names = Finished(folder);
            var opened = new List<(string Name, FileStream Stream)>();
            try
            {
                foreach (var name in names) opened.Add((name, Open(Path.Combine(workspace.Root, name))));
                if (!names.SequenceEqual(Finished(folder)) && tries < Tries) continue;
                foreach (var (name, stream) in opened) backup.Add(name, stream, stream.Length, Plain);
                return;
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && tries < Tries)
            {
                // A run replaced a stage just now.
            }
            finally
            {
                foreach (var (_, stream) in opened) stream.Dispose();
            }
        }
    }

    List<string> Finished(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Name).Where(name => !name.Contains(".unfinished/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    void AddRecords()
    {
        var file = Path.Combine(Data, "records.db");
        if (!File.Exists(file)) return;
        var copy = Path.Combine(Path.GetTempPath(), $"holdfast-records-{Environment.ProcessId}-{Path.GetRandomFileName()}.db");
        try
        {
            RecordsCopy.Take(file, copy);
            using var stream = Open(copy);
            backup.Add("data/records.db", stream, stream.Length, OwnerOnly);
        }
        finally
        {
            foreach (var left in new[] { copy, copy + "-wal", copy + "-shm", copy + "-journal" }) File.Delete(left);
        }
    }
}
