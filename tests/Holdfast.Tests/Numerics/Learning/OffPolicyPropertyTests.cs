using Holdfast.Numerics;
using Holdfast.Numerics.OffPolicy;
using Holdfast.Numerics.Uplift;

namespace Holdfast.Tests.Numerics.Learning;

/// <summary>Off-policy estimates of policies whose true value is known.</summary>
public class OffPolicyPropertyTests
{
    static readonly string[] Names = ["none", "mail", "call"];

    [Fact]
    public void Four_decisions_are_counted_by_hand()
    {
        // w = 2, 0, 0.5, 1; r = 1, 1, 0, 1.
        var value = PolicyValue.Estimate(new LoggedDecisions { Rewards = [1, 1, 0, 1], Propensities = [0.5, 0.5, 0.8, 0.25], Probabilities = [1, 0, 0.4, 0.25], TakenRewards = [0.5, 0.5, 0.5, 0.5], PolicyRewards = [0.6, 0.6, 0.6, 0.6] });
        Assert.Equal(3.0 / 4, value.Ips.Value, 1e-12);
        Assert.Equal(3.0 / 3.5, value.Snips!.Value.Value, 1e-12);
        Assert.Equal(0.6, value.Dm!.Value.Value, 1e-12);
        Assert.Equal(0.6 + (2 * 0.5 - 0.5 * 0.5 + 1 * 0.5) / 4, value.Dr!.Value.Value, 1e-12);
        Assert.Equal(3.5 * 3.5 / 5.25, value.Weights.EffectiveSampleSize, 1e-12);
        Assert.Equal((3.5 / 4, 2.0, 0), (value.Weights.Mean, value.Weights.Largest, value.Weights.ClippedRows));
    }

    [Fact]
    public void Clipping_is_told_with_what_it_cut()
    {
        var value = PolicyValue.Estimate(new LoggedDecisions { Rewards = [1, 1], Propensities = [0.1, 0.5], Probabilities = [1, 0.5] }, 4);
        Assert.Equal((4.0, 1, 10.0), (value.Weights.Clip!.Value, value.Weights.ClippedRows, value.Weights.Largest));
        Assert.Equal(6.0 / 11, value.Weights.ClippedShare, 1e-12);
        Assert.Equal(2.5, value.Ips.Value, 1e-12);
    }

    [Fact]
    public void Actions_the_log_never_took_are_refused_by_name()
    {
        var log = new ActionLog(Names, [0, 1, 0, 2], [0, 0, 1, 1], [1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5]);
        Assert.Contains("'call'", Assert.Throws<ArgumentException>(() => log.Decisions([0.5, 0.4, 0.1, 1, 0, 0], null)).Message, StringComparison.Ordinal);
        Assert.Contains("'mail'", Assert.Throws<ArgumentException>(() => log.Decisions([1, 1, 1, 1], null)).Message, StringComparison.Ordinal);
        Assert.Contains("sum to 0.9", Assert.Throws<ArgumentException>(() => log.Decisions([0.5, 0.4, 0, 1, 0, 0], null)).Message, StringComparison.Ordinal);
        Assert.Equal([0.5, 0.5, 1, 0], log.Decisions([0.5, 0.5, 0, 1, 0, 0], null).Probabilities);
    }

    [Fact]
    public void A_policy_that_never_does_what_was_done_has_no_normalised_value()
    {
        var value = PolicyValue.Estimate(new LoggedDecisions { Rewards = [1, 2], Propensities = [0.5, 0.5], Probabilities = [0, 0] });
        Assert.Null(value.Snips);
        Assert.Equal((0, 0), (value.Ips.Value, value.Weights.EffectiveSampleSize));
    }

    [Fact]
    public void Impossible_propensities_and_numbers_that_are_none_are_refused()
    {
        var whole = new LoggedDecisions { Rewards = [1, 2], Propensities = [0.5, 0.5], Probabilities = [1, 0] };
        Assert.Contains("Propensities[1] is 0", Assert.Throws<ArgumentException>(() => PolicyValue.Estimate(whole with { Propensities = [0.5, 0] })).Message, StringComparison.Ordinal);
        Assert.Contains("Probabilities[0] is 1.5", Assert.Throws<ArgumentException>(() => PolicyValue.Estimate(whole with { Probabilities = [1.5, 0] })).Message, StringComparison.Ordinal);
        Assert.Contains("Rewards[0] is NaN", Assert.Throws<ArgumentException>(() => PolicyValue.Estimate(whole with { Rewards = [double.NaN, 0] })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PolicyValue.Estimate(whole with { TakenRewards = [1, 2] }));
        Assert.Throws<ArgumentException>(() => PolicyValue.Estimate(whole, 0));
        Assert.Equal(1, PolicyValue.Estimate(new LoggedDecisions { Rewards = [1], Propensities = [1], Probabilities = [1] }).Ips.Value);
    }

    [Fact]
    public void All_four_estimates_recover_the_value_of_a_known_policy()
    {
        var value = Estimate(5000, 4);
        foreach (var estimate in new[] { value.Ips, value.Snips!.Value, value.Dm!.Value, value.Dr!.Value }) Assert.InRange((estimate.Value - 1.5) / Math.Max(estimate.StandardError, 0.01), -3, 3);
        Assert.True(value.Dr!.Value.StandardError < value.Ips.StandardError);
    }

    [LongFact]
    public void The_intervals_of_IPS_SNIPS_and_DR_cover_in_93_to_97_of_100_logs()
    {
        var covered = new int[3];
        for (var run = 0; run < 1000; run++)
        {
            var value = Estimate(500, 7000 + (ulong)run);
            covered[0] += value.Ips.Interval.Contains(1.5) ? 1 : 0;
            covered[1] += value.Snips!.Value.Interval.Contains(1.5) ? 1 : 0;
            covered[2] += value.Dr!.Value.Interval.Contains(1.5) ? 1 : 0;
        }

        Assert.All(covered, count => Assert.InRange(count, 930, 970));
    }

    // x uniform on -1..1; rewards 1 + a x + noise for action a; the log prefers 0. The policy calls (2) where x > 0 and else does
    // nothing (0): its value is 1 + 2 E[x; x > 0] = 1 + 2 / 4.
    static PolicyValue Estimate(int count, ulong seed)
    {
        var stream = new RandomStream(seed);
        var (x, actions, rewards, propensities) = (new double[count], new int[count], new double[count], new double[count]);
        double[] shares = [0.5, 0.2, 0.3];
        for (var i = 0; i < count; i++)
        {
            x[i] = stream.Uniform(-1, 1);
            actions[i] = stream.Categorical(shares);
            propensities[i] = shares[actions[i]];
            rewards[i] = 1 + actions[i] * x[i] + stream.Normal();
        }

        var log = new ActionLog(Names, actions, [], rewards, propensities);
        return PolicyValue.Estimate(log.Decisions(Array.ConvertAll(x, v => v > 0 ? 2 : 0), RewardModels.CrossFitted(log, x, BaseLearners.Linear, 5)));
    }
}
