namespace Holdfast.Numerics.Allocation;

/// <summary>
/// Looks for a set of changes to the best choices at the prices that lands just within the limits: customers with the smallest regrets
/// are taken one after the other, and the most promising partial sets are kept. What greedy repair leaves unused, a few units
/// of one limit, needs several changes at once.
/// Source: Lowerre 1976 (beam search).
/// </summary>
sealed class AllocationBeam
{
    const int MostCustomers = 160;
    const int Width = 400;

    readonly AllocationProblem _problem;
    readonly Assignment _start;
    readonly double[] _prices;
    readonly double[] _penalties;
    readonly List<Move[]> _choices;

    public AllocationBeam(AllocationProblem problem, PriceResult prices, long value)
    {
        _problem = problem;
        _prices = prices.Prices;
        _start = new Assignment(problem, prices.Prices);
        _choices = OpenChoices.Collect(problem, prices, _start, value, MostCustomers);
        // Breaking a limit costs at least its price, and never nothing.
        _penalties = new double[_prices.Length];
        for (var k = 0; k < _penalties.Length; k++)
            _penalties[k] = Math.Max(Math.Abs(_prices[k]), 1e-3 * Math.Abs(prices.Bound) / Math.Max(1, problem.CustomerCount) / Math.Max(1, problem.Ceiling(k)));
    }

    /// <summary>The best allocation met that keeps the limits and is worth more than the value in hand, or null.</summary>
    public Assignment? Run(long value)
    {
        var free = new long[_prices.Length];
        for (var k = 0; k < free.Length; k++)
            free[k] = _problem.Ceiling(k) - _start.Used[k];
        var beam = new List<State> { new(null, default, 0, _start.Value, free, Loss(0, free)) };
        State? best = null;
        foreach (var moves in _choices)
        {
            var next = new List<State>(beam);
            foreach (var state in beam)
            {
                foreach (var move in moves.AsSpan(1))
                    next.Add(After(state, move));
            }
            beam = Keep(next);
            foreach (var state in beam)
            {
                if (state.Value > (best?.Value ?? value) && Keeps(state.Free))
                    best = state;
            }
        }
        for (var state = best; state?.Before is not null; state = state.Before)
            _start.Set(state.Move.Customer, state.Move.Option);
        return best is null ? null : _start;
    }

    State After(State state, Move move)
    {
        var free = new long[state.Free.Length];
        for (var k = 0; k < free.Length; k++)
            free[k] = state.Free[k] - _start.Extra(move.Customer, move.Option, k);
        var regret = state.Regret + move.Regret;
        return new State(state, move, regret, state.Value + _start.Worth(move.Option) - _start.Worth(_start[move.Customer]), free, Loss(regret, free));
    }

    double Loss(double regret, long[] free)
    {
        var loss = regret;
        for (var k = 0; k < free.Length; k++)
        {
            // More than the floor is used, or less.
            var beyond = _problem.Ceiling(k) - free[k] - _problem.Floor(k);
            loss += free[k] >= 0 ? Math.Max(0, _prices[k]) * free[k] : -_penalties[k] * free[k];
            loss += beyond >= 0 ? Math.Max(0, -_prices[k]) * beyond : -_penalties[k] * beyond;
        }
        return loss;
    }

    bool Keeps(long[] free)
    {
        for (var k = 0; k < free.Length; k++)
        {
            if (free[k] < 0 || _problem.Ceiling(k) - free[k] < _problem.Floor(k))
                return false;
        }
        return true;
    }

    // The best states; of those that leave the same free, only the one with the least regret.
    static List<State> Keep(List<State> states)
    {
        states.Sort((a, b) => a.Loss != b.Loss ? a.Loss.CompareTo(b.Loss) : Compare(a.Free, b.Free));
        var kept = new List<State>(Width);
        foreach (var state in states)
        {
            if (kept.Count == Width)
                break;
            if (kept.Count == 0 || state.Loss != kept[^1].Loss || Compare(state.Free, kept[^1].Free) != 0)
                kept.Add(state);
        }
        return kept;
    }

    static int Compare(long[] a, long[] b) => a.AsSpan().SequenceCompareTo(b);

    sealed record State(State? Before, Move Move, double Regret, long Value, long[] Free, double Loss);
}
