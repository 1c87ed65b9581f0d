using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// The facts at one manifest; they never change under a reader, and their files are kept until it is disposed or its process ends.
/// Not for several threads at once.
/// </summary>
public sealed class Snapshot : IDisposable
{
    // An event takes some 100 bytes, so histories kept for the next reader take at most about half a gigabyte.
    const long MostKeptFacts = 4_000_000;

    readonly WarehouseFolder _folder;
    readonly Manifest _manifest;
    readonly Lease? _lease;
    readonly Instant? _before;
    Identities? _identities;
    IReadOnlyList<History>? _kept;
    IReadOnlyList<Unit>? _units;
    IReadOnlyDictionary<string, long>? _rows;

    internal Snapshot(WarehouseFolder folder, Manifest manifest, Lease? lease, Instant? before = null)
    {
        (_folder, _manifest, _lease, _before) = (folder, manifest, lease, before);
        Fingerprint = manifest.Fingerprint;
    }

    /// <summary>Number of the manifest; 0 where nothing was loaded.</summary>
    public long Manifest => _manifest.Number;

    /// <summary>Newest journal segment whose facts are among these; 0 where none ever was.</summary>
    internal long JournalSegment => _manifest.JournalSegment;

    /// <summary>Hash of the content: equal where the files hold the same bytes.</summary>
    public string Fingerprint { get; }

