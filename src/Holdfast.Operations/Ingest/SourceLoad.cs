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

    /// <summary>Stages every source; the connection has the tables <c>staged_KIND</c>.</summary>
    /// <exception cref="HoldfastException">Files or mappings are at fault; all of them are told at once.</exception>
    public IReadOnlyList<LoadedSource> Run()
    {
        var faults = new List<string>();
        var loaded = new List<LoadedSource>();
        foreach (var mapping in workspace.Sources.OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            progress.Report(new StageProgress("ingest", 0.9 * loaded.Count / workspace.Sources.Count, mapping.Name));
            try
            {
                loaded.Add(Load(mapping));
            }
            catch (HoldfastException fault)
            {
                faults.Add(fault.Message);
            }
        }

        return faults.Count == 0
            ? loaded
            : throw new HoldfastException(string.Join("\n", faults.Distinct(StringComparer.Ordinal)) + "\nNothing was loaded.");
    }

    LoadedSource Load(SourceMapping mapping)
    {
        var preparation = new SourcePreparation(connection, Staged, cancel);
        var source = preparation.Complete(Staged(mapping.Name)!);
        _staged[mapping.Name] = source;
        var cells = new CellWriter(mapping, workspace.Business, otherDigits: source.HasOtherSigns);
        var typing = new FactTyping(connection, source, cells, cancel);
        var facts = typing.Type();
        var (faults, bad, rejected) = FindFaults(source, typing, facts);
        if (rejected > 0 && mapping.OnFault == OnFault.Refuse) throw Refused(source, faults, rejected);
        var counts = Stage(new FactStaging(connection, source, cells, cancel), facts, bad);
        foreach (var fact in facts) connection.Execute($"DROP TABLE {fact.Table}", cancel);
        return new LoadedSource(source, faults, counts);
    }

    /// <summary>The rows of a source, read when first asked for: another source may look columns up in it.</summary>
    StagedSource? Staged(string name)
    {
        if (_staged.TryGetValue(name, out var staged)) return staged;
        if (workspace.Sources.FirstOrDefault(m => m.Name == name) is not { } mapping) return null;
        var files = SourceFiles.Find(mapping, workspace.Root, workspace.DataRoot);
        var number = _staged.Count;
        connection.Execute($"DROP TABLE IF EXISTS source_{number}", cancel);
        return _staged[name] = new SourceStaging(connection, progress, cancel).Stage(mapping, number, files);
    }

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

    static Dictionary<string, long> Stage(FactStaging staging, IReadOnlyList<TypedFact> facts, string bad)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            var attributes = fact.Key == FactTyping.AttributesKey;
            var staged = attributes ? staging.StageAttributes(fact, bad) : staging.Stage(fact, bad);
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
}
