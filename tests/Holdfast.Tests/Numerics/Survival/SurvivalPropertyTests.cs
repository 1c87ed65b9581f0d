using Holdfast.Numerics;
using Holdfast.Numerics.Survival;

namespace Holdfast.Tests.Numerics.Survival;

/// <summary>Recovery, coverage and identities, all with fixed seeds.</summary>
public class SurvivalPropertyTests
{
    const int Many = 5_000;
    static readonly double[] Truth = [0.7, -0.4];

    [Theory]
    [InlineData(TieMethod.Efron, 0)]
    [InlineData(TieMethod.Breslow, 0)]
    [InlineData(TieMethod.Exact, 0)]
    [InlineData(TieMethod.Efron, 20)]
    public void A_Cox_regression_recovers_what_was_simulated(TieMethod ties, int ticksPerUnit)
    {
        var world = Simulate(new RandomStream(11), Many, ticksPerUnit);
        var fit = CoxRegression.Fit(world.Sample, world.Rows, 2, new CoxOptions { Ties = ties });
        Assert.Equal(ConvergenceReason.GradientSmall, fit.Convergence.Reason);
        for (var j = 0; j < 2; j++)
            Assert.InRange(fit.Coefficients[j], Truth[j] - 3 * fit.StandardErrors[j], Truth[j] + 3 * fit.StandardErrors[j]);
        var baseline = CoxBaseline.Of(world.Sample, world.Rows, fit);
        Assert.InRange(baseline.Hazard([0, 0], 1), 0.9, 1.1);
    }

    [Fact]
    public void Discrete_hazards_and_subdistribution_hazards_recover_what_was_simulated()
    {
        var stream = new RandomStream(12);
        var (periods, events, rows) = (new double[Many], new bool[Many], new double[Many]);
        for (var i = 0; i < Many; i++)
        {
            rows[i] = stream.Normal();
            for (var t = 1; t <= 12 && !events[i]; t++)
                (periods[i], events[i]) = (t, stream.Uniform() < 1 / (1 + Math.Exp(2.5 - 0.1 * t - 0.5 * rows[i])));
        }
        var fit = DiscreteHazard.Fit(new SurvivalSample { Exits = periods, Events = events }, rows, 1, new DiscreteHazardOptions { Degree = 1 });
        double[] truth = [-2.5, 0.1, 0.5], found = [.. fit.PeriodTerms, .. fit.Coefficients];
        for (var j = 0; j < 3; j++)
            Assert.InRange(found[j], truth[j] - 3 * fit.StandardErrors[j], truth[j] + 3 * fit.StandardErrors[j]);

        // Fine and Gray's own simulation (1999, section 5): F1(t | z) = 1 - (1 - p (1 - exp(-t)))^exp(b z).
        const double share = 0.6, b = 0.5;
        var (times, causes) = (new double[Many], new int[Many]);
        for (var i = 0; i < Many; i++)
        {
            var power = Math.Exp(b * rows[i]);
            var first = 1 - Math.Pow(1 - share, power);
            var own = stream.Uniform() < first;
            var leaves = own ? -Math.Log(1 - (1 - Math.Pow(1 - stream.Uniform() * first, 1 / power)) / share) : stream.Exponential(power);
            var seen = stream.Uniform(0.5, 4);
            (times[i], causes[i]) = (Math.Min(leaves, seen), leaves > seen ? 0 : own ? 1 : 2);
        }
        var gray = FineGray.Fit(times, causes, rows, 1);
        Assert.InRange(gray.Model.Coefficients[0], b - 3 * gray.StandardErrors[0], b + 3 * gray.StandardErrors[0]);
    }

