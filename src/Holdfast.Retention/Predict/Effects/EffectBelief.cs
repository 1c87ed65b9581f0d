namespace Holdfast.Retention.Predict.Effects;

/// <summary>What is believed of an action's average effect: a change of the log-odds of leaving, and how sure it is.</summary>
/// <remarks>
/// The catalogue's assumption is wrong by a part that all actions of one purpose share, t = 0.1 on the log-odds, and by a part of
/// each action's own, t = 0.1: one campaign with a few dozen leavers moves a round figure a little, not the sign of it. So an experiment corrects its own action most, its relatives less and the more so the surer it is.
/// <b>Source</b>: Lindley and Smith 1972 (exchangeable normal means).
/// </remarks>
/// <param name="Shift">Change of the log-odds; negative keeps customers.</param>
/// <param name="Error">Its standard error, above 0.</param>
public readonly record struct EffectBelief(double Shift, double Error)
{
    const double SharedVariance = 0.1 * 0.1, OwnVariance = 0.1 * 0.1, MostAvoided = 0.99;

    /// <summary>The catalogue's assumption, corrected by what experiments with actions of the same purpose said of theirs.</summary>
    /// <param name="avoided">Share of the churn probability that the action is assumed to remove, -1..1.</param>
    /// <param name="relatives">Each experiment: what the catalogue assumed of its action, and what was found.</param>
    public static EffectBelief Of(double avoided, IEnumerable<(double Avoided, EffectBelief Found)> relatives)
    {
        ArgumentNullException.ThrowIfNull(relatives);
        var (precision, sum) = (1 / SharedVariance, 0.0);
        foreach (var (assumed, found) in relatives)
        {
            var weight = 1 / (OwnVariance + found.Error * found.Error);
            precision += weight;
            sum += weight * (found.Shift - ShiftOf(assumed));
        }

        return new EffectBelief(ShiftOf(avoided) + sum / precision, Math.Sqrt(1 / precision + OwnVariance));
    }

    /// <summary>What is believed after finding something: the mean weighted by precision.</summary>
    public EffectBelief After(EffectBelief found)
    {
        double here = 1 / (Error * Error), there = 1 / (found.Error * found.Error);
        return new EffectBelief((here * Shift + there * found.Shift) / (here + there), Math.Sqrt(1 / (here + there)));
    }

    // Of rare events the odds and the probability fall by the same share.
    static double ShiftOf(double avoided) => Math.Log(1 - Math.Min(MostAvoided, avoided));
}
