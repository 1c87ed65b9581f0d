using System.Buffers.Binary;
using System.Numerics;

namespace Holdfast.Store.Live;

/// <summary>The checksum CRC-32C (Castagnoli), as in iSCSI (RFC 3720, B.4).</summary>
static class Crc32C
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(uint.MaxValue, bytes);

    /// <summary>Goes on with a state that began as <see cref="uint.MaxValue"/>; its complement is the checksum.</summary>
    public static uint Continue(uint state, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..]) state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) state = BitOperations.Crc32C(state, one);
        return state;
    }
}
