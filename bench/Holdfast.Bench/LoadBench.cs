using System.Globalization;
using Holdfast.Native.DuckDb;
using Holdfast.Operations;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Warehouse;

namespace Holdfast.Bench;

/// <summary>Loading a CSV file of events into an empty warehouse, from the file's first byte to the published manifest.</summary>
static class LoadBench
{
    /// <summary>2.45 million events of 100,000 customers, one in fifty told twice, beside DuckDB's own load of the same file.</summary>
    public static Figure Run()
    {
        using var folder = new BenchFolder();
        var log = new EventLog(100_000, 2_450_000, 50_000);
        log.Write(folder.File("events.csv"));
        folder.WriteWorkspace(("events", EventLog.Mapping));
        var (report, seconds) = Figure.Of(() => Load(folder));
        var (_, plain) = Figure.Of(() => Plain(folder));
        var source = report.Sources[0];
        return new Figure(
            "load a CSV file of 2.5 M events", seconds,
            FormattableString.Invariant($"{log.Rows / seconds / 1e6:0.00} M rows a second; DuckDB alone, neither checked, deduplicated nor sorted, {log.Rows / plain / 1e6:0.00}, so {seconds / plain:0.0} times its seconds"),
            "1.2 M rows a second, or 1.7 times DuckDB's seconds", source.Accepted == log.Events && source.Duplicate == log.ToldTwice,
            string.Create(CultureInfo.InvariantCulture, $"{source.Accepted} accepted, {source.Duplicate} duplicate, {source.Rejected} rejected"));
    }

    /// <summary>So many events of a tenth as many customers: what it takes, and the most memory of the process.</summary>
    public static Figure Large(string[] rest)
    {
        using var folder = new BenchFolder();
        var events = rest.Length > 0 ? long.Parse(rest[0], CultureInfo.InvariantCulture) : 10_000_000;
        var log = new EventLog((int)(events / 10), events, 0);
        log.Write(folder.File("events.csv"));
        folder.WriteWorkspace(("events", EventLog.Mapping));
        var (report, seconds) = Figure.Of(() => Load(folder));
        var peak = Figure.PeakMegabytes();
        return new Figure(
            FormattableString.Invariant($"load a CSV file of {events:N0} events"), seconds, FormattableString.Invariant($"{log.Rows / seconds / 1e6:0.00} M rows a second, at most {peak} MB"),
            "less than 512 MB", report.Sources[0].Accepted == log.Events && peak < 512, string.Create(CultureInfo.InvariantCulture, $"{report.Sources[0].Accepted} accepted"));
    }

    public static IngestReport Load(BenchFolder folder)
    {
        var workspace = WorkspaceFiles.Load(folder.Path, null).ForRun();
        return LoadSources.Run(workspace, Warehouse.Open(folder.File("data/warehouse")), new Progress<StageProgress>(), CancellationToken.None);
    }

    static long Plain(BenchFolder folder)
    {
        using var db = DuckDbConnection.Open();
        return db.Execute($"COPY (SELECT * FROM read_csv({Sql.Literal(folder.File("events.csv"))}, columns = {EventLog.DuckDbColumns})) TO {Sql.Literal(folder.File("plain.parquet"))} (FORMAT parquet, COMPRESSION zstd)");
    }
}
