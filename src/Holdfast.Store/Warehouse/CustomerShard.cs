using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// Which shard a customer's facts lie in, and the order of customers: by SHA-256 of the id. A shard is a range of hashes, so customers
/// come in the same order whatever the number of shards, and neither that number nor when they were loaded changes a result.
/// </summary>
static class CustomerShard
{
    /// <summary>The hash's name as it stands in manifests.</summary>
    public const string HashName = "sha256";

    const int Bits = 16;

    /// <summary>The shard of a customer: the topmost bits of the hash.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="shards">How many shards there are, a power of two: each doubling splits every shard by the next bit.</param>
    public static int Of(string customer, int shards) =>
        BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(customer))) >> Shift(shards);

    /// <summary>The same in SQL.</summary>
    /// <param name="hash">Expression of the hash as 64 hexadecimal digits, see <see cref="Hash"/>.</param>
    /// <param name="shards">How many shards there are.</param>
    public static string OfHash(string hash, int shards) =>
        string.Create(CultureInfo.InvariantCulture, $"CAST('0x' || substr({hash}, 1, 4) AS INTEGER) >> {Shift(shards)}");

    /// <summary>The hash of an id in SQL: 64 hexadecimal digits, whose order is the order of customers.</summary>
    public static string Hash(string column) => $"sha256({column})";

    /// <summary>The hash of an id: 64 hexadecimal digits, the same as <see cref="Hash"/> gives.</summary>
    public static string HashOf(string customer) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(customer)));

    /// <summary>How many shards so many facts want: one below 400 thousand, then a power of two up to 8, then one for each 2 million.</summary>
    public static int CountFor(long facts)
    {
        var small = Math.Min(8, PowerOfTwo(facts, 400_000));
        return Math.Max(small, PowerOfTwo(facts, 2_000_000));
    }

    static int Shift(int shards) => Bits - BitOperations.Log2((uint)shards);

    static int PowerOfTwo(long facts, long each) => (int)Math.Min(1 << Bits, BitOperations.RoundUpToPowerOf2((ulong)((facts + each - 1) / each) | (facts == 0 ? 1UL : 0)));
}
