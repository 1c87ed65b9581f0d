using Holdfast.Native.DuckDb;
using Holdfast.Operations.Workspaces;

namespace Holdfast.Operations.Ingest;

/// <summary>A source whose good rows are staged as facts.</summary>
/// <param name="Source">The source and its table.</param>
/// <param name="Faults">Table of its faults: row, shown, reason.</param>
/// <param name="Facts">Facts staged, by kind.</param>
sealed record LoadedSource(StagedSource Source, string Faults, IReadOnlyDictionary<string, long> Facts);

/// <summary>Stages all sources of a workspace: files to rows, rows to typed facts, faults aside.</summary>
sealed class SourceLoad(Workspace workspace, DuckDbConnection connection, IProgress<StageProgress> progress, CancellationToken cancel)
{
    const int ShownFaults = 5;

    readonly Dictionary<string, StagedSource> _staged = new(StringComparer.Ordinal);
    readonly List<string> _faults = [];
    KnownFiles _known = KnownFiles.None;

    /// <summary>Stages every source; the connection has the tables <c>staged_KIND</c>.</summary>
    /// <param name="known">Files that need not be read again.</param>
    /// <returns>The sources of which something was read, in the order of their names.</returns>
    /// <exception cref="HoldfastException">Files or mappings are at fault; all of them are told at once.</exception>
    public IReadOnlyList<LoadedSource> Run(KnownFiles known)
    {
        _known = known;
        var mappings = workspace.Sources.Where(m => Files(m).Count > 0).OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        var typed = Each(mappings, mapping => (0.6 * mappings.IndexOf(mapping) / mappings.Count, mapping.Name), Type);
        ThrowFaults();
        // Attributes are named when the columns of all sources are known: one name means one thing.
        var names = new AttributeNames([.. typed.Select(source => source.Source)]);
        var loaded = Each(typed, source => (0.6 + 0.3 * typed.IndexOf(source) / typed.Count, source.Source.Mapping.Name), source => Stage(source, names));
        ThrowFaults();
        return loaded;
    }

    void ThrowFaults()
    {
        if (_faults.Count > 0) throw new HoldfastException(string.Join("\n", _faults.Distinct(StringComparer.Ordinal)) + "\nNothing was loaded.");
    }

    List<TResult> Each<T, TResult>(List<T> items, Func<T, (double Done, string Name)> told, Func<T, TResult> load)
    {
        var results = new List<TResult>();
        foreach (var item in items)
        {
            var (done, name) = told(item);
            progress.Report(new StageProgress("ingest", done, name));
            try
            {
                results.Add(load(item));
            }
            catch (HoldfastException fault)
            {
                _faults.Add(fault.Message);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                _faults.Add($"source '{name}': {fault.Message}");
            }
        }

        return results;
    }

    TypedSource Type(SourceMapping mapping)
    {
        var preparation = new SourcePreparation(connection, Staged, cancel);
        var source = preparation.Complete(Staged(mapping.Name)!);
        _staged[mapping.Name] = source;
        var cells = new CellWriter(mapping, workspace.Business, otherDigits: source.HasOtherSigns);
        var typing = new FactTyping(connection, source, cells, cancel);
        var facts = typing.Type();
        var (faults, bad, rejected) = FindFaults(source, typing, facts);
        if (rejected > 0 && mapping.OnFault == OnFault.Refuse) throw Refused(source, faults, rejected);
        return new TypedSource(source, cells, facts, faults, bad);
    }

    LoadedSource Stage(TypedSource typed, AttributeNames names)
    {
        var counts = Stage(new FactStaging(connection, typed.Source, typed.Cells, cancel), typed, names);
        foreach (var fact in typed.Facts) connection.Execute($"DROP TABLE {fact.Table}", cancel);
        return new LoadedSource(typed.Source, typed.Faults, counts);
    }

