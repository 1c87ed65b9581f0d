using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// Orders times together with whether each was an event: both fit one number, the bits of the time above and the event in the lowest,
/// so nothing has to be looked up by row afterwards. Times are dealt into slices of equal width, each slice into some twice as many
/// finer ones as it has times, and what is still out of order is put right by insertion, or by comparison where times crowd.
/// Source: Knuth 1998, The Art of Computer Programming 3, 5.2.1 and 5.2.5. Cost: O(n) for times spread over their range, O(n log n) at worst.
/// </summary>
static class EventOrder
{
    const int Slices = 1 << 12, MostFineBits = 14;

    // Steps of insertion per time beyond which comparison is cheaper.
    const int Patience = 8;

    // The bits of the largest finite number.
    const ulong Largest = 0x7FEF_FFFF_FFFF_FFFF;

    /// <summary>The time of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Time(ulong key) => BitConverter.UInt64BitsToDouble(key >> 1);

    /// <summary>Numbers whose bits are the keys in rising order of their times; null where a time is negative, -0 or not finite.</summary>
    public static double[]? Sort(ReadOnlySpan<double> times, ReadOnlySpan<bool> events)
    {
        // From 0 on, numbers are in the order of their bits; what is not allowed has larger ones.
        var (low, high) = Range(MemoryMarshal.Cast<double, ulong>(times));
        if (high > Largest)
            return null;
        var (first, width) = (BitConverter.UInt64BitsToDouble(low), BitConverter.UInt64BitsToDouble(high) - BitConverter.UInt64BitsToDouble(low));
        var scale = double.IsFinite((Slices - 1) / width) ? (Slices - 1) / width : 0;
        var keys = GC.AllocateUninitializedArray<double>(times.Length);
        var bits = MemoryMarshal.Cast<double, ulong>(keys.AsSpan());
        var ends = Deal(times, MemoryMarshal.AsBytes(events), first, scale, bits);
        Refine(bits, ends, first, scale);
        return keys;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static (ulong Low, ulong High) Range(ReadOnlySpan<ulong> bits)
    {
        var (low, high) = (ulong.MaxValue, 0UL);
        foreach (var value in bits)
        {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        return (low, high);
    }

    // Returns where each slice ends.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int[] Deal(ReadOnlySpan<double> times, ReadOnlySpan<byte> events, double first, double scale, Span<ulong> keys)
    {
        var ends = new int[Slices];
        foreach (var time in times)
            ends[(int)((time - first) * scale)]++;
        Accumulate(ends);
        for (var i = 0; i < times.Length; i++)
            keys[ends[(int)((times[i] - first) * scale)]++] = (BitConverter.DoubleToUInt64Bits(times[i]) << 1) | events[i];
        return ends;
    }

    // From counts to starts.
    static void Accumulate(Span<int> counts)
    {
        var sum = 0;
        foreach (ref var count in counts)
            (count, sum) = (sum, sum + count);
    }

    static void Refine(Span<ulong> keys, int[] ends, double first, double scale)
    {
        var (start, most) = (0, 0);
        foreach (var end in ends)
        {
            most = Math.Max(most, end - start);
            start = end;
        }
        var (room, counts) = (new ulong[most], new int[1 << FineBits(most)]);
        start = 0;
        for (var slice = 0; slice < ends.Length; slice++)
        {
            var some = keys[start..ends[slice]];
            if (some.Length > 1)
            {
                var fine = counts.AsSpan(0, 1 << FineBits(some.Length));
                DealFine(some, room, fine, first, scale);
                if (!Insert(room.AsSpan(0, some.Length), some))
                    Compare(some);
            }
            start = ends[slice];
        }
    }

    static int FineBits(int count) => Math.Min(BitOperations.Log2((uint)count) + 1, MostFineBits);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void DealFine(ReadOnlySpan<ulong> keys, Span<ulong> room, Span<int> counts, double first, double scale)
    {
        counts.Clear();
        double parts = counts.Length;
        foreach (var key in keys)
        {
            var place = (Time(key) - first) * scale;
            counts[(int)((place - (int)place) * parts)]++;
        }
        Accumulate(counts);
        foreach (var key in keys)
        {
            var place = (Time(key) - first) * scale;
            room[counts[(int)((place - (int)place) * parts)]++] = key;
        }
    }

    // False when patience ran out: then the keys are all there but not in order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Insert(ReadOnlySpan<ulong> from, Span<ulong> to)
    {
        var steps = Patience * to.Length;
        for (var i = 0; i < from.Length; i++)
        {
            var key = from[i];
            var at = i;
            // With the lowest bit set, a key is not below those of the same time.
            for (; at > 0 && to[at - 1] > (key | 1); at--)
                to[at] = to[at - 1];
            to[at] = key;
            steps -= i - at;
            if (steps >= 0)
                continue;
            from[(i + 1)..].CopyTo(to[(i + 1)..]);
            return false;
        }
        return true;
    }

    // The events of one time change places, which no count sees.
    static void Compare(Span<ulong> keys) => keys.Sort();
}
