namespace Holdfast.Operations.Workspaces;

/// <summary>A workspace to check.</summary>
/// <param name="Workspace">Its folder. Default the current one.</param>
/// <param name="Data">Folder that ${data} in mappings stands for; where not given, the environment variable HOLDFAST_DATA; neither is no fault before a run.</param>
public sealed record CheckWorkspaceRequest([property: Place(Place.Workspace)] string Workspace = ".", [property: Place(Place.Input)] string? Data = null);

/// <summary>What was found.</summary>
/// <param name="Workspace">Absolute path of the workspace.</param>
/// <param name="Files">Number of files of settings read.</param>
/// <param name="Faults">Everything that is wrong, by file and line; empty where all is well.</param>
/// <param name="Notes">What is worth knowing and hinders nobody yet, such as sources without a file.</param>
public sealed record CheckWorkspaceResult(string Workspace, int Files, IReadOnlyList<Fault> Faults, IReadOnlyList<string> Notes)
{
    /// <summary>Whether there is no fault.</summary>
    public bool Clean => Faults.Count == 0;

    /// <summary>The result in words for a terminal: every fault on a line of its own, then the notes.</summary>
    public string Describe() => string.Join('\n', new[] { Clean ? $"{Files} files, no fault" : LoadedWorkspace.Describe(Faults) }.Concat(Notes));
}

/// <summary>Checks all files of a workspace, each by itself and against each other, and tells every fault at once.</summary>
public static class CheckWorkspace
{
    /// <summary>Checks the workspace; changes nothing.</summary>
    public static CheckWorkspaceResult Run(CheckWorkspaceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var root = Path.GetFullPath(request.Workspace);
        var loaded = WorkspaceFiles.Load(root, request.Data ?? Environment.GetEnvironmentVariable("HOLDFAST_DATA"));
        return new(root, Count(root), loaded.Faults, Notes(loaded));
    }

    static int Count(string root) => !Directory.Exists(root) ? 0 : new[] { root, Path.Combine(root, "sources"), Path.Combine(root, "words") }
        .Where(Directory.Exists).Sum(folder => Directory.GetFiles(folder, "*.yaml").Length);

    static List<string> Notes(LoadedWorkspace loaded)
    {
        var notes = loaded.RunFaults.Select(fault => $"A run would stop here: {fault}").ToList();
        if (loaded.Workspace is { } workspace)
        {
            notes.AddRange(workspace.Sources
                .Select(source => source with { File = workspace.DataRoot is { } data ? source.File.Replace("${data}", data, StringComparison.Ordinal) : source.File })
                .Where(source => !source.File.Contains("${", StringComparison.Ordinal) && !IsThere(Path.Combine(workspace.Root, source.File)))
                .Select(source => $"The source '{source.Name}' has no file yet: {source.File}"));
        }

        return notes;
    }

    static bool IsThere(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return File.Exists(file) || folder.Contains('*', StringComparison.Ordinal)
            || Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(file)).Any();
    }
}
