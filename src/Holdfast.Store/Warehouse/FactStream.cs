using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>Makes a fact from a row.</summary>
delegate T MakeFact<out T>(FactRow row);

/// <summary>One kind's rows of one shard, in the order of customers, streamed beside the other kinds'.</summary>
/// <typeparam name="T">The fact.</typeparam>
sealed class FactStream<T> : IDisposable
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
    public ReadOnlyMemory<T> Take(int ordinal)
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
    public void Dispose()
    {
        _rows?.Dispose();
        _connection?.Dispose();
    }

    void Add()
    {
        if (_rows![2].IsValid(_row) || _rows[3].Values<byte>()[_row] != 0) _customer.HasLateFacts = true;
        _facts.Add(_make(new FactRow(_rows, _row, _customer)));
        _row++;
    }
}
