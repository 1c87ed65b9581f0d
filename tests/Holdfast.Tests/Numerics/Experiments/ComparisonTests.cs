using Holdfast.Numerics;
using Holdfast.Numerics.Experiments;

namespace Holdfast.Tests.Numerics.Experiments;

public class ComparisonTests
{
    // Student's sleep data, as R ships them (datasets::sleep).
    static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2], Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void Two_means_compare_as_in_R()
    {
        // R: t.test(extra ~ group, sleep), and with var.equal = TRUE; printed digits.
        var welch = TwoMeans.Compare(First, Second);
        Assert.Equal(-1.8608, welch.T, 5e-5);
        Assert.Equal(17.776, welch.Degrees, 5e-4);
        Assert.Equal(0.07939, welch.PValue, 5e-6);
        Assert.Equal(-3.3654832, welch.Difference.Interval.Low, 5e-8);
        Assert.Equal(0.2054832, welch.Difference.Interval.High, 5e-8);
        var pooled = TwoMeans.Pooled(Moments.Of(First), Moments.Of(Second));
        Assert.Equal(18, pooled.Degrees);
        Assert.Equal(welch.T, pooled.T, 1e-12);
        Assert.Equal(0.07919, pooled.PValue, 5e-6);
    }

    [Fact]
    public void Constant_groups_and_too_few_values_have_a_defined_answer()
    {
        Assert.Equal(1, TwoMeans.Compare([2, 2], [2, 2]).PValue);
        Assert.Equal(0, TwoMeans.Compare([2, 2], [3, 3]).PValue, 1e-12);
        Assert.Contains("two or more are needed", Assert.Throws<ArgumentException>(() => TwoMeans.Compare([1], [2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("[1] is NaN", Assert.Throws<ArgumentException>(() => TwoMeans.Compare([1, double.NaN], [2, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_continuity_correction_moves_test_and_interval_as_in_R()
    {
        // (|120 - 150| / 1000 - 1 / 1000)^2 / (0.135 x 0.865 x 2 / 1000); the interval widens by 1 / 1000 on each side.
        var (plain, corrected) = (TwoProportions.Compare(120, 1000, 150, 1000), TwoProportions.Compare(120, 1000, 150, 1000, new ProportionOptions { Continuity = true }));
        Assert.Equal(0.029 * 0.029 / (0.135 * 0.865 * 0.002), corrected.ChiSquared, 1e-12);
        Assert.Equal(plain.Difference.Interval.Low - 0.001, corrected.Difference.Interval.Low, 1e-15);
        Assert.Equal(0, TwoProportions.Compare(50, 100, 50, 100, new ProportionOptions { Continuity = true }).ChiSquared);
    }

    [Fact]
    public void A_ratio_with_denominators_of_one_is_a_mean_with_its_error()
    {
        var ratio = RatioMetric.Of(First, [.. First.Select(_ => 1.0)]);
        Assert.Equal(0.75, ratio.Ratio, 1e-12);
        Assert.Equal(Math.Sqrt(Moments.Of(First).Variance / 10), ratio.StandardError, 1e-12);
        Assert.Contains("must be above 0", Assert.Throws<ArgumentException>(() => RatioMetric.Of([1, 2], [0, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_delta_method_covers_where_counting_visits_as_units_does_not()
    {
        var (delta, naive, root) = (0, 0, new RandomStream(41));
        for (var run = 0; run < 1000; run++)
        {
            var stream = root.Split((ulong)run);
            var (tops, bottoms) = (new double[400], new double[400]);
            for (var i = 0; i < 400; i++)
            {
                var rate = stream.Beta(2, 8);
                bottoms[i] = 1 + stream.Poisson(9);
                tops[i] = Enumerable.Range(0, (int)bottoms[i]).Count(_ => stream.Bernoulli(rate));
            }

            var metric = RatioMetric.Of(tops, bottoms);
            delta += Math.Abs(metric.Ratio - 0.2) <= 1.96 * metric.StandardError ? 1 : 0;
            naive += Math.Abs(metric.Ratio - 0.2) <= 1.96 * Math.Sqrt(0.16 / bottoms.Sum()) ? 1 : 0;
        }

        Assert.InRange(delta, 930, 970);
        Assert.True(naive < 900);
    }

    [Fact]
    public void A_covariate_narrows_the_interval_by_what_it_explains_and_leaves_the_effect()
    {
        var stream = new RandomStream(43);
        var rows = Enumerable.Range(0, 20000).Select(i => (x: stream.Normal(), treated: stream.Bernoulli(0.5), noise: stream.Normal())).ToArray();
        double[] y = [.. rows.Select(r => 2 * r.x + r.noise + (r.treated ? 0.1 : 0))];
        var result = Cuped.Compare(y, [.. rows.Select(r => r.x)], [.. rows.Select(r => r.treated)]);
        Assert.Equal(Math.Sqrt(1 - result.SquaredCorrelation), result.Adjusted.Difference.StandardError / result.Raw.Difference.StandardError, 1e-3);
        Assert.InRange(result.SquaredCorrelation, 0.78, 0.82);
        Assert.InRange((result.Adjusted.Difference.Value - 0.1) / result.Adjusted.Difference.StandardError, -3, 3);
        var constant = Cuped.Compare(y, [.. y.Select(_ => 4.0)], [.. rows.Select(r => r.treated)]);
        Assert.Equal(0, constant.Theta);
        Assert.Equal(constant.Raw, constant.Adjusted);
    }

    [Fact]
    public void Power_and_size_are_each_others_inverse()
    {
        var target = new PowerTarget { Power = 0.85, Alpha = 0.01 };
        Assert.Equal(0.85, PowerAnalysis.ProportionsPower(0.1, 0.12, PowerAnalysis.ProportionsSize(0.1, 0.12, target), 0.01), 1e-10);
        Assert.Equal(0.85, PowerAnalysis.MeansPower(0.3, 2, PowerAnalysis.MeansSize(0.3, 2, target), 0.01), 1e-10);
        Assert.Equal(0.3, PowerAnalysis.DetectableDifference(2, PowerAnalysis.MeansSize(0.3, 2, target), target), 1e-8);
        Assert.InRange(PowerAnalysis.MeansSize(50, 1, target), 1, 3);
        Assert.Throws<ArgumentException>(() => PowerAnalysis.ProportionsSize(0.1, 0.1, target));
        Assert.Throws<ArgumentException>(() => PowerAnalysis.MeansSize(0, 1, target));
        Assert.Throws<ArgumentException>(() => PowerAnalysis.MeansSize(1, 1, new PowerTarget { Power = 0.01 }));
    }

    [Fact]
    public void Adjusted_p_values_follow_their_rules()
    {
        double[] p = [0.01, 0.04, 0.03, 0.005, 0.9];
        // Worked out by hand: p x 5 / rank with running minima from above; p x (6 - rank) with running maxima from below.
        Close([0.025, 0.05, 0.05, 0.025, 0.9], MultipleComparisons.BenjaminiHochberg(p));
        Close([0.04, 0.09, 0.09, 0.025, 0.9], MultipleComparisons.Holm(p));
        Close([0.05, 0.2, 0.15, 0.025, 1], MultipleComparisons.Bonferroni(p));
        Assert.Empty(MultipleComparisons.Holm([]));
        Assert.Throws<ArgumentException>(() => MultipleComparisons.Holm([1.2]));
    }

    [Fact]
    public void Benjamini_and_Hochberg_keep_the_share_of_false_findings()
    {
        var (root, share) = (new RandomStream(47), 0.0);
        for (var run = 0; run < 400; run++)
        {
            var stream = root.Split((ulong)run);
            double[] p = [.. Enumerable.Range(0, 100).Select(i => i < 80 ? stream.Uniform() : stream.Uniform() * 1e-3)];
            var found = MultipleComparisons.BenjaminiHochberg(p).Index().Where(v => v.Item <= 0.1).ToArray();
            share += found.Length == 0 ? 0 : found.Count(v => v.Index < 80) / (double)found.Length / 400;
        }

        // At 80 true nulls of 100 the rate is 0.1 x 0.8.
        Assert.InRange(share, 0.06, 0.1);
    }

    static void Close(double[] expected, double[] found) => Assert.All(expected.Zip(found), v => Assert.Equal(v.First, v.Second, 1e-15));
}
