using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Experiments;

/// <summary>
/// Boundaries that a sum of centred, sub-Gaussian terms with variance process v crosses at any time with probability at most alpha:
/// the normal mixture, two-sided (both sides together) and one-sided.
/// </summary>
/// <param name="Rho">Where the boundary is tightest, in units of v; above 0. Two ways to choose it: <see cref="ApproximateRho"/> and <see cref="ExactRho"/>.</param>
/// <remarks>
/// Assumptions: 1. terms are independent with variance (proxy) adding up to v.
/// <para>Source: Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of Statistics 49:1055, section 3.2; Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, Annals of Statistics 52:2613 (asymptotic).</para>
/// <para>Checked against: the unit tests of the confseq package, to 1e-5; mpmath for the exact rho, to 1e-9.</para>
/// <para>Cost: O(1); the one-sided bound is about 60 evaluations.</para>
/// </remarks>
public sealed record NormalMixture(double Rho)
{
    /// <summary>The rho of the confseq package: v / (2 ln(1 / alpha) + ln(1 + 2 ln(1 / alpha))).</summary>
    /// <param name="v">Variance at which the boundary should be tight, above 0.</param>
    /// <param name="alpha">Level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static double ApproximateRho(double v, double alpha)
    {
        var twice = -2 * Math.Log(Require.OpenShare(alpha, nameof(alpha)));
        return Require.Positive(v, nameof(v)) / (twice + Elementary.LogOnePlus(twice));
    }

    /// <summary>The rho that makes the two-sided boundary smallest at v: v / (-W(-alpha^2 / e) - 1), W the lower branch of Lambert's function.</summary>
    /// <param name="v">Variance at which the boundary should be tight, above 0.</param>
    /// <param name="alpha">Level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static double ExactRho(double v, double alpha)
    {
        // u = -W solves u - ln u = 1 - 2 ln alpha with u above 1; Newton on a convex function from above does not overshoot.
        var target = 1 - 2 * Math.Log(Require.OpenShare(alpha, nameof(alpha)));
        var u = 2 * target;
        for (var round = 0; round < 100; round++)
        {
            var next = u - (u - Math.Log(u) - target) * u / (u - 1);
            if (Math.Abs(next - u) <= 1e-16 * u)
                break;
            u = next;
        }
        return Require.Positive(v, nameof(v)) / (u - 1);
    }

    /// <summary>The rho for the one-sided boundary: the approximate one at twice the level.</summary>
    /// <param name="v">Variance at which the boundary should be tight, above 0.</param>
    /// <param name="alpha">Level, above 0 and below 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static double OneSidedRho(double v, double alpha) => ApproximateRho(v, 2 * alpha);

    /// <summary>ln of the mixture at a sum s: 0.5 ln(rho / (v + rho)) + s^2 / (2 (v + rho)).</summary>
    /// <param name="s">The sum.</param>
    /// <param name="v">Its variance, 0 or more.</param>
    public double LogValue(double s, double v) => 0.5 * Math.Log(Rho / (v + Rho)) + s * s / (2 * (v + Rho));

    /// <summary>The two-sided boundary: sqrt((v + rho) (ln(1 + v / rho) + 2 ln(1 / alpha))).</summary>
    /// <param name="v">Variance so far, 0 or more.</param>
    /// <param name="alpha">Level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public double Bound(double v, double alpha) =>
        Math.Sqrt((Require.NotNegative(v, nameof(v)) + Rho) * (Elementary.LogOnePlus(v / Rho) - 2 * Math.Log(Require.OpenShare(alpha, nameof(alpha)))));

    /// <summary>ln of the one-sided mixture: 0.5 ln(4 rho / (v + rho)) + s^2 / (2 (v + rho)) + ln Phi(s / sqrt(v + rho)).</summary>
    /// <param name="s">The sum.</param>
    /// <param name="v">Its variance, 0 or more.</param>
    public double LogOneSidedValue(double s, double v) => LogValue(s, v) + Math.Log(2) + Math.Log(NormalDistribution.Cumulative(s / Math.Sqrt(v + Rho)));

    /// <summary>The one-sided boundary.</summary>
    /// <param name="v">Variance so far, 0 or more.</param>
    /// <param name="alpha">Level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public double OneSidedBound(double v, double alpha)
    {
        var threshold = -Math.Log(Require.OpenShare(alpha, nameof(alpha)));
        // With half the mass on the other side the one-sided boundary lies below the two-sided one.
        return Crossing.Of(s => LogOneSidedValue(s, v) - threshold, 0, Bound(v, alpha));
    }

    /// <summary>
    /// Half-width of the asymptotic confidence sequence for a mean: sigma sqrt(2 (n r^2 + 1) / (n^2 r^2) ln(sqrt(n r^2 + 1) / alpha)).
    /// It needs no bound on the values, only that many units have been seen before the first look.
    /// </summary>
    /// <param name="count">n, 1 or more.</param>
    /// <param name="deviation">sigma, estimated so far; 0 or more.</param>
    /// <param name="r">Where it is tight, above 0: sqrt((-2 ln alpha + ln(1 - 2 ln alpha)) / n) makes it tight at n.</param>
    /// <param name="alpha">Level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static double AsymptoticRadius(double count, double deviation, double r, double alpha)
    {
        var scaled = Require.Positive(count, nameof(count)) * Require.Positive(r, nameof(r)) * r;
        return Require.NotNegative(deviation, nameof(deviation)) * Math.Sqrt(2 * (scaled + 1) / (count * scaled) * (0.5 * Elementary.LogOnePlus(scaled) - Math.Log(Require.OpenShare(alpha, nameof(alpha)))));
    }
}

/// <summary>Where a function that rises crosses 0, by bisection to the last bit.</summary>
static class Crossing
{
    public static double Of(Func<double, double> rising, double low, double high)
    {
        for (var middle = 0.5 * (low + high); middle > low && middle < high; middle = 0.5 * (low + high))
        {
            if (rising(middle) < 0)
                low = middle;
            else
                high = middle;
        }
        return high;
    }
}
