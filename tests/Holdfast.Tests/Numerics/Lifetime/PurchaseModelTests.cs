using Holdfast.Numerics;
using Holdfast.Numerics.Lifetime;
using Holdfast.Numerics.Linear;

namespace Holdfast.Tests.Numerics.Lifetime;

public class PurchaseModelTests
{
    static readonly BgNbd Shop = new(0.8, 6, 1.5, 6);
    static readonly ParetoNbd Market = new(0.9, 9, 0.7, 14);

    [Fact]
    public void Parameters_come_back_from_5000_drawn_customers()
    {
        Within(BgNbd.Fit(PurchaseWorld.Geometric(Shop, 5000, 11)).Parameters, [Shop.R, Shop.Alpha, Shop.A, Shop.B]);
        Within(MbgNbd.Fit(PurchaseWorld.Geometric(Shop, 5000, 12, leavesAtOnce: true)).Parameters, [Shop.R, Shop.Alpha, Shop.A, Shop.B]);
        Within(ParetoNbd.Fit(PurchaseWorld.Pareto(Market, 5000, 13)).Parameters, [Market.R, Market.Alpha, Market.S, Market.Beta]);
    }

    [LongFact]
    public void Intervals_cover_the_truth_93_to_97_times_in_100()
    {
        var covered = new int[4];
        for (var run = 0; run < 1000; run++)
        {
            var fit = BgNbd.Fit(PurchaseWorld.Geometric(Shop, 2000, 5000 + (ulong)run));
            foreach (var (i, truth) in new[] { Shop.R, Shop.Alpha, Shop.A, Shop.B }.Index())
                covered[i] += fit.Parameters[i].Interval.Contains(truth) ? 1 : 0;
        }

        Assert.All(covered, count => Assert.InRange(count, 930, 970));
    }

    /// <summary>A cohort of calendar time: who joined over eight years has one of 3,000 ages in days; counted by age or one by one, the likelihood is the same.</summary>
    [Fact]
    public void Three_thousand_different_ages_are_fitted_like_few()
    {
        var (root, count) = (new RandomStream(31), 12_000);
        var (x, recency, age) = (new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var stream = root.Split((ulong)i);
            age[i] = (1 + i % 3_000) / 7.0;
            var (rate, leave) = (Math.Max(stream.Gamma(Shop.R, 1 / Shop.Alpha), 1e-12), stream.Beta(Shop.A, Shop.B));
            for (var now = stream.Exponential(rate); now <= age[i]; now += stream.Exponential(rate))
            {
                (x[i], recency[i]) = (x[i] + 1, now);
                if (stream.Bernoulli(leave)) break;
            }
        }

        var fit = BgNbd.Fit(new PurchaseSummaries(x, recency, age));
        Assert.Equal(3_000, age.Distinct().Count());
        Assert.True(fit.Convergence.Settled);
        Within(fit.Parameters, [Shop.R, Shop.Alpha, Shop.A, Shop.B]);
        var (r, alpha, a, b) = (fit.Model.R, fit.Model.Alpha, fit.Model.A, fit.Model.B);
        var oneByOne = 0.0;
        for (var i = 0; i < count; i++)
        {
            var stays = Math.Pow((alpha + recency[i]) / (alpha + age[i]), r + x[i]);
            oneByOne += PortableMath.LogGamma(r + x[i]) - PortableMath.LogGamma(r) + r * Math.Log(alpha) - (r + x[i]) * Math.Log(alpha + recency[i])
                + PortableMath.LogGamma(b + x[i]) - PortableMath.LogGamma(b) + PortableMath.LogGamma(a + b) - PortableMath.LogGamma(a + b + x[i])
                + Math.Log(stays + (x[i] > 0 ? a / (b + x[i] - 1) : 0));
        }

        Assert.Equal(oneByOne, fit.LogLikelihood, 1e-9 * Math.Abs(oneByOne));
    }

