namespace Holdfast.Numerics.Uplift;

/// <summary>
/// Areas under the uplift curves as scikit-uplift divides them: (area of the score - area of chance) / (area of a perfect
/// score - area of chance). Beside, not instead of, <see cref="UpliftCurve"/>: the perfect curve depends on the outcomes, so two trials do not compare.
/// </summary>
/// <param name="Qini">As qini_auc_score with negative_effect = True: the perfect order puts treated successes first and untreated successes last.</param>
/// <param name="Auuc">As uplift_auc_score.</param>
/// <remarks>
/// Assumptions: 1. outcomes are 0 or 1. 2. those of <see cref="UpliftCurve"/>.
/// <para>Source: scikit-uplift's documentation of qini_auc_score and uplift_auc_score; Radcliffe and Surry 2011 (perfect curve).</para>
/// <para>Checked against: scikit-uplift (metrics.py at 0038e65) on the Hillstrom e-mail trial with three scores, ties among them, to 1e-7.</para>
/// <para>Cost: that of the curve.</para>
/// </remarks>
public sealed record NormalisedUplift(double Qini, double Auuc)
{
    /// <summary>Measures a score; null where the outcomes are not 0 and 1, or a perfect score could not beat chance.</summary>
    /// <param name="trial">Scores and trial.</param>
    public static NormalisedUplift? Measure(ScoredTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.BinaryOutcome ? Measure(trial.Blocks) : null;
    }

    internal static NormalisedUplift? Measure(TrialBlock[] blocks)
    {
        var all = new TrialBlock();
        foreach (var block in blocks)
            all = all.With(block);
        var winners = new TrialBlock(all.TreatedOutcome, 0, all.TreatedOutcome, 0, 0, 0);
        var losers = new TrialBlock(all.Treated - all.TreatedOutcome, 0, 0, 0, 0, 0);
        var selfMade = new TrialBlock(0, all.UntreatedOutcome, 0, all.UntreatedOutcome, 0, 0);
        var quiet = new TrialBlock(0, all.Untreated - all.UntreatedOutcome, 0, 0, 0, 0);
        TrialBlock[] bestUplift = selfMade.Untreated > losers.Treated ? [winners, quiet, selfMade, losers] : [winners, quiet, losers, selfMade];
        var qini = Share(blocks, [winners, losers.With(quiet), selfMade], top => top.Gain);
        var auuc = Share(blocks, bestUplift, top => top.Lift);
        return qini is { } q && auuc is { } a ? new NormalisedUplift(q, a) : null;
    }

    static double? Share(TrialBlock[] blocks, TrialBlock[] perfect, Func<TrialBlock, double> height)
    {
        var best = AboveChance(perfect, height);
        return Math.Abs(best) > 0 ? AboveChance(blocks, height) / best : null;
    }

    static double AboveChance(TrialBlock[] blocks, Func<TrialBlock, double> height)
    {
        var (top, area, last) = (new TrialBlock(), 0.0, 0.0);
        foreach (var block in blocks)
        {
            top = top.With(block);
            var next = height(top);
            area += 0.5 * (last + next) * block.Count;
            last = next;
        }
        return area - 0.5 * last * top.Count;
    }
}
