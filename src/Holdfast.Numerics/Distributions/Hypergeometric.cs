namespace Holdfast.Numerics.Distributions;

/// <summary>Gauss' hypergeometric function where buy-till-you-die models need it: c > b > 0 and z &lt; 1, on the log scale.</summary>
/// <remarks>
/// Source: Abramowitz and Stegun 1964, 15.1.1 (series), 15.3.1 (Euler's integral), 15.3.4 (Pfaff's transform). The series is used where it
/// converges fast and all its terms are positive; elsewhere Euler's integral over the logit of its variable, which stays smooth for z near 1
/// and for large parameters, where series and recurrences lose all digits.
/// <para>Checked against: closed forms (logarithm, powers, arctangent), Gauss' sum near z = 1, direct sums; to 1e-12.</para>
/// <para>Cost: O(50) terms or some hundred values of the integrand.</para>
/// </remarks>
public static class Hypergeometric
{
    /// <summary>2F1(a, b; c; z).</summary>
    /// <param name="a">Any finite number.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="c">Above b.</param>
    /// <param name="z">Below 1.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static double Gauss(double a, double b, double c, double z) => Math.Exp(LogGauss(a, b, c, z));

    /// <summary>ln 2F1(a, b; c; z); the function is positive in the range allowed.</summary>
    /// <param name="a">Any finite number.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="c">Above b.</param>
    /// <param name="z">Below 1.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static double LogGauss(double a, double b, double c, double z)
    {
        Require.That(double.IsFinite(a), $"a is {a}; a finite number is allowed");
        Require.Positive(b, nameof(b));
        Require.That(c > b && double.IsFinite(c), $"c is {c}; a finite number above b = {b} is allowed");
        Require.That(z < 1 && double.IsFinite(z), $"z is {z}; a finite number below 1 is allowed");
        var complement = Elementary.LogOnePlus(-z);
        if (a >= 0 && z is >= 0 and <= 0.5 && a * z < 50)
            return Math.Log(Series(a, b, c, z));
        if (a >= 0 && z is < 0 and >= -1 && a * -z < 50)
            return -a * complement + Math.Log(Series(a, c - b, c, z / (z - 1)));
        return Integral(a, b, c, complement);
    }

    /// <summary>The same with ln(1 - z) given, for z so near 1 that the difference would be lost.</summary>
    internal static double Integral(double a, double b, double c, double complement)
    {
        var rest = c - b;
        var curvature = b * rest / c + Math.Abs(a) / 4;
        var step = Math.Min(0.25, 1 / (1.5 * Math.Sqrt(curvature)));
        var integral = LineQuadrature.LogIntegral(
            s => -b * Elementary.Softplus(-s) - rest * Elementary.Softplus(s) - a * (Elementary.Softplus(s + complement) - Elementary.Softplus(s)),
            Math.Min(0, Math.Log(b / rest)) - 45 - Math.Max(0, complement), Math.Max(0, Math.Log(b / rest)) + 45 + Math.Max(0, -complement), step);
        return integral - BetaDistribution.LogFunction(b, rest);
    }

    static double Series(double a, double b, double c, double z)
    {
        double term = 1, sum = 1;
        for (var n = 0; term > sum * 1e-17 && n < 10_000; n++)
        {
            term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
            sum += term;
        }
        return sum;
    }
}
