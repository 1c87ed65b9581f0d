namespace Holdfast.Numerics.Distributions;

/// <summary>The gamma function and the incomplete gamma functions.</summary>
/// <remarks>
/// Source: Abramowitz and Stegun 1964, 6.1.41 (Stirling), 6.5.29 (series), 6.5.31 (continued fraction, evaluated by Lentz's method).
/// <para>Checked against: factorials, Gamma(1/2) and closed forms of chi-squared tails, to 1e-13.</para>
/// <para>Cost: O(sqrt(a)) terms at worst.</para>
/// </remarks>
public static class GammaFunction
{
    /// <summary>ln Gamma(x).</summary>
    /// <param name="x">Above 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public static double Log(double x) => PortableMath.LogGamma(Require.Positive(x, nameof(x)));

    /// <summary>Q(a, x) = Gamma(a, x) / Gamma(a), the upper tail of a Gamma variable with shape a and scale 1.</summary>
    /// <param name="a">Shape, above 0.</param>
    /// <param name="x">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static double UpperRegularised(double a, double x)
    {
        Require.Positive(a, nameof(a));
        Require.NotNegative(x, nameof(x));
        if (x == 0)
            return 1;
        var factor = Math.Exp(a * Math.Log(x) - x - PortableMath.LogGamma(a));
        return x < a + 1 ? 1 - factor * Series(a, x) : factor * Fraction(a, x);
    }

    /// <summary>The x with Q(a, x) = <paramref name="tail"/>, by bisection to the last bit.</summary>
    /// <param name="a">Shape, above 0.</param>
    /// <param name="tail">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static double UpperQuantile(double a, double tail)
    {
        Require.OpenShare(tail, nameof(tail));
        double low = 0, high = Math.Max(1, a);
        while (UpperRegularised(a, high) > tail)
            high *= 2;
        for (var middle = 0.5 * (low + high); middle > low && middle < high; middle = 0.5 * (low + high))
        {
            if (UpperRegularised(a, middle) > tail)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    static double Series(double a, double x)
    {
        var term = 1 / a;
        var sum = term;
        for (var n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
        {
            term *= x / (a + n);
            sum += term;
        }
        return sum;
    }

    static double Fraction(double a, double x)
    {
        const double Tiny = 1e-300;
        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i < 100_000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / NotZero(an * d + b);
            c = NotZero(b + an / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < 1e-16)
                break;
        }
        return h;

        static double NotZero(double v) => Math.Abs(v) < Tiny ? Tiny : v;
    }
}
