namespace Holdfast.Numerics.Uplift;

/// <summary>How much more success targeting by score would bring.</summary>
/// <param name="Qini">
/// Radcliffe's Qini, fixed here as: area between the curve g(k) = Y1(k) - Y0(k) n1(k) / n0(k) over the k customers with the highest
/// scores and the straight line to its end, by trapezoids over blocks of tied scores, divided by n squared. Not normalised by
/// a perfect curve.
/// </param>
/// <param name="Auuc">Area under u(k) = (mean outcome of treated - mean outcome of untreated among the top k) x k, by the same trapezoids, divided by n squared.</param>
/// <param name="Gain">g(n): additional successes of the whole treated group.</param>
/// <remarks>
/// Assumptions: 1. treatment was assigned at random. 2. a higher score means a larger effect. 3. ties are one block, so file order never matters.
/// <para>Source: Radcliffe 2007, Using control groups to target on predicted lift; Rzepakowski and Jaroszewicz 2012 (AUUC).</para>
/// <para>Checked against: numpy on the Hillstrom e-mail trial with the score "history" (its ties broken by file order, as there), to 1e-10; hand-counted rows.</para>
/// <para>Cost: one sort, O(n log n).</para>
/// </remarks>
public sealed record UpliftCurve(double Qini, double Auuc, double Gain)
{
    /// <summary>Measures a score on the rows of a randomised trial.</summary>
    /// <param name="scores">Predicted effects, or anything that rises with them; finite.</param>
    /// <param name="treated">True where the action was taken.</param>
    /// <param name="outcomes">One outcome per row, finite; higher is better.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite, or a group is empty.</exception>
    public static UpliftCurve Measure(ReadOnlySpan<double> scores, ReadOnlySpan<bool> treated, ReadOnlySpan<double> outcomes)
    {
        Require.Some(scores.Length, nameof(scores));
        Require.Length(treated.Length, scores.Length, nameof(treated));
        Require.Length(outcomes.Length, scores.Length, nameof(outcomes));
        Require.Finite(scores, nameof(scores));
        Require.Finite(outcomes, nameof(outcomes));
        var all = System.MemoryExtensions.Count(treated, true);
        Require.That(all > 0 && all < treated.Length, Require.Text($"{all} of {treated.Length} rows are treated; some of both are needed"));
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var keys = scores.ToArray();
        Array.Sort(keys, order);
        double n1 = 0, n0 = 0, y1 = 0, y0 = 0, gain = 0, lift = 0, areaGain = 0, areaLift = 0;
        for (int end = order.Length, start; end > 0; end = start)
        {
            for (start = end; start > 0 && keys[start - 1] == keys[end - 1]; start--)
            {
                var i = order[start - 1];
                (n1, y1, n0, y0) = treated[i] ? (n1 + 1, y1 + outcomes[i], n0, y0) : (n1, y1, n0 + 1, y0 + outcomes[i]);
            }
            var (lastGain, lastLift) = (gain, lift);
            // Without anyone to compare with, the block shows nothing yet.
            gain = n0 > 0 ? y1 - y0 * n1 / n0 : y1;
            lift = n0 > 0 && n1 > 0 ? (y1 / n1 - y0 / n0) * (n1 + n0) : 0;
            areaGain += 0.5 * (gain + lastGain) * (end - start);
            areaLift += 0.5 * (lift + lastLift) * (end - start);
        }
        var n = (double)order.Length;
        return new UpliftCurve((areaGain - 0.5 * gain * n) / (n * n), areaLift / (n * n), gain);
    }
}
