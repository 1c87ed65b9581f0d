using System.Globalization;
using Holdfast.Operations.Audit;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Store;

/// <summary>What to export and where to.</summary>
public sealed record ExportFactsRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>The folder to write into, made where it is missing: one file for each kind of fact, and one that is there is replaced.</summary>
    [Place(Place.Output)]
    [Touched("folder")]
    public required string Into { get; init; }

    /// <summary>The form of the files.</summary>
    public ExportFormat Format { get; init; } = ExportFormat.Parquet;

    /// <summary>The kinds of fact; where not given, all there are.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Only what was known before this day, yyyy-MM-dd, as it was held then; where not given, every version of every fact.</summary>
    public string? AsOf { get; init; }

    /// <summary>The version of the facts to read, as `holdfast store check` numbers them; where not given, the current one.</summary>
    public long? Version { get; init; }
}

/// <summary>What was exported.</summary>
public sealed record ExportFactsResult
{
    /// <summary>The folder written into.</summary>
    public required string Folder { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<ExportedFile> Files { get; init; }
}

/// <summary>A file of one kind of fact.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="File">Its name in the folder.</param>
/// <param name="Rows">Facts in it.</param>
public sealed record ExportedFile(string Kind, string File, long Rows);

/// <summary>Writes the facts as plain Parquet or CSV files, one for each kind, for other tools.</summary>
public static class ExportFacts
{
    /// <summary>Exports.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong, there is no such kind, day or version, or the folder cannot be written.</exception>
    public static ExportFactsResult Run(ExportFactsRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var kinds = Kinds(request.Kinds);
        using var stored = StoreOperations.Open(StoreOperations.Workspace(request.Workspace), request.Version);
        var facts = StoreOperations.AsOf(stored, request.AsOf);
        var folder = Path.GetFullPath(request.Into);
        Directory.CreateDirectory(folder);
        var files = new List<ExportedFile>();
        foreach (var kind in kinds)
        {
            context.Progress.Report(new StageProgress("export", files.Count / (double)kinds.Count, kind));
            var file = kind + (request.Format == ExportFormat.Csv ? ".csv" : ".parquet");
            var rows = facts.Export(kind, Path.Combine(folder, file), request.Format, cancel);
            if (rows > 0 || File.Exists(Path.Combine(folder, file))) files.Add(new ExportedFile(kind, file, rows));
        }

        context.Progress.Report(new StageProgress("export", 1, string.Create(CultureInfo.InvariantCulture, $"{files.Sum(file => file.Rows):N0} facts")));
        return new ExportFactsResult { Folder = folder, Files = files };
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(ExportFactsResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return string.Join(Environment.NewLine, result.Files.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.File,-24} {file.Rows,12:N0} facts")).Prepend($"Exported into {result.Folder}:"));
    }

    static IReadOnlyList<string> Kinds(IReadOnlyList<string> asked)
    {
        var all = FactCatalog.All.Select(kind => kind.Name).ToList();
        return asked.FirstOrDefault(kind => !all.Contains(kind)) is { } unknown
            ? throw HoldfastException.OfRequest($"--kinds: found '{unknown}'; allowed is {string.Join(", ", all)}.")
            : asked.Count == 0 ? all : asked;
    }
}
