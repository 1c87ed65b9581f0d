using Holdfast.Numerics;
using Holdfast.Numerics.Experiments;
using Holdfast.Numerics.Regression;
using Holdfast.Numerics.Uplift;

namespace Holdfast.Tests.Numerics;

public class ExperimentTests
{
    [Fact]
    public void Two_shares_compare_as_in_R()
    {
        // R 4.2.2: prop.test(c(120, 150), c(1000, 1000), correct = FALSE).
        var result = TwoProportions.Compare(120, 1000, 150, 1000);
        Assert.Equal(3.85356454720617, result.ChiSquared, 1e-9);
        Assert.Equal(0.0496403868653688, result.PValue, 1e-9);
        Assert.Equal(-0.0599239711787022, result.Difference.Interval.Low, 1e-9);
        Assert.Equal(-7.60288212977925e-05, result.Difference.Interval.High, 1e-9);
        Assert.Equal(1, TwoProportions.Compare(0, 5, 0, 9).PValue);
    }

    [Theory]
    // R 4.2.2: chisq.test; the last are the arms of the Hillstrom trial.
    [InlineData(new long[] { 821588, 815482 }, 22.7743688418944, 1.82179287261919e-06, true)]
    [InlineData(new long[] { 5050, 4950 }, 1, 0.317310507862914, false)]
    [InlineData(new long[] { 21306, 21307, 21387 }, 0.20253125, 0.903692957560419, false)]
    public void Sample_ratios_are_judged_as_in_R(long[] counts, double statistic, double p, bool mismatch)
    {
        var result = SampleRatio.Test(counts, [.. counts.Select(_ => 1.0)]);
        Assert.Equal(statistic, result.ChiSquared, 1e-9 * statistic);
        Assert.Equal(p, result.PValue, 1e-9 * p);
        Assert.Equal(mismatch, result.Mismatch);
    }

    [Fact]
    public void Effects_that_differ_are_found_and_trusted()
    {
        var (uplift, stream) = (Fit(0.25), new RandomStream(77));
        Assert.InRange(uplift.Reliability, 0.7, 1);
        Assert.True(uplift.Effect([1, stream.Normal()]) > uplift.Effect([-1, stream.Normal()]) + 0.25);
        Assert.InRange((uplift.AverageEffect.Value - 0.05) / uplift.AverageEffect.StandardError, -4, 4);
    }

    [Fact]
    public void Effects_that_are_all_the_same_are_shrunk_to_the_average()
    {
        var uplift = Fit(0);
        Assert.InRange(uplift.Reliability, 0, 0.5);
        Assert.InRange(uplift.Effect([1, 0]) - uplift.Effect([-1, 0]), -0.03, 0.03);
    }

    [Fact]
    public void The_curve_of_four_customers_is_counted_by_hand()
    {
        // Scores 4, 3, 2, 1; treated, untreated, treated, untreated; outcomes 1, 0, 0, 1. g = 1, 1, 1, 0; line 0.
        var curve = UpliftCurve.Measure([4, 3, 2, 1], [true, false, true, false], [1, 0, 0, 1]);
        Assert.Equal(0, curve.Gain, 1e-12);
        Assert.Equal((0.5 + 1 + 1 + 0.5) / 16, curve.Qini, 1e-12);
        // u = 1 (nobody untreated yet: their mean counts as 0), 2, 1.5, 0.
        Assert.Equal((0.5 + 1.5 + 1.75 + 0.75) / 16, curve.Auuc, 1e-12);
    }

    [ReferenceDataFact]
    public void The_Hillstrom_trial_has_the_reference_curve()
    {
        // numpy, score = history, Womens E-Mail against No E-Mail, outcome = visit; the reference breaks ties by the order of the file.
        var rows = ReferenceData.Read("hillstrom/hillstrom.csv.gz").Where(r => r["segment"] != "Mens E-Mail").ToList();
        var scores = new double[rows.Count];
        foreach (var (position, row) in Enumerable.Range(0, rows.Count).OrderByDescending(i => rows[i].Number("history")).Index())
            scores[row] = -position;
        bool[] treated = [.. rows.Select(r => r["segment"] == "Womens E-Mail")];
        double[] visits = [.. rows.Select(r => r.Number("visit"))];
        var curve = UpliftCurve.Measure(scores, treated, visits);
        Assert.Equal(967.4004505773023, curve.Gain, 1e-7);
        Assert.Equal(0.0001332375574627362, curve.Qini, 1e-10);
        Assert.Equal(0.022838738320738086, curve.Auuc, 1e-8);
    }

    [Fact]
    public void Wrong_input_is_named()
    {
        Assert.Contains("first group has 7 successes of 5", Assert.Throws<ArgumentException>(() => TwoProportions.Compare(7, 5, 1, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SampleRatio.Test([1], [1]));
        Assert.Throws<ArgumentException>(() => UpliftCurve.Measure([1, 2], [true, true], [1, 0]));
        Assert.Throws<ArgumentException>(() => new TrialRows([1, 2], 1, [true, false], [1, 0]));
    }

    // Outcome 30 % at x0 = 0; treatment adds 5 points plus spread x x0.
    static TwoModelUplift Fit(double spread)
    {
        var stream = new RandomStream(13);
        const int Count = 12_000;
        var (values, treated, outcomes) = (new double[2 * Count], new bool[Count], new double[Count]);
        for (var i = 0; i < Count; i++)
        {
            (values[2 * i], values[2 * i + 1]) = (stream.Uniform(-1, 1), stream.Normal());
            treated[i] = stream.Bernoulli(0.4);
            outcomes[i] = stream.Bernoulli(0.3 + (treated[i] ? 0.05 + spread * values[2 * i] : 0)) ? 1 : 0;
        }
        return TwoModelUplift.Fit(new TrialRows(values, 2, treated, outcomes), BaseLearners.Logistic(new LogisticOptions()));
    }
}