    [Fact]
    public void The_order_of_customers_does_not_matter_and_the_unit_of_time_only_scales()
    {
        var customers = PurchaseWorld.Geometric(Shop, 800, 3);
        int[] order = [.. Enumerable.Range(0, customers.Count).Reverse()];
        var turned = new PurchaseSummaries([.. order.Select(i => customers.Frequency[i])], [.. order.Select(i => customers.Recency[i])], [.. order.Select(i => customers.Age[i])]);
        var days = new PurchaseSummaries(customers.Frequency, [.. customers.Recency.Select(t => 7 * t)], [.. customers.Age.Select(t => 7 * t)]);
        var shift = customers.Frequency.Sum() * Math.Log(7);
        var (first, second, scaled) = (BgNbd.Fit(customers), BgNbd.Fit(turned), BgNbd.Fit(days));
        Assert.Equal(first.LogLikelihood, second.LogLikelihood, 1e-8);
        Assert.Equal(first.LogLikelihood - shift, scaled.LogLikelihood, 1e-6);
        Assert.Equal(7 * first.Model.Alpha, scaled.Model.Alpha, 1e-5 * scaled.Model.Alpha);
        Assert.Equal(first.Model.B, scaled.Model.B, 1e-5 * scaled.Model.B);
        var (pareto, slow) = (ParetoNbd.Fit(customers), ParetoNbd.Fit(days));
        Assert.Equal(pareto.LogLikelihood - shift, slow.LogLikelihood, 1e-6);
        Assert.Equal(7 * pareto.Model.Alpha, slow.Model.Alpha, 1e-4 * slow.Model.Alpha);
    }

    [Fact]
    public void The_vector_paths_agree_with_one_number_at_a_time()
    {
        var customers = PurchaseWorld.Geometric(Shop, 1003, 8);
        foreach (var leavesAtOnce in new[] { false, true })
        {
            var likelihood = new GeometricDropoutLikelihood(customers, leavesAtOnce);
            double[] point = [-0.3, 1.7, 0.2, 1.1], wide = new double[4], half = new double[4], single = new double[4];
            var value = likelihood.Evaluate<Lanes1>(point, single);
            Assert.Equal(value, likelihood.Evaluate<Lanes512>(point, wide), 1e-12 * Math.Abs(value));
            Assert.Equal(value, likelihood.Evaluate<Lanes256>(point, half), 1e-12 * Math.Abs(value));
            for (var i = 0; i < 4; i++)
            {
                Assert.Equal(single[i], wide[i], 1e-10 * Math.Abs(value));
                Assert.Equal(single[i], half[i], 1e-10 * Math.Abs(value));
            }
        }
    }

    [Fact]
    public void Gradients_are_the_slopes_of_the_likelihoods()
    {
        var customers = PurchaseWorld.Pareto(Market, 200, 21);
        Slopes(new ParetoNbdLikelihood(customers).Evaluate, [-0.4, 2.1, 0.3, 1.9]);
        Slopes(new ParetoNbdLikelihood(customers).Evaluate, [0.4, 1.1, -0.3, 2.9]);
        Slopes(new GeometricDropoutLikelihood(customers, leavesAtOnce: true).Evaluate, [-0.4, 2.1, 0.3, 1.9]);
        Slopes(new GeometricDropoutLikelihood(customers, leavesAtOnce: false).Evaluate, [-0.4, 2.1, -3, 1.9]);
    }

    [Fact]
    public void Expected_purchases_do_not_notice_where_the_published_formula_divides_by_zero()
    {
        var customer = new PurchaseSummary(4, 20, 30);
        foreach (var step in new[] { 1e-12, 1e-9, 1e-6 })
        {
            Assert.Equal(new BgNbd(0.5, 5, 1, 3).ExpectedPurchases(customer, 52), new BgNbd(0.5, 5, 1 + step, 3).ExpectedPurchases(customer, 52), 10 * step);
            Assert.Equal(new ParetoNbd(0.5, 5, 1, 30).ExpectedPurchases(customer, 52), new ParetoNbd(0.5, 5, 1 - step, 30).ExpectedPurchases(customer, 52), 100 * step);
        }
    }

