using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Classification;

/// <summary>Two scores of the same customers, compared by AUC.</summary>
/// <param name="First">AUC of the first score with its interval.</param>
/// <param name="Second">AUC of the second score with its interval.</param>
/// <param name="Difference">First less second, with the interval of the paired difference.</param>
/// <param name="Z">Difference over its standard error; null where that is 0, as for two scores of one order.</param>
/// <param name="PValue">Two-sided; 1 where the AUCs are equal and cannot differ, 0 where they differ without any spread.</param>
/// <remarks>
/// Assumptions: 1. customers are independent. 2. neither score was fitted on these rows.
/// <para>Source: DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837, paired test.</para>
/// <para>Checked against: pROC 1.18 roc.test(method = "delong", paired = TRUE), to 1e-9.</para>
/// <para>Cost: two sorts.</para>
/// </remarks>
public sealed record AucComparison(Estimate First, Estimate Second, Estimate Difference, double? Z, double PValue)
{
    /// <summary>Compares two scores.</summary>
    /// <param name="first">One score per row, finite; higher means likelier.</param>
    /// <param name="second">Another score of the same rows.</param>
    /// <param name="labels">True where the outcome happened; at least two of each outcome.</param>
    /// <param name="level">Confidence, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is not finite, or an outcome occurs less than twice.</exception>
    public static AucComparison Compare(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> labels, double level = 0.95)
    {
        Require.Length(second.Length, first.Length, nameof(second));
        var one = ClassificationMetrics.AucWithInterval(first, labels, level);
        var two = ClassificationMetrics.AucWithInterval(second, labels, level);
        var (a, b) = (Placements(first, labels), Placements(second, labels));
        var (won, lost) = (new Spread(), new Spread());
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i])
                won.Add(a[i] - b[i]);
            else
                lost.Add(a[i] - b[i]);
        }
        var difference = Estimate.Normal(one.Value - two.Value, Math.Sqrt(won.VarianceOfMean + lost.VarianceOfMean), level);
        if (difference.StandardError > 0)
        {
            var z = difference.Value / difference.StandardError;
            return new AucComparison(one, two, difference, z, 2 * NormalDistribution.Cumulative(-Math.Abs(z)));
        }
        return new AucComparison(one, two, difference, null, difference.Value == 0 ? 1 : 0);
    }

    // Of a positive: share of negatives it beats; of a negative: share of positives that beat it. Ties count half.
    static double[] Placements(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        var blocks = TieBlocks.Descending(scores, labels);
        var (m, n) = TieBlocks.Classes(blocks);
        var keys = new double[blocks.Count];
        var (ofPositive, ofNegative) = (new double[blocks.Count], new double[blocks.Count]);
        double above = 0, below = n;
        for (var k = 0; k < keys.Length; k++)
        {
            var block = blocks[k];
            below -= block.Negatives;
            // Descending blocks, negated, rise: what BinarySearch needs.
            keys[k] = -block.Score;
            ofPositive[k] = (below + 0.5 * block.Negatives) / n;
            ofNegative[k] = (above + 0.5 * block.Positives) / m;
            above += block.Positives;
        }
        var placements = new double[scores.Length];
        for (var i = 0; i < placements.Length; i++)
        {
            var k = Array.BinarySearch(keys, -scores[i]);
            placements[i] = labels[i] ? ofPositive[k] : ofNegative[k];
        }
        return placements;
    }
}
