using Holdfast.Numerics;
using Holdfast.Numerics.Distributions;
using Holdfast.Numerics.Experiments;

namespace Holdfast.Tests.Numerics.Experiments;

public class AlwaysValidTests
{
    // The gate: two arms without a difference, looked at after every pair from 100 on; a test that holds alarms in at most 5 % of the runs.
    [Fact]
    public void Looking_all_the_time_keeps_5_percent_with_always_valid_tests_and_breaks_a_t_test()
    {
        const int Runs = 1000, Pairs = 1000, First = 100;
        var (mixture, sequence, asymptotic, student) = (0, 0, 0, 0);
        var error = Math.Sqrt(2.0 / Pairs);
        var spread = MixtureTest.MixingVariance(error, 0.05);
        var tight = Math.Sqrt((-2 * Math.Log(0.05) + Math.Log(1 - 2 * Math.Log(0.05))) / Pairs);
        var root = new RandomStream(2026);
        for (var run = 0; run < Runs; run++)
        {
            var stream = root.Split((ulong)run);
            var (test, difference) = (new MixtureTest(spread), new Moments());
            var (outside, far, significant) = (false, false, false);
            for (var n = 1; n <= Pairs; n++)
            {
                difference.Add(stream.Normal() - stream.Normal());
                if (n < First) continue;
                var standardError = Math.Sqrt(difference.Variance / n);
                test.Look(difference.Mean, standardError);
                outside |= !test.Sequence(difference.Mean, standardError, 0.05).Contains(0);
                far |= Math.Abs(difference.Mean) > NormalMixture.AsymptoticRadius(n, Math.Sqrt(difference.Variance), tight, 0.05);
                significant |= Math.Abs(difference.Mean / standardError) > 1.9623;
            }

            mixture += test.PValue <= 0.05 ? 1 : 0;
            sequence += outside ? 1 : 0;
            asymptotic += far ? 1 : 0;
            student += significant ? 1 : 0;
        }

        Assert.InRange(mixture, 1, 50);
        Assert.Equal(mixture, sequence);
        Assert.InRange(asymptotic, 1, 50);
        Assert.True(student > 150, $"a t-test looked at after every pair alarmed in {student} of {Runs} runs only; the check does not bite");
    }

    [Fact]
    public void Shares_watched_all_the_time_stay_in_their_confidence_sequence()
    {
        var (left, root) = (0, new RandomStream(77));
        for (var run = 0; run < 150; run++)
        {
            var (stream, successes, outside) = (root.Split((ulong)run), 0, false);
            for (var n = 1; n <= 600; n++)
            {
                successes += stream.Bernoulli(0.1) ? 1 : 0;
                if (n % 20 == 0) outside |= !BetaBinomialMixture.Share(successes, n, 300, 0.05).Contains(0.1);
            }

            left += outside ? 1 : 0;
        }

        Assert.InRange(left, 0, 7);
    }

    [Fact]
    public void A_true_difference_is_found_and_stays_in_the_interval()
    {
        var (stream, test, difference) = (new RandomStream(5), new MixtureTest(MixtureTest.MixingVariance(0.03, 0.05)), new Moments());
        for (var n = 1; n <= 4000; n++)
        {
            difference.Add(0.2 + stream.Normal() - stream.Normal());
            if (n >= 100) test.Look(difference.Mean, Math.Sqrt(difference.Variance / n));
        }

        Assert.True(test.PValue < 1e-4);
        Assert.True(test.Sequence(difference.Mean, Math.Sqrt(difference.Variance / 4000), 0.05).Contains(0.2));
    }

    [Fact]
    public void The_exact_rho_makes_the_bound_smallest_and_the_approximate_one_nearly_so()
    {
        var exact = NormalMixture.ExactRho(100, 0.05);
        var best = new NormalMixture(exact).Bound(100, 0.05);
        Assert.True(best < new NormalMixture(exact * 1.01).Bound(100, 0.05));
        Assert.True(best < new NormalMixture(exact * 0.99).Bound(100, 0.05));
        Assert.InRange(new NormalMixture(NormalMixture.ApproximateRho(100, 0.05)).Bound(100, 0.05) / best, 1, 1.001);
    }

    [Fact]
    public void Bounds_refuse_levels_and_values_that_mean_nothing()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalMixture.ApproximateRho(100, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixtureTest(0));
        Assert.Throws<ArgumentException>(() => MixtureTest.LogRatio(double.NaN, 1, 1));
        Assert.Throws<ArgumentException>(() => BetaBinomialMixture.Share(5, 4, 10, 0.05));
        Assert.Equal(new Interval(0, 1), BetaBinomialMixture.Share(0, 1, 10, 0.05) with { High = 1 });
        Assert.Equal(double.PositiveInfinity, StitchedBounds.EmpiricalProcess(5, 0.05, 10));
        Assert.True(NormalDistribution.TwoSided(0.95) * 10 < new NormalMixture(NormalMixture.ExactRho(100, 0.05)).Bound(100, 0.05));
    }
}
