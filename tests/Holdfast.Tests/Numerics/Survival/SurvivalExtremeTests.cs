using Holdfast.Numerics;
using Holdfast.Numerics.Survival;

namespace Holdfast.Tests.Numerics.Survival;

/// <summary>One row, no events, ties everywhere, separation and impossible numbers: a defined answer, or words.</summary>
public class SurvivalExtremeTests
{
    static readonly double[] Four = [1, 2, 3, 4];
    static readonly bool[] All = [true, true, true, true], None = [false, false, false, false];

    [Fact]
    public void One_row_has_an_answer_everywhere()
    {
        var sample = new SurvivalSample { Exits = [3], Events = [true] };
        Assert.Equal(0, KaplanMeier.Fit(sample).At(3));
        Assert.Equal(new SurvivalQuantile(3, null, null), KaplanMeier.Fit(sample).Median);
        Assert.Equal(1, NelsonAalen.Fit(sample, true).At(3));
        Assert.Equal((3, 0.0), (RestrictedMean.Of(sample, 5).Mean.Value, RestrictedMean.Of(sample, 5).Mean.StandardError));
        Assert.Equal((0, 1.0), (LogRank.Test(sample, [1], 2).Degrees, LogRank.Test(sample, [1], 2).PValue));
        Assert.Equal((0.5, 0.0), (Concordance.Of(sample, [1]).C, Concordance.Of(sample, [1]).StandardError));
        var alone = CoxRegression.Fit(sample, [7], 1);
        Assert.True(alone.Aliased[0]);
        Assert.Equal((0.0, 0.0, 1.0), (alone.Coefficients[0], alone.StandardErrors[0], alone.Wald.PValue));
        Assert.Equal(1, AalenJohansen.Fit([], [3], [1], 2).Last(3)!.Value.Incidence[0]);
        Assert.Equal(1, GrayTest.Of([3], [1], [0], 2, 1).PValue);
        Assert.Null(IpcwScores.Auc(sample, [1], 2));
    }

    [Fact]
    public void Without_events_curves_stay_and_regressions_say_why_not()
    {
        var sample = new SurvivalSample { Exits = Four, Events = None };
        Assert.Equal(1, KaplanMeier.Fit(sample).At(9));
        Assert.Equal(new Interval(1, 1), KaplanMeier.Fit(sample).Points[3].Interval);
        Assert.Equal(0, NelsonAalen.Fit(sample).At(9));
        Assert.Equal(9, RestrictedMean.Of(sample, 9).Mean.Value);
        Assert.True(RestrictedMean.Of(sample, 9).IsExtended);
        Assert.Equal(1, LogRank.Test(sample, [0, 1, 0, 1], 2).PValue);
        Assert.Contains("no row has the event", Fault(() => CoxRegression.Fit(new SurvivalSample { Exits = Four, Events = None }, [1, 2, 3, 5], 1)), StringComparison.Ordinal);
        Assert.Contains("0 of 10 person-periods have the event", Fault(() => DiscreteHazard.Fit(new SurvivalSample { Exits = Four, Events = None }, [], 0)), StringComparison.Ordinal);
        Assert.Contains("no row has the event", Fault(() => FineGray.Fit(Four, [2, 2, 0, 0], [1, 2, 3, 5], 1)), StringComparison.Ordinal);
        Assert.Equal(0.5, Concordance.Of(sample, Four).C);
    }

    [Fact]
    public void All_events_at_one_time_and_ties_everywhere_have_an_answer()
    {
        var sample = new SurvivalSample { Exits = [2, 2, 2, 2], Events = All };
        Assert.Equal(0, KaplanMeier.Fit(sample).At(2));
        Assert.Equal(2, KaplanMeier.Fit(sample).Median.Time);
        Assert.Equal(1.0 / 4 + 1.0 / 3 + 1.0 / 2 + 1, NelsonAalen.Fit(sample, true).At(2), 1e-15);
        double[] x = [0, 1, 0, 2];
        foreach (var ties in Enum.GetValues<TieMethod>())
        {
            var fit = CoxRegression.Fit(sample, x, 1, new CoxOptions { Ties = ties });
            // With Breslow's ties the score is that of a mean; with the exact likelihood the only possible subset tells nothing.
            Assert.True(double.IsFinite(fit.Coefficients[0]) && double.IsFinite(fit.LogLikelihood), ties.ToString());
        }
        Assert.Equal(0, CoxRegression.Fit(sample, x, 1, new CoxOptions { Ties = TieMethod.Exact }).LogLikelihood, 1e-12);
        Assert.Equal(0, LogRank.Test(sample, [0, 1, 0, 1], 2).Statistic);
        Assert.Equal(ConvergenceReason.Separation, DiscreteHazard.Fit(new SurvivalSample { Exits = [1, 2, 2, 2], Events = [false, true, true, true] }, [0, 1, 1, 1], 1, new DiscreteHazardOptions { Degree = 1 }).Convergence.Reason);
    }