    [Fact]
    public void Intervals_cover_as_often_as_they_say()
    {
        const int runs = 1_000;
        int curve = 0, hazard = 0, mean = 0, cox = 0, robust = 0, incidence = 0;
        var root = new RandomStream(13);
        for (var run = 0; run < runs; run++)
        {
            var world = Simulate(root.Split((ulong)run), 200, 0);
            var fit = CoxRegression.Fit(world.Sample, world.Rows, 2);
            cox += Math.Abs(fit.Coefficients[0] - Truth[0]) <= 1.959964 * fit.StandardErrors[0] ? 1 : 0;
            var error = CoxFit.Errors(CoxResiduals.Of(world.Sample, world.Rows, fit).RobustCovariance())[0];
            robust += Math.Abs(fit.Coefficients[0] - Truth[0]) <= 1.959964 * error ? 1 : 0;
            var stream = root.Split((ulong)(runs + run));
            double[] leaves = [.. Enumerable.Range(0, 200).Select(_ => stream.Exponential(1))], seen = [.. leaves.Select(_ => stream.Uniform(0, 3))];
            double[] times = [.. leaves.Zip(seen, Math.Min)];
            var sample = new SurvivalSample { Exits = times, Events = (bool[])[.. leaves.Zip(seen, (l, s) => l <= s)] };
            curve += KaplanMeier.Fit(sample).Last(0.7)!.Value.Interval.Contains(Math.Exp(-0.7)) ? 1 : 0;
            hazard += NelsonAalen.Fit(sample).Last(0.7)!.Value.Interval.Contains(0.7) ? 1 : 0;
            mean += RestrictedMean.Of(sample, 1).Mean.Interval.Contains(1 - Math.Exp(-1)) ? 1 : 0;
            int[] causes = [.. leaves.Select((l, i) => l > seen[i] ? 0 : stream.Index(2) + 1)];
            incidence += AalenJohansen.Fit([], times, causes, 2, new IncidenceOptions { Interval = SurvivalInterval.LogLog }).Last(0.7)!.Value.Intervals[0].Contains(0.5 * (1 - Math.Exp(-0.7))) ? 1 : 0;
        }
        Assert.All(new[] { curve, hazard, mean, cox, robust, incidence }, covered => Assert.InRange(covered, 930, 970));
    }

    [Fact]
    public void The_order_of_rows_changes_nothing_and_the_unit_of_time_only_scales()
    {
        var root = new RandomStream(14);
        for (var trial = 0; trial < 200; trial++)
        {
            var stream = root.Split((ulong)trial);
            var world = Simulate(stream, 30 + stream.Index(40), trial % 2 == 0 ? 4 : 0);
            int[] order = [.. Enumerable.Range(0, world.Times.Length)];
            stream.Shuffle<int>(order);
            var shuffled = world.At(order);
            var (one, other) = (KaplanMeier.Fit(world.Sample), KaplanMeier.Fit(shuffled.Sample));
            Assert.Equal(one.Points, other.Points);
            var ties = (TieMethod)(trial % 3);
            var (fit, again) = (CoxRegression.Fit(world.Sample, world.Rows, 2, new CoxOptions { Ties = ties }), CoxRegression.Fit(shuffled.Sample, shuffled.Rows, 2, new CoxOptions { Ties = ties }));
            var longer = CoxRegression.Fit(new SurvivalSample { Exits = Array.ConvertAll(world.Times, t => 7 * t), Events = world.Events }, world.Rows, 2, new CoxOptions { Ties = ties });
            var wider = CoxRegression.Fit(world.Sample, Array.ConvertAll(world.Rows, x => 10 * x - 3), 2, new CoxOptions { Ties = ties });
            for (var j = 0; j < 2; j++)
            {
                Assert.Equal(fit.Coefficients[j], again.Coefficients[j], 1e-8);
                Assert.Equal(fit.Coefficients[j], longer.Coefficients[j], 1e-8);
                Assert.Equal(fit.Coefficients[j], 10 * wider.Coefficients[j], 1e-8);
            }
            var scaled = KaplanMeier.Fit(new SurvivalSample { Exits = Array.ConvertAll(world.Times, t => 7 * t), Events = world.Events }).Median.Time;
            Assert.Equal(7 * (one.Median.Time ?? -1), scaled ?? -7, 1e-12);
        }
    }

