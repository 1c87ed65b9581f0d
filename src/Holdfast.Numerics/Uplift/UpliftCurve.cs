namespace Holdfast.Numerics.Uplift;

/// <summary>A point of an uplift curve: what was gained among those with the highest scores.</summary>
/// <param name="Customers">How many customers of the highest scores; the end of a block of tied scores.</param>
/// <param name="Gain">g: additional outcome of the treated among them, Y1 - Y0 n1 / n0.</param>
/// <param name="Lift">u: (mean outcome of treated - mean outcome of untreated) x customers.</param>
public readonly record struct UpliftPoint(double Customers, double Gain, double Lift);

/// <summary>How much more success targeting by score would bring.</summary>
/// <param name="Qini">
/// Radcliffe's Qini, fixed here as: area between the curve g(k) = Y1(k) - Y0(k) n1(k) / n0(k) over the k customers with the highest
/// scores and the straight line to its end, by trapezoids over blocks of tied scores, divided by n squared. Not normalised by
/// a perfect curve.
/// </param>
/// <param name="Auuc">Area under u(k) = (mean outcome of treated - mean outcome of untreated among the top k) x k, by the same trapezoids, divided by n squared; an arm nobody of which is among the top counts as 0, as in g.</param>
/// <param name="Gain">g(n): additional successes of the whole treated group.</param>
/// <remarks>
/// Assumptions: 1. treatment was assigned at random. 2. a higher score means a larger effect. 3. ties are one block, so file order never matters.
/// <para>Source: Radcliffe 2007, Using control groups to target on predicted lift; Rzepakowski and Jaroszewicz 2012 (AUUC).</para>
/// <para>Checked against: numpy on the Hillstrom e-mail trial with three scores (their ties broken by file order, as there), to 1e-7; hand-counted rows.</para>
/// <para>Cost: one sort, O(n log n).</para>
/// </remarks>
public sealed record UpliftCurve(double Qini, double Auuc, double Gain)
{
    /// <summary>Measures a score on the rows of a randomised trial.</summary>
    /// <param name="scores">Predicted effects, or anything that rises with them; finite.</param>
    /// <param name="treated">True where the action was taken.</param>
    /// <param name="outcomes">One outcome per row, finite; higher is better.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite, or a group is empty.</exception>
    public static UpliftCurve Measure(ReadOnlySpan<double> scores, ReadOnlySpan<bool> treated, ReadOnlySpan<double> outcomes) =>
        Measure(new ScoredTrial(scores, treated, outcomes));

    /// <summary>Measures a score on the rows of a randomised trial.</summary>
    /// <param name="trial">Scores and trial.</param>
    public static UpliftCurve Measure(ScoredTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return Measure(trial.Blocks);
    }

    /// <summary>The curve for drawing, from nobody to everybody.</summary>
    /// <param name="trial">Scores and trial.</param>
    public static UpliftPoint[] Points(ScoredTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return Points(trial.Blocks);
    }

    internal static UpliftCurve Measure(TrialBlock[] blocks)
    {
        var points = Points(blocks);
        var (gain, lift) = (0.0, 0.0);
        for (var i = 1; i < points.Length; i++)
        {
            var width = points[i].Customers - points[i - 1].Customers;
            gain += 0.5 * (points[i].Gain + points[i - 1].Gain) * width;
            lift += 0.5 * (points[i].Lift + points[i - 1].Lift) * width;
        }
        var (n, end) = (points[^1].Customers, points[^1].Gain);
        return new UpliftCurve((gain - 0.5 * end * n) / (n * n), lift / (n * n), end);
    }

    static UpliftPoint[] Points(TrialBlock[] blocks)
    {
        var points = new UpliftPoint[blocks.Length + 1];
        var top = new TrialBlock();
        for (var i = 0; i < blocks.Length; i++)
        {
            top = top.With(blocks[i]);
            points[i + 1] = new UpliftPoint(top.Count, top.Gain, top.Lift);
        }
        return points;
    }
}