    [Fact]
    public void Separation_is_told_and_named()
    {
        double[] times = [1, 2, 3, 4, 5, 6, 7, 8], rows = [1, 0.3, 1, 0.1, 1, 0.7, 1, 0.2, 0, 0.5, 0, 0.9, 0, 0.4, 0, 0.6];
        bool[] events = [true, true, true, true, false, false, false, false];
        foreach (var ties in Enum.GetValues<TieMethod>())
        {
            var fit = CoxRegression.Fit(new SurvivalSample { Exits = times, Events = events }, rows, 2, new CoxOptions { Ties = ties });
            Assert.Equal(ConvergenceReason.Separation, fit.Convergence.Reason);
            Assert.Equal([true, false], fit.Runaway);
            Assert.False(fit.Convergence.Settled);
        }
    }

    [Fact]
    public void Columns_that_follow_from_others_are_left_out()
    {
        double[] times = [1, 2, 3, 4, 5, 6], rows = [1, 2, 5, 0, 0, 5, 2, 4, 5, 1, 2, 5, 3, 6, 5, 0, 0, 5];
        bool[] events = [true, false, true, true, true, false];
        var fit = CoxRegression.Fit(new SurvivalSample { Exits = times, Events = events }, rows, 3);
        Assert.Equal([false, true, true], fit.Aliased);
        var alone = CoxRegression.Fit(new SurvivalSample { Exits = times, Events = events }, [1, 0, 2, 1, 3, 0], 1);
        Assert.Equal(alone.Coefficients[0], fit.Coefficients[0], 1e-10);
        Assert.Equal(1, fit.Wald.Degrees);
    }

    [Theory]
    [InlineData(double.NaN, "row 1 enters at 0 and leaves at NaN")]
    [InlineData(double.PositiveInfinity, "row 1 enters at 0 and leaves at Infinity")]
    [InlineData(-2, "row 1 enters at 0 and leaves at -2")]
    public void Impossible_times_are_named_by_every_method(double wrong, string said)
    {
        double[] times = [1, wrong, 3];
        bool[] events = [true, true, false];
        Action[] methods =
        [
            () => KaplanMeier.Fit([], times, events),
            () => NelsonAalen.Fit(new SurvivalSample { Exits = times, Events = events }),
            () => LogRank.Test(new SurvivalSample { Exits = times, Events = events }, [0, 1, 0], 2),
            () => RestrictedMean.Of(new SurvivalSample { Exits = times, Events = events }, 2),
            () => CoxRegression.Fit(new SurvivalSample { Exits = times, Events = events }, [1, 2, 3], 1),
            () => AalenJohansen.Fit([], times, [1, 0, 2], 2),
            () => GrayTest.Of(times, [1, 0, 2], [0, 1, 0], 2, 1),
            () => FineGray.Fit(times, [1, 0, 2], [1, 2, 3], 1),
            () => DiscreteHazard.Fit(new SurvivalSample { Exits = times, Events = events }, [], 0),
            () => Concordance.Of(new SurvivalSample { Exits = times, Events = events }, [1, 2, 3]),
            () => IpcwScores.Auc(new SurvivalSample { Exits = times, Events = events }, [1, 2, 3], 2),
        ];
        Assert.All(methods, method => Assert.Contains(said, Fault(method), StringComparison.Ordinal));
    }

