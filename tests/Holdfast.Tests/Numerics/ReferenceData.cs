using System.Globalization;
using System.IO.Compression;

namespace Holdfast.Tests.Numerics;

/// <summary>
/// Public data sets that golden values were computed on. They are not part of the repository: HOLDFAST_REFERENCE_DATA names their
/// folder, or it is found as shared/data beside the repository.
/// </summary>
static class ReferenceData
{
    public static string? Folder { get; } = Find();

    /// <summary>Rows of a comma-separated file by column name; commas inside quotes belong to the value.</summary>
    public static List<Dictionary<string, string>> Read(string path)
    {
        using var file = File.OpenRead(Path.Combine(Folder!, path));
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var names = Split(reader.ReadLine()!);
        var rows = new List<Dictionary<string, string>>();
        while (reader.ReadLine() is { } line)
            rows.Add(names.Zip(Split(line)).ToDictionary(p => p.First, p => p.Second));
        return rows;
    }

    public static double Number(this Dictionary<string, string> row, string name) => double.Parse(row[name], CultureInfo.InvariantCulture);

    // Every second part between quotes is inside them.
    static string[] Split(string line) =>
        string.Concat(line.Split('"').Select((part, i) => i % 2 == 0 ? part.Replace(',', '\t') : part)).Split('\t');

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("HOLDFAST_REFERENCE_DATA") is { Length: > 0 } named) return named;
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Combine(folder, "shared", "data") is var found && Directory.Exists(Path.Combine(found, "survival"))) return found;
        }
        return null;
    }
}

/// <summary>A fact that needs the reference data; without it the test is skipped and says so.</summary>
sealed class ReferenceDataFactAttribute : FactAttribute
{
    public ReferenceDataFactAttribute() => Skip = ReferenceData.Folder is null ? "The reference data sets are not here (HOLDFAST_REFERENCE_DATA)." : null;
}
