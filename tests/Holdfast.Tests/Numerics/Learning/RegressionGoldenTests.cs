using Holdfast.Numerics;
using Holdfast.Numerics.Calibration;
using Holdfast.Numerics.Classification;
using Holdfast.Numerics.Regression;

namespace Holdfast.Tests.Numerics.Learning;

/// <summary>Golden values of R 4.2.2 and pROC 1.18 on rows written here; and input at the edge of what is possible.</summary>
public class RegressionGoldenTests
{
    static readonly bool[] Labels = [true, true, false, true, false, true, false, false, true, false, false, false];
    static readonly double[] First = [0.9, 0.8, 0.8, 0.7, 0.6, 0.55, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1];
    static readonly double[] Second = [0.7, 0.9, 0.3, 0.4, 0.6, 0.8, 0.2, 0.5, 0.5, 0.1, 0.3, 0.2];

    [Fact]
    public void Two_scores_compare_as_in_pROC()
    {
        // roc.test(roc(y, a, direction = "<"), roc(y, b, direction = "<"), method = "delong", paired = TRUE)
        var result = AucComparison.Compare(First, Second, Labels);
        Assert.Equal(-0.8258694756217632, result.Z!.Value, 1e-12);
        Assert.Equal(0.4088781376628214, result.PValue, 1e-12);
        Assert.Equal(-0.3855100306691204, result.Difference.Interval.Low, 1e-12);
        Assert.Equal(0.1569386020976918, result.Difference.Interval.High, 1e-12);
        Assert.Equal(0.9, result.Second.Value, 1e-12);
        Assert.Equal(0.00816326530612245, result.Second.StandardError * result.Second.StandardError, 1e-12);
        Assert.Equal(1, result.Second.Interval.High);
        Assert.Null(AucComparison.Compare(First, First, Labels).Z);
        Assert.Equal(1, AucComparison.Compare(First, [.. First.Select(s => 3 * s)], Labels).PValue);
    }

    [Fact]
    public void Weighted_least_squares_with_a_dependent_column_equals_lm()
    {
        // summary(lm(z ~ x1 + x2 + x3, weights = w)), x3 = x1 + 2 x2: R gives NA for x3.
        double[] x1 = [1, 2, 3, 4, 5, 6, 7, 8], x2 = [2, 1, 4, 3, 6, 5, 8, 9], w = [1, 2, 1, 0.5, 3, 1, 2, 1], z = [1.1, 2.3, 2.9, 4.2, 5.8, 5.1, 7.7, 8.4];
        var fit = LinearRegression.Fit([.. x1.Zip(x2).SelectMany(p => new[] { p.First, p.Second, p.First + 2 * p.Second })], 3, z, w);
        Assert.Equal([false, false, true], fit.Aliased);
        Assert.Equal(0.2195286195286183, fit.Intercept, 1e-12);
        Assert.Equal(0.7151515151515155, fit.Coefficients[0], 1e-12);
        Assert.Equal(0.2882154882154879, fit.Coefficients[1], 1e-12);
        Assert.Equal(0, fit.Coefficients[2]);
        Assert.Equal(0.4266293216383534, fit.InterceptStandardError, 1e-12);
        Assert.Equal(0.2554843794362084, fit.StandardErrors[0], 1e-12);
        Assert.Equal(0.2100249015002504, fit.StandardErrors[1], 1e-12);
        Assert.Equal(1.873030303030303, fit.ResidualSquares, 1e-12);
        Assert.Equal(5, fit.DegreesOfFreedom);
    }

    [Fact]
    public void Columns_far_from_zero_and_of_other_units_lose_no_digits()
    {
        // y = 3 + 2 (x - 1e6) exactly, and a column a billion times larger.
        double[] rows = [.. Enumerable.Range(0, 50).SelectMany(i => new[] { 1e6 + i, 1e9 * ((i * 7) % 11) })];
        var fit = LinearRegression.Fit(rows, 2, [.. Enumerable.Range(0, 50).Select(i => 3 + 2.0 * i + 4 * ((i * 7) % 11))], []);
        Assert.Equal(2, fit.Coefficients[0], 1e-9);
        Assert.Equal(4e-9, fit.Coefficients[1], 1e-18);
        Assert.Equal(3 - 2e6, fit.Intercept, 1e-3);
    }

