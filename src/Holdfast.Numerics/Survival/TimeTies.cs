namespace Holdfast.Numerics.Survival;

/// <summary>
/// Times that differ by rounding only are one time: 0.1 + 0.2 is not earlier than 0.3. Two neighbouring times are one when their
/// distance is at most 1.5e-8 or that share of the mean of all distinct times, which is what R's <c>timefix</c> does.
/// Source: Therneau 2017, vignette "Round-off error and tied times" of R survival. Cost: one sort where times are not whole.
/// </summary>
static class TimeTies
{
    // The square root of the machine's precision, as in R.
    const double Tolerance = 1.4901161193847656e-08;

    public static (double[] Entries, double[] Exits) Merge(ReadOnlySpan<double> entries, ReadOnlySpan<double> exits)
    {
        var (starts, ends) = (entries.ToArray(), exits.ToArray());
        if (AreWhole(ends) && AreWhole(starts))
            return (starts, ends);
        var times = new double[starts.Length + ends.Length];
        starts.CopyTo(times, 0);
        ends.CopyTo(times, starts.Length);
        var cuts = Cuts(TimeOrder.Sorted(times));
        if (cuts is null)
            return (starts, ends);
        Snap(starts, cuts);
        Snap(ends, cuts);
        for (var i = 0; i < starts.Length; i++)
            Require.That(starts[i] < ends[i], Require.Text($"row {i} enters at {entries[i]} and leaves at {exits[i]}, which differ by rounding only; 0 <= entry < exit is allowed"));
        return (starts, ends);
    }

    // Whole numbers of this size are never within the tolerance of each other.
    static bool AreWhole(double[] times)
    {
        foreach (var t in times)
        {
            if (t > 1e6 || t != Math.Floor(t))
                return false;
        }
        return true;
    }

    /// <summary>The first time of every group of equal ones; null when no two are within the tolerance.</summary>
    static double[]? Cuts(double[] sorted)
    {
        var (count, sum) = (0, 0.0);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i] == sorted[i - 1])
                continue;
            sorted[count++] = sorted[i];
            sum += sorted[i];
        }
        var limit = Math.Max(Tolerance, Tolerance * (sum / count));
        var kept = 1;
        var last = sorted[0];
        for (var i = 1; i < count; i++)
        {
            var apart = sorted[i] - last > limit;
            last = sorted[i];
            if (apart)
                sorted[kept++] = last;
        }
        return kept == count ? null : sorted[..kept];
    }

    static void Snap(double[] times, double[] cuts)
    {
        for (var i = 0; i < times.Length; i++)
        {
            var at = Array.BinarySearch(cuts, times[i]);
            times[i] = cuts[at < 0 ? ~at - 1 : at];
        }
    }
}
