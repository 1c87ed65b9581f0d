using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        // Two buffers, whose bits are steps and indices first; the one the last pass leaves free takes the sorted values.
        var (steps, spare) = (GC.AllocateUninitializedArray<double>(values.Length), GC.AllocateUninitializedArray<double>(values.Length));
        var packed = MemoryMarshal.Cast<double, ulong>(steps.AsSpan());
        var other = MemoryMarshal.Cast<double, ulong>(spare.AsSpan());
        Pack(values, low, high, packed);
        if (values.Length < FewRows)
            packed.Sort();
        else if (Radix(packed, other))
        {
            packed = other;
            spare = steps;
        }
        var order = Unpack(packed, values, spare);
        Mend(packed, order, spare);
        return (order, spare);
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
    static void Pack(ReadOnlySpan<double> values, double low, double high, Span<ulong> packed)
    {
        // Half the range, so that even the widest is finite.
        var scale = high > low ? 0.5 * 4294967295.0 / (0.5 * high - 0.5 * low) : 0;
        scale = double.IsFinite(scale) ? scale : 0;
        for (var i = 0; i < packed.Length; i++)
            packed[i] = ((ulong)(uint)Math.Min(4294967295.0, 2 * (0.5 * values[i] - 0.5 * low) * scale) << 32) | (uint)i;
    }

    // True where the steps end in the other buffer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Radix(Span<ulong> packed, Span<ulong> other)
    {
        var counts = new int[Passes * Buckets];
        foreach (var item in packed)
        {
            counts[(int)(item >> 32) & (Buckets - 1)]++;
            counts[Buckets + ((int)(item >> (32 + DigitBits)) & (Buckets - 1))]++;
            counts[2 * Buckets + (int)(item >> (32 + 2 * DigitBits))]++;
        }
        var swapped = false;
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
            var ordered = other;
            other = packed;
            packed = ordered;
            swapped = !swapped;
        }
        return swapped;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int[] Unpack(ReadOnlySpan<ulong> packed, ReadOnlySpan<double> values, double[] sorted)
    {
        var order = GC.AllocateUninitializedArray<int>(packed.Length);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = (int)(uint)packed[i];
            sorted[i] = values[order[i]];
        }
        return order;
    }

    // Orders the values within each step.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Mend(ReadOnlySpan<ulong> packed, int[] order, double[] sorted)
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
