namespace Holdfast.Numerics.Allocation;

/// <summary>A least amount that the allocation misses.</summary>
/// <param name="Limit">Index of the limit.</param>
/// <param name="AtLeast">What was asked for.</param>
/// <param name="Reached">What the allocation uses of it.</param>
/// <param name="Most">No allocation within the upper limits, whatever it is worth, uses more than this; below <paramref name="AtLeast"/> it is proof that the amount cannot be met.</param>
public sealed record AllocationShortfall(int Limit, long AtLeast, long Reached, long Most)
{
    /// <summary>True when the least amount cannot be met even where no other is asked for.</summary>
    public bool IsOutOfReach => Most < AtLeast;
}

/// <summary>Who gets what, what it is worth, and how much better any other allocation could at most be.</summary>
public sealed record AllocationResult
{
    /// <summary>Index of the option chosen within each customer; -1 for none.</summary>
    public required int[] Chosen { get; init; }

    /// <summary>Sum of the values of what was chosen.</summary>
    public required long Value { get; init; }

    /// <summary>What was used of each limit; never more than its most.</summary>
    public required long[] Used { get; init; }

    /// <summary>What one more unit of each limit would be worth: the dual prices. 0 where the limit does not bind, below 0 where the least amount does: one unit less of it would be worth that much.</summary>
    public required double[] Prices { get; init; }

    /// <summary>No allocation within the limits is worth more than this: the value of the Lagrangian dual at <see cref="Prices"/>.</summary>
    public required double Bound { get; init; }

    /// <summary>True when an exhaustive search behind the bound found nothing better: the allocation is optimal, or, with <see cref="Shortfalls"/>, no allocation keeps all limits.</summary>
    public required bool ProvenOptimal { get; init; }

    /// <summary>How the search for the prices ended; its gradient norm is what was left between both sides of the linear relaxation, as a share of the bound.</summary>
    public required Convergence Convergence { get; init; }

    /// <summary>The least amounts that are missed; empty when every limit is kept.</summary>
    public required IReadOnlyList<AllocationShortfall> Shortfalls { get; init; }

    /// <summary>The certificate: (bound - value) / |bound|, at least 0; infinite where least amounts are missed, as then nothing is certified.</summary>
    public double Gap => Shortfalls.Count > 0 ? double.PositiveInfinity : Bound > Value ? (Bound - Value) / Math.Abs(Bound) : 0;
}
