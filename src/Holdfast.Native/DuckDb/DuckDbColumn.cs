using System.Text;

namespace Holdfast.Native.DuckDb;

/// <summary>One column of a chunk: spans over DuckDB's own memory, valid until the next chunk.</summary>
public readonly unsafe ref struct DuckDbColumn
{
    readonly DuckDbType _type;
    readonly void* _data;
    readonly ulong* _validity;
    readonly int _rows;

    internal DuckDbColumn(DuckDbType type, void* data, ulong* validity, int rows)
    {
        _type = type;
        _data = data;
        _validity = validity;
        _rows = rows;
    }

    /// <summary>Whether no value can be null, so that <see cref="IsValid"/> need not be asked.</summary>
    public bool AllValid => _validity is null;

    /// <summary>Whether the row has a value; what a span holds where it has none means nothing.</summary>
    public bool IsValid(int row) => _validity is null || (_validity[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>The values as numbers of the vector's width: long for BIGINT and TIMESTAMP, int for INTEGER and DATE, and so on.</summary>
    /// <exception cref="InvalidCastException">The column's values have another width.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged =>
        sizeof(T) == _type.Width() ? new ReadOnlySpan<T>(_data, _rows)
        : throw new InvalidCastException($"A column of type {_type} holds values of {_type.Width()} bytes, not {typeof(T).Name} of {sizeof(T)}.");

    /// <summary>A value of any whole-number type, DATE (days) or TIMESTAMP (microseconds).</summary>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    /// <exception cref="OverflowException">A HUGEINT does not fit.</exception>
    public long Whole(int row) => _type switch
    {
        DuckDbType.Whole64 or DuckDbType.Timestamp => Values<long>()[row],
        DuckDbType.Whole32 or DuckDbType.Date => Values<int>()[row],
        DuckDbType.Unsigned64 => checked((long)Values<ulong>()[row]),
        DuckDbType.Unsigned32 => Values<uint>()[row],
        DuckDbType.Whole16 => Values<short>()[row],
        DuckDbType.Unsigned16 => Values<ushort>()[row],
        DuckDbType.Whole8 => Values<sbyte>()[row],
        DuckDbType.Unsigned8 or DuckDbType.Boolean => Values<byte>()[row],
        DuckDbType.Whole128 => checked((long)Values<Int128>()[row]),
        _ => throw new InvalidCastException($"A column of type {_type} is not a whole number."),
    };

    /// <summary>The UTF-8 bytes of a VARCHAR or BLOB value; empty where it is null.</summary>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public ReadOnlySpan<byte> Utf8(int row)
    {
        if (_type is not (DuckDbType.Varchar or DuckDbType.Blob)) throw new InvalidCastException($"A column of type {_type} is not text.");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_rows, nameof(row));
        if (!IsValid(row)) return default;

        // 16 bytes: a length, then up to 12 bytes in place, or 4 bytes of prefix and a pointer.
        var text = (byte*)_data + (long)row * 16;
        var length = *(int*)text;
        return new ReadOnlySpan<byte>(length <= 12 ? text + 4 : *(byte**)(text + 8), length);
    }

    /// <summary>A VARCHAR value; null where it is null.</summary>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public string? Text(int row) => IsValid(row) ? Encoding.UTF8.GetString(Utf8(row)) : null;
}
