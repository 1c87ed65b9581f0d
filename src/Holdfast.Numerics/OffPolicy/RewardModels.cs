using System.Runtime.InteropServices;
using Holdfast.Numerics.Uplift;

namespace Holdfast.Numerics.OffPolicy;

/// <summary>Models of what an action would have earned on a row, for the direct and the doubly robust estimate.</summary>
/// <remarks>
/// Assumptions: 1. none for the doubly robust estimate to be unbiased, but that a row is not predicted by a model that saw it. 2. for the direct one: the model is right.
/// <para>Source: Dudík, Langford and Li 2011; Chernozhukov et al. 2018 (cross-fitting).</para>
/// <para>Checked against: simulation: a policy's known value is recovered.</para>
/// <para>Cost: folds x actions fits.</para>
/// </remarks>
public static class RewardModels
{
    /// <summary>
    /// One model per action, fitted on the rows of the other folds; rows go into folds in turn within each action. An action no row
    /// of which lies in the other folds is given the mean reward of all rows.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="values">What was known of each row, row by row; finite.</param>
    /// <param name="learner">How rewards are modelled.</param>
    /// <param name="folds">2 or more.</param>
    /// <returns>Modelled reward by row and action.</returns>
    /// <exception cref="ArgumentException">A length does not fit or a value is out of range.</exception>
    public static Func<int, int, double> CrossFitted(ActionLog log, double[] values, BaseLearner learner, int folds)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(learner);
        var (count, actions) = (log.Actions.Length, log.ActionNames.Count);
        Require.Some(count, "the log");
        Require.AtLeast(folds, 2, nameof(folds));
        Require.Length(values.Length, values.Length / count * count, nameof(values));
        Require.Finite(values, nameof(values));
        var width = values.Length / count;
        var foldOf = new int[count];
        var seen = new int[actions];
        var mean = 0.0;
        for (var row = 0; row < count; row++)
        {
            foldOf[row] = seen[log.Actions[row]]++ % folds;
            mean += log.Rewards[row] / count;
        }
        var models = new OutcomeModel[folds * actions];
        for (var fold = 0; fold < folds; fold++)
        {
            for (var action = 0; action < actions; action++)
                models[fold * actions + action] = Fit(log, values, learner, row => foldOf[row] != fold && log.Actions[row] == action) ?? (_ => mean);
        }
        return (row, action) => models[foldOf[row] * actions + action](values.AsSpan(row * width, width));
    }

    static OutcomeModel? Fit(ActionLog log, double[] values, BaseLearner learner, Func<int, bool> include)
    {
        var width = values.Length / log.Actions.Length;
        var (rows, rewards) = (new List<double>(), new List<double>());
        for (var row = 0; row < log.Actions.Length; row++)
        {
            if (!include(row))
                continue;
            rows.AddRange(values.AsSpan(row * width, width));
            rewards.Add(log.Rewards[row]);
        }
        return rewards.Count == 0 ? null : learner(new LearningRows(CollectionsMarshal.AsSpan(rows), width, CollectionsMarshal.AsSpan(rewards), []));
    }
}
