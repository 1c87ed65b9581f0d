using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Store.Audit;

/// <summary>
/// A line that says how long it is and what its checksum is: eight hexadecimal digits of the payload's length, a blank, eight of its
/// CRC-32C, a blank, the payload, a line feed. Any tool can read it, and a torn one is told from a whole one.
/// </summary>
static class Frame
{
    /// <summary>Bytes of a frame beside its payload.</summary>
    public const int Overhead = 19;

    /// <summary>Longest payload, bytes.</summary>
    public const int Limit = 1 << 16;

    const int Head = 18;

    /// <summary>The frame of a payload.</summary>
    public static byte[] Of(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > Limit) throw new ArgumentException($"A record of {payload.Length} bytes is too long; allowed are {Limit}.", nameof(payload));
        var frame = new byte[payload.Length + Overhead];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{payload.Length:x8} {Crc(payload):x8} "), frame);
        payload.CopyTo(frame.AsSpan(Head));
        frame[^1] = (byte)'\n';
        return frame;
    }

    /// <summary>The payload of the frame that the bytes begin with; its length is the payload's and <see cref="Overhead"/>.</summary>
    /// <returns>False where no whole, unharmed frame stands there.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (bytes.Length < Overhead || !TryHex(bytes[..8], out var length) || bytes[8] != ' ' || !TryHex(bytes[9..17], out var crc) || bytes[17] != ' ') return false;
        if (length > Limit || bytes.Length < length + Overhead || bytes[(int)length + Head] != '\n') return false;
        payload = bytes.Slice(Head, (int)length);
        return Crc(payload) == crc;
    }

    // Only the digits that are written: upper case would be another frame with the same meaning.
    static bool TryHex(ReadOnlySpan<byte> digits, out uint number) =>
        Utf8Parser.TryParse(digits, out number, out var used, 'x') && used == 8 && digits.IndexOfAnyInRange((byte)'A', (byte)'F') < 0;

    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (var one in bytes[(words.Length * 8)..]) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
