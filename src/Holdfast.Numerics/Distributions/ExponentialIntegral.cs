namespace Holdfast.Numerics.Distributions;

/// <summary>The generalised exponential integral, scaled: e^c E_s(c) = integral of (1 + v)^-s e^(-c v) dv over v >= 0 = U(1, 2 - s, c).</summary>
/// <remarks>
/// Source: Abramowitz and Stegun 1964, 5.1.22 (continued fraction, evaluated by Lentz's method) and 13.2.5 (integral).
/// <para>Checked against: the closed forms for s = 0, the recurrence in s, both paths against each other where both hold.</para>
/// <para>Cost: O(100) steps.</para>
/// </remarks>
static class ExponentialIntegral
{
    /// <summary>ln(e^c E_s(c)) for s >= 0 and c > 0.</summary>
    public static double LogScaled(double s, double c) => c >= 1 ? -Math.Log(Fraction(s, c)) : Integral(s, c);

    internal static double Integral(double s, double c)
    {
        var right = Math.Log(60 / c);
        return LineQuadrature.LogIntegral(g => g - s * Elementary.Softplus(g) - c * Math.Exp(g), Math.Min(right, 0) - 45 - Math.Log(1 + s), right, 0.2);
    }

    // The reciprocal, c + s / (1 + 1 / (c + (s + 1) / (1 + 2 / (c + ...)))), in its even contraction.
    internal static double Fraction(double s, double c)
    {
        double b = c + s, big = b, small = 0;
        var h = b;
        for (var i = 1; i < 100_000; i++)
        {
            var a = -i * (s + i - 1);
            b += 2;
            small = 1 / (b + a * small);
            big = b + a / big;
            h *= big * small;
            if (Math.Abs(big * small - 1) < 1e-16)
                break;
        }
        return h;
    }
}