    [Fact]
    public void Shares_with_weights_have_the_errors_and_deviances_of_glm()
    {
        // glm(c(.3, .5, .2) ~ c(0, 1, 2), weights = c(100, 90, 50), family = binomial)
        var fit = LogisticRegression.Fit([0, 1, 2], 1, [0.3, 0.5, 0.2], [100, 90, 50], new LogisticOptions { Ridge = 0 });
        Assert.Equal(-0.54419809770756500, fit.Intercept, 1e-9);
        Assert.Equal(-0.07202461210886685, fit.Coefficients[0], 1e-9);
        Assert.Equal(0.1933657701003653, fit.InterceptStandardError, 1e-9);
        Assert.Equal(0.1776287398276586, fit.StandardErrors[0], 1e-9);
        Assert.Equal(14.84973362647824, fit.Deviance, 1e-9);
        Assert.Equal(15.01458809024796, fit.NullDeviance, 1e-9);
    }

    [Fact]
    public void Beta_calibration_equals_glm_and_drops_a_weight_that_would_be_negative()
    {
        // glm(y ~ I(log(a)) + I(-log(1 - a)), family = binomial)
        var fit = BetaCalibration.Fit(First, Labels, []);
        Assert.Equal(1.25558991079782212, fit.A, 1e-7);
        Assert.Equal(0.72771214786052196, fit.B, 1e-7);
        Assert.Equal(-0.02007668579071478, fit.C, 1e-7);
        var turned = BetaCalibration.Fit([.. First.Select(s => 1 - s)], Labels, []);
        Assert.Equal((0, 0), (turned.A, turned.B));
        Assert.Equal(5.0 / 12, turned.Apply(0.9), 1e-9);
        var stream = new RandomStream(3);
        double[] p = [.. Enumerable.Range(0, 4000).Select(_ => stream.Uniform(0.01, 0.99))];
        bool[] y = [.. p.Select(q => stream.Bernoulli(1 - Math.Sqrt(1 - q)))];
        var bent = BetaCalibration.Fit(p, y, []);
        Assert.True(bent.A >= 0 && bent.B >= 0);
        for (var q = 0.02; q < 0.98; q += 0.02) Assert.True(bent.Apply(q + 0.01) >= bent.Apply(q));
    }

    [Fact]
    public void Stability_is_counted_by_hand_and_does_not_ask_which_came_first()
    {
        Assert.Equal(0.2 * Math.Log(2.0 / 1) + -0.2 * Math.Log(0.6 / 0.8), PopulationStability.OfCounts([20, 80], [40, 60]), 1e-12);
        Assert.Equal(PopulationStability.OfCounts([20, 80, 0], [40, 0, 60]), PopulationStability.OfCounts([40, 0, 60], [20, 80, 0]), 1e-12);
        Assert.Equal(0, PopulationStability.OfScores(First, First));
        Assert.Equal(0, PopulationStability.OfScores([1, 1, 1], [1, 1]));
        Assert.True(PopulationStability.OfScores(First, [.. First.Select(s => s + 1)]) > 1);
        Assert.Throws<ArgumentException>(() => PopulationStability.OfCounts([0, 0], [1, 1]));
    }

    [Fact]
    public void Tenths_of_tied_scores_share_their_positives_and_add_up()
    {
        var table = ClassificationMetrics.LiftTable([.. Enumerable.Repeat(0.5, 12)], Labels, 5);
        Assert.Equal([2, 2, 3, 2, 3], table.Select(bin => bin.Customers));
        Assert.All(table, bin => Assert.Equal(1, bin.Lift, 1e-12));
        Assert.Equal(5, table.Sum(bin => bin.Positives), 1e-12);
        Assert.Equal(1, table[^1].Captured);
    }

