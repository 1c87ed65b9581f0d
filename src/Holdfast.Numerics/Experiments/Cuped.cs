namespace Holdfast.Numerics.Experiments;

/// <summary>CUPED: the difference of an experiment with what a covariate from before it explains taken out of the outcome, which narrows the interval and leaves the effect.</summary>
/// <param name="Theta">Slope of the outcome on the covariate over both groups: cov(y, x) / var(x); 0 where the covariate is constant.</param>
/// <param name="SquaredCorrelation">Share of the outcome's variance that the covariate explains, 0..1.</param>
/// <param name="Raw">Treated against control without adjustment.</param>
/// <param name="Adjusted">The same with the outcome y - theta (x - mean x).</param>
/// <remarks>
/// Assumptions: 1. the covariate was measured before treatment: one that treatment can move biases the effect. 2. units were assigned at random.
/// <para>Source: Deng, Xu, Kohavi and Walker 2013, WSDM, equations 2 to 5; theta is that of both groups together.</para>
/// <para>Checked against: numpy on the Hillstrom trial, visits and spend, to 1e-7.</para>
/// <para>Cost: O(units).</para>
/// </remarks>
public sealed record Cuped(double Theta, double SquaredCorrelation, TwoMeans Raw, TwoMeans Adjusted)
{
    /// <summary>Compares treated with control units.</summary>
    /// <param name="outcomes">One per unit, finite.</param>
    /// <param name="covariates">One per unit, finite, from before the experiment.</param>
    /// <param name="treated">True for treated units; two or more of each.</param>
    /// <param name="level">Confidence, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">A length or a value is out of range, or a group has fewer than two units.</exception>
    public static Cuped Compare(ReadOnlySpan<double> outcomes, ReadOnlySpan<double> covariates, ReadOnlySpan<bool> treated, double level = 0.95)
    {
        Require.Some(outcomes.Length, nameof(outcomes));
        Require.Length(covariates.Length, outcomes.Length, nameof(covariates));
        Require.Length(treated.Length, outcomes.Length, nameof(treated));
        var (y, x) = (Moments.Of(outcomes), Moments.Of(covariates));
        var covariance = 0.0;
        for (var i = 0; i < outcomes.Length; i++)
            covariance += (outcomes[i] - y.Mean) * (covariates[i] - x.Mean);
        covariance /= Math.Max(1, outcomes.Length - 1);
        var theta = x.Variance > 0 ? covariance / x.Variance : 0;
        var explained = x.Variance > 0 && y.Variance > 0 ? covariance * covariance / (x.Variance * y.Variance) : 0;
        return new Cuped(theta, Math.Min(1, explained), Difference(0, outcomes, covariates, treated, level), Difference(theta, outcomes, covariates, treated, level));
    }

    static TwoMeans Difference(double theta, ReadOnlySpan<double> outcomes, ReadOnlySpan<double> covariates, ReadOnlySpan<bool> treated, double level)
    {
        var centre = Moments.Of(covariates).Mean;
        var (arm, control) = (new Moments(), new Moments());
        for (var i = 0; i < outcomes.Length; i++)
        {
            var value = outcomes[i] - theta * (covariates[i] - centre);
            if (treated[i])
                arm.Add(value);
            else
                control.Add(value);
        }
        return TwoMeans.Compare(arm, control, level);
    }
}
