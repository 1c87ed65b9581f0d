using Holdfast.Numerics;
using Holdfast.Numerics.Calibration;
using Holdfast.Numerics.Classification;
using Holdfast.Numerics.Regression;

namespace Holdfast.Tests.Numerics;

/// <summary>Golden values: scikit-learn 1.2.1 (AUC, AP, Brier, log-loss, ECE, isotonic, Platt) on twelve scores with ties.</summary>
public class ClassificationMetricsTests
{
    static readonly double[] Scores = [0.9, 0.8, 0.8, 0.7, 0.6, 0.55, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1];
    static readonly bool[] Labels = [true, true, false, true, false, true, false, false, true, false, false, false];

    [Fact]
    public void Twelve_scores_have_the_reference_measures()
    {
        Assert.Equal(0.7857142857142857, ClassificationMetrics.Auc(Scores, Labels), 1e-12);
        Assert.Equal(0.7277777777777779, ClassificationMetrics.AveragePrecision(Scores, Labels), 1e-12);
        Assert.Equal(0.19291666666666665, ClassificationMetrics.Brier(Scores, Labels), 1e-12);
        Assert.Equal(0.5589761050913605, ClassificationMetrics.LogLoss(Scores, Labels), 1e-12);
        Assert.Equal(0.2666666666666666, ClassificationMetrics.ExpectedCalibrationError(Scores, Labels, 10, Binning.EqualWidth), 1e-12);
    }

    [Fact]
    public void Isotonic_calibration_equals_the_reference()
    {
        double[] expected = [1, 2.0 / 3, 2.0 / 3, 2.0 / 3, 0.5, 0.5, 1.0 / 3, 1.0 / 3, 1.0 / 3, 0, 0, 0];
        var fit = IsotonicCalibration.Fit(Scores, Labels, []);
        for (var i = 0; i < Scores.Length; i++)
            Assert.Equal(expected[i], fit.Apply(Scores[i]), 1e-12);
        Assert.Equal(1, fit.Apply(5));
        Assert.Equal(0, fit.Apply(-5));
        Assert.Equal(0.5 * (0.5 + 2.0 / 3), fit.Apply(0.65), 1e-12);
    }

    [Fact]
    public void Platts_sigmoid_equals_the_reference()
    {
        // Tolerance of the reference: its optimiser stops at 1e-4.
        var fit = PlattCalibration.Fit(Scores, Labels, []);
        Assert.Equal(-3.0815060372179093, fit.A, 1e-4 * 3.08);
        Assert.Equal(1.9075606992059324, fit.B, 1e-4 * 1.91);
    }

    [Fact]
    public void The_order_of_rows_changes_no_measure()
    {
        var stream = new RandomStream(4);
        var (scores, labels) = Coarse(stream, 2000);
        var order = Enumerable.Range(0, 2000).ToArray();
        stream.Shuffle<int>(order);
        double[] shuffled = [.. order.Select(i => scores[i])];
        bool[] outcomes = [.. order.Select(i => labels[i])];
        Assert.Equal(ClassificationMetrics.Auc(scores, labels), ClassificationMetrics.Auc(shuffled, outcomes));
        Assert.Equal(ClassificationMetrics.AveragePrecision(scores, labels), ClassificationMetrics.AveragePrecision(shuffled, outcomes));
        Assert.Equal(ClassificationMetrics.TopDecileLift(scores, labels), ClassificationMetrics.TopDecileLift(shuffled, outcomes));
        Assert.Equal(
            ClassificationMetrics.CalibrationBins(scores, labels, 7, Binning.EqualMass),
            ClassificationMetrics.CalibrationBins(shuffled, outcomes, 7, Binning.EqualMass));
    }

    [Fact]
    public void All_scores_tied_are_worth_nothing()
    {
        double[] tied = [.. Enumerable.Repeat(0.5, 12)];
        Assert.Equal(0.5, ClassificationMetrics.Auc(tied, Labels));
        Assert.Equal(1, ClassificationMetrics.TopDecileLift(tied, Labels), 1e-12);
        Assert.Equal(5.0 / 12, ClassificationMetrics.AveragePrecision(tied, Labels), 1e-12);
    }

    [Fact]
    public void DeLongs_variance_is_that_of_the_pairwise_definition()
    {
        var estimate = ClassificationMetrics.AucWithInterval(Scores, Labels);
        double[] up = [.. Scores.Where((_, i) => Labels[i])];
        double[] down = [.. Scores.Where((_, i) => !Labels[i])];
        double Win(double a, double b) => a > b ? 1 : a == b ? 0.5 : 0;
        double Spread(IEnumerable<double> placements, int n) => placements.Sum(v => (v - estimate.Value) * (v - estimate.Value)) / (n - 1) / n;
        var variance = Spread(up.Select(a => down.Average(b => Win(a, b))), up.Length) + Spread(down.Select(b => up.Average(a => Win(a, b))), down.Length);
        Assert.Equal(Math.Sqrt(variance), estimate.StandardError, 1e-12);
        Assert.True(estimate.Interval.Contains(estimate.Value));
    }

    [Fact]
    public void Calibrated_probabilities_have_slope_one_and_stretched_ones_do_not()
    {
        var stream = new RandomStream(8);
        var probabilities = new double[20_000];
        var labels = new bool[probabilities.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = stream.Bernoulli(probabilities[i] = Logistic.Probability(-2 + 1.5 * stream.Normal()));
        var line = ClassificationMetrics.Calibration(probabilities, labels);
        Assert.InRange(line.Slope, 0.95, 1.05);
        Assert.InRange(line.InTheLarge, -0.08, 0.08);
        double[] stretched = [.. probabilities.Select(p => Logistic.Probability(0.5 + 2 * Logistic.Logit(p)))];
        Assert.InRange(ClassificationMetrics.Calibration(stretched, labels).Slope, 0.475, 0.525);
        var repaired = LogisticRecalibration.Fit(stretched, labels, []);
        Assert.InRange(ClassificationMetrics.Calibration([.. stretched.Select(repaired.Apply)], labels).Slope, 1 - 1e-9, 1 + 1e-9);
    }

    [Fact]
    public void Gains_reach_everyone_at_the_whole_and_never_fall()
    {
        var points = ClassificationMetrics.Gains(Scores, Labels, [0.25, 0.5, 0.75, 1]);
        Assert.Equal([0.25, 0.5, 0.75, 1], points.Select(p => p.Share));
        Assert.Equal([0.4, 0.8, 1, 1], points.Select(p => Math.Round(p.Captured, 12)));
        Assert.Equal(1, points[^1].Lift);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_place()
    {
        Assert.Contains("scores[0] is NaN", Assert.Throws<ArgumentException>(() => ClassificationMetrics.Auc([double.NaN, 1], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("both outcomes", Assert.Throws<ArgumentException>(() => ClassificationMetrics.Auc([1, 2], [true, true])).Message, StringComparison.Ordinal);
        Assert.Contains("probabilities[1] is 1.5", Assert.Throws<ArgumentException>(() => ClassificationMetrics.Brier([1, 1.5], [true, true])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.LogLoss([], []));
    }

    static (double[] Scores, bool[] Labels) Coarse(RandomStream stream, int count)
    {
        var scores = new double[count];
        var labels = new bool[count];
        for (var i = 0; i < count; i++)
            labels[i] = stream.Bernoulli(0.8 * (scores[i] = Math.Round(stream.Uniform(), 1)));
        return (scores, labels);
    }
}
