namespace Holdfast.Numerics.Uplift;

/// <summary>Who the top share is.</summary>
public enum TopOf
{
    /// <summary>The floor(n share) highest scores of all rows.</summary>
    Everyone,

    /// <summary>The floor(n1 share) highest of the treated and the floor(n0 share) highest of the untreated.</summary>
    EachArm,
}

/// <summary>What happens to a block of tied scores that the edge of the top share cuts.</summary>
public enum TieRule
{
    /// <summary>Its rows count in proportion: the mean over all their orders. File order does not matter.</summary>
    Averaged,

    /// <summary>The last rows of the file are taken first, as scikit-uplift does.</summary>
    LastRowFirst,
}

/// <summary>Uplift among the customers of the highest scores, and by tenths of them.</summary>
/// <remarks>
/// Assumptions: those of <see cref="UpliftCurve"/>.
/// <para>Source: scikit-uplift's documentation of uplift_at_k (strategies overall and by_group).</para>
/// <para>Checked against: scikit-uplift (metrics.py at 0038e65) on the Hillstrom e-mail trial, 10 % and 30 %, three scores, to 1e-7.</para>
/// <para>Cost: O(n).</para>
/// </remarks>
public static class UpliftAtShare
{
    /// <summary>Mean outcome of treated less untreated rows among the top; null where the top holds none of an arm.</summary>
    /// <param name="trial">Scores and trial.</param>
    /// <param name="share">Above 0, at most 1.</param>
    /// <param name="who">Of whom the top is taken.</param>
    /// <param name="ties">What happens to ties at the edge.</param>
    /// <exception cref="ArgumentException">The share is out of range.</exception>
    public static double? Measure(ScoredTrial trial, double share, TopOf who, TieRule ties)
    {
        ArgumentNullException.ThrowIfNull(trial);
        Require.That(share is > 0 and <= 1, $"share is {share}; above 0 and up to 1 is allowed");
        TrialBlock top;
        if (who == TopOf.Everyone)
        {
            top = Top(Pieces(trial, ties, null), Math.Floor(trial.Count * share));
        }
        else
        {
            var untreated = trial.Count - trial.TreatedCount;
            top = Top(Pieces(trial, ties, true), Math.Floor(trial.TreatedCount * share)).With(Top(Pieces(trial, ties, false), Math.Floor(untreated * share)));
        }
        return top is { Treated: > 0, Untreated: > 0 } ? top.TreatedOutcome / top.Treated - top.UntreatedOutcome / top.Untreated : null;
    }

    /// <summary>
    /// Uplift in bins of equally many customers, highest scores first; the first n mod bins have one more. A block of ties at an
    /// edge counts in proportion on both sides.
    /// </summary>
    /// <param name="trial">Scores and trial.</param>
    /// <param name="bins">Bins, 1 to the number of rows; 10 for tenths.</param>
    /// <param name="level">Confidence of the intervals, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static UpliftBin[] Bins(ScoredTrial trial, int bins = 10, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(trial);
        Require.That(bins >= 1 && bins <= trial.Count, $"bins is {bins}; 1 to the {trial.Count} rows is allowed");
        var result = new UpliftBin[bins];
        var (edge, before) = (0.0, new TrialBlock());
        for (var i = 0; i < bins; i++)
        {
            edge += trial.Count / bins + (i < trial.Count % bins ? 1 : 0);
            var top = Top(trial.Blocks, edge);
            result[i] = UpliftBin.From(i + 1, top.Less(before), level);
            before = top;
        }
        return result;
    }

    static TrialBlock Top(IEnumerable<TrialBlock> pieces, double size)
    {
        var top = new TrialBlock();
        foreach (var piece in pieces)
        {
            if (piece.Count == 0)
                continue;
            if (top.Count + piece.Count > size)
                return top.With(piece.Times((size - top.Count) / piece.Count));
            top = top.With(piece);
        }
        return top;
    }

    // Blocks of ties, or single rows in scikit-uplift's order; of one arm or of both.
    static List<TrialBlock> Pieces(ScoredTrial trial, TieRule ties, bool? arm)
    {
        var pieces = new List<TrialBlock>();
        if (ties == TieRule.Averaged)
        {
            foreach (var block in trial.Blocks)
                pieces.Add(arm is null ? block : arm == true ? block with { Untreated = 0, UntreatedOutcome = 0 } : block with { Treated = 0, TreatedOutcome = 0 });
            return pieces;
        }
        foreach (var row in trial.Order)
        {
            if (arm is null || trial.Treated(row) == arm)
                pieces.Add(TrialBlock.Row(trial.Treated(row), trial.Outcome(row)));
        }
        return pieces;
    }
}

/// <summary>One bin of customers in order of score.</summary>
/// <param name="Number">From 1, highest scores first.</param>
/// <param name="Treated">Treated customers; a part of a customer where a tie was shared between bins.</param>
/// <param name="Untreated">Untreated customers.</param>
/// <param name="TreatedMean">Mean outcome of the treated; null where there are none.</param>
/// <param name="UntreatedMean">Mean outcome of the untreated; null where there are none.</param>
/// <param name="Uplift">Their difference with its interval; null where an arm has fewer than two customers.</param>
public readonly record struct UpliftBin(int Number, double Treated, double Untreated, double? TreatedMean, double? UntreatedMean, Estimate? Uplift)
{
    internal static UpliftBin From(int number, TrialBlock block, double level)
    {
        double? one = block.Treated > 1e-9 ? block.TreatedOutcome / block.Treated : null;
        double? zero = block.Untreated > 1e-9 ? block.UntreatedOutcome / block.Untreated : null;
        Estimate? uplift = null;
        if (block is { Treated: >= 2, Untreated: >= 2 })
        {
            var variance = VarianceOfMean(block.Treated, one!.Value, block.TreatedSquares) + VarianceOfMean(block.Untreated, zero!.Value, block.UntreatedSquares);
            uplift = Estimate.Normal(one.Value - zero.Value, Math.Sqrt(variance), level);
        }
        return new UpliftBin(number, block.Treated, block.Untreated, one, zero, uplift);
    }

    static double VarianceOfMean(double count, double mean, double squares) => Math.Max(0, squares / count - mean * mean) / (count - 1);
}
