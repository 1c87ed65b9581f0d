namespace Holdfast.Numerics.Allocation;

/// <summary>
/// Turns the best choices at the prices into an allocation within the limits: first the changes that relieve broken limits at the
/// smallest loss, then whatever still fits and is worth more.
/// </summary>
ref struct AllocationRepair(AllocationProblem problem, double[] prices)
{
    const int FillPasses = 4;

    readonly AllocationPricing _pricing = new(problem, 1);
    readonly ReadOnlySpan<int> _first = problem.First;

    public readonly Assignment Run(double bound)
    {
        var assignment = new Assignment(problem, prices);
        var typical = Math.Max(1, bound) / Math.Max(1, problem.CustomerCount);
        // Nearly always the first, smallest circle of moves is enough; the last one holds every move, taking all options away among them.
        for (var reach = typical * 1e-3; !assignment.Feasible; reach = reach > typical * 1e9 ? double.PositiveInfinity : reach * 16)
            Relieve(assignment, Moves(assignment, reach));
        for (var pass = 0; pass < FillPasses && Fill(assignment); pass++)
        {
        }
        return assignment;
    }

    readonly List<Move> Moves(Assignment assignment, double reach)
    {
        var moves = new List<Move>();
        for (var i = 0; i < problem.CustomerCount; i++)
        {
            var most = _pricing.Net(assignment[i], prices);
            Consider(moves, new Move(most, i, -1), reach, assignment);
            for (var o = _first[i]; o < _first[i + 1]; o++)
                Consider(moves, new Move(most - _pricing.Net(o, prices), i, o), reach, assignment);
        }
        return moves;
    }

    static void Consider(List<Move> moves, Move move, double reach, Assignment assignment)
    {
        if (move.Regret <= reach && move.Option != assignment[move.Customer])
            moves.Add(move);
    }

    readonly void Relieve(Assignment assignment, List<Move> moves)
    {
        var ranked = new List<(double Cost, Move Move)>();
        foreach (var move in moves)
        {
            var relief = Relief(assignment, move);
            if (relief > 0)
                ranked.Add((Math.Max(0, move.Regret) / relief, move));
        }
        ranked.Sort((a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : Later(a.Move, b.Move));
        var moved = new HashSet<int>();
        foreach (var (_, move) in ranked)
        {
            if (assignment.Feasible)
                return;
            if (Relief(assignment, move) > 0 && assignment.Fits(move.Customer, move.Option) && moved.Add(move.Customer))
                assignment.Set(move.Customer, move.Option);
        }
    }

    // By which share of their limits a move reduces what is over.
    readonly double Relief(Assignment assignment, Move move)
    {
        var relief = 0.0;
        for (var k = 0; k < prices.Length; k++)
        {
            var over = assignment.Used[k] - problem.Limits[k];
            if (over > 0)
                relief += Math.Min(over, -(double)assignment.Extra(move.Customer, move.Option, k)) / Math.Max(1, problem.Limits[k]);
        }
        return relief;
    }

    readonly bool Fill(Assignment assignment)
    {
        var moves = new List<Move>();
        for (var i = 0; i < problem.CustomerCount; i++)
        {
            for (var o = _first[i]; o < _first[i + 1]; o++)
            {
                if (assignment.Worth(o) > assignment.Worth(assignment[i]) && assignment.Fits(i, o))
                    moves.Add(new Move(_pricing.Net(assignment[i], prices) - _pricing.Net(o, prices), i, o));
            }
        }
        moves.Sort((a, b) => a.Regret != b.Regret ? a.Regret.CompareTo(b.Regret) : Later(a, b));
        var changed = false;
        foreach (var move in moves)
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
