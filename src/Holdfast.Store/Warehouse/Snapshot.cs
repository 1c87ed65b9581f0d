using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>The facts at one manifest; they never change under a reader. Not for several threads at once.</summary>
public sealed class Snapshot
{
    // An event takes some 100 bytes, so histories kept for the next reader take at most about half a gigabyte.
    const long MostKeptFacts = 4_000_000;

    readonly WarehouseFolder _folder;
    readonly Manifest _manifest;
    readonly HashSet<string> _checked = new(StringComparer.Ordinal);
    IReadOnlyList<History>? _kept;
    IReadOnlyList<Unit>? _units;

    internal Snapshot(WarehouseFolder folder, Manifest manifest)
    {
        (_folder, _manifest) = (folder, manifest);
        Fingerprint = manifest.Fingerprint;
        Rows = manifest.Files.Where(file => file.Kind != FactTable.Customers)
            .GroupBy(file => file.Kind).ToDictionary(files => files.Key, files => files.Sum(file => file.Rows), StringComparer.Ordinal);
    }

    /// <summary>Number of the manifest; 0 where nothing was loaded.</summary>
    public long Manifest => _manifest.Number;

    /// <summary>Hash of the content: equal where the files hold the same bytes.</summary>
    public string Fingerprint { get; }

    /// <summary>
    /// Day of the latest time any fact tells, ends included (left, ended, answered, applied, last day of a position's month), plans
    /// (promotion and term ends) not.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no dated facts, see <see cref="HasDatedFacts"/>.</exception>
    public Day LastFactDay => _manifest.LastDay() ?? throw new InvalidOperationException("The warehouse holds no dated facts.");

    /// <summary>Whether any fact says when it happened.</summary>
    public bool HasDatedFacts => _manifest.LastDay() is not null;

    /// <summary>Facts by kind, all versions; kinds without facts are absent.</summary>
    public IReadOnlyDictionary<string, long> Rows { get; }

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
    /// Every customer's history once: shard by shard, in the order of ordinals. Memory holds one customer at a time; of at most
    /// 4 million facts it keeps all after the first whole reading, since every stage of a night asks for them again.
    /// </summary>
    /// <remarks><b>Cost</b>: O(facts); where a shard has several files of a kind or corrections, they are sorted first.</remarks>
    /// <exception cref="InvalidDataException">A data file is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<History> Histories(CancellationToken cancel) =>
        _kept ?? (Rows.Values.Sum() <= MostKeptFacts ? Keeping(cancel) : Read(cancel));

    /// <summary>The history of one customer; null where there is none.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <exception cref="InvalidDataException">A data file is missing or damaged.</exception>
    public History? Find(string customer)
    {
        var shard = CustomerShard.Of(customer, _manifest.Shards);
        var customers = Files(FactTable.Customers, shard);
        if (customers.Count == 0) return null;
        using var db = Database();
        if (db.Whole($"SELECT ordinal FROM {StoredFacts.Files(_folder, customers)} WHERE customer = ?", customer) is not { } ordinal) return null;
        using var reader = Reader(db, shard, (int)ordinal, CancellationToken.None);
        return reader.Take((int)ordinal, customer);
    }

    IEnumerable<History> Keeping(CancellationToken cancel)
    {
        var kept = new List<History>();
        foreach (var history in Read(cancel))
        {
            kept.Add(history);
            yield return history;
        }

        _kept = kept;
    }

    IEnumerable<History> Read(CancellationToken cancel)
    {
        using var db = Database();
        for (var shard = 0; shard < _manifest.Shards; shard++)
        {
            var customers = Files(FactTable.Customers, shard);
            if (customers.Count == 0) continue;
            using var reader = Reader(db, shard, null, cancel);
            using var beside = db.Beside();
            using var rows = beside.Query($"SELECT ordinal, customer FROM {StoredFacts.Files(_folder, customers)} ORDER BY ordinal", cancel);
            while (rows.Next())
            {
                for (var row = 0; row < rows.RowCount; row++) yield return reader.Take((int)rows[0].Whole(row), rows[1].Text(row)!);
            }
        }
    }

    HistoryReader Reader(DuckDbConnection db, int shard, int? ordinal, CancellationToken cancel)
    {
        var tables = FactTable.All.ToDictionary(table => table.Name);
        return new HistoryReader(db, kind => FactQuery.Text(_folder, tables[kind], Files(kind, shard), ordinal), Codes, cancel);
    }

    DuckDbConnection Database() => DuckDbConnection.Open(new DuckDbSettings { TempFolder = _folder.Spill });

    IReadOnlyList<DataFile> Files(string kind, int shard)
    {
        var files = _manifest.Of(kind, shard);
        foreach (var file in files)
        {
            if (_checked.Add(file.Name)) _folder.Check(file);
        }

        return files;
    }

    List<Unit> ReadUnits()
    {
        var files = Files("unit", 0);
        var units = new List<Unit>();
        if (files.Count == 0) return units;
        using var db = Database();
        using var rows = db.Query($"""
            SELECT unit, coalesce(name, unit), coalesce(kind, ''), parent FROM {StoredFacts.Files(_folder, files)}
            QUALIFY row_number() OVER (PARTITION BY unit ORDER BY known_at DESC) = 1 ORDER BY unit
            """);
        while (rows.Next())
        {
            for (var row = 0; row < rows.RowCount; row++) units.Add(new Unit(rows[0].Text(row)!, rows[1].Text(row)!, rows[2].Text(row)!, rows[3].Text(row)));
        }

        return units;
    }
}
