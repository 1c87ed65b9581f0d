using System.Data.Common;

namespace Holdfast.Store.Records;

/// <summary>One row of an answer, read by the names of its columns while it is the current one.</summary>
public readonly struct Row
{
    readonly DbDataReader _reader;

    internal Row(DbDataReader reader) => _reader = reader;

    /// <summary>A text.</summary>
    public string Text(string column) => _reader.GetString(_reader.GetOrdinal(column));

    /// <summary>A text, or null.</summary>
    public string? TextOrNull(string column) => At(column) is { } i ? _reader.GetString(i) : null;

    /// <summary>A whole number.</summary>
    public long Whole(string column) => _reader.GetInt64(_reader.GetOrdinal(column));

    /// <summary>A whole number, or null.</summary>
    public long? WholeOrNull(string column) => At(column) is { } i ? _reader.GetInt64(i) : null;

    /// <summary>A number.</summary>
    public double Number(string column) => _reader.GetDouble(_reader.GetOrdinal(column));

    /// <summary>A number, or null.</summary>
    public double? NumberOrNull(string column) => At(column) is { } i ? _reader.GetDouble(i) : null;

    /// <summary>A flag, kept as 0 or 1.</summary>
    public bool Flag(string column) => Whole(column) != 0;

    /// <summary>An instant, kept as microseconds of UTC.</summary>
    public DateTimeOffset Instant(string column) => Instants.From(Whole(column));

    /// <summary>An instant, or null.</summary>
    public DateTimeOffset? InstantOrNull(string column) => WholeOrNull(column) is { } whole ? Instants.From(whole) : null;

    /// <summary>Bytes.</summary>
    public byte[] Bytes(string column) => _reader.GetFieldValue<byte[]>(_reader.GetOrdinal(column));

    /// <summary>Bytes, or null.</summary>
    public byte[]? BytesOrNull(string column) => At(column) is { } i ? _reader.GetFieldValue<byte[]>(i) : null;

    /// <summary>A word of an enumeration.</summary>
    /// <exception cref="InvalidDataException">The enumeration has no such word.</exception>
    public T Word<T>(string column)
        where T : struct, Enum => Words<T>.From(Text(column));

    int? At(string column)
    {
        var ordinal = _reader.GetOrdinal(column);
        return _reader.IsDBNull(ordinal) ? null : ordinal;
    }
}
