namespace Holdfast.Numerics.Allocation;

/// <summary>What more or less of one limit would change.</summary>
/// <param name="Limit">Index of the limit.</param>
/// <param name="Price">What one more unit of it is worth: its dual price.</param>
/// <param name="AtMost">Value with a tenth less and a tenth more of its most; null where it has none.</param>
/// <param name="AtLeast">Value with a tenth less and a tenth more of its least; null where it has none.</param>
public sealed record AllocationSensitivity(int Limit, double Price, ValueSpan? AtMost, ValueSpan? AtLeast)
{
    internal static AllocationSensitivity Of(AllocationProblem problem, int limit, AllocationResult result, AllocationOptions options)
    {
        var own = problem.Limits[limit];
        long? Solve(AllocationLimit changed)
        {
            var limits = problem.Limits.ToArray();
            limits[limit] = changed;
            // A least amount above the most has no answer.
            if (changed.AtLeast > changed.AtMost)
                return null;
            var found = Allocator.Solve(problem.With(limits), options);
            return found.Shortfalls.Count == 0 ? found.Value : null;
        }
        var most = own.AtMost == AllocationLimit.Unlimited
            ? null
            : new ValueSpan(Solve(own with { AtMost = own.AtMost - own.AtMost / 10 }), Solve(own with { AtMost = Raised(own.AtMost) }));
        var least = own.AtLeast == 0
            ? null
            : new ValueSpan(Solve(own with { AtLeast = own.AtLeast - own.AtLeast / 10 }), Solve(own with { AtLeast = Raised(own.AtLeast) }));
        return new AllocationSensitivity(limit, result.Prices[limit], most, least);
    }

    static long Raised(long amount) => amount <= long.MaxValue / 11 * 10 ? amount + amount / 10 : AllocationLimit.Unlimited;
}

/// <summary>Values with a tenth less and a tenth more of a limit.</summary>
/// <param name="Less">Value with a tenth less, rounded towards the limit itself; null where no allocation was found that keeps all limits.</param>
/// <param name="More">Value with a tenth more; null where none was found.</param>
public sealed record ValueSpan(long? Less, long? More);
