namespace Holdfast.Numerics.Allocation;

/// <summary>How much of one thing all customers together may use: a budget, a capacity, or an amount that must be used.</summary>
/// <param name="AtMost">The most that may be used; 0 or more; <see cref="Unlimited"/> when only a least amount is set.</param>
/// <param name="AtLeast">The least that must be used; 0, the default, sets none; no more than <paramref name="AtMost"/>.</param>
public readonly record struct AllocationLimit(long AtMost, long AtLeast = 0)
{
    /// <summary>Stands for no upper limit.</summary>
    public const long Unlimited = long.MaxValue;
}
