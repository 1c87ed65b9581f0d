using System.Runtime.CompilerServices;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// Rows in the order in which a Cox regression needs them: by stratum, within it from the last exit to the first, so that one pass
/// meets every risk set. Columns are centred and scaled and padded with 0 to a multiple of eight.
/// </summary>
sealed class CoxSample
{
    CoxSample(int count, int columnCount)
    {
        (Count, Columns, Width) = (count, columnCount, (columnCount + 7) / 8 * 8);
        Row = new int[count];
        Exit = new double[count];
        Weight = new double[count];
        IsEvent = new bool[count];
        Z = new double[count * Width];
        (Means, Scales) = (new double[columnCount], new double[columnCount]);
    }

    public int Count { get; }

    public int Columns { get; }

    /// <summary>Doubles per row of <see cref="Z"/>.</summary>
    public int Width { get; }

    /// <summary>Index of the caller's row at each position.</summary>
    public int[] Row { get; }

    public double[] Exit { get; }

    /// <summary>Entry at each position; empty when all came at 0.</summary>
    public double[] Entry { get; private set; } = [];

    public double[] Weight { get; }

    public bool[] IsEvent { get; }

    public double[] Z { get; }

    public double[] Means { get; }

    public double[] Scales { get; }

    /// <summary>First position of each group of equal times within a stratum, and one past the last group.</summary>
    public int[] GroupStart { get; private set; } = [];

    /// <summary>First group of each stratum, and one past the last stratum.</summary>
    public int[] StratumGroup { get; private set; } = [];

    /// <summary>Events of each group.</summary>
    public int[] GroupEvents { get; private set; } = [];

    /// <summary>Weight of each group's events.</summary>
    public double[] GroupWeight { get; private set; } = [];

    /// <summary>Positions from the latest entry to the first within each stratum; empty when all came at 0.</summary>
    public int[] ByEntry { get; private set; } = [];

    public double EventWeight { get; private set; }

    public static CoxSample Of(SurvivalSample sample, ReadOnlySpan<double> rows, int columnCount)
    {
        sample.Check();
        Require.AtLeast(columnCount, 1, nameof(columnCount));
        Require.Length(rows.Length, sample.Count * columnCount, nameof(rows));
        Require.Finite(rows, nameof(rows));
        var times = TimeTies.Merge(sample.Entries, sample.Exits);
        var tied = sample.With(times);
        var sorted = new CoxSample(sample.Count, columnCount);
        sorted.Measure(sample, rows);
        var strata = sorted.Place(sample, times);
        sorted.Gather(rows);
        sorted.FindGroups(strata);
        if (!tied.Entries.IsEmpty)
            sorted.PlaceEntries(tied);
        Require.That(sorted.EventWeight > 0, "no row has the event: nothing can be estimated");
        return sorted;
    }

    /// <summary>Last position + 1 of a group.</summary>
    public int GroupEnd(int group) => GroupStart[group + 1];

    /// <summary>Positions of a stratum: from its first group's start to its last group's end.</summary>
    public (int Start, int End) Stratum(int stratum) => (GroupStart[StratumGroup[stratum]], GroupStart[StratumGroup[stratum + 1]]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Measure(SurvivalSample sample, ReadOnlySpan<double> rows)
    {
        var total = 0.0;
        var weights = sample.Weights;
        Span<double> means = Means, squares = Scales;
        for (var i = 0; i < Count; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            total += weight;
            var row = rows.Slice(i * means.Length, means.Length);
            for (var j = 0; j < row.Length; j++)
                means[j] += weight * row[j];
        }
        foreach (ref var mean in means)
            mean /= total;
        for (var i = 0; i < Count; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            var row = rows.Slice(i * means.Length, means.Length);
            for (var j = 0; j < row.Length; j++)
                squares[j] += weight * (row[j] - means[j]) * (row[j] - means[j]);
        }
        for (var j = 0; j < Columns; j++)
        {
            var deviation = Math.Sqrt(squares[j] / total);
            squares[j] = deviation > 1e-12 * Math.Abs(means[j]) && deviation > 0 ? deviation : 1;
        }
    }

    // Fills Row and what belongs to a position; returns the positions at which strata start.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int[] Place(SurvivalSample sample, TimeTies times)
    {
        var (row, exit, isEvent, weight, last) = (Row, Exit, IsEvent, Weight, Count - 1);
        int[] starts = [0];
        for (var p = 0; p < row.Length; p++)
            (row[p], exit[p]) = (times.Order[last - p], times.Sorted[last - p]);
        if (!sample.Strata.IsEmpty)
            starts = PlaceStrata(sample.Strata.ToArray(), times.Exits());
        var events = sample.Events;
        var weights = sample.Weights;
        for (var p = 0; p < row.Length; p++)
            (isEvent[p], weight[p]) = (events[row[p]], weights.IsEmpty ? 1 : weights[row[p]]);
        return starts;
    }

    int[] PlaceStrata(int[] strata, double[] exits)
    {
        var (starts, position) = (new List<int>(), 0);
        foreach (var stratum in Row.ToArray().GroupBy(row => strata[row]).OrderBy(g => g.Key))
        {
            starts.Add(position);
            foreach (var row in stratum)
                (Row[position], Exit[position++]) = (row, exits[row]);
        }
        return [.. starts];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Gather(ReadOnlySpan<double> rows)
    {
        var (means, order, width, z) = (Means, Row, Width, Z);
        var shrink = new double[means.Length];
        for (var j = 0; j < shrink.Length; j++)
            shrink[j] = 1 / Scales[j];
        for (var p = 0; p < order.Length; p++)
        {
            var from = rows.Slice(order[p] * means.Length, means.Length);
            var to = z.AsSpan(p * width, means.Length);
            for (var j = 0; j < to.Length; j++)
                to[j] = (from[j] - means[j]) * shrink[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void FindGroups(int[] strata)
    {
        var (exit, isEvent, weight) = (Exit, IsEvent, Weight);
        var (starts, events, weights, stratumGroups) = (new int[Count + 1], new int[Count], new double[Count], new int[strata.Length + 1]);
        var (group, next, all) = (-1, 0, 0.0);
        for (var p = 0; p < exit.Length; p++)
        {
            var opens = next < strata.Length && strata[next] == p;
            if (opens)
                stratumGroups[next++] = group + 1;
            if (opens || exit[p] != exit[p - 1])
                starts[++group] = p;
            if (!isEvent[p] || weight[p] == 0)
                continue;
            events[group]++;
            weights[group] += weight[p];
            all += weight[p];
        }
        stratumGroups[^1] = group + 1;
        starts[group + 1] = Count;
        (GroupStart, GroupEvents, GroupWeight) = (starts.AsSpan(0, group + 2).ToArray(), events.AsSpan(0, group + 1).ToArray(), weights.AsSpan(0, group + 1).ToArray());
        (StratumGroup, EventWeight) = (stratumGroups, all);
    }

    void PlaceEntries(SurvivalSample sample)
    {
        Entry = new double[Count];
        for (var p = 0; p < Count; p++)
            Entry[p] = sample.Entries[Row[p]];
        ByEntry = new int[Count];
        for (var s = 0; s + 1 < StratumGroup.Length; s++)
        {
            var (start, end) = Stratum(s);
            var order = TimeOrder.Ascending(Entry.AsSpan(start, end - start));
            for (var i = 0; i < order.Length; i++)
                ByEntry[end - 1 - i] = start + order[i];
        }
    }
}
