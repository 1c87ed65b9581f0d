using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Experiments;

/// <summary>The two-sided beta-binomial mixture: boundary for sums of centred terms between -g and h, and the confidence sequence for a share that follows from it.</summary>
/// <remarks>
/// Assumptions: 1. terms are independent, or at least each one's mean given the past is 0.
/// <para>Source: Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of Statistics 49:1055, propositions 7 and appendix A; rho less g h is the mixture's precision, as in the confseq package.</para>
/// <para>Checked against: the unit tests of the confseq package, to 1e-5.</para>
/// <para>Cost: some 60 evaluations per bound, some 60 x 2 per interval.</para>
/// </remarks>
public sealed class BetaBinomialMixture
{
    readonly double _g, _h, _r;

    /// <summary>Opens a mixture.</summary>
    /// <param name="tightAt">Variance at which the boundary should be tight, above 0.</param>
    /// <param name="tightLevel">Level at which it should be tight, above 0 and below 1.</param>
    /// <param name="g">Terms are -g or more, above 0.</param>
    /// <param name="h">Terms are h or less, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public BetaBinomialMixture(double tightAt, double tightLevel, double g, double h)
    {
        _g = Require.Positive(g, nameof(g));
        _h = Require.Positive(h, nameof(h));
        _r = Math.Max(NormalMixture.ApproximateRho(tightAt, tightLevel) - g * h, 1e-3 * g * h);
    }

    /// <summary>ln of the mixture at a sum.</summary>
    /// <param name="s">The sum, between -v / h and v / g.</param>
    /// <param name="v">Its variance: g h x number of terms.</param>
    public double LogValue(double s, double v)
    {
        var width = _g + _h;
        var (down, up) = ((v - _g * s) / (_g * width), (v + _h * s) / (_h * width));
        return v / (_g * _h) * Math.Log(width) - up * Math.Log(_g) - down * Math.Log(_h)
            + BetaDistribution.LogFunction(_r / (_g * width) + down, _r / (_h * width) + up)
            - BetaDistribution.LogFunction(_r / (_g * width), _r / (_h * width));
    }

    /// <summary>The boundary; v / g, which no sum exceeds, where the terms' bounds are tighter than the mixture.</summary>
    /// <param name="v">Variance so far, above 0.</param>
    /// <param name="alpha">Level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public double Bound(double v, double alpha)
    {
        var threshold = -Math.Log(Require.OpenShare(alpha, nameof(alpha)));
        var most = Require.Positive(v, nameof(v)) / _g;
        return LogValue(most, v) < threshold ? most : Crossing.Of(s => LogValue(s, v) - threshold, 0, most);
    }

    /// <summary>Confidence sequence for a share: at all times together it holds the true share with probability 1 - alpha.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">1 or more.</param>
    /// <param name="tightAt">Number of trials at which it should be tight, 1 or more.</param>
    /// <param name="alpha">Level, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static Interval Share(double successes, double trials, double tightAt, double alpha)
    {
        Require.Positive(trials, nameof(trials));
        Require.Positive(tightAt, nameof(tightAt));
        Require.That(successes >= 0 && successes <= trials, $"successes is {successes}; 0 to the {trials} trials is allowed");
        var threshold = -Math.Log(Require.OpenShare(alpha, nameof(alpha)));
        var seen = successes / trials;
        return new Interval(
            successes == 0 ? 0 : Crossing.Of(p => threshold - Evidence(p), 0, seen),
            successes == trials ? 1 : Crossing.Of(p => Evidence(p) - threshold, seen, 1));

        double Evidence(double p)
        {
            if (p is <= 0 or >= 1)
                return double.PositiveInfinity;
            var mixture = new BetaBinomialMixture(tightAt * p * (1 - p), 0.05, p, 1 - p);
            return mixture.LogValue((seen - p) * trials, p * (1 - p) * trials);
        }
    }
}
