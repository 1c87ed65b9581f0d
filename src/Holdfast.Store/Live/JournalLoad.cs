using System.Globalization;
using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Store.Live;

/// <summary>What a load took in from the journal.</summary>
/// <param name="Facts">Facts that were in the journal.</param>
/// <param name="New">Those that were not loaded before.</param>
/// <param name="Rejected">Those that a load refuses: of erased customers, or against one loaded meanwhile.</param>
/// <param name="IsLeft">Whether a segment is left, since another process adds facts to it.</param>
public sealed record JournalOutcome(long Facts, long New, long Rejected, bool IsLeft = false);

/// <summary>
/// Loads the facts of the journal into the warehouse. The manifest that holds them names the last segment, so one that dies anywhere is
/// repeated and tells nothing twice; segments go when their facts are published.
/// </summary>
public static class JournalLoad
{
    /// <summary>Takes in every segment that nobody writes to; of a journal that another process has open, all but the last.</summary>
    /// <exception cref="InvalidDataException">The journal or stored facts are damaged.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled: nothing was published.</exception>
    public static JournalOutcome Run(Warehouse.Warehouse warehouse, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(warehouse);
        var path = Journal.FolderOf(warehouse.Folder);
        if (Journal.Segments(path).Count == 0) return new JournalOutcome(0, 0, 0);
        long loaded;
        using (var facts = warehouse.Current()) loaded = facts.JournalSegment;
        using var alone = Journal.TryOpen(warehouse.Folder, loaded);
        var all = Journal.Segments(path);
        if (all.Count == 0) return new JournalOutcome(0, 0, 0);
        var segments = (alone is null ? all.SkipLast(1) : all).Where(segment => segment > loaded).ToList();
        var told = segments.SelectMany(segment => Journal.Read(path, segment, isLast: alone is not null && segment == all[^1]).Facts).ToList();
        var outcome = segments.Count == 0 ? new JournalOutcome(0, 0, 0) : Load(warehouse, told, segments[^1], cancel);
        foreach (var segment in all.Where(segment => segment <= Math.Max(loaded, segments.Count == 0 ? 0 : segments[^1]))) warehouse.Folder.Disk.Remove(Journal.PathOf(path, segment));
        return outcome with { IsLeft = alone is null && all[^1] > loaded && new FileInfo(Journal.PathOf(path, all[^1])).Length > Journal.HeaderLength };
    }

    /// <summary>Takes in all of the journal, for whoever must see every fact of a person.</summary>
    /// <exception cref="InvalidDataException">The journal or stored facts are damaged.</exception>
    /// <exception cref="IOException">Another process adds facts, or the disk refused.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled: nothing was published.</exception>
    public static void RunToTheEnd(Warehouse.Warehouse warehouse, CancellationToken cancel)
    {
        if (Run(warehouse, cancel).IsLeft) throw new IOException("Another process adds facts to the journal, and the person's may be among them. End it, or wait for it to end, and repeat the command; nothing was done.");
    }

    static JournalOutcome Load(Warehouse.Warehouse warehouse, List<LiveFact> told, long segment, CancellationToken cancel)
    {
        using var load = warehouse.BeginLoad(segment);
        foreach (var kind in told.GroupBy(fact => fact.Kind)) Stage(load.Connection, FactTable.Of(kind.Key), kind, cancel);
        var counts = load.Publish(cancel).Kinds.Values;
        return new JournalOutcome(told.Count, counts.Sum(count => count.New), counts.Sum(count => count.Rejected));
    }

    static void Stage(DuckDbConnection db, FactTable table, IEnumerable<LiveFact> facts, CancellationToken cancel)
    {
        var columns = table.Kind.Columns.Where(column => column.Name != "party").Append(new FactColumn("source", ColumnType.Code, false, "")).ToList();
        db.Execute($"CREATE OR REPLACE TABLE journal(party VARCHAR, {string.Join(", ", columns.Select(column => $"{Sql.Name(column.Name)} {Raw(column.Type)}"))}, \"row\" BIGINT)", cancel);
        using (var beside = db.Beside())
        using (var rows = new DuckDbAppender(beside, "journal"))
        {
            var place = 0L;
            foreach (var fact in facts)
            {
                rows.Add(fact.Party);
                var cells = fact.Cells(table);
                foreach (var column in columns) Add(rows, column.Name == "known_at" ? cells[1] : fact.Values.GetValueOrDefault(column.Name));
                rows.Add(++place);
                rows.EndRow();
            }

            rows.Finish();
        }

        var typed = columns.Select(column => Typed(column));
        db.Execute($"INSERT INTO {table.Staged}(party, {FactTable.Quoted(columns.Select(column => column.Name))}, \"row\") SELECT party, {string.Join(", ", typed)}, \"row\" FROM journal", cancel);
        db.Execute("DROP TABLE journal", cancel);
    }

    static void Add(DuckDbAppender rows, object? value)
    {
        if (value is null) rows.AddNull();
        else if (value is string text) rows.Add(text);
        else if (value is double number) rows.Add(number);
        else rows.Add((long)value);
    }

    static string Raw(ColumnType type) => type switch
    {
        ColumnType.Text or ColumnType.Code => "VARCHAR",
        ColumnType.Number => "DOUBLE",
        _ => "BIGINT",
    };

    static string Typed(FactColumn column)
    {
        var name = Sql.Name(column.Name);
        return column.Type switch
        {
            ColumnType.Day => $"DATE '1970-01-01' + CAST({name} AS INTEGER)",
            ColumnType.Instant => $"make_timestamp({name})",
            ColumnType.Flag => string.Create(CultureInfo.InvariantCulture, $"{name} <> 0"),
            _ => name,
        };
    }
}
