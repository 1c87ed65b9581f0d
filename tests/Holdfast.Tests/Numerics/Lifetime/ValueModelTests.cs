using Holdfast.Numerics;
using Holdfast.Numerics.Lifetime;

namespace Holdfast.Tests.Numerics.Lifetime;

public class ValueModelTests
{
    static readonly BgBb Donors = new(1.2, 0.75, 0.66, 2.8);

    [Fact]
    public void Cohort_parameters_come_back_from_5000_drawn_customers()
    {
        var sbg = ShiftedBetaGeometric.Fit(PurchaseWorld.Cohort(new(0.7, 2, 1), 5000, 12, 31));
        Within(sbg.Parameters, [0.7, 2]);
        var bdw = BetaDiscreteWeibull.Fit(PurchaseWorld.Cohort(new(0.5, 2, 1.4), 5000, 20, 32));
        Within(bdw.Parameters, [0.5, 2, 1.4]);
    }

    [Fact]
    public void Spend_parameters_come_back_from_5000_drawn_customers()
    {
        var root = new RandomStream(33);
        var drawn = Enumerable.Range(0, 5000).Select(i =>
        {
            var stream = root.Split((ulong)i);
            var (count, scale) = (1.0 + stream.Poisson(2), stream.Gamma(4, 1.0 / 15));
            return (count, mean: stream.Gamma(6 * count, 1 / (scale * count)));
        }).ToArray();
        Within(GammaGamma.Fit([.. drawn.Select(d => d.count)], [.. drawn.Select(d => d.mean)]).Parameters, [6, 4, 15]);
    }

    [Fact]
    public void Donors_come_back_from_5000_drawn_ones()
    {
        var root = new RandomStream(34);
        var rows = Enumerable.Range(0, 5000).Select(i =>
        {
            var stream = root.Split((ulong)i);
            var (buy, leave) = (stream.Beta(Donors.Alpha, Donors.Beta), stream.Beta(Donors.Gamma, Donors.Delta));
            var (x, last) = (0, 0);
            for (var t = 1; t <= 8 && !stream.Bernoulli(leave); t++)
            {
                if (stream.Bernoulli(buy)) (x, last) = (x + 1, t);
            }

            return new OpportunitySummary(x, last, 8);
        }).GroupBy(c => c).Select(g => (g.Key, (long)g.Count())).ToArray();
        Within(BgBb.Fit(rows).Parameters, [Donors.Alpha, Donors.Beta, Donors.Gamma, Donors.Delta]);
    }

    [LongFact]
    public void Cohort_intervals_cover_the_truth_93_to_97_times_in_100()
    {
        var covered = new int[2];
        for (var run = 0; run < 1000; run++)
        {
            var fit = ShiftedBetaGeometric.Fit(PurchaseWorld.Cohort(new(0.7, 2, 1), 2000, 12, 9000 + (ulong)run));
            covered[0] += fit.Parameters[0].Interval.Contains(0.7) ? 1 : 0;
            covered[1] += fit.Parameters[1].Interval.Contains(2) ? 1 : 0;
        }

        Assert.All(covered, count => Assert.InRange(count, 930, 970));
    }

    [Fact]
    public void All_paths_of_a_donor_add_up_to_one()
    {
        // Every history of 5 opportunities has x and the last purchase; the likelihood of a pair counts one of its paths.
        var total = 0.0;
        for (var path = 0; path < 32; path++)
        {
            var (x, last) = (System.Numerics.BitOperations.PopCount((uint)path), path == 0 ? 0 : System.Numerics.BitOperations.Log2((uint)path) + 1);
            total += Math.Exp(Donors.LogLikelihood(new(x, last, 5)));
        }

        Assert.Equal(1, total, 1e-12);
    }

    [Fact]
    public void What_a_donor_does_next_follows_from_the_likelihoods_of_longer_histories()
    {
        var (seen, before) = (new OpportunitySummary(2, 3, 6), Donors.LogLikelihood(new(2, 3, 6)));
        var buys = Math.Exp(Donors.LogLikelihood(new(3, 7, 7)) - before);
        Assert.Equal(buys, Donors.ExpectedPurchases(seen, 1), 1e-12);
        Assert.Equal(buys, Donors.ProbabilityAlive(seen) * (Donors.Alpha + 2) / (Donors.Alpha + Donors.Beta + 6), 1e-12);
        Assert.InRange(Donors.ProbabilityAlive(seen), 0, Donors.ProbabilityAlive(seen, 0));
        var (sum, last) = (0.0, 0.0);
        for (var t = 1; t <= 2000; t++)
        {
            var upTo = Donors.ExpectedPurchases(seen, t);
            sum += (upTo - last) / Math.Pow(1.05, t);
            last = upTo;
        }

        Assert.Equal(sum, Donors.DiscountedResidual(seen, 0.05), 1e-10);
        Assert.Equal(new BgBb(1.2, 0.75, 1, 2.8).ExpectedPurchases(seen, 10), new BgBb(1.2, 0.75, 1 + 1e-10, 2.8).ExpectedPurchases(seen, 10), 1e-9);
    }

