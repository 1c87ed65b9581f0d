using System.Globalization;
using Holdfast.Native.DuckDb;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>What to look at.</summary>
public sealed record ProfileFilesRequest
{
    /// <summary>Files that belong together: CSV, TSV, JSON lines, Parquet, XLSX, packed or not.</summary>
    [Place(Place.Input)]
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Folder to write the proposed workspace and profile.html into; must be new or empty. Default: nothing is written.</summary>
    [Place(Place.Output)]
    public string? Workspace { get; init; }

    /// <summary>Name of the business. Default: the last part of workspace.</summary>
    public string? Name { get; init; }

    /// <summary>Whether to load the files by the proposal, on trial, and count what would be accepted. Default true; ignored where nothing is written.</summary>
    public bool Trial { get; init; } = true;
}

/// <summary>What was found.</summary>
/// <param name="Files">The files in the order given.</param>
/// <param name="Relations">Keys that lead from one file to another.</param>
/// <param name="Churn">What churn is proposed to mean, and why.</param>
/// <param name="Written">Files written, relative to the workspace.</param>
/// <param name="Trial">What a trial load made of the proposal; null without one.</param>
public sealed record ProfileFilesResult(IReadOnlyList<FileProfile> Files, IReadOnlyList<KeyRelation> Relations, string Churn, IReadOnlyList<string> Written, IReadOnlyList<SourceReport>? Trial);

/// <summary>One file.</summary>
/// <param name="File">Its path.</param>
/// <param name="Source">Name of the source proposed.</param>
/// <param name="Form">How it is written: format, separator, encoding.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Faulty">Rows that cannot be read as rows.</param>
/// <param name="Kind">What one row seems to be.</param>
/// <param name="Party">Column that names the customer, or through which the customer is looked up; null where nothing does.</param>
/// <param name="Facts">Facts it would tell.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Checks">What to check, in sentences.</param>
/// <param name="Telling">Columns that look as if they gave the answer away, with the reason.</param>
public sealed record FileProfile(
    string File, string Source, string Form, long Rows, long Faulty, string Kind, string? Party, IReadOnlyList<string> Facts, IReadOnlyList<ColumnProfile> Columns, IReadOnlyList<string> Checks, IReadOnlyList<TellingColumn> Telling);

/// <summary>A column that looks as if it gave the answer away.</summary>
/// <param name="Column">The column.</param>
/// <param name="Because">Why.</param>
public sealed record TellingColumn(string Column, string Because);

/// <summary>A key that leads from one file to another.</summary>
/// <param name="From">Source and column.</param>
/// <param name="To">Source and key column.</param>
/// <param name="Share">Share of the values that stand there, 0..1.</param>
public sealed record KeyRelation(string From, string To, double Share);

/// <summary>Looks at unknown files, says what is in them and how they hang together, and proposes a workspace that maps them.</summary>
public static class ProfileFiles
{
    /// <summary>Reads the files, proposes mappings, and tries them.</summary>
    /// <exception cref="HoldfastException">A file cannot be read, or the folder is not empty.</exception>
    public static ProfileFilesResult Run(ProfileFilesRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        if (request.Files.Count == 0) throw HoldfastException.OfRequest("no file was named; name one or several that belong together.");
        var root = request.Workspace is null ? null : NewFolder(request.Workspace);
        using var connection = DuckDbConnection.Open();
        var tables = Read(connection, request.Files, context.Progress, cancel);
        var parties = new Parties(connection, tables, cancel);
        var relations = parties.Relations();
        var group = Group(tables, relations);
        var drafts = new Proposals(group, parties.Tie(relations)).All();
        var (yaml, churn) = new BusinessProposal(connection, group, drafts).Write(request.Name ?? (root is null ? "My business" : Path.GetFileName(root)));
        var telling = new Telling(connection, cancel);
        var files = drafts.Select((draft, i) => Profile(request.Files[i], draft, telling.Of(draft))).ToList();
        var result = new ProfileFilesResult(files, [.. relations.Select(relation => new KeyRelation($"{relation.From.Source}.{relation.From.Column}", $"{relation.To.Source}.{relation.To.Column}", relation.Share))], churn, [], null);
        if (root is null) return result;
        var written = Write(root, yaml, drafts, request.Files);
        var trial = request.Trial ? Try(root, context.Progress, cancel) : null;
        result = result with { Written = [.. written, "profile.html"], Trial = trial };
        File.WriteAllText(Path.Combine(root, "profile.html"), ProfilePage.Render(result));
        return result;
    }