    [Fact]
    public void Rows_may_be_cut_in_two_and_weights_stand_for_copies()
    {
        var root = new RandomStream(15);
        for (var trial = 0; trial < 200; trial++)
        {
            var stream = root.Split((ulong)trial);
            var world = Simulate(stream, 40, trial % 2 == 0 ? 3 : 0);
            var cut = world.CutInTwo(0.3);
            foreach (var options in new[] { new CoxOptions(), new CoxOptions { Ties = TieMethod.Breslow }, new CoxOptions { Ties = TieMethod.Exact } })
            {
                var (whole, parts) = (CoxRegression.Fit(world.Sample, world.Rows, 2, options), CoxRegression.Fit(cut.Sample, cut.Rows, 2, options));
                Assert.Equal(whole.LogLikelihood, parts.LogLikelihood, 1e-9);
                Assert.Equal(whole.Coefficients[0], parts.Coefficients[0], 1e-8);
            }
            var (curve, cutCurve) = (KaplanMeier.Fit(world.Sample), KaplanMeier.Fit(cut.Sample));
            Assert.Equal(curve.At(0.8), cutCurve.At(0.8), 1e-12);
            Assert.Equal(curve.Last(0.8)?.StandardError ?? 0, cutCurve.Last(0.8)?.StandardError ?? 0, 1e-12);
            var fit = CoxRegression.Fit(world.Sample, world.Rows, 2);
            var clusters = cut.Clusters;
            var robust = CoxResiduals.Of(cut.Sample, cut.Rows, CoxRegression.Fit(cut.Sample, cut.Rows, 2)).RobustCovariance(clusters);
            Assert.Equal(CoxResiduals.Of(world.Sample, world.Rows, fit).RobustCovariance()[0], robust[0], 1e-8);
            double[] twice = [.. Enumerable.Repeat(2.0, 40)];
            var weighted = new SurvivalSample { Exits = world.Times, Events = world.Events, Weights = twice };
            var copies = world.At([.. Enumerable.Range(0, 80).Select(i => i / 2)]);
            Assert.Equal(KaplanMeier.Fit(copies.Sample).Last(1)?.StandardError ?? 0, KaplanMeier.Fit(weighted).Last(1)?.StandardError ?? 0, 1e-12);
            var breslow = new CoxOptions { Ties = TieMethod.Breslow };
            Assert.Equal(CoxRegression.Fit(copies.Sample, copies.Rows, 2, breslow).Coefficients[1], CoxRegression.Fit(weighted, world.Rows, 2, breslow).Coefficients[1], 1e-8);
        }
    }

    [Fact]
    public void The_log_rank_test_is_the_score_test_of_one_column_and_the_exact_one_with_hypergeometric_ties()
    {
        var root = new RandomStream(16);
        for (var trial = 0; trial < 200; trial++)
        {
            var world = Simulate(root.Split((ulong)trial), 50, trial % 2 == 0 ? 2 : 0);
            int[] groups = [.. Enumerable.Range(0, 50).Select(i => world.Rows[2 * i] > 0.5 ? 1 : 0)];
            double[] column = [.. groups.Select(g => (double)g)];
            // The exact likelihood's information is the hypergeometric variance of the log-rank test.
            var score = CoxRegression.Fit(world.Sample, column, 1, new CoxOptions { Ties = TieMethod.Exact, MaximumIterations = 1 }).Score;
            Assert.Equal(LogRank.Test(world.Sample, groups, 2).Statistic, score.Statistic, 1e-9);
        }
    }

    [Fact]
    public void Concordance_and_scores_agree_with_counting_pairs()
    {
        var root = new RandomStream(17);
        for (var trial = 0; trial < 200; trial++)
        {
            var stream = root.Split((ulong)trial);
            var world = Simulate(stream, 40, 3);
            double[] scores = [.. world.Times.Select(_ => (double)stream.Index(6))];
            var cut = trial % 2 == 0;
            double[] entries = cut ? [.. world.Times.Select(t => t * stream.Index(3) / 4)] : [];
            var found = Concordance.Of(new SurvivalSample { Entries = entries, Exits = world.Times, Events = world.Events }, scores);
            double c = 0, d = 0, t = 0;
            for (var i = 0; i < 40; i++)
            {
                for (var j = 0; j < 40; j++)
                {
                    var outlives = world.Events[i] && (world.Times[j] > world.Times[i] || (world.Times[j] == world.Times[i] && !world.Events[j]));
                    if (!outlives || (cut && entries[j] >= world.Times[i]))
                        continue;
                    (c, d, t) = scores[i] > scores[j] ? (c + 1, d, t) : scores[i] < scores[j] ? (c, d + 1, t) : (c, d, t + 1);
                }
            }
            Assert.Equal((c, d, t), (found.Concordant, found.Discordant, found.TiedScore));
        }
    }

