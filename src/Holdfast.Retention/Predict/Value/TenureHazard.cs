namespace Holdfast.Retention.Predict.Value;

/// <summary>
/// The baseline: hazard per month of leaving of free will and of leaving otherwise, by month of tenure (P2). Months are pooled
/// until a group holds enough leavers; beyond the longest tenure seen the last group's hazard goes on.
/// </summary>
/// <remarks>
/// Assumption: within a horizon the hazard is even, so hazard per month = 1 - (1 - share)^(month / horizon). A life table of
/// periods, so that customers who left long before the first cut-off cannot distort it.
/// </remarks>
public sealed class TenureHazard
{
    const int LeastLeavers = 30;
    const int LeastAtRisk = 200;

    readonly double[] _voluntary;
    readonly double[] _otherwise;

    /// <summary>The baseline of the counts.</summary>
    /// <param name="counts">Customers at risk and leavers.</param>
    /// <param name="horizonDays">Length of the window in which they left, days.</param>
    public TenureHazard(TenureCounts counts, int horizonDays)
    {
        var months = horizonDays / TenureCounts.DaysPerMonth;
        _voluntary = Pooled(counts.AtRisk, counts.Left, months);
        _otherwise = Pooled(counts.AtRisk, counts.LeftOtherwise, months);
    }

    /// <summary>Hazard per month of leaving of free will, 0..1.</summary>
    public double Voluntary(int tenureMonth) => _voluntary[Math.Min(tenureMonth, _voluntary.Length - 1)];

    /// <summary>Hazard per month of leaving otherwise, 0..1.</summary>
    public double Otherwise(int tenureMonth) => _otherwise[Math.Min(tenureMonth, _otherwise.Length - 1)];

    static double[] Pooled(long[] atRisk, long[] left, double months)
    {
        var hazards = new double[atRisk.Length];
        var overall = (left.Sum() + 0.5) / (atRisk.Sum() + 1.0);
        var (start, last) = (0, overall);
        while (start < hazards.Length)
        {
            var end = start;
            long risk = 0, gone = 0;
            while (end < hazards.Length && (gone < LeastLeavers || risk < LeastAtRisk))
            {
                risk += atRisk[end];
                gone += left[end++];
            }

            if (gone >= LeastLeavers || start == 0 && risk > 0) last = gone > 0 ? gone / (double)risk : overall;
            Array.Fill(hazards, 1 - Math.Pow(1 - Math.Min(last, 0.999), 1 / months), start, end - start);
            start = end;
        }

        return hazards;
    }
}
