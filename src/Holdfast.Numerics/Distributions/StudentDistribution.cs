namespace Holdfast.Numerics.Distributions;

/// <summary>Student's t distribution, central and noncentral.</summary>
/// <remarks>
/// Source: Abramowitz and Stegun 1964, 26.7.1 (by the incomplete beta function), 26.7.8 (many degrees); noncentral by integration over the scale, on its logarithm.
/// <para>Checked against: closed forms for 1 and 2 degrees; R 4.2.2 power.t.test; the central case of the noncentral one.</para>
/// <para>Cost: O(1); some hundred normal tails when noncentral.</para>
/// </remarks>
public static class StudentDistribution
{
    /// <summary>P(T > t).</summary>
    /// <param name="t">Any number; infinities give 0 or 1.</param>
    /// <param name="degrees">Degrees of freedom, above 0; need not be whole.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static double UpperTail(double t, double degrees)
    {
        Require.That(!double.IsNaN(t), "t is NaN; a number is needed");
        Require.Positive(degrees, nameof(degrees));
        var square = t * t;
        if (double.IsInfinity(square))
            return t > 0 ? 0 : 1;
        if (square == 0)
            return 0.5;
        // So near the normal distribution the continued fraction needs too many steps; the next term of the expansion in 1 / degrees is exact enough.
        if (degrees > 1e7)
            return NormalDistribution.UpperTail(t) + Math.Exp(-square / 2) / Math.Sqrt(2 * Math.PI) * t * (square + 1) / (4 * degrees);
        // Both arguments of the incomplete beta function are formed without subtracting from 1.
        var (x, rest) = (degrees / (degrees + square), square / (degrees + square));
        var below = x < (degrees / 2 + 1) / (degrees / 2 + 2.5);
        var outside = below ? BetaDistribution.Lower(x, rest, degrees / 2, 0.5) : 1 - BetaDistribution.Lower(rest, x, 0.5, degrees / 2);
        return t > 0 ? outside / 2 : 1 - outside / 2;
    }

    /// <summary>The t with P(T > t) = <paramref name="tail"/>.</summary>
    /// <param name="tail">Above 0 and below 1.</param>
    /// <param name="degrees">Degrees of freedom, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static double UpperQuantile(double tail, double degrees)
    {
        Require.OpenShare(tail, nameof(tail));
        if (tail > 0.5)
            return -UpperQuantile(1 - tail, degrees);
        double low = 0, high = 2;
        while (UpperTail(high, degrees) > tail && high < 1e300)
            high *= 2;
        for (var middle = 0.5 * (low + high); middle > low && middle < high; middle = 0.5 * (low + high))
        {
            if (UpperTail(middle, degrees) > tail)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <summary>P(T > t) where T = (Z + shift) / sqrt(chi-squared / degrees).</summary>
    /// <param name="t">Any finite number.</param>
    /// <param name="degrees">Degrees of freedom, above 0.</param>
    /// <param name="shift">Noncentrality, finite.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static double UpperTail(double t, double degrees, double shift)
    {
        Require.That(double.IsFinite(t) && double.IsFinite(shift), $"t is {t} and the noncentrality {shift}; finite numbers are allowed");
        Require.Positive(degrees, nameof(degrees));
        // Density of the logarithm g of the scale: proportional to exp(degrees (g - e^2g / 2)).
        var root = Math.Sqrt(degrees);
        var step = Math.Min(0.1, 0.4 / root);
        var (left, right) = (-(40 / degrees + 10 / root), 0.5 * Math.Log(1 + 90 / degrees + 20 / root));
        double sum = 0, all = 0;
        for (var g = left; g <= right; g += step)
        {
            var density = Math.Exp(degrees * (g - 0.5 * Elementary.ExpMinusOne(2 * g)));
            all += density;
            sum += density * NormalDistribution.UpperTail(t * Math.Exp(g) - shift);
        }
        return sum / all;
    }
}
