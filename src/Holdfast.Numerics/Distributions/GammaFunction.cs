namespace Holdfast.Numerics.Distributions;

/// <summary>The gamma function, its logarithmic derivative and the incomplete gamma functions.</summary>
/// <remarks>
/// Source: Abramowitz and Stegun 1964, 6.1.41 (Stirling), 6.3.18 (digamma), 6.5.29 (series), 6.5.31 (continued fraction, evaluated by Lentz's method).
/// <para>Checked against: factorials, Gamma(1/2) and closed forms of chi-squared tails, to 1e-13.</para>
/// <para>Cost: O(sqrt(a)) terms at worst.</para>
/// </remarks>
public static class GammaFunction
{
    /// <summary>ln Gamma(x).</summary>
    /// <param name="x">Above 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public static double Log(double x) => PortableMath.LogGamma(Require.Positive(x, nameof(x)));

    /// <summary>The digamma function, the derivative of ln Gamma: shifted to x >= 12, then its asymptotic series.</summary>
    /// <param name="x">Above 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public static double Digamma(double x)
    {
        Require.Positive(x, nameof(x));
        var shift = 0.0;
        for (; x < 12; x++)
            shift += 1 / x;
        var r = 1 / (x * x);
        var series = r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132 - r * (691.0 / 32760 - r / 12))))));
        return Math.Log(x) - 0.5 / x - series - shift;
    }

    /// <summary>ln Gamma(a + n) - ln Gamma(a) without the cancellation of the two when a is large.</summary>
    /// <param name="a">Above 0, finite.</param>
    /// <param name="n">0 or more, finite; need not be whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static double LogRising(double a, double n)
    {
        Require.Positive(a, nameof(a));
        Require.NotNegative(n, nameof(n));
        var shift = 0.0;
        for (; a < 15; a++)
            shift += Elementary.LogOnePlus(n / a);
        var rise = Elementary.LogOnePlus(n / a);
        return (a - 0.5) * rise + n * Math.Log(a + n) - n + StirlingTail(a + n) - StirlingTail(a) - shift;
    }

    /// <summary>digamma(a + n) - digamma(a) without cancellation when a is large.</summary>
    internal static double DigammaRise(double a, double n)
    {
        if (n <= 30 && n == Math.Floor(n))
        {
            var sum = 0.0;
            for (var k = 0; k < n; k++)
                sum += 1 / (a + k);
            return sum;
        }
        return a > 1e4 ? Elementary.LogOnePlus(n / a) + 0.5 * (1 / a - 1 / (a + n)) + (1 / (a * a) - 1 / ((a + n) * (a + n))) / 12 : Digamma(a + n) - Digamma(a);
    }

    static double StirlingTail(double x)
    {
        var r = 1 / (x * x);
        return (1.0 / 12 + r * (-1.0 / 360 + r * (1.0 / 1260 + r * (-1.0 / 1680 + r * (1.0 / 1188 + r * (-691.0 / 360360 + r / 156)))))) / x;
    }

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
