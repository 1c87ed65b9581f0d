using System.Runtime.CompilerServices;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// Orders numbers by radix: each becomes one of 2^32 steps between the smallest and the largest, three passes order the steps, and
/// the few that share a step are ordered by comparison. Stable, and the same on every machine.
/// Source: Knuth 1998, The Art of Computer Programming 3, 5.2.5. Cost: O(n) for times spread over their range, O(n log n) at worst.
/// </summary>
static class TimeOrder
{
    const int DigitBits = 11, Buckets = 1 << DigitBits, Passes = 3;
    const int FewRows = 256;

    /// <summary>Indices in rising order of the values, equal values in order of their indices.</summary>
    public static int[] Ascending(ReadOnlySpan<double> values) => Sort(values).Order;

    /// <summary>The same and the values in that order.</summary>
    public static (int[] Order, double[] Sorted) Sort(ReadOnlySpan<double> values)
    {
        var (low, high) = Range(values);
        var packed = Pack(values, low, high);
        if (values.Length >= FewRows)
            packed = Radix(packed);
        else
            Array.Sort(packed);
        var (order, sorted) = Unpack(packed, values);
        Mend(packed, order, sorted);
        return (order, sorted);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static (double Low, double High) Range(ReadOnlySpan<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        return (low, high);
    }

    // The step in the high half, the index in the low half: rounding may put two values on one step but never in the wrong order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static ulong[] Pack(ReadOnlySpan<double> values, double low, double high)
    {
        var packed = GC.AllocateUninitializedArray<ulong>(values.Length);
        // Half the range, so that even the widest is finite.
        var scale = high > low ? 0.5 * 4294967295.0 / (0.5 * high - 0.5 * low) : 0;
        scale = double.IsFinite(scale) ? scale : 0;
        for (var i = 0; i < packed.Length; i++)
            packed[i] = ((ulong)(uint)Math.Min(4294967295.0, 2 * (0.5 * values[i] - 0.5 * low) * scale) << 32) | (uint)i;
        return packed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static ulong[] Radix(ulong[] packed)
    {
        var counts = new int[Passes * Buckets];
        foreach (var item in packed)
        {
            counts[(int)(item >> 32) & (Buckets - 1)]++;
            counts[Buckets + ((int)(item >> (32 + DigitBits)) & (Buckets - 1))]++;
            counts[2 * Buckets + (int)(item >> (32 + 2 * DigitBits))]++;
        }
        var other = GC.AllocateUninitializedArray<ulong>(packed.Length);
        for (var pass = 0; pass < Passes; pass++)
        {
            var starts = counts.AsSpan(pass * Buckets, Buckets);
            if (starts.Contains(packed.Length))
                continue;
            var sum = 0;
            foreach (ref var start in starts)
                (start, sum) = (sum, sum + start);
            var shift = 32 + pass * DigitBits;
            foreach (var item in packed)
                other[starts[(int)(item >> shift) & (Buckets - 1)]++] = item;
            (packed, other) = (other, packed);
        }
        return packed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static (int[] Order, double[] Sorted) Unpack(ulong[] packed, ReadOnlySpan<double> values)
    {
        var (order, sorted) = (GC.AllocateUninitializedArray<int>(packed.Length), GC.AllocateUninitializedArray<double>(packed.Length));
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = (int)(uint)packed[i];
            sorted[i] = values[order[i]];
        }
        return (order, sorted);
    }

    // Orders the values within each step.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Mend(ulong[] packed, int[] order, double[] sorted)
    {
        for (var i = 1; i < sorted.Length; i++)
        {
            if (!(sorted[i] < sorted[i - 1]))
                continue;
            var step = packed[i] >> 32;
            var (start, end) = (i - 1, i + 1);
            while (start > 0 && packed[start - 1] >> 32 == step)
                start--;
            while (end < packed.Length && packed[end] >> 32 == step)
                end++;
            SortStep(order.AsSpan(start, end - start), sorted.AsSpan(start, end - start));
            i = end - 1;
        }
    }

    static void SortStep(Span<int> order, Span<double> sorted)
    {
        var items = new (double Value, int Index)[order.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = (sorted[i], order[i]);
        Array.Sort(items);
        for (var i = 0; i < items.Length; i++)
            (sorted[i], order[i]) = items[i];
    }
}
