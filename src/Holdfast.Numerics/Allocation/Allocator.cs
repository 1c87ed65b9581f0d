namespace Holdfast.Numerics.Allocation;

/// <summary>
/// The multiple-choice knapsack: at most one option per customer, the largest total value within any number of shared limits. Each
/// limit gets a price; at the right prices every customer may choose alone.
/// </summary>
/// <remarks>
/// Assumptions: 1. values and usage are whole numbers, usage 0 or more. 2. customers do not influence each other but through the limits.
/// <para>Source: Sinha and Zoltners 1979 (the problem); Fisher 1981, The Lagrangian relaxation method (bound); Dantzig and Wolfe 1960 (prices); Wentges 1997 (smoothing).</para>
/// <para>Checked against: HiGHS through scipy 1.10 on five generated cases of 8 to 20,000 customers; brute force on random small cases; limits kept on all.</para>
/// <para>Cost: 10 to 40 passes of O(options x limits), most of them on a sample; then one pass of repair.</para>
/// </remarks>
public static class Allocator
{
    /// <summary>Allocates.</summary>
    /// <param name="problem">Customers, options and limits.</param>
    /// <param name="options">How hard to try; the defaults when null.</param>
    /// <returns>An allocation within the limits with its certificate; the same for equal input, ties going to the first customer and option.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OverflowException">Values or usage add up to more than a long holds.</exception>
    public static AllocationResult Solve(AllocationProblem problem, AllocationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        options ??= new AllocationOptions();
        Require.NotNegative(options.Tolerance, nameof(options.Tolerance));
        Require.AtLeast(options.MaximumSteps, 1, nameof(options.MaximumSteps));
        Require.AtLeast(options.SearchNodes, 0, nameof(options.SearchNodes));
        var prices = PriceSearch.Run(problem, options);
        var assignment = new AllocationRepair(problem, prices.Prices).Run(prices.Bound);
        assignment = new AllocationBeam(problem, prices, assignment.Value).Run(assignment.Value) ?? assignment;
        var search = new AllocationSearch(problem, prices, assignment.Value, options.SearchNodes);
        assignment = search.Run() ?? assignment;
        return new AllocationResult
        {
            Chosen = assignment.Chosen(),
            Value = assignment.Value,
            Used = assignment.Used.ToArray(),
            Prices = prices.Prices,
            // A bound below the value can only be rounding.
            Bound = Math.Max(prices.Bound, assignment.Value),
            ProvenOptimal = search.Exhaustive,
            Convergence = prices.Convergence,
        };
    }
}
