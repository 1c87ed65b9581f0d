namespace Holdfast.Numerics.Classification;

/// <summary>One bin of customers in order of score, highest first.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Customers">Customers in the bin.</param>
/// <param name="Positives">Positives among them; not whole where a block of ties was shared between bins.</param>
/// <param name="Rate">Positives per customer.</param>
/// <param name="Lift">Rate over the rate of all.</param>
/// <param name="Captured">Share of all positives in this bin and those before.</param>
/// <param name="CumulativeLift">Rate of this bin and those before, over the rate of all.</param>
public readonly record struct LiftBin(int Number, int Customers, double Positives, double Rate, double Lift, double Captured, double CumulativeLift);

public static partial class ClassificationMetrics
{
    /// <summary>
    /// Lift by bins of customers in order of score. Bin k ends after floor(n k / bins) customers; a block of tied scores that an
    /// edge cuts counts on both sides with its mean rate, so the order of the file does not matter.
    /// </summary>
    /// <param name="scores">Finite; higher means likelier.</param>
    /// <param name="labels">True where the outcome happened.</param>
    /// <param name="bins">Bins, 1 to the number of rows; 10 for tenths.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of range, or only one outcome occurs.</exception>
    public static LiftBin[] LiftTable(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, int bins = 10)
    {
        Require.That(bins >= 1 && bins <= scores.Length, $"bins is {bins}; 1 to the {scores.Length} rows is allowed");
        var blocks = TieBlocks.Descending(scores, labels);
        var positives = (double)TieBlocks.Classes(blocks).Positives;
        var rate = positives / scores.Length;
        var result = new LiftBin[bins];
        var (at, seen, hits, last, lastFound) = (0, 0L, 0L, 0L, 0.0);
        for (var i = 0; i < bins; i++)
        {
            var edge = (long)scores.Length * (i + 1) / bins;
            while (at < blocks.Count && seen + blocks[at].Count <= edge)
            {
                hits += blocks[at].Positives;
                seen += blocks[at++].Count;
            }
            var found = hits + (at < blocks.Count ? (double)(edge - seen) * blocks[at].Positives / blocks[at].Count : 0);
            var (count, own) = (edge - last, found - lastFound);
            result[i] = new LiftBin(i + 1, (int)count, own, own / count, own / count / rate, found / positives, found / edge / rate);
            (last, lastFound) = (edge, found);
        }
        return result;
    }

    /// <summary>Points of the ROC curve from (0, 0) to (1, 1), one per block of tied scores.</summary>
    /// <param name="scores">Finite; higher means likelier.</param>
    /// <param name="labels">True where the outcome happened.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is not finite, or only one outcome occurs.</exception>
    public static RocPoint[] RocCurve(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        var blocks = TieBlocks.Descending(scores, labels);
        var (m, n) = TieBlocks.Classes(blocks);
        var points = new RocPoint[blocks.Count + 1];
        var (positives, negatives) = (0L, 0L);
        for (var i = 0; i < blocks.Count; i++)
        {
            positives += blocks[i].Positives;
            negatives += blocks[i].Negatives;
            points[i + 1] = new RocPoint((double)negatives / n, (double)positives / m);
        }
        return points;
    }
}

/// <summary>A point of the ROC curve.</summary>
/// <param name="FalsePositiveRate">Share of negatives at or above the score.</param>
/// <param name="TruePositiveRate">Share of positives at or above the score.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate);
