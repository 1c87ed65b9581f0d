using System.Runtime.CompilerServices;

namespace Holdfast.Numerics.Allocation;

/// <summary>
/// Turns the best choices at the prices into an allocation within the limits: first the changes that mend broken limits at the
/// smallest loss, then whatever still fits and is worth more.
/// </summary>
ref struct AllocationRepair(AllocationProblem problem, PriceResult prices, Assignment assignment)
{
    const int FillPasses = 4;

    // Of what a customer is worth on average.
    const double SmallestReach = 1e-3;
    const double Wider = 16;

    // With this share of the bound left to gain, another look at every option is not worth it.
    const double NothingLeft = 1e-8;

    readonly double[] _prices = prices.Prices;
    readonly AllocationPricing _pricing = new(problem, 1);
    readonly ReadOnlySpan<int> _first = problem.First;

    // The moves that lose least, up to the reach they were collected for.
    List<Move> _moves = [];
    double _reach = -1;

    /// <summary>Mends and fills the assignment.</summary>
    public void Run()
    {
        // Nearly always the first, smallest circle of moves is enough; the last one holds every move, taking all options away among them.
        var typical = Math.Max(1, Math.Abs(prices.Bound)) / Math.Max(1, problem.CustomerCount);
        for (var reach = typical * SmallestReach; !assignment.Feasible; reach = reach > typical * 1e9 ? double.PositiveInfinity : reach * Wider)
        {
            Collect(reach);
            if (!Relieve() && double.IsPositiveInfinity(reach))
                break;
        }
        if (!assignment.Feasible)
            KeepCeilings();
        FillUp(typical * SmallestReach);
    }

    // What fits and is worth more loses less than the prices make of the room that is left, so for customers at their best nothing
    // beyond that need be looked at.
    void FillUp(double reach)
    {
        for (var slack = 0.0; reach <= Wider * slack || slack == 0; reach *= Wider)
        {
            slack = Math.Max(0, assignment.Slack(_prices)) * (1 + 1e-9) + 1e-6;
            Collect(Math.Min(reach, slack));
            for (var pass = 0; pass < FillPasses; pass++)
            {
                if (prices.Bound - assignment.Value <= NothingLeft * Math.Abs(prices.Bound))
                    return;
                if (!Fill())
                    break;
            }
        }
    }

    // Where both sides cannot be had, the upper limits hold, and the least amounts are missed by as little as is found.
    void KeepCeilings()
    {
        Collect(double.PositiveInfinity);
        assignment.CountsFloors = false;
        while (!assignment.Feasible && Relieve())
        {
        }
        assignment.CountsFloors = true;
        while (!assignment.Feasible && Relieve())
        {
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Collect(double reach)
    {
        if (reach <= _reach)
            return;
        (_reach, _moves) = (reach, []);
        var nets = new double[MostOptions()];
        for (var i = 0; i < problem.CustomerCount; i++)
        {
            var most = _pricing.Nets(i, _prices, nets);
            if (most <= reach)
                _moves.Add(new Move(most, i, -1));
            for (var o = _first[i]; o < _first[i + 1]; o++)
            {
                if (most - nets[o - _first[i]] <= reach)
                    _moves.Add(new Move(most - nets[o - _first[i]], i, o));
            }
        }
    }

    readonly int MostOptions()
    {
        var most = 0;
        for (var i = 0; i < problem.CustomerCount; i++)
            most = Math.Max(most, _first[i + 1] - _first[i]);
        return most;
    }

    // True when something was changed.
    readonly bool Relieve()
    {
        var ranked = new List<(double Cost, Move Move)>();
        foreach (var move in _moves)
        {
            var relief = Relief(move);
            if (relief > 0)
                ranked.Add((Math.Max(0, move.Regret) / relief, move));
        }
        ranked.Sort((a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : Later(a.Move, b.Move));
        var moved = new HashSet<int>();
        foreach (var (_, move) in ranked)
        {
            if (assignment.Feasible)
                break;
            if (Relief(move) > 0 && assignment.Fits(move.Customer, move.Option) && moved.Add(move.Customer))
                assignment.Set(move.Customer, move.Option);
        }
        return moved.Count > 0;
    }

    // By which share of their limits a move reduces what is over, or under.
    readonly double Relief(Move move)
    {
        var relief = 0.0;
        for (var k = 0; k < _prices.Length; k++)
        {
            var (over, under) = (assignment.Over(k), assignment.Under(k));
            if (over > 0)
                relief += Math.Min(over, -(double)assignment.Extra(move.Customer, move.Option, k)) / Math.Max(1, problem.Ceiling(k));
            if (under > 0)
                relief += Math.Min(under, (double)assignment.Extra(move.Customer, move.Option, k)) / Math.Max(1, problem.Ceiling(k));
        }
        return relief;
    }

    readonly bool Fill()
    {
        var better = new List<(double Cost, Move Move)>();
        foreach (var move in _moves)
        {
            if (assignment.Worth(move.Option) <= assignment.Worth(assignment[move.Customer]) || !assignment.Fits(move.Customer, move.Option))
                continue;
            // What is lost per room filled, so that moves that fill several limits at once come before those that fill one.
            var regret = _pricing.Net(assignment[move.Customer], _prices) - _pricing.Net(move.Option, _prices);
            better.Add((regret / Math.Max(1e-9, regret + assignment.Worth(move.Option) - assignment.Worth(assignment[move.Customer])), move));
        }
        better.Sort((a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : Later(a.Move, b.Move));
        var changed = false;
        foreach (var (_, move) in better)
        {
            if (assignment.Worth(move.Option) <= assignment.Worth(assignment[move.Customer]) || !assignment.Fits(move.Customer, move.Option))
                continue;
            assignment.Set(move.Customer, move.Option);
            changed = true;
        }
        return changed;
    }

    static int Later(Move a, Move b) => a.Customer != b.Customer ? a.Customer.CompareTo(b.Customer) : a.Option.CompareTo(b.Option);
}
