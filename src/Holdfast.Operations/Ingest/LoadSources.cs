using Holdfast.Native.DuckDb;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Ingest;

/// <summary>Loads the sources of a workspace into its warehouse: files to rows, rows to facts, one publish for all of them.</summary>
public static class LoadSources
{
    /// <summary>
    /// Reads every source, stages the facts of its good rows and publishes them together: after a fault of a file or mapping nothing
    /// was loaded. Rows at fault are written to <c>data/rejects/</c>; mended ones are taken from <c>data/mended/</c>. Loading the same
    /// files again loads nothing twice.
    /// </summary>
    /// <param name="workspace">The checked workspace.</param>
    /// <param name="warehouse">Its warehouse.</param>
    /// <param name="known">Files that were loaded before and need not be read again.</param>
    /// <param name="progress">Told what is being read.</param>
    /// <param name="cancel">Stops it; nothing is published then.</param>
    /// <returns>What came of each source.</returns>
    /// <exception cref="HoldfastException">Files or mappings are at fault: the message tells all of them, a line for each.</exception>
    public static IngestReport Run(Workspace workspace, Warehouse warehouse, KnownFiles known, IProgress<StageProgress> progress, CancellationToken cancel)
    {
        using var load = warehouse.BeginLoad();
        var loaded = new SourceLoad(workspace, load.Connection, progress, cancel).Run(known);
        progress.Report(new StageProgress("ingest", 0.9, "publishing"));
        load.Publish(cancel);
        var spared = workspace.Sources.Where(source => loaded.All(one => one.Source.Mapping.Name != source.Name)).Select(known.Spared);
        return new IngestReport([.. loaded.Select(source => Report(source, load.Connection, workspace.Root, known, cancel)).Concat(spared).OrderBy(source => source.Source, StringComparer.Ordinal)]);
    }

    /// <summary>The same, reading every file.</summary>
    /// <inheritdoc cref="Run(Workspace, Warehouse, KnownFiles, IProgress{StageProgress}, CancellationToken)"/>
    public static IngestReport Run(Workspace workspace, Warehouse warehouse, IProgress<StageProgress> progress, CancellationToken cancel) =>
        Run(workspace, warehouse, KnownFiles.None, progress, cancel);

    static SourceReport Report(LoadedSource loaded, DuckDbConnection connection, string root, KnownFiles known, CancellationToken cancel)
    {
        var source = loaded.Source;
        var rows = $"{LoadOutcome.RowsTable} WHERE source = {Quoted.Text(source.Mapping.Name)}";
        connection.Execute($"INSERT INTO {loaded.Faults} SELECT \"row\", kind, reason FROM {rows} AND state = 'rejected'", cancel);
        SourceStaging.Recall(connection, source, loaded.Faults, cancel);
        var rejected = Count(connection, $"(SELECT DISTINCT {StagedSource.Row} FROM {loaded.Faults})");
        var duplicate = Count(connection, $"{rows} AND state = 'duplicate'");
        return new SourceReport(
            source.Mapping.Name,
            source.Mapping.File,
            source.Rows,
            source.Rows - rejected - duplicate,
            rejected,
            duplicate,
            RejectsFile.Write(connection, source, loaded.Faults, root),
            loaded.Facts,
            known.Notes(source))
        {
            WithoutId = source.Mapping.Facts.Select(fact => fact.Fact).Intersect(KnownFiles.WithId)
                .Sum(kind => Count(connection, $"staged_{kind} WHERE source = {Quoted.Text(source.Mapping.Name)} AND {Quoted.Name(kind)} IS NULL")),
        };
    }

    static long Count(DuckDbConnection connection, string from) => connection.Whole($"SELECT count(*) FROM {from}") ?? 0;
}
