namespace Holdfast.Numerics.Allocation;

/// <summary>
/// The multiple-choice knapsack: at most one option per customer, the largest total value within any number of shared limits, each
/// with a most and a least. Each limit gets a price; at the right prices every customer may choose alone.
/// </summary>
/// <remarks>
/// Assumptions: 1. values and usage are whole numbers, usage 0 or more. 2. customers do not influence each other but through the limits.
/// <para>Source: Sinha and Zoltners 1979 (the problem); Fisher 1981, The Lagrangian relaxation method (bound); Dantzig and Wolfe 1960 (prices); Wentges 1997 (smoothing); Broyden 1965 (prices of large problems).</para>
/// <para>Checked against: HiGHS through scipy 1.10 on eight generated cases of 8 to 20,000 customers; brute force on random small cases, with least amounts and without; limits kept on all.</para>
/// <para>Cost: 10 to 40 passes of O(options x limits), most of them on a sample; for large problems 3 to 6 in single precision and one exact one; then one pass of repair.</para>
/// </remarks>
public static class Allocator
{
    /// <summary>Allocates.</summary>
    /// <param name="problem">Customers, options and limits.</param>
    /// <param name="options">How hard to try; the defaults when null.</param>
    /// <returns>An allocation with its certificate; the same for equal input, ties going to the first customer and option. Upper limits are always kept; least amounts that are missed are named.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OverflowException">Values or usage add up to more than a long holds.</exception>
    public static AllocationResult Solve(AllocationProblem problem, AllocationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        options ??= new AllocationOptions();
        Require.NotNegative(options.Tolerance, nameof(options.Tolerance));
        Require.NotNegative(options.EnoughGap, nameof(options.EnoughGap));
        Require.AtLeast(options.MaximumSteps, 1, nameof(options.MaximumSteps));
        Require.AtLeast(options.SearchNodes, 0, nameof(options.SearchNodes));
        Require.AtLeast(options.LargeCustomers, 1024, nameof(options.LargeCustomers));
        return SolveLarge(problem, options) ?? SolveThoroughly(problem, options);
    }

    /// <summary>What each limit is worth: allocates anew with a tenth less and a tenth more of it, the others as they are.</summary>
    /// <param name="problem">Customers, options and limits.</param>
    /// <param name="result">The allocation under the limits as they are.</param>
    /// <param name="options">How hard to try; the defaults when null.</param>
    /// <returns>One entry per limit.</returns>
    /// <exception cref="ArgumentException">The result belongs to a problem with another number of limits.</exception>
    /// <remarks><para>Cost: up to four allocations per limit.</para></remarks>
    public static IReadOnlyList<AllocationSensitivity> Sensitivity(AllocationProblem problem, AllocationResult result, AllocationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(result);
        Require.Length(result.Prices.Length, problem.Limits.Length, "the result's prices");
        var all = new List<AllocationSensitivity>();
        for (var k = 0; k < result.Prices.Length; k++)
            all.Add(AllocationSensitivity.Of(problem, k, result, options ?? new AllocationOptions()));
        return all;
    }

    static AllocationResult? SolveLarge(AllocationProblem problem, AllocationOptions options)
    {
        if (problem.CustomerCount < options.LargeCustomers || LargePriceSearch.Run(problem, options) is not { } prices)
            return null;
        var assignment = new Assignment(problem, prices.Prices);
        prices = prices with { Bound = assignment.Value + assignment.Slack(prices.Prices) };
        new AllocationRepair(problem, prices, assignment).Run();
        var enough = assignment.Feasible && prices.Bound - assignment.Value <= options.EnoughGap * Math.Abs(prices.Bound);
        return enough ? Result(problem, assignment, prices, false) : null;
    }

    static AllocationResult SolveThoroughly(AllocationProblem problem, AllocationOptions options)
    {
        var prices = PriceSearch.Run(problem, options);
        var assignment = new Assignment(problem, prices.Prices);
        new AllocationRepair(problem, prices, assignment).Run();
        // Anything that keeps the limits is better than what does not.
        var value = assignment.Feasible ? assignment.Value : long.MinValue;
        if (new AllocationBeam(problem, prices, value).Run(value) is { } closer)
            (assignment, value) = (closer, closer.Value);
        var search = new AllocationSearch(problem, prices, value, options.SearchNodes);
        assignment = search.Run() ?? assignment;
        var hopeless = prices.Bound < problem.LeastWorth - 1;
        return Result(problem, assignment, prices, search.Exhaustive || (hopeless && !assignment.Feasible));
    }

    static AllocationResult Result(AllocationProblem problem, Assignment assignment, PriceResult prices, bool proven) => new()
    {
        Chosen = assignment.Chosen(),
        Value = assignment.Value,
        Used = assignment.Used.ToArray(),
        Prices = prices.Prices,
        // A bound below the value can only be rounding, or that of a problem without an answer.
        Bound = Math.Max(prices.Bound, assignment.Value),
        ProvenOptimal = proven,
        Convergence = prices.Convergence,
        Shortfalls = Shortfalls(problem, assignment),
    };

    static List<AllocationShortfall> Shortfalls(AllocationProblem problem, Assignment assignment)
    {
        var missed = new List<AllocationShortfall>();
        for (var k = 0; k < problem.Limits.Length; k++)
        {
            if (assignment.Under(k) <= 0)
                continue;
            var most = PriceSearch.Run(problem.ReachOf(k), new AllocationOptions()).Bound;
            missed.Add(new AllocationShortfall(k, problem.Floor(k), assignment.Used[k], (long)Math.Floor(most + 1e-6 + 1e-12 * most)));
        }
        return missed;
    }
}
