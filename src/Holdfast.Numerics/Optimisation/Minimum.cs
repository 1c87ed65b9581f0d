namespace Holdfast.Numerics.Optimisation;

/// <summary>A function to be made small, with its gradient.</summary>
/// <param name="point">Where to evaluate.</param>
/// <param name="gradient">Filled with the derivative by each coordinate.</param>
/// <returns>The value; infinite or NaN where the function is not defined.</returns>
public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>How a minimum is looked for.</summary>
public sealed record MinimiserOptions
{
    /// <summary>What the gradient is divided by before it is compared, for example the number of rows; 1 by default. Range: above 0.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The search ends when the largest scaled gradient is at most this; 1e-9 by default. Range: above 0.</summary>
    public double GradientTolerance { get; init; } = 1e-9;

    /// <summary>Most steps; 300 by default, where 15 to 40 are usual. Range: 1 or more.</summary>
    public int MaximumIterations { get; init; } = 300;

    /// <summary>A coordinate this far from where it started has run away; 14 by default, a factor of a million on a log scale. Range: above 0.</summary>
    public double Reach { get; init; } = 14;

    /// <summary>Second derivatives near the start, row by row, for example of a sample of the rows; null, the default, begins without. Not looked at unless positive definite.</summary>
    public double[]? Curvature { get; init; }
}

/// <summary>Where a function is smallest.</summary>
/// <param name="Point">The coordinates.</param>
/// <param name="Value">The value there.</param>
/// <param name="Hessian">Second derivatives, row by row, from central differences of the gradient.</param>
/// <param name="Convergence">How the search ended.</param>
public sealed record Minimum(double[] Point, double Value, double[] Hessian, Convergence Convergence);
