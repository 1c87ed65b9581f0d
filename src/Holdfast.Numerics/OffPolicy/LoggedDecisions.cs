namespace Holdfast.Numerics.OffPolicy;

/// <summary>Decisions that were taken at random and logged, and what another policy would have done with them.</summary>
public sealed record LoggedDecisions
{
    /// <summary>What came of each decision, finite.</summary>
    public required double[] Rewards { get; init; }

    /// <summary>Probability with which the logging policy took the action it took; above 0, at most 1. Without it nothing can be told: log it with every decision.</summary>
    public required double[] Propensities { get; init; }

    /// <summary>Probability with which the policy in question takes the action that was taken; 0 to 1.</summary>
    public required double[] Probabilities { get; init; }

    /// <summary>A model's reward of the action that was taken; null leaves out the direct and the doubly robust estimate. Given together with <see cref="PolicyRewards"/>.</summary>
    public double[]? TakenRewards { get; init; }

    /// <summary>A model's reward of the policy in question on the row: the sum over actions of its probability x the modelled reward.</summary>
    public double[]? PolicyRewards { get; init; }

    internal void Check()
    {
        Require.Some(Rewards.Length, nameof(Rewards));
        Require.Length(Propensities.Length, Rewards.Length, nameof(Propensities));
        Require.Length(Probabilities.Length, Rewards.Length, nameof(Probabilities));
        Require.Countable(Rewards, nameof(Rewards));
        Require.Shares(Probabilities, nameof(Probabilities));
        for (var i = 0; i < Propensities.Length; i++)
            Require.That(Propensities[i] is >= 1e-40 and <= 1, $"Propensities[{i}] is {Propensities[i]}; above 0 (1e-40 or more) and up to 1 is allowed: an action that was taken cannot have been impossible");
        Require.That(TakenRewards is null == PolicyRewards is null, "TakenRewards and PolicyRewards come from one model; give both or neither");
        if (TakenRewards is null || PolicyRewards is null)
            return;
        Require.Length(TakenRewards.Length, Rewards.Length, nameof(TakenRewards));
        Require.Length(PolicyRewards.Length, Rewards.Length, nameof(PolicyRewards));
        Require.Countable(TakenRewards, nameof(TakenRewards));
        Require.Countable(PolicyRewards, nameof(PolicyRewards));
    }
}