    /// <summary>The manifest and the data files it names; nothing where nothing was loaded.</summary>
    public IReadOnlyList<StoredFile> Files()
    {
        if (_manifest.Number == 0) return [];
        var manifest = _manifest.ToBytes();
        var facts = _manifest.Files.Select(file => new StoredFile("facts/" + file.Name, file.Bytes));
        return [.. facts, new StoredFile(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"manifests/{_manifest.Number}.json"), manifest.Length, manifest)];
    }

    /// <summary>
    /// Day of the latest time any fact tells, ends included (left, ended, answered, applied, last day of a position's month), plans
    /// (promotion and term ends) not.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no dated facts, see <see cref="HasDatedFacts"/>.</exception>
    public Day LastFactDay => _manifest.LastDay() ?? throw new InvalidOperationException("The warehouse holds no dated facts.");

    /// <summary>Whether any fact says when it happened.</summary>
    public bool HasDatedFacts => _manifest.LastDay() is not null;

    /// <summary>Facts by kind, all versions; kinds without facts are absent.</summary>
    /// <exception cref="InvalidDataException">A data file is missing or damaged.</exception>
    public IReadOnlyDictionary<string, long> Rows => _rows ??= CountRows();

    /// <summary>In how many facts each column is given: what the business told.</summary>
    /// <remarks><b>Cost</b>: O(files), from their footers.</remarks>
    public ToldColumns Told()
    {
        using var db = Database();
        return ToldColumns.Of(db, _folder, _manifest);
    }

    /// <summary>The dictionary of all codes; histories fill it as they are read.</summary>
    public Codes Codes { get; } = new();

    /// <summary>The newest version of every unit, by id.</summary>
    /// <exception cref="InvalidDataException">A data file is missing or damaged.</exception>
    public IReadOnlyList<Unit> Units => _units ??= ReadUnits();

    /// <summary>
    /// The same facts for somebody who asks what was known before a moment: who is who, and which units there are, is told as it was
    /// known then, only facts known then are counted, and customers of whom nothing was known are left out. Of the others all facts are
    /// handed out; <see cref="HistoryView.AsOf"/> cuts them.
    /// </summary>
    /// <param name="cutoff">Aliases and units known at this moment or later do not exist.</param>
    /// <returns>A view that lives as long as this snapshot.</returns>
    public Snapshot KnownBefore(Instant cutoff) => new(_folder, _manifest, null, cutoff);

    /// <summary>
    /// Every customer's history once, in an order that depends on nothing but the customers' ids: by their hash, customers with several
    /// ids last. Memory holds one customer at a time; of at most 4 million facts it keeps all after the first whole reading, since every
    /// stage of a night asks for them again.
    /// </summary>
    /// <remarks><b>Cost</b>: O(facts); where a shard has several files of a kind or corrections, they are sorted first.</remarks>
    /// <exception cref="InvalidDataException">A data file is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<History> Histories(CancellationToken cancel) =>
        _kept ?? (_manifest.Facts <= MostKeptFacts ? Keeping(cancel) : Known(cancel));

    /// <summary>The history of one customer; null where there is none.</summary>
    /// <param name="customer">Any id the customer is known under.</param>
    /// <exception cref="InvalidDataException">A data file is missing or damaged.</exception>
    public History? Find(string customer)
    {
        using var db = Database();
        var identities = Known(db);
        if (identities.Knows(customer)) return new MergedReading(db, _manifest, identities, (_folder, Files)).Of(identities.Resolve(customer), Codes);
        var shard = CustomerShard.Of(customer, _manifest.Shards);
        var customers = Files(FactTable.Customers, shard);
        if (customers.Count == 0) return null;
        if (db.Whole($"SELECT ordinal FROM {StoredFacts.Files(_folder, customers)} WHERE customer = ?", customer) is not { } ordinal) return null;
        using var reader = Reader(db, shard, (int)ordinal, CancellationToken.None);
        return reader.Take((int)ordinal, customer);
    }

    /// <summary>
    /// The facts of one customer in order of time, every version, as they were told; before the moment of <see cref="KnownBefore"/>
    /// only the versions held then, without ends still to come.
    /// </summary>
    /// <param name="customer">Any id the customer is known under.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="InvalidDataException">A data file is missing or damaged.</exception>
    public IReadOnlyList<ToldFact> FactsOf(string customer, CancellationToken cancel)
    {
        using var db = Database();
        var identities = Known(db);
        IReadOnlyList<string> ids = identities.Knows(customer) ? identities.Groups[identities.Resolve(customer)] : [customer];
        identities.Write(db);
        return ToldReading.Read(db, new ToldRows(db, (_folder, _manifest, Files), _before), ids, cancel);
    }

    /// <summary>The id a customer's history is handed out under.</summary>
    /// <param name="customer">Any id the customer is known under.</param>
    public string Resolve(string customer)
    {
        if (_identities is { } known) return known.Resolve(customer);
        using var db = Database();
        return Known(db).Resolve(customer);
    }

    /// <summary>
    /// Writes all facts of a kind into one file, every version (or, after <see cref="KnownBefore"/>, those held then), by customer and
    /// time: customer and told_as where the kind is of a party, the kind's columns, source and known_until.
    /// </summary>
    /// <param name="kind">The kind, as in <see cref="FactCatalog"/>.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="format">Its form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Rows written; 0, and no file, where there are none.</returns>
    /// <exception cref="InvalidDataException">A data file is missing or damaged.</exception>
    /// <exception cref="DuckDbException">The file cannot be written.</exception>
    public long Export(string kind, string path, ExportFormat format, CancellationToken cancel)
    {
        using var db = Database();
        Known(db).Write(db);
        var table = FactTable.Of(kind);
        if (new ToldRows(db, (_folder, _manifest, Files), _before).Of(table, ids: null) is not { } rows) return 0;
        var form = format == ExportFormat.Csv ? "FORMAT csv, HEADER" : "FORMAT parquet, COMPRESSION zstd";
        return db.Execute($"COPY (SELECT * FROM ({rows}) ORDER BY {ToldRows.Order(table)}) TO {Sql.Literal(path)} ({form})", cancel);
    }

    /// <summary>Hashes of all ids of erased customers.</summary>
    internal IReadOnlySet<string> ErasedHashes()
    {
        if (Files(FactTable.Erased, 0) is not { Count: > 0 } files) return new HashSet<string>();
        using var db = Database();
        return db.Texts($"SELECT customer_hash FROM {StoredFacts.Files(_folder, files)}").OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Writes a pack of these facts, for reading one customer at a time.</summary>
    internal void WritePack(string path, CancellationToken cancel)
    {
        using var db = Database();
        Known(db).Write(db);
        new Live.PackWriting(db, _manifest, (kind, shard) => Files(kind, shard) is { Count: > 0 } files ? StoredFacts.Files(_folder, files) : null).Write(path, cancel);
    }

    /// <summary>Ends the claim on the files.</summary>
    public void Dispose() => _lease?.Dispose();

    IEnumerable<History> Keeping(CancellationToken cancel)
    {
        var kept = new List<History>();
        foreach (var history in Known(cancel))
        {
            kept.Add(history);
            yield return history;
        }

        _kept = kept;
    }

    // Of whom nothing was known yet does not exist in a view of the past, not even as a number.
    IEnumerable<History> Known(CancellationToken cancel) => _before is { } cutoff ? Read(cancel).Where(history => history.IsKnownBefore(cutoff)) : Read(cancel);

    IEnumerable<History> Read(CancellationToken cancel)
    {
        using var db = Database();
        var identities = Known(db);
        for (var shard = 0; shard < _manifest.Shards; shard++)
        {
            var customers = Files(FactTable.Customers, shard);
            if (customers.Count == 0) continue;
            using var reader = Reader(db, shard, null, cancel);
            using var beside = db.Beside();
            using var rows = beside.Query(customers.Count == 1 ? $"SELECT ordinal, customer FROM {StoredFacts.Files(_folder, customers)} ORDER BY ordinal" : "SELECT place, customer FROM placed ORDER BY place", cancel);
            while (rows.Next())
            {
                for (var row = 0; row < rows.RowCount; row++)
                {
                    var customer = rows[1].Text(row)!;
                    if (!identities.Knows(customer)) yield return reader.Take((int)rows[0].Whole(row), customer);
                }
            }
        }

        if (identities.Groups.Count == 0) yield break;
        foreach (var history in new MergedReading(db, _manifest, identities, (_folder, Files)).All(Codes, cancel)) yield return history;
    }

    HistoryReader Reader(DuckDbConnection db, int shard, int? ordinal, CancellationToken cancel)
    {
        // Ordinals of a base are in the order of customers; where deltas brought more, their places are worked out.
        var customers = Files(FactTable.Customers, shard);
        var placed = ordinal is null && customers.Count > 1;
        if (placed)
        {
            db.Execute($"""
                CREATE OR REPLACE TABLE placed AS
                SELECT ordinal AS told_ordinal, customer, CAST(row_number() OVER (ORDER BY {CustomerShard.Hash("customer")}) - 1 AS INTEGER) AS place
                FROM {StoredFacts.Files(_folder, customers)}
                """, cancel);
        }

        return HistoryReader.OfStreams(db, Query, Codes, cancel);

        string? Query(string kind)
        {
            var files = Files(kind, shard);
            if (files.Count == 0) return null;
            var rows = StoredFacts.Files(_folder, files);
            if (placed) rows = $"(SELECT p.place AS ordinal, f.* EXCLUDE (ordinal) FROM {rows} f JOIN placed p ON f.ordinal = p.told_ordinal)";
            if (ordinal is { } one) rows = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"(SELECT * FROM {rows} WHERE ordinal = {one})");
            return FactQuery.Text(FactTable.Of(kind), rows, files.Any(file => file.Versions > 0), sorted: files.Count == 1 && !placed);
        }
    }

    DuckDbConnection Database() => DuckDbConnection.Open(new DuckDbSettings { TempFolder = _folder.Spill });

    Identities Known(DuckDbConnection db) => _identities ??= Files("alias", 0) is { Count: > 0 } files
        ? Identities.Read(db, StoredFacts.Files(_folder, files), _before)
        : Identities.None;

    IReadOnlyList<DataFile> Files(string kind, int shard)
    {
        var files = _manifest.Of(kind, shard);
        foreach (var file in files) _folder.Check(file);
        return files;
    }

    Dictionary<string, long> CountRows()
    {
        var kinds = _manifest.Files.Where(file => FactTable.IsFact(file.Kind)).GroupBy(file => file.Kind);
        if (_before is not { } cutoff) return kinds.ToDictionary(files => files.Key, files => files.Sum(file => file.Rows), StringComparer.Ordinal);
        using var db = Database();
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var files in kinds)
        {
            foreach (var file in files) _folder.Check(file);
            var before = $"known_at < make_timestamp({cutoff.Micros}) AND coalesce({Sql.Name(FactTable.Of(files.Key).Kind.Time)}, DATE '0001-01-01') < make_timestamp({cutoff.Micros})";
            if (db.Whole($"SELECT count(*) FROM {StoredFacts.Files(_folder, files)} WHERE {before}") is { } count and > 0) counts[files.Key] = count;
        }

        return counts;
    }

    List<Unit> ReadUnits()
    {
        var files = Files("unit", 0);
        var units = new List<Unit>();
        if (files.Count == 0) return units;
        using var db = Database();
        var known = _before is { } cutoff ? $"WHERE known_at < make_timestamp({cutoff.Micros}) AND (from_day IS NULL OR from_day < make_timestamp({cutoff.Micros}))" : "";
        using var rows = db.Query($"""
            SELECT unit, coalesce(name, unit), coalesce(kind, ''), parent FROM {StoredFacts.Files(_folder, files)} {known}
            QUALIFY row_number() OVER (PARTITION BY unit ORDER BY known_at DESC) = 1 ORDER BY unit
            """);
        while (rows.Next())
        {
            for (var row = 0; row < rows.RowCount; row++) units.Add(new Unit(rows[0].Text(row)!, rows[1].Text(row)!, rows[2].Text(row)!, rows[3].Text(row)));
        }

        return units;
    }
}
