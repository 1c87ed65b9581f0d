using System.IO.Enumeration;

namespace Holdfast.Operations.Ingest;

/// <summary>A file of a source and how to read it.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Mapping">The mapping, with what is told of the file's form; mended rejects are always comma-separated UTF-8 with a header.</param>
/// <param name="IsMended">Whether it holds mended rejects.</param>
sealed record SourceFile(string Path, SourceMapping Mapping, bool IsMended)
{
    /// <summary>Whether columns whose names differ in upper and lower case only are told apart, as where no table of facts is made of them.</summary>
    public bool TellsCase { get; init; }
}

/// <summary>Finds the files of a source.</summary>
static class SourceFiles
{
    /// <summary>The files a mapping names, in the order of their names, then those of mended rejects.</summary>
    /// <exception cref="HoldfastException">There is none, or <c>${data}</c> stands for nothing.</exception>
    public static IReadOnlyList<SourceFile> Find(SourceMapping mapping, string root, string? dataRoot)
    {
        var pattern = Path.GetFullPath(Resolved(mapping, dataRoot), root);
        var folder = Path.GetDirectoryName(pattern)!;
        var name = Path.GetFileName(pattern);
        var found = name.AsSpan().ContainsAny('*', '?') ? Matching(folder, name) : File.Exists(pattern) ? [pattern] : [];
        if (Directory.Exists(pattern))
            throw new HoldfastException($"source '{mapping.Name}', file: {pattern} is a folder; name a file in it, or all that fit, such as {mapping.File}/*.csv.");
        if (found.Count == 0) throw Missing(mapping, pattern, folder, name);
        var mended = Matching(Path.Combine(root, "data", "mended"), mapping.Name + "*.csv").Where(path => IsOf(path, mapping.Name));
        return
        [
            .. found.Select(path => new SourceFile(path, mapping, false)),
            .. mended.Select(path => new SourceFile(path, AsMended(mapping), true)),
        ];
    }

    static string Resolved(SourceMapping mapping, string? dataRoot)
    {
        if (!mapping.File.Contains("${data}", StringComparison.Ordinal)) return mapping.File;
        return dataRoot is not null
            ? mapping.File.Replace("${data}", dataRoot, StringComparison.Ordinal)
            : throw new HoldfastException($"source '{mapping.Name}', file: '{mapping.File}' needs the folder of the data: give it with --data DIR or in HOLDFAST_DATA.");
    }

    static List<string> Matching(string folder, string pattern)
    {
        if (!Directory.Exists(folder)) return [];
        var fitting = Directory.GetFiles(folder).Where(path => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path), ignoreCase: false));
        return [.. fitting.Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a file of mended rows is of this source and not of one whose name only begins alike: x.csv, x.2.csv, x-2.csv.</summary>
    static bool IsOf(string path, string name) => Path.GetFileName(path)[name.Length] is '.';

    static SourceMapping AsMended(SourceMapping mapping) =>
        mapping with { Format = SourceFormat.Csv, Delimiter = ",", Encoding = "utf-8", Header = true, Columns = [] };

    static HoldfastException Missing(SourceMapping mapping, string pattern, string folder, string name)
    {
        var there = Directory.Exists(folder)
            ? Names.Suggest(name, Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal), $"files in {folder}")
            : $"There is no folder {folder} either.";
        return new HoldfastException($"source '{mapping.Name}', file: there is no {pattern}. {there}");
    }
}
