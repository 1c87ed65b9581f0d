namespace Holdfast.Conventions;

/// <summary>The project's own C# files, read once.</summary>
static class SourceFiles
{
    public static IReadOnlyList<SourceFile> All { get; } =
        new[] { "src", "tests", "bench" }
            .Select(folder => Path.Combine(Repository.Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}"))
            .Order(StringComparer.Ordinal)
            .Select(file => new SourceFile(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllLines(file)))
            .ToList();

    public static IEnumerable<SourceFile> Under(string folder) => All.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal));
}

sealed record SourceFile(string Path, string[] Lines)
{
    public string Text { get; } = string.Join('\n', Lines);
}
