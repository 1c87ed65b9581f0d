using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Store;
using Holdfast.Store.Live;

namespace Holdfast.Operations.Care;

/// <summary>What to back up and where to.</summary>
public sealed record BackUpWorkspaceRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>The file to write, which must not be there; or a folder outside the workspace, for a file named after the workspace and the moment.</summary>
    [Place(Place.Output)]
    [Touched("file")]
    public required string To { get; init; }
}

/// <summary>The backup that was taken.</summary>
public sealed record BackUpWorkspaceResult
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Files in it.</summary>
    public required int Files { get; init; }

    /// <summary>Their length together, bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Version of the facts in it; 0 where nothing was loaded.</summary>
    public required long FactsVersion { get; init; }

    /// <summary>What is not in it and must be saved otherwise, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Saves everything a workspace holds in one file, while programs work with it: facts, records, audit log, runs, models, settings and sources.</summary>
public static class BackUpWorkspace
{
    /// <summary>Backs up.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong, the file is there already or lies within the workspace, or the disk refused.</exception>
    public static BackUpWorkspaceResult Run(BackUpWorkspaceRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var workspace = StoreOperations.Workspace(request.Workspace);
        var now = context.Clock.GetUtcNow();
        var path = Decide(workspace.Root, request.To, now);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var warehouse = workspace.OpenWarehouse();
        using var journal = JournalFiles.Open(warehouse);
        using var facts = warehouse.Current();
        using var backup = new BackupFile(path, now);
        var isFile = workspace.RecordsConnection is null;
        var about = new BackupAbout(BackupAbout.Layout, Program, workspace.Business.Name, now, facts.Manifest, isFile ? "file" : "postgresql");
        context.Progress.Report(new StageProgress("backup", 0, "settings and sources"));
        backup.Add(BackupAbout.File, JsonSerializer.SerializeToUtf8Bytes(about, CareJson.Default.BackupAbout), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new WorkspaceContents(workspace, backup).Add(context.Progress, (facts, journal), cancel);
        backup.Finish();
        context.Progress.Report(new StageProgress("backup", 1, string.Create(CultureInfo.InvariantCulture, $"{backup.Files:N0} files")));
        return new BackUpWorkspaceResult
        {
            File = path,
            Files = backup.Files,
            Bytes = backup.Bytes,
            FactsVersion = facts.Manifest,
            Notes = isFile ? [] : ["The records are in PostgreSQL and not in this file: save them with pg_dump at the same time (docs/operations/backup.md)."],
        };
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(BackUpWorkspaceResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var saved = string.Create(CultureInfo.InvariantCulture, $"Saved {result.Files:N0} files, {result.Bytes / 1e6:N1} MB, facts of version {result.FactsVersion}, in {result.File}. It holds the audit log's private key and everything told of customers: keep it as safe as the workspace.");
        return string.Join(Environment.NewLine, result.Notes.Prepend(saved));
    }

    static string Program { get; } = typeof(BackUpWorkspace).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    static string Decide(string root, string to, DateTimeOffset now)
    {
        var path = Path.GetFullPath(to);
        if (Directory.Exists(path)) path = Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(root.TrimEnd('/'))}-{now.UtcDateTime:yyyyMMdd-HHmmss}.tar"));
        if (path.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal)) throw new HoldfastException($"{path} lies within the workspace, where a backup helps nobody; name a place outside it, best on another disk.");
        return Path.Exists(path) ? throw new HoldfastException($"{path} is there already; name a file that is not.") : path;
    }
}