    /// <summary>The rows of a source, read when first asked for: another source may look columns up in it.</summary>
    StagedSource? Staged(string name)
    {
        if (_staged.TryGetValue(name, out var staged)) return staged;
        if (workspace.Sources.FirstOrDefault(m => m.Name == name) is not { } mapping) return null;
        var files = Files(mapping);
        var number = _staged.Count;
        connection.Execute($"DROP TABLE IF EXISTS source_{number}", cancel);
        return _staged[name] = new SourceStaging(connection, columns => Plain(mapping, columns), progress, cancel).Stage(mapping, number, files);
    }

    // Whoever looks columns up in a source needs all of its rows.
    PlainRows? Plain(SourceMapping mapping, IReadOnlyList<string> columns) =>
        workspace.Sources.Any(source => source.Lookups.Values.Any(lookup => lookup.Source == mapping.Name)) ? null : PlainRows.Of(connection, mapping, workspace.Business, columns);

    IReadOnlyList<SourceFile> Files(SourceMapping mapping) => _known.Unread(mapping, SourceFiles.Find(mapping, workspace.Root, workspace.DataRoot));

    (string Faults, string Bad, long Rejected) FindFaults(StagedSource source, FactTyping typing, IReadOnlyList<TypedFact> facts)
    {
        var (faults, bad) = ($"faults_{source.Number}", $"bad_{source.Number}");
        connection.Execute($"CREATE TABLE {faults} ({StagedSource.Row} BIGINT, shown VARCHAR, reason VARCHAR)", cancel);
        connection.Execute($"INSERT INTO {faults} SELECT {StagedSource.Row}, 'row', {StagedSource.Fault} FROM {source.Table} WHERE {StagedSource.Fault} IS NOT NULL", cancel);
        foreach (var fact in facts)
        {
            if (connection.Whole($"SELECT count(*) FROM {fact.Table} WHERE __bad") > 0) typing.Explain(fact, faults);
        }

        // Two facts may take the same column: one word for one fault.
        connection.Execute($"CREATE TABLE {faults}_once AS SELECT DISTINCT * FROM {faults}; DROP TABLE {faults}; ALTER TABLE {faults}_once RENAME TO {faults}", cancel);
        connection.Execute($"CREATE TABLE {bad} AS SELECT DISTINCT {StagedSource.Row} FROM {faults}", cancel);
        return (faults, bad, connection.Whole($"SELECT count(*) FROM {bad}") ?? 0);
    }

    static Dictionary<string, long> Stage(FactStaging staging, TypedSource typed, AttributeNames names)
    {
        var counts = new Dictionary<string, long>(typed.Source.Plain, StringComparer.Ordinal);
        foreach (var fact in typed.Facts)
        {
            var staged = fact.Key == FactTyping.AttributesKey ? staging.StageAttributes(fact, names, typed.Bad) : staging.Stage(fact, typed.Bad);
            counts[fact.Kind.Name] = counts.GetValueOrDefault(fact.Kind.Name) + staged;
        }

        return counts;
    }

    HoldfastException Refused(StagedSource source, string faults, long rejected)
    {
        using var rows = connection.Query($"SELECT {StagedSource.Row} % {StagedSource.RowsPerFile}, shown, reason FROM {faults} ORDER BY ALL LIMIT {ShownFaults}", cancel);
        var lines = new List<string>();
        while (rows.Next())
        {
            for (var i = 0; i < rows.RowCount; i++) lines.Add($"  line {rows[0].Whole(i)}, {rows[1].Text(i)}: {rows[2].Text(i)}");
        }

        return new HoldfastException($"{source.Shown}: {rejected} of {source.Rows} rows are at fault and 'on_fault: refuse' stands in the mapping:\n{string.Join("\n", lines)}");
    }

    /// <summary>A source whose rows are judged: facts at fault are known, none is staged.</summary>
    sealed record TypedSource(StagedSource Source, CellWriter Cells, IReadOnlyList<TypedFact> Facts, string Faults, string Bad);
}
