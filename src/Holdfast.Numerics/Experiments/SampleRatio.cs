using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Experiments;

/// <summary>Whether the arms of an experiment have the sizes they were planned with; if not, something drops or doubles units and no result can be trusted.</summary>
/// <param name="ChiSquared">Pearson's statistic.</param>
/// <param name="Degrees">Arms - 1.</param>
/// <param name="PValue">Probability of such a statistic if assignment worked.</param>
/// <remarks>
/// Assumptions: 1. units were assigned independently with the planned shares.
/// <para>Source: Fabijan et al. 2019, Diagnosing sample ratio mismatch in online controlled experiments.</para>
/// <para>Checked against: R 4.2.2 chisq.test on 821,588 : 815,482, on 5,050 : 4,950 and on three arms, to 1e-9.</para>
/// <para>Cost: O(arms).</para>
/// </remarks>
public sealed record SampleRatio(double ChiSquared, int Degrees, double PValue)
{
    /// <summary>The usual alarm: a p-value below 0.001, since the test is run on every experiment.</summary>
    public bool Mismatch => PValue < 0.001;

    /// <summary>Tests counts against planned shares.</summary>
    /// <param name="counts">Units per arm, 0 or more, two arms or more.</param>
    /// <param name="shares">Planned share per arm, above 0; they are scaled to sum to 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is out of range.</exception>
    public static SampleRatio Test(ReadOnlySpan<long> counts, ReadOnlySpan<double> shares)
    {
        Require.That(counts.Length >= 2, $"there are {counts.Length} arms; two or more are needed");
        Require.Length(shares.Length, counts.Length, nameof(shares));
        double units = 0, planned = 0;
        for (var a = 0; a < counts.Length; a++)
        {
            Require.That(counts[a] >= 0, $"counts[{a}] is {counts[a]}; 0 or more is allowed");
            units += counts[a];
            planned += Require.Positive(shares[a], nameof(shares));
        }
        Require.That(units > 0, "all arms are empty; at least one unit is needed");
        var statistic = 0.0;
        for (var a = 0; a < counts.Length; a++)
        {
            var expected = units * shares[a] / planned;
            statistic += (counts[a] - expected) * (counts[a] - expected) / expected;
        }
        return new SampleRatio(statistic, counts.Length - 1, ChiSquaredDistribution.UpperTail(statistic, counts.Length - 1));
    }
}
