using System.Runtime.InteropServices;

namespace Holdfast.Native.DuckDb;

/// <summary>The rows of a statement, streamed chunk by chunk (some 2,000 rows each). Spans are valid until the next chunk.</summary>
public sealed unsafe class DuckDbResult : IDisposable
{
    readonly DuckDbConnection _connection;
    readonly CancellationToken _cancel;
    readonly DuckDbType[] _types;
    readonly nint[] _data;
    readonly nint[] _validity;
    NativeResult _result;
    nint _chunk;
    bool _open = true;

    internal DuckDbResult(DuckDbConnection connection, NativeResult result, CancellationToken cancel)
    {
        (_connection, _result, _cancel) = (connection, result, cancel);
        _types = new DuckDbType[(int)DuckDbMethods.ColumnCount(&result)];
        for (var i = 0; i < _types.Length; i++) _types[i] = (DuckDbType)DuckDbMethods.ColumnType(&result, (ulong)i);
        _data = new nint[_types.Length];
        _validity = new nint[_types.Length];
    }

    /// <summary>How many columns there are.</summary>
    public int ColumnCount => _types.Length;

    /// <summary>Rows of the current chunk; 0 before the first and after the last.</summary>
    public int RowCount { get; private set; }

    /// <summary>A column of the current chunk, from 0.</summary>
    public DuckDbColumn this[int column] => new(_types[column], (void*)_data[column], (ulong*)_validity[column], RowCount);

    /// <summary>Type of a column, from 0.</summary>
    public DuckDbType Type(int column) => _types[column];

    /// <summary>Name of a column, from 0.</summary>
    public string Name(int column)
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        fixed (NativeResult* result = &_result) return Marshal.PtrToStringUTF8((nint)DuckDbMethods.ColumnName(result, (ulong)column)) ?? "";
    }

    /// <summary>Goes to the next chunk with rows; false at the end.</summary>
    /// <exception cref="DuckDbException">DuckDB failed while reading on; with its text.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public bool Next()
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        _cancel.ThrowIfCancellationRequested();
        using var interrupt = _connection.InterruptOn(_cancel);
        do
        {
            Drop();
            _chunk = DuckDbMethods.FetchChunk(_result);
            if (_chunk == 0) return End();
            RowCount = (int)DuckDbMethods.ChunkSize(_chunk);
        }
        while (RowCount == 0);

        for (var i = 0; i < _types.Length; i++)
        {
            var vector = DuckDbMethods.ChunkVector(_chunk, (ulong)i);
            _data[i] = (nint)DuckDbMethods.VectorData(vector);
            _validity[i] = (nint)DuckDbMethods.VectorValidity(vector);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_open) return;
        _open = false;
        Drop();
        fixed (NativeResult* result = &_result) DuckDbMethods.DestroyResult(result);
    }

    bool End()
    {
        fixed (NativeResult* result = &_result)
        {
            var error = DuckDbMethods.ResultError(result);
            return error is null || *error == 0 ? false : throw DuckDbConnection.Fault(error, _cancel);
        }
    }

    void Drop()
    {
        RowCount = 0;
        var chunk = _chunk;
        _chunk = 0;
        if (chunk != 0) DuckDbMethods.DestroyChunk(&chunk);
    }
}