    /// <summary>The result in words.</summary>
    public static string Describe(ProfileFilesResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var lines = new List<string>();
        foreach (var file in result.Files)
        {
            lines.Add(Say($"{file.Source}: {file.Rows:N0} rows, {file.Columns.Count} columns ({file.Form}); {file.Kind}{(file.Party is null ? "" : $"; customer: {file.Party}")}"));
            lines.AddRange(file.Columns.Select(column => "  " + ProfilePage.Line(column)));
            if (file.Facts.Count > 0) lines.Add("  tells: " + string.Join(", ", file.Facts));
            lines.AddRange(file.Telling.Select(telling => $"  careful: '{telling.Column}' {telling.Because}"));
            lines.AddRange(file.Checks.Select(check => "  check: " + check));
        }

        lines.AddRange(result.Relations.Select(relation => Say($"{relation.From} stands in {relation.To} ({100 * relation.Share:F0} % of its values)")));
        lines.Add("churn: " + result.Churn);
        foreach (var source in result.Trial ?? [])
            lines.Add(Say($"trial: {source.Source}: {source.Rows:N0} rows = {source.Accepted:N0} accepted + {source.Rejected:N0} rejected + {source.Duplicate:N0} duplicate{(source.RejectsFile is null ? "" : "; see " + source.RejectsFile)}"));
        if (result.Written.Count > 0) lines.Add("written: " + string.Join(", ", result.Written));
        return string.Join(Environment.NewLine, lines);
    }

    static List<ReadTable> Read(DuckDbConnection connection, IReadOnlyList<string> files, IProgress<StageProgress> progress, CancellationToken cancel)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var tables = new List<ReadTable>();
        foreach (var file in files)
        {
            var name = SourceName(file, names);
            progress.Report(new StageProgress("profile", (double)tables.Count / files.Count, name));
            var mapping = FileSniff.Of(file, name);
            var staged = new SourceStaging(connection, _ => null, progress, cancel).Stage(mapping, tables.Count, [new SourceFile(file, mapping, false)]);
            tables.Add(new TableReading(connection, cancel).Read(staged));
        }

        return tables;
    }

    static string SourceName(string file, HashSet<string> taken)
    {
        var name = Path.GetFileName(file);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        name = string.Concat(Path.GetFileNameWithoutExtension(name).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')).Trim('_');
        if (name.Length == 0) name = "file";
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++) unique = Say($"{name}_{i}");
        return unique;
    }

    /// <summary>The day after the last one told, unless it lies in the future of everything: births and ends of terms do not count.</summary>
    static FileGroup Group(List<ReadTable> tables, IReadOnlyList<Relation> relations)
    {
        var days = tables.SelectMany(table => table.Columns.Where(column => column.IsDate && !NameWords.Of(column.Name).Any(word => word is "birth" or "expiry" or "maturity" or "due" or "renewal" or "term"))).Select(column => column.Highest).OfType<string>()
            .Where(day => string.CompareOrdinal(day, "2100") < 0).Order(StringComparer.Ordinal).ToList();
        return new FileGroup(tables, relations, days.Count > 0 ? days[^1] : "2024-12-31", days.Count > 0);
    }

    static FileProfile Profile(string file, Draft draft, IReadOnlyList<TellingColumn> telling)
    {
        var staged = draft.Table.Staged;
        var form = (staged.Mapping.Delimiter is { } sign ? $"separated by {(sign.Length == 1 ? $"'{sign}'" : sign)}, " : "") + (staged.Mapping.Header ? "named columns" : "no header") + (staged.Notes.Count > 0 ? "; " + string.Join(" ", staged.Notes) : "");
        var facts = draft.Facts.Select(fact => fact.Fact).Concat(draft.Attributes is null ? [] : ["attributes"]).Distinct().ToList();
        return new FileProfile(file, draft.Table.Name, form, staged.Rows, draft.Table.Faulty, draft.Kind, draft.Party, facts, draft.Table.Columns, draft.Comments, telling);
    }

    static List<string> Write(string root, string yaml, IReadOnlyList<Draft> drafts, IReadOnlyList<string> files)
    {
        Directory.CreateDirectory(Path.Combine(root, "sources"));
        File.WriteAllText(Path.Combine(root, "holdfast.yaml"), yaml);
        var written = new List<string> { "holdfast.yaml" };
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            // A table that tells no fact may still be looked up in.
            if (draft.Facts.Count == 0 && draft.Attributes is null && !drafts.Any(other => other.LooksUpIn(draft.Table.Name))) continue;
            var path = Path.Combine("sources", draft.Table.Name + ".yaml");
            File.WriteAllText(Path.Combine(root, path), MappingYaml.Of(draft.Finish(Path.GetRelativePath(root, Path.GetFullPath(files[i]))), draft.Kind, draft.Comments));
            written.Add(path);
        }

        return written;
    }

    /// <summary>Loads the files by the proposal into a warehouse that is thrown away.</summary>
    static IReadOnlyList<SourceReport> Try(string root, IProgress<StageProgress> progress, CancellationToken cancel)
    {
        var loaded = WorkspaceFiles.Load(root, null);
        var workspace = loaded.Workspace ?? throw new HoldfastException("The proposal does not check; mend it there or say what these files are: " + LoadedWorkspace.Describe(loaded.Faults));
        if (workspace.Sources.All(source => source.Facts.Count == 0 && source.Attributes is null)) return [];
        var warehouse = Directory.CreateTempSubdirectory("holdfast-profile-").FullName;
        try
        {
            return LoadSources.Run(workspace, Warehouse.Open(warehouse), progress, cancel).Sources;
        }
        finally
        {
            Directory.Delete(warehouse, recursive: true);
        }
    }

    static string NewFolder(string folder)
    {
        var path = Path.GetFullPath(folder);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()) throw HoldfastException.OfRequest($"{path} is not empty: nothing is overwritten. Name a new folder.");
        Directory.CreateDirectory(path);
        return path;
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
