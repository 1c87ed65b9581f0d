namespace Holdfast.Native.DuckDb;

/// <summary>Physical types of DuckDB's columns, numbered as in its C API.</summary>
public enum DuckDbType
{
    /// <summary>None of the others.</summary>
    Invalid = 0,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean = 1,

    /// <summary>Signed 8 bits.</summary>
    Whole8 = 2,

    /// <summary>Signed 16 bits.</summary>
    Whole16 = 3,

    /// <summary>Signed 32 bits.</summary>
    Whole32 = 4,

    /// <summary>Signed 64 bits.</summary>
    Whole64 = 5,

    /// <summary>Unsigned 8 bits.</summary>
    Unsigned8 = 6,

    /// <summary>Unsigned 16 bits.</summary>
    Unsigned16 = 7,

    /// <summary>Unsigned 32 bits.</summary>
    Unsigned32 = 8,

    /// <summary>Unsigned 64 bits.</summary>
    Unsigned64 = 9,

    /// <summary>Single precision.</summary>
    Number32 = 10,

    /// <summary>Double precision.</summary>
    Number64 = 11,

    /// <summary>Microseconds since 1970-01-01, 64 bits.</summary>
    Timestamp = 12,

    /// <summary>Days since 1970-01-01, 32 bits.</summary>
    Date = 13,

    /// <summary>Signed 128 bits: what DuckDB's integer sums give.</summary>
    Whole128 = 16,

    /// <summary>UTF-8 text.</summary>
    Varchar = 17,

    /// <summary>Bytes.</summary>
    Blob = 18,
}

static class DuckDbTypes
{
    /// <summary>Bytes one value takes in a vector; 0 where spans over it are not offered.</summary>
    public static int Width(this DuckDbType type) => type switch
    {
        DuckDbType.Boolean or DuckDbType.Whole8 or DuckDbType.Unsigned8 => 1,
        DuckDbType.Whole16 or DuckDbType.Unsigned16 => 2,
        DuckDbType.Whole32 or DuckDbType.Unsigned32 or DuckDbType.Number32 or DuckDbType.Date => 4,
        DuckDbType.Whole64 or DuckDbType.Unsigned64 or DuckDbType.Number64 or DuckDbType.Timestamp => 8,
        DuckDbType.Whole128 or DuckDbType.Varchar or DuckDbType.Blob => 16,
        _ => 0,
    };
}
