namespace Holdfast.Numerics.Distributions;

/// <summary>The beta distribution.</summary>
/// <remarks>
/// Source: Abramowitz and Stegun 1964, 26.5.8 (continued fraction, evaluated by Lentz's method); quantile by bisection to the last bit.
/// <para>Checked against: exact binomial tails for whole parameters, to 1e-12.</para>
/// <para>Cost: O(sqrt(max(a, b))) per value; a quantile is at most 1,100 values.</para>
/// </remarks>
public static class BetaDistribution
{
    /// <summary>ln B(a, b), accurate also where a and b differ by many orders of magnitude.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static double LogFunction(double a, double b) =>
        GammaFunction.Log(Math.Min(a, b)) - GammaFunction.LogRising(Math.Max(a, b), Math.Min(a, b));

    /// <summary>P(X &lt;= x).</summary>
    /// <param name="x">0 to 1.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static double Cumulative(double x, double a, double b)
    {
        Require.Share(x, nameof(x));
        Require.Positive(a, nameof(a));
        Require.Positive(b, nameof(b));
        if (x is 0 or 1)
            return x;
        return x < (a + 1) / (a + b + 2) ? Lower(x, 1 - x, a, b) : 1 - Lower(1 - x, x, b, a);
    }

    /// <summary>P(X &lt;= x) where the complement 1 - x is known better than by subtraction, and x lies below the middle.</summary>
    internal static double Lower(double x, double complement, double a, double b) =>
        Math.Exp(a * Math.Log(x) + b * Math.Log(complement) - LogFunction(a, b)) * Fraction(x, a, b) / a;

    /// <summary>The x with P(X &lt;= x) = <paramref name="probability"/>.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static double Quantile(double probability, double a, double b)
    {
        Require.Share(probability, nameof(probability));
        double low = 0, high = 1;
        for (var middle = 0.5; middle > low && middle < high; middle = 0.5 * (low + high))
        {
            if (Cumulative(middle, a, b) < probability)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    static double Fraction(double x, double a, double b)
    {
        double c = 1, d = 1 / NotZero(1 - (a + b) * x / (a + 1)), h = d;
        for (var m = 1; m < 100_000; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < 1e-16)
                break;
        }
        return h;

        static double NotZero(double v) => Math.Abs(v) < 1e-300 ? 1e-300 : v;
    }
}
