using System.Runtime.CompilerServices;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// Times in order, those that differ by rounding only made one: 0.1 + 0.2 is not earlier than 0.3. Two neighbouring times are one
/// when their distance is at most 1.5e-8 or that share of the mean of all distinct times, which is what R's <c>timefix</c> does.
/// Source: Therneau 2017, vignette "Round-off error and tied times" of R survival. Cost: one sort.
/// </summary>
/// <param name="Entries">Times of entry in the rows' order; empty when there are none.</param>
/// <param name="Order">Rows in rising order of their exits.</param>
/// <param name="Sorted">Their times of exit in that order.</param>
readonly record struct TimeTies(double[] Entries, int[] Order, double[] Sorted)
{
    // The square root of the machine's precision, as in R.
    const double Tolerance = 1.4901161193847656e-08;

    /// <summary>Times of exit in the rows' order.</summary>
    public double[] Exits()
    {
        var exits = new double[Order.Length];
        for (var i = 0; i < exits.Length; i++)
            exits[Order[i]] = Sorted[i];
        return exits;
    }

    public static TimeTies Merge(ReadOnlySpan<double> entries, ReadOnlySpan<double> exits)
    {
        if (entries.IsEmpty)
        {
            var (order, sorted) = TimeOrder.Sort(exits);
            Snap(sorted);
            return new TimeTies([], order, sorted);
        }
        var both = new double[entries.Length + exits.Length];
        exits.CopyTo(both);
        entries.CopyTo(both.AsSpan(exits.Length));
        var (all, times) = TimeOrder.Sort(both);
        Snap(times);
        var (starts, rows, ends) = (new double[entries.Length], new int[exits.Length], new double[exits.Length]);
        for (int i = 0, next = 0; i < all.Length; i++)
        {
            if (all[i] >= rows.Length)
                starts[all[i] - rows.Length] = times[i];
            else
                (rows[next], ends[next++]) = (all[i], times[i]);
        }
        for (var i = 0; i < rows.Length; i++)
            Require.That(starts[rows[i]] < ends[i], $"row {rows[i]} enters at {entries[rows[i]]} and leaves at {exits[rows[i]]}, which differ by rounding only; 0 <= entry < exit is allowed");
        return new TimeTies(starts, rows, ends);
    }

    /// <summary>The distance up to which neighbours are one; null where no two are that near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double? Limit(ReadOnlySpan<double> sorted)
    {
        var (count, sum, last, nearest) = (1, sorted[0], sorted[0], double.PositiveInfinity);
        foreach (var time in sorted)
        {
            if (time == last)
                continue;
            nearest = time - last < nearest ? time - last : nearest;
            count++;
            sum += last = time;
        }
        var limit = Math.Max(Tolerance, Tolerance * (sum / count));
        return nearest > limit ? null : limit;
    }

    // Every time becomes the first of its chain of neighbours within the tolerance.
    static void Snap(double[] sorted)
    {
        if (Limit(sorted) is not { } limit)
            return;
        var last = sorted[0];
        var first = last;
        foreach (ref var time in sorted.AsSpan())
        {
            if (time - last > limit)
                first = time;
            last = time;
            time = first;
        }
    }
}
