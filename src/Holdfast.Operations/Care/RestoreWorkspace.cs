using System.Globalization;
using Holdfast.Native.Posix;

namespace Holdfast.Operations.Care;

/// <summary>What to restore and where to.</summary>
public sealed record RestoreWorkspaceRequest
{
    /// <summary>The backup file.</summary>
    [Place(Place.Input)]
    public required string From { get; init; }

    /// <summary>The folder to make the workspace in: one that is not there, or an empty one.</summary>
    [Place(Place.Workspace)]
    public required string To { get; init; }
}

/// <summary>What was restored.</summary>
/// <param name="Folder">The workspace.</param>
/// <param name="Workspace">Its name.</param>
/// <param name="TakenAt">When the backup was taken.</param>
/// <param name="Files">Files restored.</param>
/// <param name="Bytes">Their length together.</param>
/// <param name="Notes">What must still be done, a sentence each.</param>
public sealed record RestoreWorkspaceResult(string Folder, string Workspace, DateTimeOffset TakenAt, int Files, long Bytes, IReadOnlyList<string> Notes);

/// <summary>Makes a workspace from a backup, in a new or empty folder. A backup that is not whole is refused, and nothing is left of it.</summary>
public static class RestoreWorkspace
{
    /// <summary>Restores.</summary>
    /// <exception cref="HoldfastException">The backup is damaged, the folder is not empty, or the disk refused.</exception>
    public static RestoreWorkspaceResult Run(RestoreWorkspaceRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.To));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new HoldfastException($"{target} is not empty; a backup is restored into a folder that is new or empty, so that nothing is overwritten.");
        var parent = Path.GetDirectoryName(target) ?? throw new HoldfastException($"{target} cannot be a workspace; name a folder.");
        Directory.CreateDirectory(parent);
        var draft = Path.Combine(parent, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.restoring");
        try
        {
            Directory.CreateDirectory(draft);
            context.Progress.Report(new StageProgress("restore", 0, "reading the backup"));
            var content = BackupReading.Read(request.From, draft, cancel);
            var about = VerifyBackup.Require(request.From, content);
            foreach (var folder in Directory.GetDirectories(draft, "*", SearchOption.AllDirectories).Append(draft)) DurableFiles.FlushFolder(folder);
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.Move(draft, target);
            DurableFiles.FlushFolder(parent);
            context.Progress.Report(new StageProgress("restore", 1, string.Create(CultureInfo.InvariantCulture, $"{content.Files:N0} files")));
            return new RestoreWorkspaceResult(target, about.Workspace, about.TakenAt, content.Files, content.Bytes, Notes(about));
        }
        finally
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        }
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(RestoreWorkspaceResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var done = string.Create(CultureInfo.InvariantCulture, $"Restored {result.Workspace} as of {result.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC into {result.Folder}: {result.Files:N0} files, {result.Bytes / 1e6:N1} MB, every checksum fits.");
        return string.Join(Environment.NewLine, result.Notes.Prepend(done));
    }

    static List<string> Notes(BackupAbout about) => about.Records == "file" ? []
        : ["The records were in PostgreSQL: restore them from your pg_dump of the same time before anything is started (docs/operations/restore.md)."];
}
