namespace Holdfast.Bench;

/// <summary>A temporary folder with a workspace in it.</summary>
sealed class BenchFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;

    /// <summary>A path in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes the least a workspace needs, and its mappings.</summary>
    public void WriteWorkspace(params (string Name, string Text)[] sources)
    {
        Directory.CreateDirectory(File("sources"));
        System.IO.File.WriteAllText(File("holdfast.yaml"), "name: Bench\ncurrency: EUR\nchurn:\n  - kind: silent\n    days: 120\n");
        foreach (var (name, text) in sources) System.IO.File.WriteAllText(File($"sources/{name}.yaml"), text);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
