using System.Buffers;
using System.Globalization;
using System.Text;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Ingest;

/// <summary>Reads a text as a value; false where it is not plainly written. A double is told by its bits, a flag as 0 or 1.</summary>
delegate bool ReadPlain(ReadOnlySpan<byte> text, out long value);

/// <summary>A cell of a fact that is read without SQL where it is plainly written.</summary>
/// <param name="Fact">The fact's column.</param>
/// <param name="Column">Place of the file's column among those of the table; -1 for a constant.</param>
/// <param name="Constant">The constant as UTF-8; empty where there is a column.</param>
/// <param name="Read">How it is read; null for words that stand as they are.</param>
sealed record PlainCell(FactColumn Fact, int Column, byte[] Constant, ReadPlain? Read)
{
    const int MostDigits = 15;

    static readonly SearchValues<byte> OfNumbers = SearchValues.Create("-.0123456789"u8);

    /// <summary>How a column's commonest way of writing is read; null where it takes SQL to judge any. What is read here SQL would read alike.</summary>
    public static PlainCell? Of(FactColumn column, ColumnMapping map, SourceMapping mapping, Business business, IReadOnlyList<string> columns)
    {
        if (map.Expression is not null || map.Codes is not null || map.Default is not null || mapping.Nulls.Count > 0) return null;
        var isWord = column is { Type: ColumnType.Text or ColumnType.Code, Allowed: null } && column.Name is not ("leaving" or "end_reason");
        if (map.Value is { } value) return isWord && map.Column is null ? new PlainCell(column, -1, Encoding.UTF8.GetBytes(value), null) : null;
        var place = map.Column is null ? -1 : columns.ToList().IndexOf(map.Column);
        if (place < 0) return null;
        if (isWord) return new PlainCell(column, place, [], null);
        return Reading(column, map, mapping, business) is { } read ? new PlainCell(column, place, [], read) : null;
    }

    static ReadPlain? Reading(FactColumn column, ColumnMapping map, SourceMapping mapping, Business business) => column.Type switch
    {
        ColumnType.Day => PlainDate.Reading(map, mapping, PlainDate.Day),
        ColumnType.Instant => PlainDate.Reading(map, mapping, PlainDate.Moment),
        ColumnType.Money when mapping.Money == MoneyUnit.Major => Major(mapping.DecimalSign, business.MinorDigits),
        ColumnType.Money or ColumnType.Whole => Whole,
        ColumnType.Number when mapping.DecimalSign == "." => Number,
        ColumnType.Flag => Flag,
        ColumnType.Text or ColumnType.Code when column.Allowed is { } words && column.Name is not ("leaving" or "end_reason") => Word([.. words.Select(Encoding.UTF8.GetBytes)]),
        _ => null,
    };

    static ReadPlain Word(byte[][] words) => (text, out value) =>
    {
        value = 0;
        foreach (var word in words)
        {
            if (text.SequenceEqual(word)) return true;
        }

        return false;
    };

    static bool Flag(ReadOnlySpan<byte> text, out long value)
    {
        value = text is [(byte)'1'] || text.SequenceEqual("true"u8) || text.SequenceEqual("yes"u8) ? 1 : 0;
        return value == 1 || text is [(byte)'0'] || text.SequenceEqual("false"u8) || text.SequenceEqual("no"u8);
    }

    static bool Whole(ReadOnlySpan<byte> text, out long value)
    {
        var isNegative = text[0] == '-';
        var read = Digits(isNegative ? text[1..] : text, out value);
        if (isNegative) value = -value;
        return read;
    }

    static bool Number(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length > MostDigits || text.ContainsAnyExcept(OfNumbers) || !char.IsAsciiDigit((char)text[^1]) || text.StartsWith("."u8) || text.StartsWith("-."u8)) return false;
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        value = BitConverter.DoubleToInt64Bits(number);
        return true;
    }

    // As many decimals as the currency has, or fewer: with more, the amount is rounded, and how is said in one place only.
    static ReadPlain? Major(string sign, int minorDigits)
    {
        if (sign.Length != 1 || sign[0] > 127) return null;
        var point = (byte)sign[0];
        return (text, out value) =>
        {
            var isNegative = text[0] == '-';
            if (isNegative) text = text[1..];
            var at = text.IndexOf(point);
            var decimals = at < 0 ? 0 : text.Length - at - 1;
            value = 0;
            if (text.Length > MostDigits || (at >= 0 && decimals == 0) || decimals > minorDigits || !Digits(at < 0 ? text : text[..at], out value)) return false;
            if (decimals > 0)
            {
                if (!Digits(text[(at + 1)..], out var rest)) return false;
                for (var i = 0; i < decimals; i++) value *= 10;
                value += rest;
            }

            for (var i = decimals; i < minorDigits; i++) value *= 10;
            if (isNegative) value = -value;
            return true;
        };
    }

    static bool Digits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > MostDigits) return false;
        foreach (var sign in text)
        {
            var digit = sign - '0';
            if ((uint)digit > 9) return false;
            value = value * 10 + digit;
        }

        return true;
    }
}
