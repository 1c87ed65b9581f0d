namespace Holdfast.Numerics.Allocation;

/// <summary>
/// Exact search among the open choices, depth first with bounds. In small problems few choices are open, and trying their
/// combinations proves the optimum; in large ones the closest are tried.
/// </summary>
sealed class AllocationSearch
{
    const int MostCustomers = 40;

    readonly AllocationProblem _problem;
    readonly PriceResult _prices;
    readonly Assignment _base;
    readonly List<Move[]> _choices;
    readonly List<(long[] Least, long[] Most)> _rest = [];
    readonly int[] _path;
    readonly long[] _extra;
    long _best;
    int[]? _bestPath;
    int _nodes;

    /// <param name="problem">The problem.</param>
    /// <param name="prices">Prices and bound.</param>
    /// <param name="value">The value in hand; the least long when nothing in hand keeps the limits.</param>
    /// <param name="nodes">Most nodes looked at.</param>
    public AllocationSearch(AllocationProblem problem, PriceResult prices, long value, int nodes)
    {
        (_problem, _prices, _best, _nodes) = (problem, prices, value, nodes);
        _base = new Assignment(problem, prices.Prices);
        // One more than is searched tells whether something is left out.
        _choices = OpenChoices.Collect(problem, prices, _base, value, MostCustomers + 1);
        Exhaustive = _choices.Count <= MostCustomers;
        if (!Exhaustive)
            _choices.RemoveAt(MostCustomers);
        _path = new int[_choices.Count];
        _extra = new long[problem.Limits.Length];
        Bracket();
    }

    /// <summary>True when nothing that could be better was left out.</summary>
    public bool Exhaustive { get; private set; }

    /// <summary>The better allocation found, or null.</summary>
    public Assignment? Run()
    {
        Descend(0, 0, _base.Value);
        Exhaustive &= _nodes > 0;
        if (_bestPath is null)
            return null;
        for (var c = 0; c < _choices.Count; c++)
            _base.Set(_choices[c][0].Customer, _choices[c][_bestPath[c]].Option);
        return _base;
    }

    double Budget => OpenChoices.Budget(_prices, _best);

    // For every depth: by how much the customers still to come can lower and raise the use of each limit.
    void Bracket()
    {
        var width = _problem.Limits.Length;
        _rest.Add((new long[width], new long[width]));
        for (var c = _choices.Count - 1; c >= 0; c--)
        {
            var (least, most) = (_rest[^1].Least.ToArray(), _rest[^1].Most.ToArray());
            for (var k = 0; k < width; k++)
            {
                least[k] += _choices[c].Min(m => _base.Extra(m.Customer, m.Option, k));
                most[k] += _choices[c].Max(m => _base.Extra(m.Customer, m.Option, k));
            }
            _rest.Add((least, most));
        }
        _rest.Reverse();
    }

    void Descend(int depth, double regret, long value)
    {
        if (--_nodes <= 0 || !CanStillWin(depth, regret))
            return;
        if (depth == _choices.Count)
        {
            if (value > _best)
                (_best, _bestPath) = (value, [.. _path]);
            return;
        }
        foreach (var (index, move) in _choices[depth].Index())
        {
            Apply(move, 1);
            _path[depth] = index;
            Descend(depth + 1, regret + move.Regret, value + _base.Worth(move.Option) - _base.Worth(_base[move.Customer]));
            Apply(move, -1);
        }
    }

    // What is lost so far, and what unused limits will cost at their prices, must stay within the budget; the limits must still be reachable.
    bool CanStillWin(int depth, double regret)
    {
        var loss = regret;
        for (var k = 0; k < _extra.Length; k++)
        {
            var used = _base.Used[k] + _extra[k];
            var (free, beyond) = (_problem.Ceiling(k) - used, used - _problem.Floor(k));
            if (free < _rest[depth].Least[k] || beyond + _rest[depth].Most[k] < 0)
                return false;
            loss += Math.Max(0, _prices.Prices[k]) * Math.Max(0, free - _rest[depth].Most[k]);
            loss += Math.Max(0, -_prices.Prices[k]) * Math.Max(0, beyond + _rest[depth].Least[k]);
        }
        return loss <= Budget;
    }

    void Apply(Move move, int sign)
    {
        for (var k = 0; k < _extra.Length; k++)
            _extra[k] += sign * _base.Extra(move.Customer, move.Option, k);
    }
}
