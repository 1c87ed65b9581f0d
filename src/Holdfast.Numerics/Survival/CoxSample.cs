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
        var tied = sample.Tied();
        var sorted = new CoxSample(sample.Count, columnCount);
        sorted.Measure(sample, rows);
        var strata = sorted.Place(tied);
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

    void Measure(SurvivalSample sample, ReadOnlySpan<double> rows)
    {
        var total = 0.0;
        for (var i = 0; i < Count; i++)
        {
            var weight = sample.Weight(i);
            total += weight;
            for (var j = 0; j < Columns; j++)
                Means[j] += weight * rows[i * Columns + j];
        }
        for (var j = 0; j < Columns; j++)
            Means[j] /= total;
        for (var i = 0; i < Count; i++)
        {
            var weight = sample.Weight(i);
            for (var j = 0; j < Columns; j++)
            {
                var off = rows[i * Columns + j] - Means[j];
                Scales[j] += weight * off * off;
            }
        }
        for (var j = 0; j < Columns; j++)
        {
            var deviation = Math.Sqrt(Scales[j] / total);
            Scales[j] = deviation > 1e-12 * Math.Abs(Means[j]) && deviation > 0 ? deviation : 1;
        }
    }

    // Fills Row and what belongs to a position; returns the positions at which strata start.
    int[] Place(SurvivalSample sample)
    {
        var order = TimeOrder.Ascending(sample.Exits);
        Array.Reverse(order);
        var starts = new List<int> { 0 };
        if (sample.Strata.IsEmpty)
        {
            order.CopyTo(Row, 0);
        }
        else
        {
            var strata = sample.Strata.ToArray();
            var position = 0;
            foreach (var stratum in order.GroupBy(row => strata[row]).OrderBy(g => g.Key))
            {
                foreach (var row in stratum)
                    Row[position++] = row;
                starts.Add(position);
            }
            starts.RemoveAt(starts.Count - 1);
        }
        for (var p = 0; p < Count; p++)
        {
            var row = Row[p];
            (Exit[p], IsEvent[p], Weight[p]) = (sample.Exits[row], sample.Events[row], sample.Weight(row));
        }
        return [.. starts];
    }

    void Gather(ReadOnlySpan<double> rows)
    {
        for (var p = 0; p < Count; p++)
        {
            var from = rows.Slice(Row[p] * Columns, Columns);
            var to = Z.AsSpan(p * Width, Columns);
            for (var j = 0; j < to.Length; j++)
                to[j] = (from[j] - Means[j]) / Scales[j];
        }
    }

    void FindGroups(int[] strata)
    {
        var (starts, events, weights, stratumGroups) = (new List<int>(), new List<int>(), new List<double>(), new List<int>());
        for (int p = 0, next = 0; p < Count; p++)
        {
            var opens = next < strata.Length && strata[next] == p;
            if (opens)
            {
                stratumGroups.Add(starts.Count);
                next++;
            }
            if (opens || Exit[p] != Exit[p - 1])
            {
                starts.Add(p);
                events.Add(0);
                weights.Add(0);
            }
            if (IsEvent[p] && Weight[p] > 0)
            {
                events[^1]++;
                weights[^1] += Weight[p];
                EventWeight += Weight[p];
            }
        }
        stratumGroups.Add(starts.Count);
        starts.Add(Count);
        (GroupStart, GroupEvents, GroupWeight, StratumGroup) = ([.. starts], [.. events], [.. weights], [.. stratumGroups]);
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
