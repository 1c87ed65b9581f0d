using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Workspaces.Checks;
using Holdfast.Operations.Workspaces.Schemas;
using Holdfast.Operations.Workspaces.Yaml;
using Holdfast.Retention.Listen;

namespace Holdfast.Operations.Workspaces;

/// <summary>Reads and checks the files of a workspace.</summary>
public static class WorkspaceFiles
{
    /// <summary>Name of the file that makes a folder a workspace.</summary>
    public const string Main = "holdfast.yaml";

    const string DataPlace = "${data}";
    static readonly string[] Folders = ["sources", "words"];
    static readonly string[] Single = [Main, "actions.yaml", "policy.yaml", "segments.yaml", "programmes.yaml"];

    /// <summary>Reads every file, checks each against its schema and all against each other, and reports all faults at once.</summary>
    /// <param name="root">The workspace's folder.</param>
    /// <param name="dataRoot">What <c>${data}</c> in mappings stands for; null where not set.</param>
    public static LoadedWorkspace Load(string root, string? dataRoot)
    {
        var files = new Files(Path.GetFullPath(root), []);
        Unexpected(files);
        var sources = files.In("sources").Select(file => files.Read("source", file, WorkspaceJson.Bound.SourceMapping)).ToList();
        var parts = new Parts
        {
            Business = files.Read("holdfast", Main, WorkspaceJson.Bound.Business, required: true),
            Sources = [.. sources.OfType<Located<SourceMapping>>().Select(Named)],
            SourcesWhole = sources.TrueForAll(source => source is not null),
            Actions = files.Read("actions", "actions.yaml", WorkspaceJson.Bound.IReadOnlyListRetentionAction),
            Policy = files.Read("policy", "policy.yaml", WorkspaceJson.Bound.Policy),
            Segments = files.Read("segments", "segments.yaml", WorkspaceJson.Bound.IReadOnlyListSegmentRule),
            Programmes = files.Read("programmes", "programmes.yaml", WorkspaceJson.Bound.Programmes),
            Words = [.. files.In("words").Select(file => files.Read("words", file, WorkspaceJson.Bound.Words)).OfType<Located<Words>>()],
        };
        Check(files, parts);
        var faults = files.Faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Column).ToList();
        var absolute = dataRoot is null ? null : Path.GetFullPath(dataRoot);
        return new(faults.Count == 0 ? Build(files.Root, absolute, parts) : null, faults, dataRoot is null ? DataFaults(parts) : []);
    }

    // The mapping's name is the file's where it gives none.
    static Located<SourceMapping> Named(Located<SourceMapping> source) => source.Value.Name.Length > 0
        ? source
        : source with { Value = source.Value with { Name = Path.GetFileNameWithoutExtension(source.File) } };

    static Workspace Build(string root, string? dataRoot, Parts parts) => new(
        root,
        dataRoot,
        parts.Business!.Value,
        [.. parts.Sources.Select(source => source.Value).OrderBy(source => source.Name, StringComparer.Ordinal)],
        parts.Actions?.Value ?? [],
        parts.Policy?.Value ?? new(),
        parts.Segments?.Value ?? [])
    {
        Programmes = parts.Programmes?.Value ?? new(),
        Words = parts.Words.ToDictionary(words => Path.GetFileNameWithoutExtension(words.File), words => words.Value, StringComparer.Ordinal),
    };

    static void Check(Files files, Parts parts)
    {
        if (parts.Business is { } business)
        {
            BusinessChecks.Check(business);
            if (!files.In("sources").Any())
            {
                files.Faults.Add(new("sources", 1, 1, "no mapping", "at least one file sources/<name>.yaml that maps a file to facts"));
            }
        }

        var lookedUp = parts.Sources.SelectMany(source => source.Value.Lookups.Values).Select(lookup => lookup.Source).ToHashSet(StringComparer.Ordinal);
        foreach (var source in parts.Sources)
        {
            SourceChecks.Check(source, lookedUp);
            if (parts.Sources.First(other => other.Value.Name == source.Value.Name) is var first && !ReferenceEquals(first, source))
            {
                source.Fault($"the name '{source.Value.Name}' again (first in {first.File})", "a name of its own for each source", "name");
            }
        }

        CheckDecisions(parts);
    }

    static void CheckDecisions(Parts parts)
    {
        if (parts.Actions is { } actions)
        {
            DecideChecks.Actions(actions, SourceWords.Of(parts));
        }

        if (parts.Policy is { } policy)
        {
            DecideChecks.Policy(policy);
        }

        if (parts.Segments is { } segments)
        {
            DecideChecks.Segments(segments);
        }

        if (parts.Programmes is { } programmes)
        {
            DecideChecks.Programmes(programmes, parts.Actions?.Value.Select(action => action.Id).ToList());
        }

        foreach (var words in parts.Words)
        {
            DecideChecks.Words(words, parts.Business?.Value.Reasons.Keys.ToList());
        }
    }

    static List<Fault> DataFaults(Parts parts)
    {
        var faults = new List<Fault>();
        foreach (var source in parts.Sources.Where(source => source.Value.File.Contains(DataPlace, StringComparison.Ordinal)))
        {
            (source with { Faults = faults }).Fault($"'{source.Value.File}', and no data folder was named", "--data DIR or HOLDFAST_DATA", "file");
        }

        return faults;
    }

    // A misnamed file would be left out in silence.
    static void Unexpected(Files files)
    {
        foreach (var file in files.Of("", "*.y*ml").Where(file => !Single.Contains(file)))
        {
            files.Faults.Add(new(file, 1, 1, $"the file '{file}'", Closest.Allowed(file, Single)));
        }

        foreach (var file in Folders.SelectMany(folder => files.Of(folder, "*.yml")))
        {
            files.Faults.Add(new(file, 1, 1, "the ending .yml", ".yaml"));
        }
    }

    /// <summary>The files of one workspace and what is wrong with them.</summary>
    sealed record Files(string Root, List<Fault> Faults)
    {
        public IEnumerable<string> In(string folder) => Of(folder, "*.yaml");

        public IEnumerable<string> Of(string folder, string pattern) => Directory.Exists(Path.Combine(Root, folder))
            ? Directory.GetFiles(Path.Combine(Root, folder), pattern).Select(Path.GetFileName)
                .Select(name => folder.Length == 0 ? name! : folder + "/" + name).Order(StringComparer.Ordinal)
            : [];

        public Located<T>? Read<T>(string schema, string file, JsonTypeInfo<T> type, bool required = false)
        {
            var path = Path.Combine(Root, file);
            if (!File.Exists(path))
            {
                if (required)
                {
                    Faults.Add(new(file, 1, 1, "no such file", "a workspace folder, as `holdfast init` makes it"));
                }

                return null;
            }

            var before = Faults.Count;
            return YamlReader.Read(file, File.ReadAllBytes(path), Faults) is { } value
                && new SchemaCheck(file, Faults).Json(value, WorkspaceSchemas.Of(schema)) is var json && Faults.Count == before
                ? Bind(file, value, json, type)
                : null;
        }

        Located<T> Bind<T>(string file, YamlValue value, JsonNode? json, JsonTypeInfo<T> type) =>
            new(file, value, json.Deserialize(type)!, Faults);
    }
}
