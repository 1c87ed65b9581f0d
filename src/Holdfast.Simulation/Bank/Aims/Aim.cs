namespace Holdfast.Simulation.Bank.Aims;

/// <summary>One figure that the sample bank is made to show, with the range it is made to lie in.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Low">Least value aimed at.</param>
/// <param name="High">Most aimed at.</param>
/// <param name="Value">Value of this bank.</param>
/// <param name="Unit">How to print it.</param>
public sealed record Aim(string Name, double Low, double High, double Value, AimUnit Unit = AimUnit.Share)
{
    /// <summary>Whether the value lies in the range.</summary>
    public bool IsMet => Value >= Low && Value <= High;
}

/// <summary>How a figure is printed.</summary>
public enum AimUnit
{
    /// <summary>In percent of one.</summary>
    Share,

    /// <summary>With two decimals.</summary>
    Number,

    /// <summary>Without decimals.</summary>
    Count,
}
