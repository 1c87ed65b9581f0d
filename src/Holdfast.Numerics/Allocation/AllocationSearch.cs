namespace Holdfast.Numerics.Allocation;

/// <summary>
/// Exact search in the gap that is left: an allocation better than the one in hand loses, over all customers together, less than
/// bound - value against the best choices at the prices, so only options with a regret below that can be part of it. In
/// small problems few are left, and trying their combinations proves the optimum; in large ones the closest are tried.
/// Source: Dyer, Kayal and Walker 1984 (reduction by bounds in the multiple-choice knapsack).
/// </summary>
sealed class AllocationSearch
{
    const int MostCustomers = 40;

    readonly AllocationProblem _problem;
    readonly PriceResult _prices;
    readonly Assignment _base;
    readonly List<Move[]> _choices = [];
    readonly List<(long[] Least, long[] Most)> _rest = [];
    readonly int[] _path;
    readonly long[] _extra;
    long _best;
    int[]? _bestPath;
    int _nodes;

    public AllocationSearch(AllocationProblem problem, PriceResult prices, long value, int nodes)
    {
        (_problem, _prices, _best, _nodes) = (problem, prices, value, nodes);
        _base = new Assignment(problem, prices.Prices);
        Exhaustive = Collect();
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

    // Whole numbers: better means by 1 at least. The last term forgives rounding in the bound.
    double Budget => _prices.Bound - _best - 1 + 1e-6 + 1e-12 * Math.Abs(_prices.Bound);

    bool Collect()
    {
        var pricing = new AllocationPricing(_problem, 1);
        var found = new List<Move[]>();
        var budget = Budget;
        for (var i = 0; i < _problem.CustomerCount; i++)
        {
            var most = pricing.Net(_base[i], _prices.Prices);
            List<Move>? own = null;
            for (var o = _problem.First[i] - 1; o < _problem.First[i + 1]; o++)
            {
                var option = o < _problem.First[i] ? -1 : o;
                var regret = most - pricing.Net(option, _prices.Prices);
                if (regret <= budget && option != _base[i])
                    (own ??= [new Move(0, i, _base[i])]).Add(new Move(Math.Max(0, regret), i, option));
            }
            if (own is not null)
                found.Add([.. own.OrderBy(m => m.Regret).ThenBy(m => m.Option)]);
        }
        found.Sort((a, b) => a[1].Regret != b[1].Regret ? a[1].Regret.CompareTo(b[1].Regret) : a[0].Customer.CompareTo(b[0].Customer));
        _choices.AddRange(found.Take(MostCustomers));
        // The base option leads, so that the first path tried is the base itself.
        for (var c = 0; c < _choices.Count; c++)
            _choices[c] = [.. _choices[c].OrderBy(m => m.Option == _base[m.Customer] ? 0 : 1)];
        return found.Count <= MostCustomers;
    }

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
            var free = _problem.Limits[k] - _base.Used[k] - _extra[k];
            if (free < _rest[depth].Least[k])
                return false;
            loss += _prices.Prices[k] * Math.Max(0, free - _rest[depth].Most[k]);
        }
        return loss <= Budget;
    }

    void Apply(Move move, int sign)
    {
        for (var k = 0; k < _extra.Length; k++)
            _extra[k] += sign * _base.Extra(move.Customer, move.Option, k);
    }
}