    [Fact]
    public void Impossible_values_are_named()
    {
        Assert.Contains("rows[1] is NaN", Fault(() => CoxRegression.Fit(new SurvivalSample { Exits = [1, 2], Events = [true, true] }, [1, double.NaN], 1)), StringComparison.Ordinal);
        Assert.Contains("weights[0] is -1", Fault(() => KaplanMeier.Fit(new SurvivalSample { Exits = [1, 2], Events = [true, true], Weights = [-1, 2] })), StringComparison.Ordinal);
        Assert.Contains("row 0 leaves at 0", Fault(() => DiscreteHazard.Fit(new SurvivalSample { Exits = [0, 2], Events = [true, false] }, [], 0)), StringComparison.Ordinal);
        Assert.Contains("up to 1.0e11 are allowed", Fault(() => CoxRegression.Fit(
            new SurvivalSample { Exits = new double[300_000], Events = [.. Enumerable.Repeat(true, 300_000)] }, new double[300_000], 1, new CoxOptions { Ties = TieMethod.Exact })), StringComparison.Ordinal);
        Assert.Contains("groups[1] is 2", Fault(() => LogRank.Test(new SurvivalSample { Exits = [1, 2], Events = [true, true] }, [0, 2], 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_that_differ_by_rounding_only_are_one()
    {
        double[] times = [0.1 + 0.2, 0.3, 0.5, 0.7];
        Assert.Equal([0.3, 0.5, 0.7], KaplanMeier.Fit([], times, All).Points.Select(p => Math.Round(p.Time, 12)));
        Assert.Equal(2, KaplanMeier.Fit([], times, All).Points[0].Events);
        Assert.Equal(1, Concordance.Of(new SurvivalSample { Exits = times, Events = All }, [1, 2, 3, 4]).TiedTime);
    }

    [Fact]
    public void Wild_numbers_are_sorted_as_by_comparison()
    {
        var stream = new RandomStream(19);
        double[][] lists =
        [
            [.. Enumerable.Range(0, 3_000).Select(_ => stream.Uniform())],
            [.. Enumerable.Range(0, 3_000).Select(_ => Math.Exp(600 * stream.Normal() / 3))],
            [.. Enumerable.Range(0, 3_000).Select(i => i == 7 ? 1e300 : stream.Index(50) * 0.1 - 2)],
            [.. Enumerable.Range(0, 3_000).Select(_ => stream.Index(2) == 0 ? -double.MaxValue : double.MaxValue * stream.Uniform())],
            [.. Enumerable.Repeat(5.0, 700)],
            [4.9e-324, 0, -0.0, 4.9e-324],
        ];
        foreach (var list in lists)
            Assert.Equal(Enumerable.Range(0, list.Length).OrderBy(i => list[i]), TimeOrder.Ascending(list));
    }

    /// <summary>Rows that count one each are counted by another way than weights of 1; crowded, tied, nearly tied and spread times must not tell them apart.</summary>
    [Fact]
    public void A_curve_of_rows_is_that_of_weights_of_one()
    {
        var stream = new RandomStream(23);
        Func<int, double>[] shapes =
        [
            _ => stream.Uniform(), _ => stream.Index(12), _ => Math.Exp(100 * stream.Normal()), i => i == 7 ? 1e300 : stream.Index(90) * 0.1,
            i => i % 2 == 0 ? 1 + 1e-9 * stream.Index(4) : stream.Uniform(0, 9), _ => 5, _ => 1e-300 * stream.Uniform(), i => 1e6 + i % 1000 * 1e-3, i => i % 3 == 0 ? 0 : double.MaxValue * stream.Uniform(),
        ];
        foreach (var (count, shape) in from count in new[] { 1, 2, 3, 40, 5_000 } from shape in shapes select (count, shape))
        {
            double[] times = [.. Enumerable.Range(0, count).Select(shape)];
            bool[] events = [.. times.Select(_ => stream.Bernoulli(0.6))];
            var (rows, weighted) = (KaplanMeier.Fit([], times, events), KaplanMeier.Fit(new SurvivalSample { Exits = times, Events = events, Weights = [.. times.Select(_ => 1.0)] }));
            Assert.Equal(weighted.Points, rows.Points);
        }
    }

    [Fact]
    public void Huge_and_tiny_columns_times_and_scores_stay_finite()
    {
        double[] times = [1e-300, 2e-300, 1, 1e300, 1.5e300, 1.7e308];
        bool[] events = [true, false, true, true, true, true];
        var fit = CoxRegression.Fit(new SurvivalSample { Exits = times, Events = events }, [1e9, -1e9, 3e9, 2e9, 5e8, 1e8], 1);
        Assert.True(double.IsFinite(fit.Coefficients[0]) && fit.StandardErrors[0] > 0);
        Assert.True(double.IsFinite(RestrictedMean.Of(new SurvivalSample { Exits = [1, 1e300], Events = [true, true] }, 1e300).Mean.Value));
    }

    static string Fault(Action method) => Assert.ThrowsAny<ArgumentException>(method).Message;
}
