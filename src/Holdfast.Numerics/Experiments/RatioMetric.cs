using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Experiments;

/// <summary>
/// A ratio of two sums over customers, such as sales per visit, where visits differ between customers: its error comes from the spread
/// over customers, not over visits.
/// </summary>
/// <param name="Ratio">Sum of numerators / sum of denominators.</param>
/// <param name="StandardError">By the delta method.</param>
/// <param name="Count">Customers.</param>
/// <remarks>
/// Assumptions: 1. customers are independent and are what was randomised. 2. there are enough of them for the mean denominator to be known well: some hundred.
/// <para>Source: Deng, Knoblich and Lu 2018, KDD, equation 3; Cochran 1977, Sampling Techniques, 6.3.</para>
/// <para>Checked against: denominators of 1, where it is the mean and its standard error; coverage by simulation.</para>
/// <para>Cost: O(customers).</para>
/// </remarks>
public sealed record RatioMetric(double Ratio, double StandardError, int Count)
{
    /// <summary>Measures one group.</summary>
    /// <param name="numerators">One per customer, finite.</param>
    /// <param name="denominators">One per customer, finite, with a sum above 0.</param>
    /// <exception cref="ArgumentException">A length or a value is out of range.</exception>
    public static RatioMetric Of(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators)
    {
        Require.Length(denominators.Length, numerators.Length, nameof(denominators));
        Require.That(numerators.Length >= 2, $"there are {numerators.Length} customers; two or more are needed");
        var (top, bottom) = (Moments.Of(numerators), Moments.Of(denominators));
        Require.That(bottom.Mean > 0, $"the denominators have a mean of {bottom.Mean}; it must be above 0");
        var ratio = top.Mean / bottom.Mean;
        var squares = 0.0;
        for (var i = 0; i < numerators.Length; i++)
        {
            var residual = numerators[i] - ratio * denominators[i];
            squares += residual * residual;
        }
        double n = numerators.Length;
        return new RatioMetric(ratio, Math.Sqrt(squares / (n - 1) / n) / bottom.Mean, numerators.Length);
    }

    /// <summary>This group's ratio minus the other's, with normal interval and two-sided probability.</summary>
    /// <param name="other">The other group.</param>
    /// <param name="level">Confidence, above 0 and below 1.</param>
    public (Estimate Difference, double PValue) Against(RatioMetric other, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(other);
        var difference = Estimate.Normal(Ratio - other.Ratio, Math.Sqrt(StandardError * StandardError + other.StandardError * other.StandardError), level);
        var z = difference.StandardError > 0 ? Math.Abs(difference.Value) / difference.StandardError : difference.Value == 0 ? 0 : double.PositiveInfinity;
        return (difference, Math.Min(1, 2 * NormalDistribution.UpperTail(z)));
    }
}
