namespace Holdfast.Numerics.Uplift;

/// <summary>Intervals of uplift measures by the bootstrap: rows are drawn with replacement within each arm, the score is kept.</summary>
/// <param name="Qini">Of <see cref="UpliftCurve.Qini"/>.</param>
/// <param name="Auuc">Of <see cref="UpliftCurve.Auuc"/>.</param>
/// <param name="NormalisedQini">Of <see cref="NormalisedUplift.Qini"/>; null where that is not defined.</param>
/// <param name="NormalisedAuuc">Of <see cref="NormalisedUplift.Auuc"/>; null where that is not defined.</param>
/// <remarks>
/// Assumptions: 1. rows are independent. 2. the score was made on other rows; its own uncertainty is not counted.
/// <para>Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, 13.3 (percentile interval).</para>
/// <para>Checked against: coverage of the Qini of a known score over simulated trials.</para>
/// <para>Cost: draws x O(n).</para>
/// </remarks>
public sealed record UpliftIntervals(Interval Qini, Interval Auuc, Interval? NormalisedQini, Interval? NormalisedAuuc)
{
    /// <summary>Draws and takes the percentiles.</summary>
    /// <param name="trial">Scores and trial.</param>
    /// <param name="draws">How often rows are drawn, 20 or more; 500 is usual.</param>
    /// <param name="seed">The same seed gives the same intervals.</param>
    /// <param name="level">Confidence, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static UpliftIntervals Bootstrap(ScoredTrial trial, int draws = 500, ulong seed = 1, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(trial);
        Require.AtLeast(draws, 20, nameof(draws));
        Require.OpenShare(level, nameof(level));
        var stream = new RandomStream(seed);
        var counts = new int[trial.Count];
        var values = new List<double>[4];
        for (var i = 0; i < values.Length; i++)
            values[i] = new List<double>(draws);
        for (var draw = 0; draw < draws; draw++)
        {
            var blocks = trial.Resample(stream, counts);
            var curve = UpliftCurve.Measure(blocks);
            values[0].Add(curve.Qini);
            values[1].Add(curve.Auuc);
            if (!trial.BinaryOutcome || NormalisedUplift.Measure(blocks) is not { } normalised)
                continue;
            values[2].Add(normalised.Qini);
            values[3].Add(normalised.Auuc);
        }
        return new UpliftIntervals(
            Percentiles(values[0], level), Percentiles(values[1], level),
            values[2].Count == draws ? Percentiles(values[2], level) : null, values[3].Count == draws ? Percentiles(values[3], level) : null);
    }

    // Linear between order statistics (Hyndman and Fan's type 7).
    static Interval Percentiles(List<double> values, double level)
    {
        values.Sort();
        return new Interval(At((1 - level) / 2), At((1 + level) / 2));

        double At(double share)
        {
            var place = share * (values.Count - 1);
            var below = (int)Math.Floor(place);
            var above = Math.Min(below + 1, values.Count - 1);
            return values[below] + (place - below) * (values[above] - values[below]);
        }
    }
}
