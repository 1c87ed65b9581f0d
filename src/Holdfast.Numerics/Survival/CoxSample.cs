using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// Rows in the order in which a Cox regression needs them: by stratum, within it from the last exit to the first, so that one pass
/// meets every risk set. Columns are centred and scaled.
/// </summary>
sealed class CoxSample
{
    const int Lanes = 8;

    CoxSample(int count, int columnCount)
    {
        (Count, Columns, Width) = (count, columnCount, (columnCount + Lanes - 1) / Lanes * Lanes);
        IsEvent = GC.AllocateUninitializedArray<bool>(count);
        Z = GC.AllocateUninitializedArray<double>(count * columnCount + Lanes);
        Z.AsSpan(count * columnCount).Clear();
        (Means, Scales) = (new double[columnCount], new double[columnCount]);
    }

    public int Count { get; }

    public int Columns { get; }

    /// <summary>Columns of whole vectors: what is summed by row has room for so many, of which those beyond the columns mean nothing.</summary>
    public int Width { get; }

    /// <summary>Index of the caller's row at each position.</summary>
    public int[] Row { get; private set; } = [];

    public double[] Exit { get; private set; } = [];

    /// <summary>Entry at each position; empty when all came at 0.</summary>
    public double[] Entry { get; private set; } = [];

    /// <summary>Weight at each position; empty when each row counts once.</summary>
    public double[] Weights { get; private set; } = [];

    public bool[] IsEvent { get; }

    /// <summary>Centred and scaled columns, position by position, and room for a whole vector from any of them.</summary>
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
        var times = TimeTies.Merge(sample.Entries, sample.Exits);
        var sorted = new CoxSample(sample.Count, columnCount);
        sorted.Measure(sample, rows);
        var strata = sorted.Place(sample, times);
        sorted.Gather(rows);
        sorted.FindGroups(strata);
        if (times.Entries.Length > 0)
            sorted.PlaceEntries(times.Entries);
        Require.That(sorted.EventWeight > 0, "no row has the event: nothing can be estimated");
        return sorted;
    }

    public double Weight(int position) => Weights.Length == 0 ? 1 : Weights[position];

    /// <summary>Last position + 1 of a group.</summary>
    public int GroupEnd(int group) => GroupStart[group + 1];

    /// <summary>Positions of a stratum: from its first group's start to its last group's end.</summary>
    public (int Start, int End) Stratum(int stratum) => (GroupStart[StratumGroup[stratum]], GroupStart[StratumGroup[stratum + 1]]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Measure(SurvivalSample sample, ReadOnlySpan<double> rows)
    {
        var total = Require.Weights(sample.Weights, Count);
        Span<double> means = Means, squares = Scales;
        Add(rows, sample.Weights, [], means);
        foreach (ref var mean in means)
            mean /= total;
        // What is not finite makes its sum so; only then each number is looked at.
        if (!AreFinite(means))
            Require.Finite(rows, nameof(rows));
        Add(rows, sample.Weights, means, squares);
        for (var j = 0; j < Columns; j++)
        {
            var deviation = Math.Sqrt(squares[j] / total);
            squares[j] = deviation > 1e-12 * Math.Abs(means[j]) && deviation > 0 ? deviation : 1;
        }
    }

    // Adds the rows' columns; with means, the squares of their distances from them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Add(ReadOnlySpan<double> rows, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, Span<double> sums)
    {
        for (var j = 0; j < sums.Length; j += Lanes)
        {
            var sum = Vector512<double>.Zero;
            var mean = means.IsEmpty ? sum : Part(means, j);
            for (int i = 0, at = j; at < rows.Length; i++, at += sums.Length)
            {
                var part = Part(rows, at) - mean;
                var weighted = weights.IsEmpty ? part : part * weights[i];
                sum += means.IsEmpty ? weighted : weighted * part;
            }
            for (var k = j; k < Math.Min(sums.Length, j + Lanes); k++)
                sums[k] = sum.GetElement(k - j);
        }
    }

    // A vector from some place on, with 0 beyond the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Part(ReadOnlySpan<double> values, int at) =>
        at + Lanes <= values.Length ? Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at) : LastPart(values[at..]);

    static Vector512<double> LastPart(ReadOnlySpan<double> values)
    {
        Span<double> part = stackalloc double[Lanes];
        part.Clear();
        values.CopyTo(part);
        return Vector512.Create<double>(part);
    }

    static bool AreFinite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                return false;
        }
        return true;
    }

    // Fills Row and what belongs to a position; returns the positions at which strata start.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int[] Place(SurvivalSample sample, TimeTies times)
    {
        int[] starts = [0];
        (Row, Exit) = (times.Order, times.Sorted);
        Array.Reverse(Row);
        Array.Reverse(Exit);
        if (!sample.Strata.IsEmpty)
            starts = PlaceStrata(sample.Strata.ToArray());
        var (row, isEvent) = (Row, IsEvent);
        var events = sample.Events;
        var weights = sample.Weights;
        for (var p = 0; p < row.Length; p++)
            isEvent[p] = events[row[p]];
        Weights = new double[weights.Length];
        for (var p = 0; p < Weights.Length; p++)
            Weights[p] = weights[row[p]];
        return starts;
    }

    int[] PlaceStrata(int[] strata)
    {
        var (starts, position, exits) = (new List<int>(), 0, Row.Zip(Exit).ToArray());
        foreach (var stratum in exits.GroupBy(exit => strata[exit.First]).OrderBy(g => g.Key))
        {
            starts.Add(position);
            foreach (var (row, exit) in stratum)
                (Row[position], Exit[position++]) = (row, exit);
        }
        return [.. starts];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Gather(ReadOnlySpan<double> rows)
    {
        var (order, z, k) = (Row, Z, Columns);
        var (means, shrink) = (new double[Width], new double[Width]);
        for (var j = 0; j < k; j++)
            (means[j], shrink[j]) = (Means[j], 1 / Scales[j]);
        // What is written beyond a row's end, the next row writes over.
        for (var p = 0; p < order.Length; p++)
        {
            for (var j = 0; j < k; j += Lanes)
                ((Part(rows, order[p] * k + j) - Part(means, j)) * Part(shrink, j)).StoreUnsafe(ref z[p * k + j]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void FindGroups(int[] strata)
    {
        var (exit, isEvent, weighted) = (Exit, IsEvent, Weights);
        var (starts, events, weights, stratumGroups) = (new int[Count + 1], new int[Count], new double[Count], new int[strata.Length + 1]);
        var (group, next, all) = (-1, 0, 0.0);
        for (var p = 0; p < exit.Length; p++)
        {
            var opens = next < strata.Length && strata[next] == p;
            if (opens)
                stratumGroups[next++] = group + 1;
            if (opens || exit[p] != exit[p - 1])
                starts[++group] = p;
            var weight = weighted.Length == 0 ? 1 : weighted[p];
            if (!isEvent[p] || weight == 0)
                continue;
            events[group]++;
            weights[group] += weight;
            all += weight;
        }
        stratumGroups[^1] = group + 1;
        starts[group + 1] = Count;
        (GroupStart, GroupEvents, GroupWeight) = (starts.AsSpan(0, group + 2).ToArray(), events.AsSpan(0, group + 1).ToArray(), weights.AsSpan(0, group + 1).ToArray());
        (StratumGroup, EventWeight) = (stratumGroups, all);
    }

    void PlaceEntries(double[] entries)
    {
        Entry = new double[Count];
        for (var p = 0; p < Count; p++)
            Entry[p] = entries[Row[p]];
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
