using Holdfast.Operations.Workspaces;

namespace Holdfast.Operations.Ingest;

/// <summary>
/// Files that were loaded before, did not change and need not be read again. Only sources whose rows can be told apart and looked at
/// alone are spared: their facts have ids, they tell no attributes (whose names depend on all sources), look nothing up in another
/// source and are not looked up in, had no rejects, and none of their files has changed or gone.
/// </summary>
public sealed class KnownFiles
{
    /// <summary>Kinds whose facts have an id of the source; its column is named as the kind.</summary>
    internal static IReadOnlyList<string> WithId { get; } = ["event", "contact", "offer", "feedback"];

    readonly Dictionary<string, SourceReport> _reports;
    readonly HashSet<string> _paths;

    KnownFiles(Dictionary<string, SourceReport> reports, HashSet<string> paths) => (_reports, _paths) = (reports, paths);

    /// <summary>No file is known: everything is read.</summary>
    public static KnownFiles None { get; } = new([], []);

    /// <summary>What the last load knows of these inputs.</summary>
    public static KnownFiles Of(Workspace workspace, LastIngest? last, LoadInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(inputs);
        if (last is null || last.Ground != inputs.Ground || last.Files.Any(file => inputs.Files.GetValueOrDefault(file.Key) != file.Value)) return None;
        var lookedUp = workspace.Sources.SelectMany(source => source.Lookups.Values.Select(lookup => lookup.Source)).ToHashSet(StringComparer.Ordinal);
        var reports = last.Report.Sources.ToDictionary(source => source.Source, StringComparer.Ordinal);
        var spared = workspace.Sources.Where(source => IsAlone(source) && !lookedUp.Contains(source.Name) && reports.TryGetValue(source.Name, out var report) && report is { Rejected: 0, WithoutId: 0 }).ToList();
        var paths = spared.SelectMany(source => SourceFiles.Find(source, workspace.Root, workspace.DataRoot)).Select(file => file.Path).Where(last.Files.ContainsKey);
        return new(spared.ToDictionary(source => source.Name, source => reports[source.Name], StringComparer.Ordinal), [.. paths]);
    }

    /// <summary>The files of a source that must be read.</summary>
    internal IReadOnlyList<SourceFile> Unread(SourceMapping mapping, IReadOnlyList<SourceFile> files) =>
        _reports.ContainsKey(mapping.Name) ? [.. files.Where(file => !_paths.Contains(file.Path))] : files;

    /// <summary>The report of a source of which nothing was read.</summary>
    internal SourceReport Spared(SourceMapping mapping) =>
        _reports[mapping.Name] with { Rows = 0, Accepted = 0, Duplicate = 0, Facts = new Dictionary<string, long>() };

    /// <summary>The notes on a source: where only new files were read, those of the files read before stand too.</summary>
    internal IReadOnlyList<string> Notes(StagedSource source) => !_reports.TryGetValue(source.Mapping.Name, out var before) ? source.Notes
        : source.Rows == 0 ? before.Notes
        : [.. before.Notes.Union(source.Notes, StringComparer.Ordinal)];

    static bool IsAlone(SourceMapping source) =>
        source.Attributes is null && source.Lookups.Count == 0 && source.Facts.All(fact => !WithId.Contains(fact.Fact) || fact.Columns.ContainsKey(fact.Fact));
}
