using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics;

/// <summary>An interval of confidence.</summary>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>True when the value lies in the interval, bounds included.</summary>
    /// <param name="value">The value to look for.</param>
    public bool Contains(double value) => value >= Low && value <= High;
}

/// <summary>An estimate with its standard error and interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error, 0 or more.</param>
/// <param name="Interval">Its interval at the level asked for.</param>
public readonly record struct Estimate(double Value, double StandardError, Interval Interval)
{
    /// <summary>The normal interval: value +- z x standard error.</summary>
    /// <param name="value">The estimate.</param>
    /// <param name="standardError">Its standard error, 0 or more.</param>
    /// <param name="level">Confidence, above 0 and below 1.</param>
    public static Estimate Normal(double value, double standardError, double level)
    {
        var half = NormalDistribution.TwoSided(level) * standardError;
        return new Estimate(value, standardError, new Interval(value - half, value + half));
    }
}

/// <summary>Intervals for a share seen as k of n.</summary>
/// <remarks>
/// Assumptions: 1. trials are independent with one probability.
/// <para>Source: Wilson 1927, JASA 22:209, score interval without continuity correction; Clopper and Pearson 1934 (exact).</para>
/// <para>Checked against: closed forms for k = 0 and k = n; coverage of Wilson's interval by simulation.</para>
/// <para>Cost: O(1) for Wilson; some hundred beta values for the exact one.</para>
/// </remarks>
public static class Intervals
{
    /// <summary>Wilson's score interval: the shares p with |k/n - p| &lt;= z sqrt(p (1 - p) / n).</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, 1 or more.</param>
    /// <param name="level">Confidence, above 0 and below 1; 0.95 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the level is out of range.</exception>
    public static Interval Wilson(double successes, double trials, double level = 0.95)
    {
        Check(successes, trials);
        var z = NormalDistribution.TwoSided(level);
        var p = successes / trials;
        var denominator = 1 + z * z / trials;
        var centre = (p + z * z / (2 * trials)) / denominator;
        var half = z / denominator * Math.Sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials));
        return new Interval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    /// <summary>Clopper and Pearson's exact interval: never covers less than the level, wider than Wilson's.</summary>
    /// <param name="successes">k, 0 to n.</param>
    /// <param name="trials">n, 1 or more.</param>
    /// <param name="level">Confidence, above 0 and below 1; 0.95 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the level is out of range.</exception>
    public static Interval Exact(double successes, double trials, double level = 0.95)
    {
        Check(successes, trials);
        var tail = (1 - Require.OpenShare(level, nameof(level))) / 2;
        return new Interval(
            successes == 0 ? 0 : BetaDistribution.Quantile(tail, successes, trials - successes + 1),
            successes == trials ? 1 : BetaDistribution.Quantile(1 - tail, successes + 1, trials - successes));
    }

    /// <summary>Exact interval for a rate: events per unit of exposure, the count being Poisson (Garwood 1936).</summary>
    /// <param name="events">Count, 0 or more.</param>
    /// <param name="exposure">Time or other exposure, above 0.</param>
    /// <param name="level">Confidence, above 0 and below 1; 0.95 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static Interval Rate(double events, double exposure, double level = 0.95)
    {
        Require.NotNegative(events, nameof(events));
        Require.Positive(exposure, nameof(exposure));
        var tail = (1 - Require.OpenShare(level, nameof(level))) / 2;
        var low = events == 0 ? 0 : GammaFunction.UpperQuantile(events, 1 - tail);
        return new Interval(low / exposure, GammaFunction.UpperQuantile(events + 1, tail) / exposure);
    }

    static void Check(double successes, double trials)
    {
        Require.Positive(trials, nameof(trials));
        if (!(successes >= 0 && successes <= trials))
            throw new ArgumentOutOfRangeException(nameof(successes), Require.Text($"successes is {successes}; 0 to the {trials} trials is allowed"));
    }
}
