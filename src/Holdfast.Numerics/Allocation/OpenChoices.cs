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

    /// <summary>Per customer its best option, then the open ones by regret; customers with the smallest regret first, at most <paramref name="most"/> of them.</summary>
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
                Trim(found, most);
        }
        Trim(found, most);
        return found;
    }

    static void Trim(List<Move[]> found, int most)
    {
        found.Sort((a, b) => a[1].Regret != b[1].Regret ? a[1].Regret.CompareTo(b[1].Regret) : a[0].Customer.CompareTo(b[0].Customer));
        if (found.Count > most)
            found.RemoveRange(most, found.Count - most);
    }
}