    [Fact]
    public void Series_and_integral_of_expected_purchases_are_the_same_number()
    {
        foreach (var (rho, w, a, q) in new[] { (0.2, 1e-9, 0.8, 2.4), (0.24, 8.8, 0.79, 2.4), (26.2, 1.1, 0.79, 28.4), (3, 30, 0.05, 4), (150, 0.5, 40, 900), (0.5, 12, 1, 1e-3) })
        {
            var series = GeometricPurchases.Series(rho, w, a, q);
            Assert.Equal(series, GeometricPurchases.Integral(rho, w, a, q), 1e-9 * series);
        }
    }

    [Fact]
    public void Discounted_purchases_are_the_sum_of_discounted_steps()
    {
        var customer = new PurchaseSummary(3, 12, 30);
        foreach (var (discounted, expected) in new (double, Func<double, double>)[]
        {
            (Shop.DiscountedResidual(customer, 0.05), t => Shop.ExpectedPurchases(customer, t)),
            (new MbgNbd(0.8, 6, 1.5, 6).DiscountedResidual(customer, 0.05), t => new MbgNbd(0.8, 6, 1.5, 6).ExpectedPurchases(customer, t)),
            (Market.DiscountedResidual(customer, 0.05), t => Market.ExpectedPurchases(customer, t)),
        })
        {
            // Integration by parts: rate x integral of e^(-rate t) E(t) dt, by Simpson's rule up to where nothing is left.
            var sum = 0.0;
            for (var k = 0; k <= 8000; k++) sum += (k is 0 or 8000 ? 1 : k % 2 == 1 ? 4 : 2) * Math.Exp(-0.05 * k / 10) * expected(k / 10.0);
            Assert.Equal(discounted, 0.05 * sum / 30, 1e-6 * discounted);
        }
    }

