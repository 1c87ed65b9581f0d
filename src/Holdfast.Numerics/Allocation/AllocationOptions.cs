using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Allocation;

/// <summary>How hard the allocator tries.</summary>
public sealed record AllocationOptions
{
    /// <summary>The search for prices ends when bound and linear relaxation differ by at most this share; 1e-7 by default, far below the usual gate of 1e-5. Range: 0 or more.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>Most steps of each stage of the search for prices; 200 by default, where 10 to 40 are usual. Range: 1 or more.</summary>
    public int MaximumSteps { get; init; } = 200;

    /// <summary>Most nodes of the exact search at the end; 200,000 by default (some milliseconds); 0 leaves it out.</summary>
    public int SearchNodes { get; init; } = 200_000;

    /// <summary>From <see cref="LargeCustomers"/> customers on, the first allocation with a certified gap of at most this share is the answer; 1e-6 by default. Range: 0 or more; 0 tries everything for large problems too.</summary>
    public double EnoughGap { get; init; } = 1e-6;

    /// <summary>From how many customers on a problem is large; 65,536 by default, below which the thorough way costs less than a second. Range: 1,024 or more.</summary>
    public int LargeCustomers { get; init; } = 65_536;

    /// <summary>How wide the kernel of large problems is; all give the same allocation.</summary>
    internal VectorWidth Width { get; init; } = VectorWidths.Widest;
}
