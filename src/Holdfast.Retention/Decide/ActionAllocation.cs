using Holdfast.Numerics.Allocation;

namespace Holdfast.Retention.Decide;

/// <summary>What was chosen and what it proves.</summary>
/// <param name="Chosen">The chosen candidate of each customer, in their order; null where none.</param>
/// <param name="DualPrices">What one more unit of each limit would add.</param>
/// <param name="Gap">How far at most the choice is from the best possible one, as a share.</param>
sealed record AllocationOutcome(Candidate?[] Chosen, DualPrices DualPrices, double Gap);

/// <summary>Gives budget and staff time to the options that add most, one for each customer (D11).</summary>
static class ActionAllocation
{
    /// <summary>Chooses among the options of customers who stand in the order of their ids.</summary>
    public static AllocationOutcome Choose(IReadOnlyList<IReadOnlyList<Candidate>> options, Policy policy)
    {
        // Only limits that are set take part: a limit without end would have no price.
        var problem = new AllocationProblem([.. new[] { policy.Budget, policy.StaffMinutes }.OfType<long>()]);
        foreach (var ofCustomer in options)
        {
            problem.AddCustomer();
            foreach (var option in ofCustomer) problem.AddOption(option.Value.Margin, Usage(option, policy));
        }

        var result = Allocator.Solve(problem);
        var prices = new Queue<double>(result.Prices);
        return new AllocationOutcome(
            [.. result.Chosen.Select((index, customer) => index < 0 ? null : options[customer][index])],
            new DualPrices(policy.Budget is null ? 0 : prices.Dequeue(), policy.StaffMinutes is null ? 0 : prices.Dequeue()),
            result.Gap);
    }

    static long[] Usage(Candidate option, Policy policy)
    {
        var usage = new List<long>(2);
        if (policy.Budget is not null) usage.Add(option.Value.BudgetCost);
        if (policy.StaffMinutes is not null) usage.Add(option.Action.StaffMinutes);
        return [.. usage];
    }
}