    /// <summary>Where customers hardly differ in leaving, the fit runs towards a narrow Beta; its integrals took a million steps each.</summary>
    [Theory]
    [InlineData(1.8e6, 2.9e7)]
    [InlineData(3e12, 5e13)]
    [InlineData(40, 7e8)]
    public void Customers_who_leave_alike_are_valued_at_once(double a, double b)
    {
        // Source of the figures: the integral over time for one probability to leave, by Simpson's rule.
        var (started, model) = (System.Diagnostics.Stopwatch.StartNew(), new BgNbd(0.36, 3.8, a, b));
        foreach (var x in Enumerable.Range(1, 300)) Assert.True(model.DiscountedResidual(new(x, 20, 30), 0.02) > 0);
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20), $"300 customers took {started.Elapsed}.");
        var (rho, rate, p) = (0.36 + 7, 0.02, a / (a + b + 7));
        double Rate(double t) => rho / 33.8 * Math.Pow(1 + p * t / 33.8, -rho - 1) * Math.Exp(-rate * t);
        const int Steps = 400_000;
        var simpson = Enumerable.Range(0, Steps + 1).Sum(k => (k is 0 or Steps ? 1 : k % 2 == 1 ? 4 : 2) * Rate(2500.0 * k / Steps)) * 2500 / Steps / 3;
        var customer = new PurchaseSummary(7, 20, 30);
        Assert.Equal(simpson, model.DiscountedResidual(customer, rate) / model.ProbabilityAlive(customer), simpson * (a < 1000 ? 1e-4 : 1e-5));
    }

    [Fact]
    public void Extreme_customers_and_parameters_give_finite_answers()
    {
        double[] sizes = [1e-4, 0.3, 1, 50, 1e4];
        PurchaseSummary[] customers = [new(0, 0, 0), new(0, 0, 1e-6), new(0, 0, 1e6), new(1, 1e-9, 1e6), new(1, 40, 40), new(5000, 99.9, 100), new(1_000_000, 1000, 1000), new(1_000_000, 1, 1000)];
        foreach (var x in sizes)
        {
            foreach (var y in sizes)
            {
                var (bg, mbg, pareto) = (new BgNbd(x, y, y, x), new MbgNbd(x, y, y, x), new ParetoNbd(x, y, y, x));
                foreach (var customer in customers)
                {
                    foreach (var alive in new[] { bg.ProbabilityAlive(customer), mbg.ProbabilityAlive(customer), pareto.ProbabilityAlive(customer) })
                        Assert.InRange(alive, 0, 1);
                    foreach (var count in new[] { bg.ExpectedPurchases(customer, 52), mbg.ExpectedPurchases(customer, 52), pareto.ExpectedPurchases(customer, 52) })
                        Assert.InRange(count, 0, double.MaxValue);
                }

                Assert.InRange(bg.ExpectedPurchases(1e7), 0, double.MaxValue);
                Assert.InRange(pareto.DiscountedResidual(customers[5], 1e-6), 0, double.MaxValue);
                Assert.InRange(mbg.DiscountedResidual(customers[4], 1e-6), 0, double.MaxValue);
            }
        }
    }

    [Fact]
    public void One_time_buyers_are_certain_to_be_there_only_by_the_assumption_of_one_model()
    {
        Assert.Equal(1, Shop.ProbabilityAlive(new(0, 0, 50)));
        Assert.InRange(new MbgNbd(0.8, 6, 1.5, 6).ProbabilityAlive(new(0, 0, 50)), 0.01, 0.99);
        Assert.InRange(Market.ProbabilityAlive(new(0, 0, 50)), 0.01, 0.99);
    }

    [Fact]
    public void Impossible_customers_are_refused_with_the_place()
    {
        Assert.Contains("recency[1] is 9; 0 to the age of 8", Assert.Throws<ArgumentException>(() => new PurchaseSummaries([1, 1], [2, 9], [8, 8])).Message, StringComparison.Ordinal);
        Assert.Contains("frequency[0] is 1.5", Assert.Throws<ArgumentException>(() => new PurchaseSummaries([1.5], [2], [8])).Message, StringComparison.Ordinal);
        Assert.Contains("age[0] is NaN", Assert.Throws<ArgumentException>(() => new PurchaseSummaries([1], [2], [double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("without a repeat purchase", Assert.Throws<ArgumentException>(() => new PurchaseSummaries([0], [2], [8])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PurchaseSummaries([0], [0], [0]));
        Assert.Throws<ArgumentException>(() => new PurchaseSummaries([], [], []));
        Assert.All<Func<object>>([() => BgNbd.Fit(new([0, 0], [0, 0], [5, 6])), () => MbgNbd.Fit(new([0, 0], [0, 0], [5, 6])), () => ParetoNbd.Fit(new([0, 0], [0, 0], [5, 6]))],
            fit => Assert.Contains("bought again", Assert.Throws<ArgumentException>(fit).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Data_that_determine_nothing_end_with_a_reason()
    {
        var same = new PurchaseSummaries([.. Enumerable.Repeat(4.0, 40)], [.. Enumerable.Repeat(20.0, 40)], [.. Enumerable.Repeat(25.0, 40)]);
        Assert.False(BgNbd.Fit(same).Convergence.Settled);
        Assert.False(ParetoNbd.Fit(same).Convergence.Settled);
        var one = BgNbd.Fit(new PurchaseSummaries([3], [20], [25]));
        Assert.True(double.IsFinite(one.LogLikelihood));
        Assert.False(one.Convergence.Settled);
    }

    static void Slopes(Holdfast.Numerics.Optimisation.Objective objective, double[] at)
    {
        var (gradient, unused) = (new double[at.Length], new double[at.Length]);
        objective(at, gradient);
        for (var i = 0; i < at.Length; i++)
        {
            double[] up = [.. at], down = [.. at];
            (up[i], down[i]) = (at[i] + 1e-5, at[i] - 1e-5);
            Assert.Equal((objective(up, unused) - objective(down, unused)) / 2e-5, gradient[i], 1e-5 * Math.Max(10, Math.Abs(gradient[i])));
        }
    }

    static void Within(Estimate[] found, double[] truth) =>
        Assert.All(found.Zip(truth), p => Assert.InRange((p.First.Value - p.Second) / p.First.StandardError, -3, 3));
}
