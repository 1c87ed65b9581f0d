namespace Holdfast.Numerics.Survival;

/// <summary>
/// Counts of concordant, discordant and tied pairs, and of each row's part in them, by a tree over the ranks of the scores: one walk
/// from the last exit to the first for those who outlive an event, one from the first to the last for the events somebody outlives.
/// </summary>
sealed class PairCounts(int count)
{
    // Of each row's pairs, with both weights: concordant, discordant, tied.
    readonly double[] _concordant = new double[count];
    readonly double[] _discordant = new double[count];
    readonly double[] _tied = new double[count];
    double _tiedTime, _tiedBoth;

    public void AddStratum(SurvivalSample sample, ReadOnlySpan<double> scores, int[] rows, CensoringCurve? censoring)
    {
        var (times, values) = (new double[rows.Length], new double[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
            (times[i], values[i]) = (sample.Exits[rows[i]], scores[rows[i]]);
        var (ranks, rankCount) = Ranks(values);
        var walk = new Walk { Rows = rows, Times = times, Order = TimeOrder.Ascending(times), Ranks = ranks, RankCount = rankCount };
        Outliving(sample, walk, censoring);
        Outlived(sample, walk, censoring);
    }

    public Concordance Result()
    {
        // Every pair was seen from both of its rows.
        double c = _concordant.Sum() / 2, d = _discordant.Sum() / 2, t = _tied.Sum() / 2;
        var all = c + d + t;
        if (all == 0)
            return new Concordance(0.5, 0, 0, 0, 0, _tiedTime, _tiedBoth);
        var share = (c + t / 2) / all;
        var variance = 0.0;
        for (var i = 0; i < count; i++)
        {
            // Parts hold the row's own weight: the jackknife's influence times the weight.
            var moved = (_concordant[i] + _tied[i] / 2 - share * (_concordant[i] + _discordant[i] + _tied[i])) / all;
            variance += moved * moved;
        }
        return new Concordance(share, Math.Sqrt(variance), c, d, t, _tiedTime, _tiedBoth);
    }

    // Events against those at risk who outlive them: a censoring at the event's time outlives it.
    void Outliving(SurvivalSample sample, Walk walk, CensoringCurve? censoring)
    {
        var (tree, events) = (new CountTree(walk.RankCount), new CountTree(walk.RankCount));
        var byEntry = walk.ByEntry(sample);
        var leaving = byEntry.Length - 1;
        for (int end = walk.Order.Length, start; end > 0; end = start)
        {
            var time = walk.Times[walk.Order[end - 1]];
            for (start = end; start > 0 && walk.Times[walk.Order[start - 1]] == time;)
                start--;
            for (; leaving >= 0 && sample.Entries[walk.Rows[byEntry[leaving]]] >= time; leaving--)
                tree.Add(walk.Ranks[byEntry[leaving]], -sample.Weight(walk.Rows[byEntry[leaving]]));
            for (var i = start; i < end; i++)
                AddWhere(sample, walk, walk.Order[i], false, tree);
            var factor = Factor(censoring, time);
            for (var i = start; i < end; i++)
            {
                if (sample.Events[walk.Rows[walk.Order[i]]])
                    SeeTies(sample, walk, walk.Order[i], (events, tree), factor);
            }
            for (var i = start; i < end; i++)
            {
                if (!sample.Events[walk.Rows[walk.Order[i]]])
                    continue;
                events.Add(walk.Ranks[walk.Order[i]], -sample.Weight(walk.Rows[walk.Order[i]]));
                AddWhere(sample, walk, walk.Order[i], true, tree);
            }
        }
    }

    void SeeTies(SurvivalSample sample, Walk walk, int at, (CountTree Events, CountTree AtRisk) trees, double factor)
    {
        var (row, rank) = (walk.Rows[at], walk.Ranks[at]);
        var weight = sample.Weight(row);
        Add(row, weight * factor, trees.AtRisk.Split(rank));
        var (below, same, above) = trees.Events.Split(rank);
        _tiedTime += weight * (below + above);
        _tiedBoth += weight * same;
        trees.Events.Add(rank, weight);
    }

    // Those who outlive events, against the events within their time at risk.
    void Outlived(SurvivalSample sample, Walk walk, CensoringCurve? censoring)
    {
        var tree = new CountTree(walk.RankCount);
        var byEntry = walk.ByEntry(sample);
        var entering = 0;
        for (int start = 0, end; start < walk.Order.Length; start = end)
        {
            var time = walk.Times[walk.Order[start]];
            for (end = start; end < walk.Order.Length && walk.Times[walk.Order[end]] == time;)
                end++;
            // An event at the very time of an entry was before it.
            for (; entering < byEntry.Length && sample.Entries[walk.Rows[byEntry[entering]]] < time; entering++)
                See(sample, walk, byEntry[entering], tree, -1);
            for (var i = start; i < end; i++)
            {
                if (sample.Events[walk.Rows[walk.Order[i]]])
                    See(sample, walk, walk.Order[i], tree, 1);
            }
            var factor = Factor(censoring, time);
            for (var i = start; i < end; i++)
            {
                if (sample.Events[walk.Rows[walk.Order[i]]])
                    tree.Add(walk.Ranks[walk.Order[i]], factor * sample.Weight(walk.Rows[walk.Order[i]]));
            }
            for (var i = start; i < end; i++)
            {
                if (!sample.Events[walk.Rows[walk.Order[i]]])
                    See(sample, walk, walk.Order[i], tree, 1);
            }
        }
    }

    void See(SurvivalSample sample, Walk walk, int at, CountTree tree, double sign)
    {
        var (below, same, above) = tree.Split(walk.Ranks[at]);
        Add(walk.Rows[at], sign * sample.Weight(walk.Rows[at]), (above, same, below));
    }

    // Below: survivors with a lower score, which is concordant for the event.
    void Add(int row, double weight, (double Below, double Same, double Above) found)
    {
        _concordant[row] += weight * found.Below;
        _tied[row] += weight * found.Same;
        _discordant[row] += weight * found.Above;
    }

    static void AddWhere(SurvivalSample sample, Walk walk, int at, bool isEvent, CountTree tree)
    {
        if (sample.Events[walk.Rows[at]] == isEvent)
            tree.Add(walk.Ranks[at], sample.Weight(walk.Rows[at]));
    }

    static double Factor(CensoringCurve? censoring, double time)
    {
        if (censoring is null)
            return 1;
        var g = censoring.Before(time);
        return g > 0 ? 1 / (g * g) : 0;
    }

    static (int[] Ranks, int Count) Ranks(double[] values)
    {
        var order = TimeOrder.Ascending(values);
        var ranks = new int[values.Length];
        var rank = 0;
        for (var i = 1; i < order.Length; i++)
            ranks[order[i]] = values[order[i]] != values[order[i - 1]] ? ++rank : rank;
        return (ranks, rank + 1);
    }

    sealed class Walk
    {
        public required int[] Rows { get; init; }

        public required double[] Times { get; init; }

        public required int[] Order { get; init; }

        public required int[] Ranks { get; init; }

        public required int RankCount { get; init; }

        /// <summary>Places of the stratum's rows by rising entry; empty when all came at 0.</summary>
        public int[] ByEntry(SurvivalSample sample)
        {
            if (sample.Entries.IsEmpty)
                return [];
            var entries = new double[Rows.Length];
            for (var i = 0; i < entries.Length; i++)
                entries[i] = sample.Entries[Rows[i]];
            return TimeOrder.Ascending(entries);
        }
    }

    /// <summary>Sums by rank with sums of ranges in O(log n). Source: Fenwick 1994.</summary>
    sealed class CountTree(int ranks)
    {
        readonly double[] _sums = new double[ranks + 1];
        double _all;

        public void Add(int rank, double weight)
        {
            _all += weight;
            for (var i = rank + 1; i < _sums.Length; i += i & -i)
                _sums[i] += weight;
        }

        public (double Below, double Same, double Above) Split(int rank)
        {
            var (below, upTo) = (UpTo(rank), UpTo(rank + 1));
            return (below, upTo - below, _all - upTo);
        }

        double UpTo(int count)
        {
            var sum = 0.0;
            for (var i = count; i > 0; i -= i & -i)
                sum += _sums[i];
            return sum;
        }
    }
}
