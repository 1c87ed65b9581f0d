namespace Holdfast.Numerics.Distributions;

/// <summary>The chi-squared distribution.</summary>
/// <remarks>
/// Source: Q(degrees / 2, x / 2), the upper incomplete gamma function.
/// <para>Checked against: R 4.2 pchisq through the sample-ratio reference values, to 1e-9.</para>
/// <para>Cost: O(sqrt(degrees)).</para>
/// </remarks>
public static class ChiSquaredDistribution
{
    /// <summary>P(X > x).</summary>
    /// <param name="x">The statistic, 0 or more.</param>
    /// <param name="degrees">Degrees of freedom, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static double UpperTail(double x, int degrees) => GammaFunction.UpperRegularised(Require.AtLeast(degrees, 1, nameof(degrees)) / 2.0, x / 2);
}
