using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>Makes a fact from a row.</summary>
delegate T MakeFact<out T>(FactRow row);

/// <summary>One kind's rows of one shard, in the order of customers, streamed beside the other kinds'.</summary>
/// <typeparam name="T">The fact.</typeparam>
sealed class FactStream<T> : FactSource<T>
{
    readonly DuckDbConnection? _connection;
    readonly DuckDbResult? _rows;
    readonly CustomerReading _customer;
    readonly MakeFact<T> _make;
    readonly List<T> _facts = [];
    int _row;
    bool _open;

    /// <summary>Opens the stream.</summary>
    /// <param name="db">Connection to open another one beside.</param>
    /// <param name="sql">Query of ordinal, known_at, known until, whether it was learned late, and the columns <paramref name="make"/> reads; null where there are no rows.</param>
    /// <param name="customer">What the streams of all kinds share.</param>
    /// <param name="make">Makes a fact from a row.</param>
    /// <param name="cancel">Stops it.</param>
    public FactStream(DuckDbConnection db, string? sql, CustomerReading customer, MakeFact<T> make, CancellationToken cancel)
    {
        (_customer, _make) = (customer, make);
        if (sql is null) return;
        _connection = db.Beside();
        _rows = _connection.Query(sql, cancel);
        _open = _rows.Next();
    }

    /// <summary>The facts of a customer; every call names a higher ordinal, and facts of customers passed over are dropped.</summary>
    public override ReadOnlyMemory<T> Take(int ordinal)
    {
        _facts.Clear();
        while (_open)
        {
            var ordinals = _rows![0].Values<int>();
            while (_row < ordinals.Length && ordinals[_row] < ordinal) _row++;
            while (_row < ordinals.Length && ordinals[_row] == ordinal) Add();
            if (_row < ordinals.Length) break;
            _row = 0;
            _open = _rows.Next();
        }

        return _facts.Count == 0 ? default : _facts.ToArray();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _rows?.Dispose();
        _connection?.Dispose();
        base.Dispose();
    }

    void Add()
    {
        var row = new FactRow(_rows!, _row, _customer);
        if (row.IsLate) _customer.HasLateFacts = true;
        _facts.Add(_make(row));
        _row++;
    }
}

/// <summary>The streams of one shard.</summary>
/// <param name="db">The database to read with.</param>
/// <param name="query">From a kind's name to its query; null where the shard has no rows of it.</param>
/// <param name="customer">What the streams share.</param>
/// <param name="cancel">Stops them.</param>
sealed class FactStreams(DuckDbConnection db, Func<string, string?> query, CustomerReading customer, CancellationToken cancel) : FactSources
{
    /// <inheritdoc/>
    public override FactSource<T> Open<T>(string kind, MakeFact<T> make) => new FactStream<T>(db, query(kind), customer, make, cancel);
}
