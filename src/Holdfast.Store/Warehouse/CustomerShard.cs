using System.Numerics;
using System.Text;

namespace Holdfast.Store.Warehouse;

/// <summary>Which shard a customer's facts lie in. Neither the number of shards nor that of threads changes a result.</summary>
static class CustomerShard
{
    /// <summary>The hash's name as it stands in manifests: FNV-1a, 64 bits, over the UTF-8 bytes of the customer's id, then folded and mixed.</summary>
    public const string HashName = "fnv1a64-fmix64";

    /// <summary>The shard of a customer.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="shards">How many shards there are, a power of two: each doubling splits every shard by the next bit.</param>
    public static int Of(string customer, int shards) => (int)(Hash(customer) & (ulong)(shards - 1));

    /// <summary>The hash of a customer's id.</summary>
    public static ulong Hash(string customer)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in Encoding.UTF8.GetBytes(customer)) hash = (hash ^ unit) * 1099511628211UL;

        // FNV's low bits are weak for ids that differ in one digit; MurmurHash3's finaliser spreads them.
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }

    /// <summary>How many shards so many facts want: one below 400 thousand, then a power of two up to 8, then one for each 2 million.</summary>
    public static int CountFor(long facts)
    {
        var small = Math.Min(8, PowerOfTwo(facts, 400_000));
        return Math.Max(small, PowerOfTwo(facts, 2_000_000));
    }

    static int PowerOfTwo(long facts, long each) => (int)Math.Min(1 << 16, BitOperations.RoundUpToPowerOf2((ulong)((facts + each - 1) / each) | (facts == 0 ? 1UL : 0)));
}
