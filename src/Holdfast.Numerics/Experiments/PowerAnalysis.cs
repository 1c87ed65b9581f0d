using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Experiments;

/// <summary>What a test must reach.</summary>
public sealed record PowerTarget
{
    /// <summary>Probability to find the effect if it is there; 0.8 by default. Range: above alpha and below 1.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>Probability to find one that is not there, both sides; 0.05 by default. Range: above 0 and below 1.</summary>
    public double Alpha { get; init; } = 0.05;
}

/// <summary>Units needed per arm, and power of given arms, for two-sided tests of two equal arms.</summary>
/// <remarks>
/// Assumptions: 1. units are independent. 2. one look at the end.
/// <para>Source: Fleiss, Levin and Paik 2003, 4.3 (shares, without continuity correction); Cohen 1988, chapter 6 (arcsine); Student's noncentral t for means.</para>
/// <para>Checked against: R 4.2.2 power.prop.test, pwr.2p.test and power.t.test, to 1e-6.</para>
/// <para>Cost: O(1) for shares; some 60 noncentral t tails for means.</para>
/// </remarks>
public static class PowerAnalysis
{
    /// <summary>Units per arm to tell two shares apart; not rounded up.</summary>
    /// <param name="first">Above 0 and below 1.</param>
    /// <param name="second">Another share.</param>
    /// <param name="target">Power and level.</param>
    /// <exception cref="ArgumentException">A value is out of range, or the shares are equal.</exception>
    public static double ProportionsSize(double first, double second, PowerTarget target)
    {
        var (alpha, beta) = Check(target);
        Differ(first, second);
        var (pooled, apart) = Deviations(first, second);
        var root = (NormalDistribution.Quantile(1 - alpha / 2) * pooled + NormalDistribution.Quantile(1 - beta) * apart) / (first - second);
        return root * root;
    }

    /// <summary>Power to tell two shares apart.</summary>
    /// <param name="first">Above 0 and below 1.</param>
    /// <param name="second">Above 0 and below 1.</param>
    /// <param name="unitsPerArm">Above 0.</param>
    /// <param name="alpha">Level, both sides.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double ProportionsPower(double first, double second, double unitsPerArm, double alpha = 0.05)
    {
        Require.OpenShare(first, nameof(first));
        Require.OpenShare(second, nameof(second));
        Require.Positive(unitsPerArm, nameof(unitsPerArm));
        var (pooled, apart) = Deviations(first, second);
        return NormalDistribution.Cumulative((Math.Sqrt(unitsPerArm) * Math.Abs(first - second) - NormalDistribution.Quantile(1 - Require.OpenShare(alpha, nameof(alpha)) / 2) * pooled) / apart);
    }

    /// <summary>Cohen's h, 2 asin sqrt(first) - 2 asin sqrt(second).</summary>
    /// <param name="first">0 to 1.</param>
    /// <param name="second">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not shares.</exception>
    public static double EffectSize(double first, double second) =>
        2 * Math.Asin(Math.Sqrt(Require.Share(first, nameof(first)))) - 2 * Math.Asin(Math.Sqrt(Require.Share(second, nameof(second))));

    /// <summary>Units per arm to tell two shares apart by the arcsine approximation; not rounded up.</summary>
    /// <param name="first">0 to 1.</param>
    /// <param name="second">Another share.</param>
    /// <param name="target">Power and level.</param>
    /// <exception cref="ArgumentException">A value is out of range, or the shares are equal.</exception>
    public static double ArcsineSize(double first, double second, PowerTarget target)
    {
        var (alpha, _) = Check(target);
        var h = Math.Abs(EffectSize(first, second));
        Require.That(h > 0, $"both shares are {first}; they must differ");
        var z = NormalDistribution.Quantile(1 - alpha / 2);
        return Smallest(n => NormalDistribution.UpperTail(z - h * Math.Sqrt(n / 2)) + NormalDistribution.UpperTail(z + h * Math.Sqrt(n / 2)), target.Power, 0);
    }

    /// <summary>Units per arm to tell two means apart by a t-test; not rounded up.</summary>
    /// <param name="difference">Of the means, not 0.</param>
    /// <param name="deviation">Standard deviation of one unit, above 0.</param>
    /// <param name="target">Power and level.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double MeansSize(double difference, double deviation, PowerTarget target)
    {
        Check(target);
        Require.That(difference != 0 && double.IsFinite(difference), $"difference is {difference}; a finite number other than 0 is allowed");
        return Smallest(n => MeansPower(difference, deviation, n, target.Alpha), target.Power, 1 + 1e-9);
    }

    /// <summary>Power of a t-test; the chance to find the effect with the wrong sign is not counted, as in R.</summary>
    /// <param name="difference">Of the means, finite.</param>
    /// <param name="deviation">Standard deviation of one unit, above 0.</param>
    /// <param name="unitsPerArm">Above 1.</param>
    /// <param name="alpha">Level, both sides.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double MeansPower(double difference, double deviation, double unitsPerArm, double alpha = 0.05)
    {
        Require.That(unitsPerArm > 1 && double.IsFinite(unitsPerArm), $"there are {unitsPerArm} units per arm; a finite number above 1 is allowed");
        var degrees = 2 * (unitsPerArm - 1);
        var edge = StudentDistribution.UpperQuantile(Require.OpenShare(alpha, nameof(alpha)) / 2, degrees);
        return StudentDistribution.UpperTail(edge, degrees, Math.Sqrt(unitsPerArm / 2) * Math.Abs(difference) / Require.Positive(deviation, nameof(deviation)));
    }

    /// <summary>The smallest difference of means that is found with the power asked for.</summary>
    /// <param name="deviation">Standard deviation of one unit, above 0.</param>
    /// <param name="unitsPerArm">Above 1.</param>
    /// <param name="target">Power and level.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double DetectableDifference(double deviation, double unitsPerArm, PowerTarget target)
    {
        Check(target);
        return deviation * Smallest(d => MeansPower(d, 1, unitsPerArm, target.Alpha), target.Power, 0);
    }

    static (double Pooled, double Apart) Deviations(double first, double second) =>
        (Math.Sqrt((first + second) * (1 - (first + second) / 2)), Math.Sqrt(first * (1 - first) + second * (1 - second)));

    static double Smallest(Func<double, double> power, double wanted, double least)
    {
        var high = Math.Max(2, 2 * least);
        while (power(high) < wanted && high < 1e15)
            high *= 2;
        Require.That(high < 1e15, "more than 1e15 units per arm would be needed; the difference is too small to be found");
        return Crossing.Of(n => power(n) - wanted, least, high);
    }

    static (double Alpha, double Beta) Check(PowerTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Require.OpenShare(target.Alpha, nameof(target.Alpha));
        Require.OpenShare(target.Power, nameof(target.Power));
        Require.That(target.Power > target.Alpha, $"the power asked for is {target.Power}; above the level of {target.Alpha} is allowed");
        return (target.Alpha, 1 - target.Power);
    }

    static void Differ(double first, double second)
    {
        Require.OpenShare(first, nameof(first));
        Require.OpenShare(second, nameof(second));
        Require.That(first != second, $"both shares are {first}; they must differ");
    }
}
