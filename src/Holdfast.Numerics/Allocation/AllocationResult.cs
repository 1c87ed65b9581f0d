namespace Holdfast.Numerics.Allocation;

/// <summary>Who gets what, what it is worth, and how much better any other allocation could at most be.</summary>
public sealed record AllocationResult
{
    /// <summary>Index of the option chosen within each customer; -1 for none.</summary>
    public required int[] Chosen { get; init; }

    /// <summary>Sum of the values of what was chosen.</summary>
    public required long Value { get; init; }

    /// <summary>What was used of each limit; never more than the limit.</summary>
    public required long[] Used { get; init; }

    /// <summary>What one more unit of each limit would be worth: the dual prices, 0 where the limit does not bind.</summary>
    public required double[] Prices { get; init; }

    /// <summary>No allocation within the limits is worth more than this: the value of the Lagrangian dual at <see cref="Prices"/>.</summary>
    public required double Bound { get; init; }

    /// <summary>True when an exhaustive search behind the bound found nothing better: the allocation is optimal.</summary>
    public required bool ProvenOptimal { get; init; }

    /// <summary>How the search for the prices ended; its gradient norm is what was left between both sides of the linear relaxation, as a share of the bound.</summary>
    public required Convergence Convergence { get; init; }

    /// <summary>The certificate: (bound - value) / bound, at least 0; 0 when the bound is 0.</summary>
    public double Gap => Bound > 0 ? Math.Max(0, (Bound - Value) / Bound) : 0;
}
