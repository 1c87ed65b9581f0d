namespace Holdfast.Numerics.Allocation;

/// <summary>
/// What the gap between bound and value leaves open: an allocation better than the one in hand loses, over all customers together,
/// less than bound - value against the best choices at the prices, so only options with a smaller regret can be part of it.
/// Source: Dyer, Kayal and Walker 1984 (reduction by bounds in the multiple-choice knapsack).
/// </summary>
static class OpenChoices
{
    /// <summary>What a better allocation may lose: whole numbers are better by 1 at least; the last terms forgive rounding in the bound.</summary>
    public static double Budget(PriceResult prices, long value) => prices.Bound - value - 1 + 1e-6 + 1e-12 * Math.Abs(prices.Bound);

    /// <summary>Per customer its best option, then the open ones by regret; customers with the smallest regret first, at most <paramref name="most"/> of them, of every way to change the use of the limits.</summary>
    public static List<Move[]> Collect(AllocationProblem problem, PriceResult prices, Assignment start, long value, int most)
    {
        var pricing = new AllocationPricing(problem, 1);
        var found = new List<Move[]>();
        var budget = Budget(prices, value);
        for (var i = 0; i < problem.CustomerCount; i++)
        {
            var best = pricing.Net(start[i], prices.Prices);
            List<Move>? own = null;
            for (var o = problem.First[i] - 1; o < problem.First[i + 1]; o++)
            {
                var option = o < problem.First[i] ? -1 : o;
                var regret = best - pricing.Net(option, prices.Prices);
                if (regret <= budget && option != start[i])
                    (own ??= []).Add(new Move(Math.Max(0, regret), i, option));
            }
            if (own is null)
                continue;
            own.Sort((a, b) => a.Regret != b.Regret ? a.Regret.CompareTo(b.Regret) : a.Option.CompareTo(b.Option));
            found.Add([new Move(0, i, start[i]), .. own]);
            if (found.Count >= 64 * most)
                Trim(found, most, start, problem.Limits.Length);
        }
        Trim(found, most, start, problem.Limits.Length);
        return found;
    }

    // Of each way to change the use of the limits (more, less or as much of each), those that lose least: whatever room is left, some of them lead there.
    static void Trim(List<Move[]> found, int most, Assignment start, int limits)
    {
        found.Sort(Earlier);
        if (found.Count <= most)
            return;
        var ranks = new Dictionary<int, int>();
        var ranked = new List<(int Rank, Move[] Moves)>(found.Count);
        foreach (var moves in found)
        {
            var way = 0;
            for (var k = 0; k < limits; k++)
                way = unchecked(3 * way + 1 + Math.Sign(start.Extra(moves[1].Customer, moves[1].Option, k)));
            ranks[way] = ranks.GetValueOrDefault(way) + 1;
            ranked.Add((ranks[way], moves));
        }
        ranked.Sort((a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : Earlier(a.Moves, b.Moves));
        found.Clear();
        found.AddRange(ranked.Take(most).Select(r => r.Moves));
        found.Sort(Earlier);
    }

    static int Earlier(Move[] a, Move[] b) => a[1].Regret != b[1].Regret ? a[1].Regret.CompareTo(b[1].Regret) : a[0].Customer.CompareTo(b[0].Customer);
}
