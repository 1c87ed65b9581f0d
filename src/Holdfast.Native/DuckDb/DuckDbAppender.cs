using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Holdfast.Native.DuckDb;

/// <summary>
/// Fills a table, value by value in the order of its columns, a chunk of rows at a time. Rows are in the table after <see cref="Finish"/>;
/// disposed without it, the rows of the last chunk are dropped.
/// </summary>
public sealed unsafe class DuckDbAppender : IDisposable
{
    readonly DuckDbType[] _types;
    readonly nint[] _vectors;
    readonly nint[] _data;
    readonly nint[] _validity;
    readonly int _capacity;
    byte[] _utf8 = new byte[1024];
    nint _appender;
    nint _chunk;
    int _row;
    int _column;

    /// <summary>Opens an appender on a table.</summary>
    /// <param name="connection">The connection that sees the table.</param>
    /// <param name="table">The table's name, unquoted.</param>
    /// <param name="columns">Columns to fill, in this order, the others getting no value; none stands for all of the table.</param>
    /// <exception cref="DuckDbException">There is no such table or column.</exception>
    public DuckDbAppender(DuckDbConnection connection, string table, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(columns);
        nint appender;
        fixed (byte* name = Sql.Bytes(table))
        {
            var state = DuckDbMethods.CreateAppender(connection.Handle.DangerousGetHandle(), null, name, &appender);
            _appender = appender;
            if (state != 0) throw Fault();
        }

        foreach (var column in columns) AddColumn(column);
        var count = (int)DuckDbMethods.AppenderColumnCount(appender);
        (_types, _vectors, _data, _validity) = (new DuckDbType[count], new nint[count], new nint[count], new nint[count]);
        _capacity = (int)DuckDbMethods.VectorSize();
        CreateChunk();
    }

    /// <summary>Appends the next value as no value.</summary>
    public void AddNull()
    {
        if (_validity[_column] == 0)
        {
            DuckDbMethods.EnsureValidity(_vectors[_column]);
            _validity[_column] = (nint)DuckDbMethods.VectorValidity(_vectors[_column]);
        }

        ((ulong*)_validity[_column])[_row >> 6] &= ~(1UL << (_row & 63));
        _column++;
    }

    /// <summary>Appends a number of the column's width: long for BIGINT and TIMESTAMP, int for INTEGER and DATE, double, bool.</summary>
    /// <exception cref="InvalidCastException">The column's values have another width.</exception>
    public void Add<T>(T value)
        where T : unmanaged
    {
        if (sizeof(T) != _types[_column].Width() || _types[_column] is DuckDbType.Varchar)
            throw new InvalidCastException($"Column {_column} is of type {_types[_column]}; {typeof(T).Name} does not go there.");
        ((T*)_data[_column])[_row] = value;
        _column++;
    }

    /// <summary>Appends a number of the column's width, or no value.</summary>
    /// <exception cref="InvalidCastException">The column's values have another width.</exception>
    public void Add<T>(T? value)
        where T : unmanaged
    {
        if (value is { } given) Add(given);
        else AddNull();
    }

    /// <summary>Appends a text; null for no value.</summary>
    /// <exception cref="InvalidCastException">The column is not VARCHAR.</exception>
    public void Add(string? text)
    {
        if (text is null)
        {
            AddNull();
            return;
        }

        if (_utf8.Length < text.Length * 3) _utf8 = new byte[text.Length * 3];
        AddValid(_utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8)));
    }

    /// <summary>Appends a text that is UTF-8 already.</summary>
    /// <exception cref="InvalidCastException">The column is not VARCHAR.</exception>
    /// <exception cref="ArgumentException">The bytes are not UTF-8.</exception>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) throw new ArgumentException($"The {utf8.Length} bytes for column {_column} are not UTF-8.", nameof(utf8));
        AddValid(utf8);
    }

    /// <summary>Ends the row.</summary>
    /// <exception cref="InvalidOperationException">Columns are missing.</exception>
    /// <exception cref="DuckDbException">DuckDB refused the rows; with its text.</exception>
    public void EndRow()
    {
        if (_column != _types.Length) throw new InvalidOperationException($"The row has {_column} values, the table {_types.Length} columns.");
        _column = 0;
        if (++_row == _capacity) AppendChunk();
    }

    /// <summary>Appends what is left, so that every row is in the table.</summary>
    /// <exception cref="DuckDbException">DuckDB refused the rows; with its text.</exception>
    public void Finish()
    {
        if (_row > 0) AppendChunk();
        if (DuckDbMethods.FlushAppender(_appender) != 0) throw Fault();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        nint chunk = _chunk, appender = _appender;
        (_chunk, _appender) = (0, 0);
        if (chunk != 0) DuckDbMethods.DestroyChunk(&chunk);
        if (appender != 0) _ = DuckDbMethods.DestroyAppender(&appender);
    }

    void AddValid(ReadOnlySpan<byte> utf8)
    {
        if (_types[_column] is not (DuckDbType.Varchar or DuckDbType.Blob))
            throw new InvalidCastException($"Column {_column} is of type {_types[_column]}; text does not go there.");
        if (utf8.Length <= 12)
        {
            // The short form lies in place, so no call is needed.
            var place = (byte*)_data[_column] + _row * 16L;
            (*(long*)place, *(long*)(place + 8)) = (0, 0);
            *(int*)place = utf8.Length;
            utf8.CopyTo(new Span<byte>(place + 4, 12));
        }
        else
        {
            fixed (byte* text = utf8) DuckDbMethods.AssignText(_vectors[_column], (ulong)_row, text, (ulong)utf8.Length);
        }

        _column++;
    }

    void AddColumn(string column)
    {
        fixed (byte* name = Sql.Bytes(column))
        {
            if (DuckDbMethods.AddAppenderColumn(_appender, name) != 0) throw Fault();
        }
    }

    void CreateChunk()
    {
        var types = stackalloc nint[_types.Length];
        for (var i = 0; i < _types.Length; i++)
        {
            types[i] = DuckDbMethods.AppenderColumnType(_appender, (ulong)i);
            _types[i] = (DuckDbType)DuckDbMethods.TypeId(types[i]);
        }

        _chunk = DuckDbMethods.CreateChunk(types, (ulong)_types.Length);
        for (var i = 0; i < _types.Length; i++) DuckDbMethods.DestroyType(&types[i]);
        FindVectors();
    }

    void FindVectors()
    {
        for (var i = 0; i < _types.Length; i++)
        {
            _vectors[i] = DuckDbMethods.ChunkVector(_chunk, (ulong)i);
            _data[i] = (nint)DuckDbMethods.VectorData(_vectors[i]);
            _validity[i] = 0;
        }
    }

    void AppendChunk()
    {
        DuckDbMethods.SetChunkSize(_chunk, (ulong)_row);
        if (DuckDbMethods.AppendChunk(_appender, _chunk) != 0) throw Fault();
        DuckDbMethods.ResetChunk(_chunk);
        FindVectors();
        _row = 0;
    }

    DuckDbException Fault() => new(Marshal.PtrToStringUTF8((nint)DuckDbMethods.AppenderError(_appender)) ?? "DuckDB does not take the rows.");
}