    [Fact]
    public void Tests_of_groups_that_are_alike_reject_as_often_as_they_say()
    {
        const int runs = 1_000;
        var (gray, rank) = (0, 0);
        var root = new RandomStream(18);
        for (var run = 0; run < runs; run++)
        {
            var stream = root.Split((ulong)run);
            var world = Simulate(stream, 120, run % 2 == 0 ? 6 : 0);
            int[] groups = [.. Enumerable.Range(0, 120).Select(i => i % 3)];
            rank += LogRank.Test(world.Sample, groups, 3).PValue < 0.05 ? 1 : 0;
            gray += GrayTest.Of(world.Times, Array.ConvertAll(world.Events, e => e ? 1 + stream.Index(2) : 0), groups, 3, 1).PValue < 0.05 ? 1 : 0;
        }
        Assert.InRange(gray, 30, 70);
        Assert.InRange(rank, 30, 70);
    }

    [Fact]
    public void Strata_that_are_all_alike_are_none()
    {
        var world = Simulate(new RandomStream(20), 60, 0);
        var one = new SurvivalSample { Exits = world.Times, Events = world.Events, Strata = new int[60] };
        int[] groups = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        Assert.Equal(LogRank.Test(world.Sample, groups, 3).Statistic, LogRank.Test(one, groups, 3).Statistic);
        Assert.Equal(CoxRegression.Fit(world.Sample, world.Rows, 2).Coefficients, CoxRegression.Fit(one, world.Rows, 2).Coefficients);
    }

    static World Simulate(RandomStream stream, int count, int ticksPerUnit)
    {
        var (times, events, rows) = (new double[count], new bool[count], new double[2 * count]);
        for (var i = 0; i < count; i++)
        {
            (rows[2 * i], rows[2 * i + 1]) = (stream.Index(2), stream.Normal());
            var leaves = stream.Exponential(Math.Exp(Truth[0] * rows[2 * i] + Truth[1] * rows[2 * i + 1]));
            var seen = stream.Uniform(0.2, 3);
            events[i] = leaves <= seen;
            var time = Math.Min(leaves, seen);
            times[i] = ticksPerUnit == 0 ? time : Math.Ceiling(time * ticksPerUnit) / ticksPerUnit;
        }
        return new World(times, events, rows);
    }

    sealed record World(double[] Times, bool[] Events, double[] Rows)
    {
        double[] Entries { get; init; } = [];

        public int[] Clusters { get; private init; } = [];

        public SurvivalSample Sample => new() { Entries = Entries, Exits = Times, Events = Events };

        public World At(int[] rows) => new([.. rows.Select(i => Times[i])], [.. rows.Select(i => Events[i])], [.. rows.SelectMany(i => new[] { Rows[2 * i], Rows[2 * i + 1] })]);

        /// <summary>Every row longer than a time as two rows that follow each other.</summary>
        public World CutInTwo(double at)
        {
            var parts = Enumerable.Range(0, Times.Length).SelectMany(i => Times[i] > at ? new[] { (i, 0.0, at, false), (i, at, Times[i], Events[i]) } : [(i, 0.0, Times[i], Events[i])]).ToList();
            return new World([.. parts.Select(p => p.Item3)], [.. parts.Select(p => p.Item4)], [.. parts.SelectMany(p => new[] { Rows[2 * p.i], Rows[2 * p.i + 1] })])
            {
                Entries = [.. parts.Select(p => p.Item2)],
                Clusters = [.. parts.Select(p => p.i)],
            };
        }
    }
}
