using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>One attempt to publish the staged facts on top of one manifest.</summary>
/// <param name="db">The load's connection.</param>
/// <param name="folder">The warehouse's folder.</param>
/// <param name="current">The manifest to build on.</param>
/// <param name="number">The number to publish under.</param>
sealed class LoadAttempt(DuckDbConnection db, WarehouseFolder folder, Manifest current, long number)
{
    /// <summary>Newest journal segment whose facts are staged; 0 for none.</summary>
    public long JournalSegment { get; init; }

    readonly Dictionary<string, FactCounts> _counts = new(StringComparer.Ordinal);
    int _shards = current.Shards;

    /// <summary>Runs the attempt.</summary>
    /// <returns>What it did; null where another publisher took the manifest's number.</returns>
    public LoadOutcome? Run(CancellationToken cancel)
    {
        foreach (var table in FactTable.All) db.Execute($"DROP TABLE IF EXISTS {table.Load}", cancel);
        var staged = FactTable.All.ToDictionary(table => table, table => db.Whole($"SELECT count(*) FROM {table.Staged}") ?? 0);
        var kinds = FactTable.All.Where(table => staged[table] > 0).ToList();
        if (current.Number == 0) _shards = CustomerShard.CountFor(staged.Values.Sum());
        db.Execute("CREATE OR REPLACE TABLE load_facts(source VARCHAR, \"row\" BIGINT, kind VARCHAR, state VARCHAR, reason VARCHAR)", cancel);
        StoredFacts.Describe(db, folder, current, kinds.Select(table => table.Name));
        LoadCustomers.Number(db, _shards, kinds, cancel);
        foreach (var table in kinds)
        {
            db.Execute(LoadTable(table), cancel);
            Count(table, LoadDuplicates.Drop(db, table, current.Files.Any(file => file.Kind == table.Name), cancel));
        }

        WriteRows(kinds, cancel);
        var added = _counts.Values.Sum(count => count.New);
        if (added == 0) return JournalSegment <= current.JournalSegment ? Known() : Taken();
        var writing = new LoadWriting(db, folder, current, number);
        if (folder.TryPublish(Next(writing, kinds, added, cancel))) return new LoadOutcome(number, true, _counts);
        writing.Files.Drop();
        return null;
    }

    // Every fact of the journal was known already: only how far it was taken in is new.
    LoadOutcome? Taken() =>
        folder.TryPublish(current with { Number = number, JournalSegment = JournalSegment }) ? new LoadOutcome(number, true, _counts) : null;

    // Who published these facts may have died before their names were safe: acknowledging them again makes them so.
    LoadOutcome Known()
    {
        if (current.Number > 0)
        {
            folder.FlushFacts();
            folder.FlushManifests();
        }

        return new LoadOutcome(current.Number, false, _counts);
    }

    void Count(FactTable table, (long Corrections, long Duplicates, long Conflicts) dropped)
    {
        var unknown = db.Whole($"SELECT count(*) FROM load_facts WHERE kind = '{table.Name}' AND state = 'rejected'") ?? 0;
        var kept = db.Whole($"SELECT count(*) FROM {table.Load}") ?? 0;
        _counts[table.Name] = new FactCounts(kept, dropped.Corrections, dropped.Duplicates, unknown);
    }

    Manifest Next(LoadWriting writing, List<FactTable> kinds, long added, CancellationToken cancel)
    {
        var shards = Math.Max(_shards, CustomerShard.CountFor(current.Facts + added));
        var files = writing.Add(kinds, shards, cancel);
        folder.FlushFacts();
        return current.With(number, shards, LastDay(kinds), files) with { JournalSegment = Math.Max(JournalSegment, current.JournalSegment) };
    }

    string LastDay(List<FactTable> kinds)
    {
        var latest = kinds.Where(table => table.Kind.OfParty)
            .Select(table => db.Whole($"SELECT max({table.LastDay}) FROM {table.Load}"))
            .Append(current.LastDay()?.Number)
            .Max();
        return latest is { } day && day > Day.From(2, 1, 1).Number ? new Day((int)day).ToString() : "";
    }

    string LoadTable(FactTable table)
    {
        var columns = string.Join(", ", table.Columns.Select(name => $"{table.Kept(name)} AS {Sql.Name(name)}"));
        var customer = table.Kind.OfParty ? "c.shard, c.ordinal" : "0 AS shard, 0 AS ordinal";
        var join = table.Kind.OfParty ? "JOIN load_customer c ON s.party = c.party" : "";

        // Shard by shard, so that writing one passes over the others' rows.
        if (_shards > 1 && table.Kind.OfParty) join += " ORDER BY c.shard";
        return $"""
            CREATE OR REPLACE TABLE {table.Load} AS SELECT *, {table.KeyHash} AS key_hash, false AS many FROM (
              SELECT {customer}, s.place, s."row", s.known_at IS NOT NULL AS known_given, {columns} FROM told_{table.Name} s {join})
            """;
    }

    void WriteRows(List<FactTable> kinds, CancellationToken cancel)
    {
        var kept = string.Join(" UNION ALL ", kinds.Select(table => $"SELECT source, \"row\" FROM {table.Load}").Append("SELECT source, \"row\" FROM load_facts WHERE state = 'rejected'"));
        db.Execute($"""
            CREATE OR REPLACE TABLE {LoadOutcome.RowsTable} AS
            SELECT source, "row", 'rejected' AS state, min(kind) AS kind, min(reason) AS reason
            FROM load_facts WHERE state = 'rejected' GROUP BY source, "row"
            UNION ALL
            SELECT DISTINCT source, "row", 'duplicate', NULL, NULL
            FROM (SELECT source, "row" FROM load_facts WHERE state = 'duplicate') ANTI JOIN ({kept}) USING (source, "row")
            """, cancel);
    }
}
