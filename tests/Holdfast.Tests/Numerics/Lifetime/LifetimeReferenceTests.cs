using System.Globalization;
using System.Text.Json;
using Holdfast.Numerics.Lifetime;

namespace Holdfast.Tests.Numerics.Lifetime;

public class LifetimeReferenceTests
{
    static readonly double[] Regular = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173];
    static readonly double[] HighEnd = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394];

    [ReferenceEntry("sbg.regular.7yr", "sbg.regular.4yr", "sbg.highend.7yr", "sbg.highend.4yr")]
    public void The_shifted_beta_geometric_fits_the_published_cohorts()
    {
        foreach (var (cohort, survivors) in new[] { ("regular", Regular), ("highend", HighEnd) })
        {
            foreach (var years in new[] { 7, 4 })
            {
                var id = $"sbg.{cohort}.{years}yr";
                var fit = ShiftedBetaGeometric.Fit(CohortLosses.OfSurvivors(survivors.AsSpan(0, years + 1)));
                Parameters(id, ["alpha", "beta"], fit);
                var value = ReferenceValues.Value(id);
                var shares = value.GetProperty("survival_pct_t0_12").Numbers();
                var retention = value.GetProperty("retention_t1_12").Numbers();
                Assert.All(shares.Index(), s => Assert.Equal(s.Item, 100 * fit.Model.Survival(s.Index), 1e-4 * s.Item));
                Assert.All(retention.Index(), r => Assert.Equal(r.Item, fit.Model.Retention(r.Index + 1), 1e-4 * r.Item));
                var errors = Enumerable.Range(years + 1, 12 - years).Select(t => Math.Abs(1000 * fit.Model.Survival(t) / survivors[t] - 1));
                Assert.Equal(value.Number("mape_holdout"), errors.Average(), 1e-4);
            }
        }
    }

    [ReferenceEntry("bdw.regular.7yr", "bdw.regular.4yr", "bdw.highend.7yr", "bdw.highend.4yr")]
    public void The_beta_discrete_Weibull_fits_the_published_cohorts()
    {
        foreach (var (cohort, survivors) in new[] { ("regular", Regular), ("highend", HighEnd) })
        {
            foreach (var years in new[] { 7, 4 })
            {
                var id = $"bdw.{cohort}.{years}yr";
                var losses = CohortLosses.OfSurvivors(survivors.AsSpan(0, years + 1));
                var fit = BetaDiscreteWeibull.Fit(losses);
                Parameters(id, ["alpha", "beta", "c"], fit);
                Assert.All(ReferenceValues.Value(id).GetProperty("survival_pct_t0_12").Numbers().Index(), s => Assert.Equal(s.Item, 100 * fit.Model.Survival(s.Index), 1e-4 * s.Item));
                var (statistic, p) = BetaDiscreteWeibull.Nested(ShiftedBetaGeometric.Fit(losses), fit);
                Assert.Equal(2 * (ReferenceValues.Value(id).Number("ll") - ReferenceValues.Value(id.Replace("bdw", "sbg", StringComparison.Ordinal)).Number("ll")), statistic, 4e-4);
                Assert.Equal(statistic < 3.841458820694124, p > 0.05);
            }
        }
    }

    [ReferenceEntry("sbg.regular.DEL_d10", "sbg.regular.E_CLV_d10", "sbg.highend.DEL_d10", "sbg.highend.E_CLV_d10")]
    public void Discounted_lifetimes_are_those_of_the_closed_form_and_of_the_direct_sum()
    {
        foreach (var cohort in new[] { "regular", "highend" })
        {
            var value = ReferenceValues.Value($"sbg.{cohort}.7yr");
            var model = new ShiftedBetaGeometric(value.Number("alpha"), value.Number("beta"));
            ReferenceValues.Close($"sbg.{cohort}.E_CLV_d10", ReferenceValues.Value($"sbg.{cohort}.E_CLV_d10").Number("closed"), model.DiscountedLifetime(0.1));
            foreach (var n in new[] { 1, 2, 5, 8 })
            {
                var expected = ReferenceValues.Value($"sbg.{cohort}.DEL_d10").GetProperty($"n={n}").Number("closed");
                ReferenceValues.Close($"sbg.{cohort}.DEL_d10", expected, model.DiscountedResidualLifetime(n, 0.1));
                ReferenceValues.Close($"sbg.{cohort}.DEL_d10", expected, new BetaDiscreteWeibull(model.Alpha, model.Beta, 1).DiscountedResidualLifetime(n, 0.1));
            }
        }
    }

    [ReferenceEntry("cdnow.summary", "bgnbd.cdnow", "mbgnbd.cdnow", "paretonbd.cdnow")]
    public void Buy_till_you_die_models_fit_the_CDNOW_sample()
    {
        var customers = CdnowData.Rounded();
        var sums = ReferenceValues.Value("cdnow.summary");
        Assert.Equal(sums.Number("n"), customers.Count);
        Assert.Equal(sums.Number("n_zero"), customers.Frequency.Count(x => x == 0));
        ReferenceValues.Close("cdnow.summary", sums.Number("sum_x"), customers.Frequency.Sum());
        ReferenceValues.Close("cdnow.summary", sums.Number("sum_tx"), customers.Recency.Sum());
        ReferenceValues.Close("cdnow.summary", sums.Number("sum_T"), customers.Age.Sum());
        Parameters("bgnbd.cdnow", ["r", "alpha", "a", "b"], BgNbd.Fit(customers));
        Parameters("mbgnbd.cdnow", ["r", "alpha", "a", "b"], MbgNbd.Fit(customers));
        Parameters("paretonbd.cdnow", ["r", "alpha", "s", "beta"], ParetoNbd.Fit(customers));
    }

    [ReferenceEntry("bgnbd.cdnow.exactdays", "paretonbd.cdnow.exactdays", "gammagamma.cdnow.exact")]
    public void Models_fit_the_CDNOW_log_with_exact_days()
    {
        var (customers, spend) = CdnowData.Exact();
        Parameters("bgnbd.cdnow.exactdays", ["r", "alpha", "a", "b"], BgNbd.Fit(customers));
        var pareto = ParetoNbd.Fit(customers);
        Parameters("paretonbd.cdnow.exactdays", ["r", "alpha", "s", "beta"], pareto);
        var errors = ReferenceValues.Value("paretonbd.cdnow.exactdays").GetProperty("published_se");
        Assert.All(new[] { "r", "alpha", "s", "beta" }.Index(), n => Assert.Equal(errors.Number(n.Item), pareto.Parameters[n.Index].StandardError, 0.01 * errors.Number(n.Item)));
        var repeaters = Enumerable.Range(0, customers.Count).Where(i => customers.Frequency[i] > 0).ToArray();
        Parameters("gammagamma.cdnow.exact", ["p", "q", "gamma"], GammaGamma.Fit([.. repeaters.Select(i => customers.Frequency[i])], [.. repeaters.Select(i => spend[i])]));
    }

    [ReferenceEntry("gammagamma.cdnow")]
    public void Gamma_gamma_fits_the_rounded_CDNOW_sample()
    {
        var rows = ReferenceData.Read("cdnow/cdnow_customers_summary_with_transactions.csv").Where(r => r.Number("x") > 0 && r.Number("zbar") > 0).ToArray();
        double[] x = [.. rows.Select(r => r.Number("x"))], spend = [.. rows.Select(r => r.Number("zbar"))];
        var expected = ReferenceValues.Value("gammagamma.cdnow");
        Assert.Equal(expected.Number("n"), rows.Length);
        var fit = GammaGamma.Fit(x, spend);
        Parameters("gammagamma.cdnow", ["p", "q", "v"], fit);
        Assert.Equal(expected.Number("pop_mean"), fit.Model.MeanSpend, 1e-4 * expected.Number("pop_mean"));
        Assert.Equal(expected.Number("corr_freq_mv"), GammaGamma.Correlation(x, spend), 1e-9);
        foreach (var mean in expected.GetProperty("cond_mean").EnumerateObject())
        {
            var numbers = mean.Name.Split(',').Select(part => double.Parse(part[2..], CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(mean.Value.GetDouble(), fit.Model.ExpectedSpend(numbers[0], numbers[1]), 1e-4 * mean.Value.GetDouble());
        }
    }

    [ReferenceEntry("bgbb.donations")]
    public void The_beta_Bernoulli_model_fits_the_donations()
    {
        var rows = Donations();
        Assert.Equal(ReferenceValues.Value("bgbb.donations").Number("n"), rows.Sum(r => r.Item2));
        Parameters("bgbb.donations", ["alpha", "beta", "gamma", "delta"], BgBb.Fit(rows));
    }

    [ReferenceEntry("point_checks")]
    public void Expected_purchases_and_probabilities_have_the_digits_of_three_independent_computations()
    {
        var value = ReferenceValues.Value("point_checks");
        var bg = new BgNbd(0.243, 4.414, 0.793, 2.426);
        var pareto = new ParetoNbd(0.553, 10.578, 0.606, 11.669);
        var fitted = ReferenceValues.Value("mbgnbd.cdnow");
        var mbg = new MbgNbd(fitted.Number("r"), fitted.Number("alpha"), fitted.Number("a"), fitted.Number("b"));
        Points(value, "bg_paper", bg.ExpectedPurchases, bg.ProbabilityAlive, bg.ExpectedPurchases);
        Points(value, "pn_paper", pareto.ExpectedPurchases, pareto.ProbabilityAlive, pareto.ExpectedPurchases);
        Points(value, "mbg_fit", mbg.ExpectedPurchases, mbg.ProbabilityAlive, mbg.ExpectedPurchases);
    }

    [ReferenceEntry("btyd.pnbd.DERT")]
    public void Discounted_residual_transactions_are_those_of_BTYD()
    {
        var value = ReferenceValues.Value("btyd.pnbd.DERT");
        var model = new ParetoNbd(0.553, 10.578, 0.606, 11.669);
        ReferenceValues.Close("btyd.pnbd.DERT", value.Number("d=0.0027,x=26,tx=30.86,T=31.0"), model.DiscountedResidual(new(26, 30.86, 31), 0.0027));
        ReferenceValues.Close("btyd.pnbd.DERT", value.Number("d=0.0027,x=2,tx=30.43,T=38.86"), model.DiscountedResidual(new(2, 30.43, 38.86), 0.0027));
    }

    [ReferenceEntry("overflow.pnbd")]
    public void Customers_with_hundreds_of_purchases_do_not_overflow()
    {
        var model = new ParetoNbd(0.5143, 2.8845, 0.2856, 14.1087);
        foreach (var customer in new PurchaseSummary[] { new(221, 103.42857, 103.57143), new(254, 97.14286, 97.28571), new(161, 94.71429, 98), new(204, 98.57143, 99.42857) })
        {
            Assert.InRange(model.ProbabilityAlive(customer), 0, 1);
            Assert.True(double.IsFinite(model.ExpectedPurchases(customer, 52)));
            Assert.True(double.IsFinite(model.DiscountedResidual(customer, 0.001)));
        }
    }

    [ReferenceEntry("published.clv")]
    public void Published_digits_come_out()
    {
        var value = ReferenceValues.Value("published.clv");
        var (customers, spend) = CdnowData.Exact();
        var repeaters = Enumerable.Range(0, customers.Count).Where(i => customers.Frequency[i] > 0).ToArray();
        var money = GammaGamma.Fit([.. repeaters.Select(i => customers.Frequency[i])], [.. repeaters.Select(i => spend[i])]).Model;
        Assert.Equal(["6.25", "3.74", "15.44"], new[] { money.P, money.Q, money.V }.Select(v => v.ToString("F2", CultureInfo.InvariantCulture)));
        var donors = BgBb.Fit(Donations()).Model;
        Published(value.GetProperty("bgbb"), [donors.Alpha, donors.Beta, donors.Gamma, donors.Delta]);
        var bg = BgNbd.Fit(customers).Model;
        Published(value.GetProperty("bgnbd"), [bg.R, bg.Alpha, bg.A, bg.B]);
        var pareto = ParetoNbd.Fit(customers).Model;
        Published(value.GetProperty("paretonbd"), [pareto.R, pareto.Alpha, pareto.S, pareto.Beta], 0.0015);
        var mbg = MbgNbd.Fit(CdnowData.Rounded()).Model;
        Published(value.GetProperty("mbgnbd"), [mbg.R, mbg.Alpha, mbg.A, mbg.B]);
        var regular = ShiftedBetaGeometric.Fit(CohortLosses.OfSurvivors(Regular.AsSpan(0, 8))).Model;
        Published(value.GetProperty("sbg_regular"), [regular.Alpha, regular.Beta]);
        var highEnd = ShiftedBetaGeometric.Fit(CohortLosses.OfSurvivors(HighEnd.AsSpan(0, 8))).Model;
        Published(value.GetProperty("sbg_highend"), [highEnd.Alpha, highEnd.Beta]);
        var weibull = BetaDiscreteWeibull.Fit(CohortLosses.OfSurvivors(HighEnd.AsSpan(0, 5))).Model;
        Published(value.GetProperty("bdw_highend_5pt"), [weibull.Alpha, weibull.Beta, weibull.C]);
    }

    static (OpportunitySummary Customer, long Count)[] Donations() => [.. ReferenceData.Read("reference/donations.csv")
        .Select(r => (new OpportunitySummary((int)r.Number("frequency"), (int)r.Number("recency"), (int)r.Number("periods")), (long)r.Number("weights")))];

    static void Published(JsonElement value, double[] found, double tolerance = 0.001) =>
        Assert.All(value.EnumerateObject().Zip(found), p => Assert.Equal(p.First.Value.GetDouble(), p.Second, tolerance));

    static void Points(JsonElement value, string name, Func<double, double> expected, Func<PurchaseSummary, double> alive, Func<PurchaseSummary, double, double> future)
    {
        foreach (var point in value.GetProperty(name.Replace("_paper", "_paper_EX", StringComparison.Ordinal).Replace("_fit", "_fit_EX", StringComparison.Ordinal)).EnumerateObject())
            ReferenceValues.Close("point_checks", point.Value.GetDouble(), expected(double.Parse(point.Name, CultureInfo.InvariantCulture)));
        foreach (var point in value.GetProperty(name).EnumerateArray())
        {
            var customer = new PurchaseSummary(point.Number("x"), point.Number("tx"), point.Number("T"));
            ReferenceValues.Close("point_checks", point.Number("p_alive"), alive(customer));
            ReferenceValues.Close("point_checks", point.Number("CE"), future(customer, point.Number("t")));
        }
    }

    static void Parameters<T>(string id, string[] names, LifetimeFit<T> fit)
    {
        var (value, tolerance) = (ReferenceValues.Value(id), ReferenceValues.Entries[id].GetProperty("tolerance"));
        Assert.True(fit.Convergence.Settled, $"{id}: {fit.Convergence}");
        Assert.Equal(value.Number("ll"), fit.LogLikelihood, tolerance.Number("ll_abs"));
        foreach (var (index, name) in names.Index())
        {
            var (expected, found) = (value.Number(name), fit.Parameters[index].Value);
            Assert.True(Math.Abs(found / expected - 1) <= tolerance.Number("param_rel"), FormattableString.Invariant($"{id} {name}: expected {expected:R}, found {found:R}"));
        }
    }
}
