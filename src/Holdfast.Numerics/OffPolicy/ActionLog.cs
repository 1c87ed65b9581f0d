namespace Holdfast.Numerics.OffPolicy;

/// <summary>A log of decisions by action, in contexts such as positions of a page or kinds of customers.</summary>
/// <param name="ActionNames">What the actions are called.</param>
/// <param name="Actions">Index of the action taken, per row.</param>
/// <param name="Contexts">Index of the context, per row; empty where there is one for all.</param>
/// <param name="Rewards">What came of it, per row.</param>
/// <param name="Propensities">Probability with which the logging policy took the action it took, per row.</param>
public sealed record ActionLog(IReadOnlyList<string> ActionNames, int[] Actions, int[] Contexts, double[] Rewards, double[] Propensities)
{
    /// <summary>Contexts there are: the largest index and one.</summary>
    public int ContextCount
    {
        get
        {
            var count = 1;
            foreach (var context in Contexts)
                count = Math.Max(count, context + 1);
            return count;
        }
    }

    /// <summary>
    /// What a policy would do with the logged rows. Refused, by name, are actions the policy takes in a context where the log never
    /// took them: nothing in the log tells what they are worth.
    /// </summary>
    /// <param name="policy">Probability of each action in each context: entry context x actions + action; each context sums to 1.</param>
    /// <param name="modelled">Modelled reward, in the same order; null leaves out the direct and the doubly robust estimate.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is out of range, or the policy takes an action that was never logged.</exception>
    public LoggedDecisions Decisions(double[] policy, double[]? modelled)
    {
        Check();
        ArgumentNullException.ThrowIfNull(policy);
        CheckPolicy(policy);
        var width = ActionNames.Count;
        if (modelled is not null)
            Require.Length(modelled.Length, policy.Length, nameof(modelled));
        var value = new double[ContextCount];
        for (var entry = 0; entry < policy.Length && modelled is not null; entry++)
            value[entry / width] += policy[entry] == 0 ? 0 : policy[entry] * modelled[entry];
        return new LoggedDecisions
        {
            Rewards = Rewards,
            Propensities = Propensities,
            Probabilities = PerRow(row => policy[Context(row) * width + Actions[row]]),
            TakenRewards = modelled is null ? null : PerRow(row => modelled[Context(row) * width + Actions[row]]),
            PolicyRewards = modelled is null ? null : PerRow(row => value[Context(row)]),
        };
    }

    /// <summary>What a policy would do that picks one action per row. Refused, by name, are actions it picks in a context where the log never took them.</summary>
    /// <param name="chosen">Index of the action the policy picks, per row.</param>
    /// <param name="modelled">Modelled reward by row and action; null leaves out the direct and the doubly robust estimate.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is out of range, or the policy picks an action that was never logged.</exception>
    public LoggedDecisions Decisions(int[] chosen, Func<int, int, double>? modelled)
    {
        Check();
        ArgumentNullException.ThrowIfNull(chosen);
        Require.Length(chosen.Length, Actions.Length, nameof(chosen));
        var (taken, missing) = (Taken(), new SortedSet<int>());
        for (var row = 0; row < chosen.Length; row++)
        {
            Require.That(chosen[row] >= 0 && chosen[row] < ActionNames.Count, $"chosen[{row}] is {chosen[row]}; 0 to {ActionNames.Count - 1} is allowed");
            if (!taken[Context(row) * ActionNames.Count + chosen[row]])
                missing.Add(chosen[row]);
        }
        RefuseUnsupported(missing);
        return new LoggedDecisions
        {
            Rewards = Rewards,
            Propensities = Propensities,
            Probabilities = PerRow(row => chosen[row] == Actions[row] ? 1 : 0),
            TakenRewards = modelled is null ? null : PerRow(row => modelled(row, Actions[row])),
            PolicyRewards = modelled is null ? null : PerRow(row => modelled(row, chosen[row])),
        };
    }

