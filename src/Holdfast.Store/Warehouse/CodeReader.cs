using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>Turns the words of a column into codes without making a string of a word that was seen before.</summary>
sealed class CodeReader(Codes codes)
{
    // Words of up to 12 bytes lie within 16 bytes together with their length: the whole is the key.
    UInt128[] _short = new UInt128[1024];
    int[] _shortCodes = new int[1024];
    int _shortCount;
    readonly Dictionary<ulong, List<(byte[] Word, Code Code)>> _long = [];

    /// <summary>The code of a column's word; none where it has no value.</summary>
    public Code Of(DuckDbColumn column, int row)
    {
        if (!column.IsValid(row)) return Code.None;
        var raw = column.Values<UInt128>()[row];
        return (uint)(ulong)raw <= 12 ? OfShort(raw, column.Utf8(row)) : OfLong(column.Utf8(row));
    }

    Code OfShort(UInt128 raw, ReadOnlySpan<byte> word)
    {
        if (word.Length == 0) return Code.None;
        var mask = _short.Length - 1;
        for (var place = Mix(raw) & mask; ; place = (place + 1) & mask)
        {
            if (_short[place] == raw) return new Code(_shortCodes[place]);
            if (_shortCodes[place] != 0) continue;
            var code = codes.Of(Encoding.UTF8.GetString(word));
            (_short[place], _shortCodes[place]) = (raw, code.Index);
            if (++_shortCount * 2 > _short.Length) Grow();
            return code;
        }
    }

    Code OfLong(ReadOnlySpan<byte> word)
    {
        var hash = MemoryMarshal.Read<ulong>(word) * 0x9E3779B97F4A7C15UL ^ MemoryMarshal.Read<ulong>(word[^8..]) ^ (ulong)word.Length;
        ref var words = ref CollectionsMarshal.GetValueRefOrAddDefault(_long, hash, out _);
        words ??= [];
        foreach (var known in words)
        {
            if (word.SequenceEqual(known.Word)) return known.Code;
        }

        var code = codes.Of(Encoding.UTF8.GetString(word));
        words.Add((word.ToArray(), code));
        return code;
    }

    void Grow()
    {
        var (words, places) = (_short, _shortCodes);
        (_short, _shortCodes) = (new UInt128[words.Length * 2], new int[words.Length * 2]);
        for (var i = 0; i < words.Length; i++)
        {
            if (places[i] == 0) continue;
            var place = Mix(words[i]) & (_short.Length - 1);
            while (_shortCodes[place] != 0) place = (place + 1) & (_short.Length - 1);
            (_short[place], _shortCodes[place]) = (words[i], places[i]);
        }
    }

    static int Mix(UInt128 raw)
    {
        var mixed = ((ulong)raw ^ (ulong)(raw >> 64) * 0x9E3779B97F4A7C15UL) * 0xD6E8FEB86659FD93UL;
        return (int)(mixed >> 33);
    }
}