    [Fact]
    public void Extreme_donors_give_finite_answers()
    {
        foreach (var size in new[] { 1e-4, 1, 1e4 })
        {
            var model = new BgBb(size, 1 / size, 1, size);
            foreach (var customer in new OpportunitySummary[] { new(0, 0, 1), new(1, 1, 1), new(0, 0, 5000), new(5000, 5000, 5000), new(1, 5000, 5000) })
            {
                Assert.InRange(model.ProbabilityAlive(customer), 0, 1);
                Assert.InRange(model.DiscountedResidual(customer, 1e-6), 0, double.MaxValue);
            }
        }

        Assert.Contains("frequency[0] is 3", Assert.Throws<ArgumentException>(() => BgBb.Fit([(new(3, 2, 6), 1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BgBb.Fit([(new(0, 0, 6), 10)]));
    }

    [Fact]
    public void Cohorts_may_be_told_by_survivors_or_by_durations()
    {
        var told = CohortLosses.OfSurvivors([10, 7, 6, 6]);
        var counted = CohortLosses.OfDurations([1, 1, 1, 2, 3, 3, 3, 3, 3, 3], [true, true, true, true, false, false, false, false, false, false]);
        Assert.Equal(told.Lost, counted.Lost);
        Assert.Equal(told.Kept, counted.Kept);
        Assert.Contains("survivors[2] is 8", Assert.Throws<ArgumentException>(() => CohortLosses.OfSurvivors([10, 7, 8])).Message, StringComparison.Ordinal);
        Assert.Contains("nobody was lost", Assert.Throws<ArgumentException>(() => CohortLosses.OfSurvivors([10, 10])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CohortLosses.OfSurvivors([10]));
    }

    [Fact]
    public void A_cohort_whose_customers_do_not_differ_is_reported()
    {
        var equal = ShiftedBetaGeometric.Fit(CohortLosses.OfSurvivors([100000, 80000, 64000, 51200, 40960]));
        Assert.Equal(ConvergenceReason.Boundary, equal.Convergence.Reason);
        Assert.Equal(0.8, equal.Model.Retention(3), 1e-3);
        var tiny = ShiftedBetaGeometric.Fit(CohortLosses.OfSurvivors([1e9, 1e9 - 3, 1e9 - 5, 1e9 - 6]));
        Assert.InRange(tiny.Model.Survival(3), 1 - 1e-8, 1);
    }

    [Fact]
    public void The_weibull_cohort_with_c_of_1_is_the_geometric_one()
    {
        var (plain, weibull) = (new ShiftedBetaGeometric(0.7, 2.5), new BetaDiscreteWeibull(0.7, 2.5, 1));
        for (var t = 1; t < 40; t++)
        {
            Assert.Equal(plain.Survival(t), weibull.Survival(t), 1e-13);
            Assert.Equal(plain.Retention(t), weibull.Retention(t), 1e-13);
        }

        Assert.Equal(plain.DiscountedLifetime(0.01), weibull.DiscountedLifetime(0.01), 1e-10);
        Assert.True(double.IsFinite(new ShiftedBetaGeometric(1e-3, 1e3).DiscountedLifetime(1e-9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => weibull.DiscountedLifetime(0));
    }

    [Fact]
    public void Spend_without_a_mean_is_infinite_and_never_a_wrong_number()
    {
        Assert.Equal(double.PositiveInfinity, new GammaGamma(2, 0.9, 10).MeanSpend);
        Assert.Equal(double.PositiveInfinity, new GammaGamma(0.05, 0.9, 10).ExpectedSpend(1, 20));
        var model = new GammaGamma(6, 4, 15);
        Assert.InRange(model.ExpectedSpend(5, 50), model.MeanSpend, 50);
        Assert.Contains("same mean spend", Assert.Throws<ArgumentException>(() => GammaGamma.Fit([1, 2], [5, 5])).Message, StringComparison.Ordinal);
        Assert.Contains("leave out customers", Assert.Throws<ArgumentException>(() => GammaGamma.Fit([0, 2], [5, 6])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Margins_of_one_without_costs_give_the_sums_of_the_cohort_model()
    {
        var model = new ShiftedBetaGeometric(0.668, 3.806);
        double[] survival = [.. Enumerable.Range(1, 3000).Select(t => model.Survival(t))], ones = [.. survival.Select(_ => 1.0)], none = new double[survival.Length];
        var start = ContractualValue.Of(survival, new(ones, none, none), 0.1, PaymentTiming.Start);
        var end = ContractualValue.Of(survival, new(ones, none, none), 0.1, PaymentTiming.End);
        Assert.Equal(model.DiscountedLifetime(0.1), start.Total, 1e-10);
        Assert.Equal(model.DiscountedLifetime(0.1) - 1, end.Total, 1e-10);
        Assert.Equal(start.Total - 0.3 * start.Total, ContractualValue.Of(survival, new(ones, [.. ones.Select(_ => 0.2)], [.. ones.Select(_ => 0.1)]), 0.1, PaymentTiming.Start).Total, 1e-10);
    }

    [Fact]
    public void Payback_comes_with_the_chance_to_get_so_far()
    {
        double[] survival = [0.8, 0.6, 0.5, 0.45], money = [40, 40, 40, 40], none = new double[4];
        var end = ContractualValue.PaysBack(survival, new(money, none, none), 0, PaymentTiming.End, 100);
        Assert.Equal(new BreakEven(3, 0.5, null), end);
        Assert.Equal(new BreakEven(3, 0.6, 4), ContractualValue.PaysBack(survival, new(money, none, none), 0, PaymentTiming.Start, 100));
        Assert.Equal(new BreakEven(null, 0, null), ContractualValue.PaysBack(survival, new(money, none, none), 0, PaymentTiming.Start, 1000));
        Assert.Equal(new BreakEven(0, 1, 0), ContractualValue.PaysBack(survival, new(money, none, none), 0, PaymentTiming.Start, 0));
        Assert.Contains("survival[1] is 0.9", Assert.Throws<ArgumentException>(() => ContractualValue.Of([0.8, 0.9], new([1, 1], [0, 0], [0, 0]), 0, PaymentTiming.End)).Message, StringComparison.Ordinal);
    }

    static void Within(Estimate[] found, double[] truth) =>
        Assert.All(found.Zip(truth), p => Assert.InRange((p.First.Value - p.Second) / p.First.StandardError, -3, 3));
}