    /// <summary>Mean reward of each action in each context, drawn towards the mean of all rows as if that had been seen so many times more.</summary>
    /// <param name="strength">How many times; 0 or more. 10 is usual where rewards are rare.</param>
    /// <returns>Entry context x actions + action; the mean of all rows where an action was never taken.</returns>
    /// <exception cref="ArgumentException">A length does not fit or a value is out of range.</exception>
    public double[] SmoothedMeans(double strength)
    {
        Check();
        Require.NotNegative(strength, nameof(strength));
        var (sums, counts) = (new double[ContextCount * ActionNames.Count], new double[ContextCount * ActionNames.Count]);
        var mean = 0.0;
        for (var row = 0; row < Actions.Length; row++)
        {
            mean += Rewards[row] / Rewards.Length;
            sums[Context(row) * ActionNames.Count + Actions[row]] += Rewards[row];
            counts[Context(row) * ActionNames.Count + Actions[row]]++;
        }
        for (var i = 0; i < sums.Length; i++)
            sums[i] = counts[i] + strength > 0 ? (sums[i] + strength * mean) / (counts[i] + strength) : mean;
        return sums;
    }

    int Context(int row) => Contexts.Length == 0 ? 0 : Contexts[row];

    double[] PerRow(Func<int, double> value)
    {
        var result = new double[Actions.Length];
        for (var row = 0; row < result.Length; row++)
            result[row] = value(row);
        return result;
    }

    void Check()
    {
        Require.Some(Actions.Length, nameof(Actions));
        Require.Length(Rewards.Length, Actions.Length, nameof(Rewards));
        Require.Length(Propensities.Length, Actions.Length, nameof(Propensities));
        Require.Countable(Rewards, nameof(Rewards));
        if (Contexts.Length > 0)
            Require.Length(Contexts.Length, Actions.Length, nameof(Contexts));
        for (var row = 0; row < Actions.Length; row++)
        {
            Require.That(Actions[row] >= 0 && Actions[row] < ActionNames.Count, $"Actions[{row}] is {Actions[row]}; 0 to {ActionNames.Count - 1} is allowed");
            Require.That(Context(row) >= 0, $"Contexts[{row}] is {Context(row)}; 0 or more is allowed");
        }
    }

    void CheckPolicy(double[] policy)
    {
        Require.Length(policy.Length, ContextCount * ActionNames.Count, nameof(policy));
        Require.Shares(policy, nameof(policy));
        var taken = Taken();
        var seen = new bool[ContextCount];
        for (var row = 0; row < Actions.Length; row++)
            seen[Context(row)] = true;
        var missing = new SortedSet<int>();
        for (var context = 0; context < seen.Length; context++)
        {
            var total = 0.0;
            for (var action = 0; action < ActionNames.Count; action++)
            {
                var entry = context * ActionNames.Count + action;
                total += policy[entry];
                if (seen[context] && policy[entry] > 0 && !taken[entry])
                    missing.Add(action);
            }
            Require.That(Math.Abs(total - 1) <= 1e-6, $"the policy's probabilities in context {context} sum to {total}; 1 is needed");
        }
        RefuseUnsupported(missing);
    }

    // Which actions were taken in which context: entry context x actions + action.
    bool[] Taken()
    {
        var taken = new bool[ContextCount * ActionNames.Count];
        for (var row = 0; row < Actions.Length; row++)
            taken[Context(row) * ActionNames.Count + Actions[row]] = true;
        return taken;
    }

    void RefuseUnsupported(SortedSet<int> missing)
    {
        if (missing.Count == 0)
            return;
        var names = new List<string>();
        foreach (var action in missing)
            names.Add($"'{ActionNames[action]}'");
        throw new ArgumentException($"the policy takes {string.Join(", ", names)} where the log never did: nothing in the log tells what that is worth; take it out of the policy or log decisions that try it");
    }
}
