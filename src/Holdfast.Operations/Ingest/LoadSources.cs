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
    /// <param name="progress">Told what is being read.</param>
    /// <param name="cancel">Stops it; nothing is published then.</param>
    /// <returns>What came of each source.</returns>
    /// <exception cref="HoldfastException">Files or mappings are at fault: the message tells all of them, a line for each.</exception>
    public static IngestReport Run(Workspace workspace, Warehouse warehouse, IProgress<StageProgress> progress, CancellationToken cancel)
    {
        using var load = warehouse.BeginLoad();
        var loaded = new SourceLoad(workspace, load.Connection, progress, cancel).Run();
        progress.Report(new StageProgress("ingest", 0.9, "publishing"));
        load.Publish(cancel);
        return new IngestReport([.. loaded.Select(source => Report(source, load.Connection, workspace.Root))]);
    }

    static SourceReport Report(LoadedSource loaded, DuckDbConnection connection, string root)
    {
        var source = loaded.Source;
        var rows = $"{LoadOutcome.RowsTable} WHERE source = {Quoted.Text(source.Mapping.Name)}";
        connection.Execute($"INSERT INTO {loaded.Faults} SELECT \"row\", kind, reason FROM {rows} AND state = 'rejected'");
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
            source.Notes);
    }

    static long Count(DuckDbConnection connection, string from) => connection.Whole($"SELECT count(*) FROM {from}") ?? 0;
}
