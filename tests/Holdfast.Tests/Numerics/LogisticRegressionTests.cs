using Holdfast.Numerics;
using Holdfast.Numerics.Regression;

namespace Holdfast.Tests.Numerics;

public class LogisticRegressionTests
{
    static readonly LogisticOptions Plain = new() { Ridge = 0 };

    [Fact]
    public void One_binary_column_gives_the_log_odds_ratio_and_its_standard_error()
    {
        // 30 of 100 without, 45 of 90 with: closed form, Woolf 1955.
        double[] rows = [0, 0, 1, 1];
        double[] labels = [1, 0, 1, 0];
        double[] weights = [30, 70, 45, 45];
        var fit = LogisticRegression.Fit(rows, 1, labels, weights, Plain);
        Assert.Equal(Math.Log(30.0 / 70), fit.Intercept, 1e-12);
        Assert.Equal(Math.Log(1) - Math.Log(30.0 / 70), fit.Coefficients[0], 1e-12);
        Assert.Equal(Math.Sqrt(1.0 / 30 + 1.0 / 70), fit.InterceptStandardError, 1e-10);
        Assert.Equal(Math.Sqrt(1.0 / 30 + 1.0 / 70 + 1.0 / 45 + 1.0 / 45), fit.StandardErrors[0], 1e-10);
        Assert.True(fit.Convergence.Settled);
        Assert.False(fit.Separated);
    }

    [Fact]
    public void Simulated_coefficients_are_recovered_within_three_standard_errors()
    {
        double[] truth = [0.8, -1.2, 0, 0.3, 2];
        var (rows, labels) = Simulate(20_000, truth, -1, 5);
        var fit = LogisticRegression.Fit(rows, truth.Length, labels, [], Plain);
        Assert.InRange((fit.Intercept + 1) / fit.InterceptStandardError, -3, 3);
        for (var j = 0; j < truth.Length; j++)
            Assert.InRange((fit.Coefficients[j] - truth[j]) / fit.StandardErrors[j], -3, 3);
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice()
    {
        var (rows, labels) = Simulate(300, [1, -1], 0, 9);
        var weights = Enumerable.Range(0, 300).Select(i => (double)(i % 3)).ToArray();
        var repeated = Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat(i, i % 3)).ToArray();
        var weighted = LogisticRegression.Fit(rows, 2, labels, weights, new LogisticOptions());
        var doubled = LogisticRegression.Fit([.. repeated.SelectMany(i => rows[(2 * i)..(2 * i + 2)])], 2, [.. repeated.Select(i => labels[i])], [], new LogisticOptions());
        Assert.Equal(doubled.Intercept, weighted.Intercept, 1e-10);
        Assert.Equal(doubled.Coefficients[1], weighted.Coefficients[1], 1e-10);
        Assert.Equal(doubled.StandardErrors[1], weighted.StandardErrors[1], 1e-10);
    }

    [Fact]
    public void Changing_a_columns_unit_divides_its_coefficient_and_changes_no_probability()
    {
        var (rows, labels) = Simulate(500, [1, -1], 0, 12);
        var scaled = rows.ToArray();
        for (var i = 0; i < scaled.Length; i += 2)
            scaled[i] = 1000 * scaled[i] + 5;
        var first = LogisticRegression.Fit(rows, 2, labels, [], new LogisticOptions());
        var second = LogisticRegression.Fit(scaled, 2, labels, [], new LogisticOptions());
        Assert.Equal(first.Coefficients[0] / 1000, second.Coefficients[0], 1e-12);
        Assert.Equal(first.Probability(rows.AsSpan(0, 2)), second.Probability(scaled.AsSpan(0, 2)), 1e-10);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6 }, new double[] { 0, 0, 0, 1, 1, 1 })]
    [InlineData(new double[] { 1, 1, 1, 2, 2, 2, 2 }, new double[] { 0, 1, 0, 1, 1, 1, 1 })]
    public void Separation_is_detected(double[] column, double[] labels)
    {
        var fit = LogisticRegression.Fit(column, 1, labels, [], Plain);
        Assert.True(fit.Separated);
        Assert.True(double.IsFinite(fit.Coefficients[0]));
    }

    [Fact]
    public void A_penalty_keeps_separated_classes_finite_and_settles()
    {
        var fit = LogisticRegression.Fit([1, 2, 3, 4, 5, 6], 1, [0, 0, 0, 1, 1, 1], [], new LogisticOptions { Ridge = 1 });
        Assert.Equal(ConvergenceReason.GradientSmall, fit.Convergence.Reason);
        Assert.InRange(fit.Coefficients[0], 0.1, 3);
    }

    [Fact]
    public void A_constant_or_dependent_column_is_left_out()
    {
        var (two, labels) = Simulate(400, [1, -1], 0, 21);
        var rows = new double[400 * 4];
        for (var i = 0; i < 400; i++)
            (rows[4 * i], rows[4 * i + 1], rows[4 * i + 2], rows[4 * i + 3]) = (two[2 * i], 7, two[2 * i + 1], two[2 * i] - 2 * two[2 * i + 1]);
        var fit = LogisticRegression.Fit(rows, 4, labels, [], Plain);
        var whole = LogisticRegression.Fit(two, 2, labels, [], Plain);
        Assert.Equal([false, true, false, true], fit.Aliased);
        Assert.Equal(whole.Coefficients[0], fit.Coefficients[0], 1e-9);
        Assert.Equal(0, fit.Coefficients[1]);
    }

    [Fact]
    public void Contributions_and_the_mean_add_up_to_the_log_odds()
    {
        var (rows, labels) = Simulate(300, [1, -1, 0.5], 0, 2);
        var fit = LogisticRegression.Fit(rows, 3, labels, [], new LogisticOptions());
        var row = rows.AsSpan(9, 3);
        Assert.Equal(fit.Logit(row), fit.MeanLogit + fit.Contribution(0, row[0]) + fit.Contribution(1, row[1]) + fit.Contribution(2, row[2]), 1e-12);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_place()
    {
        Assert.Contains("rows[1] is NaN", Assert.Throws<ArgumentException>(() => LogisticRegression.Fit([1, double.NaN], 1, [0, 1], [], Plain)).Message, StringComparison.Ordinal);
        Assert.Contains("both outcomes", Assert.Throws<ArgumentException>(() => LogisticRegression.Fit([1, 2], 1, [1, 1], [], Plain)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit([1, 2, 3], 1, [1, 0], [], Plain));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit([1, 2], 1, [1, 0], [1, -1], Plain));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit([], 1, [], [], Plain));
    }

    static (double[] Rows, double[] Labels) Simulate(int count, double[] truth, double intercept, ulong seed)
    {
        var stream = new RandomStream(seed);
        var rows = new double[count * truth.Length];
        var labels = new double[count];
        for (var i = 0; i < count; i++)
        {
            var logit = intercept;
            for (var j = 0; j < truth.Length; j++)
                logit += truth[j] * (rows[i * truth.Length + j] = stream.Normal());
            labels[i] = stream.Bernoulli(Logistic.Probability(logit)) ? 1 : 0;
        }
        return (rows, labels);
    }
}