    [Fact]
    public void Profit_of_a_worthless_score_is_that_of_everyone_or_nobody()
    {
        var tied = new double[12];
        var poor = new CampaignEconomics { CustomerValue = 20 };
        Assert.Equal(new CampaignProfit(0, 0), ProfitMeasures.MaximumProfit(tied, Labels, poor with { AcceptanceAlpha = 1, AcceptanceBeta = 99 }));
        Assert.Equal(1, ProfitMeasures.MaximumProfit(tied, Labels, poor with { OfferCost = 0, ContactCost = 0.01 }).Share);
        Assert.True(ProfitMeasures.ExpectedMaximumProfit(First, Labels, poor).Profit >= ProfitMeasures.MaximumProfit(First, Labels, poor).Profit);
        Assert.Contains("OfferCost is 30", Assert.Throws<ArgumentException>(() => ProfitMeasures.MaximumProfit(First, Labels, poor with { OfferCost = 30 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_one_row_and_numbers_that_are_none_are_refused_in_words()
    {
        foreach (var method in new Action[]
        {
            () => ClassificationMetrics.LiftTable([1], [true], 1), () => ClassificationMetrics.RocCurve([1, 2], [false, false]), () => ProfitMeasures.MaximumProfit([1, 2], [true, true], new CampaignEconomics()),
            () => AucComparison.Compare([1, 2], [2, 1], [true, true]), () => PlattCalibration.Fit([1, 2], [true, true], []), () => BetaCalibration.Fit([0.1, 0.2], [false, false], []),
        })
            Assert.Contains("both outcomes must occur", Assert.Throws<ArgumentException>(method).Message, StringComparison.Ordinal);
        foreach (var wrong in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.Throws<ArgumentException>(() => LinearRegression.Fit([1, wrong], 1, [1, 2], []));
            Assert.Throws<ArgumentException>(() => LinearRegression.Fit([1, 2], 1, [1, wrong], []));
            Assert.Throws<ArgumentException>(() => ClassificationMetrics.RocCurve([1, wrong], [true, false]));
            Assert.Throws<ArgumentException>(() => AucComparison.Compare([1, 2, 3, 4], [1, wrong, 3, 4], [true, true, false, false]));
            Assert.Throws<ArgumentException>(() => BetaCalibration.Fit([0.1, wrong], [true, false], []));
            Assert.Throws<ArgumentException>(() => IsotonicCalibration.Fit([0.1, wrong], [true, false], []));
        }

        var one = LinearRegression.Fit([3], 1, [7], []);
        Assert.Equal(7, one.Intercept, 1e-12);
        Assert.Equal((0, double.PositiveInfinity), (one.Coefficients[0], one.InterceptStandardError));
        Assert.Equal(1, IsotonicCalibration.Fit([0.3], [true], []).Apply(0.1));
    }

    [Fact]
    public void Calibration_of_scores_that_separate_says_so_and_stays_finite()
    {
        bool[] labels = [false, false, false, true, true, true];
        double[] scores = [0.1, 0.2, 0.3, 0.7, 0.8, 0.9];
        // Platt's smoothed targets keep the sigmoid finite.
        var platt = PlattCalibration.Fit(scores, labels, []);
        Assert.True(platt.Convergence.Settled);
        Assert.InRange(platt.Apply(0.9), 0.6, 0.95);
        var beta = BetaCalibration.Fit(scores, labels, []);
        Assert.Equal(ConvergenceReason.Separation, beta.Convergence.Reason);
        Assert.All(scores, s => Assert.InRange(beta.Apply(s), 0, 1));
    }

    [LongFact]
    public void DeLongs_interval_covers_the_true_AUC_in_93_to_97_of_100_samples()
    {
        // Normal scores one standard deviation apart: AUC = Phi(1 / sqrt 2) = 0.7602499389065233 (R: pnorm(1 / sqrt(2))).
        var stream = new RandomStream(2026);
        var covered = 0;
        for (var run = 0; run < 1000; run++)
        {
            bool[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 4 == 0)];
            var interval = ClassificationMetrics.AucWithInterval([.. labels.Select(label => stream.Normal() + (label ? 1 : 0))], labels).Interval;
            covered += interval.Contains(0.7602499389065233) ? 1 : 0;
        }

        Assert.InRange(covered, 930, 970);
    }
}
