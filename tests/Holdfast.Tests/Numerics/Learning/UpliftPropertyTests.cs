using Holdfast.Numerics;
using Holdfast.Numerics.Uplift;

namespace Holdfast.Tests.Numerics.Learning;

/// <summary>Uplift learners and measures on simulated trials whose truth is known.</summary>
public class UpliftPropertyTests
{
    [Fact]
    public void Every_learner_that_can_finds_a_linear_effect_and_the_average_is_recovered()
    {
        // effect = 0.5 + x0, outcome = x1 + effect w + noise; 5,000 rows. 0.12 is above 3 standard errors (2 / sqrt(5000) = 0.028 each).
        var trial = Simulate(5000, 11, 0.5, 1, 0);
        var options = new UpliftOptions();
        foreach (var effect in new[] { UpliftLearners.T(trial.Rows(), options), UpliftLearners.X(trial.Rows(), options), UpliftLearners.R(trial.Rows(), options), UpliftLearners.DR(trial.Rows(), options) })
        {
            Assert.InRange(effect([0, 0]), 0.5 - 0.12, 0.5 + 0.12);
            Assert.InRange(effect([1, 0]) - effect([0, 0]), 1 - 0.12, 1 + 0.12);
            Assert.InRange(effect([0, 1]) - effect([0, 0]), -0.12, 0.12);
        }

        var same = UpliftLearners.S(trial.Rows(), options);
        Assert.Equal(same([0, 0]), same([2, -1]), 1e-9);
        var average = AverageEffects.DoublyRobust(trial.Rows(), options);
        Assert.InRange((average.Value - 0.5) / average.StandardError, -3, 3);
        Assert.True(average.StandardError < AverageEffects.Difference(trial.Rows()).StandardError);
    }

    [Fact]
    public void Known_unequal_propensities_undo_a_choice_that_went_with_the_outcome()
    {
        // Rows with a high x1, which is the outcome without treatment, are treated more often: the plain difference is fooled.
        var trial = Simulate(20_000, 5, 0.5, 0, 1.5);
        var (plain, robust) = (AverageEffects.Difference(trial.Rows()), AverageEffects.DoublyRobust(trial.Rows(), new UpliftOptions { Outcome = Constant }));
        Assert.True(plain.Value > 0.8);
        Assert.InRange((robust.Value - 0.5) / robust.StandardError, -3, 3);
    }

    [Fact]
    public void Ties_and_the_order_of_the_file_change_no_measure_but_scikits_own()
    {
        var stream = new RandomStream(8);
        var trial = Simulate(3000, 3, 0.2, 0.5, 0);
        double[] scores = [.. trial.Values.Where((_, i) => i % 2 == 0).Select(x => Math.Round(x))];
        int[] order = [.. Enumerable.Range(0, 3000)];
        stream.Shuffle<int>(order);
        var first = new ScoredTrial(scores, trial.Treated, trial.Outcomes);
        var second = new ScoredTrial([.. order.Select(i => scores[i])], [.. order.Select(i => trial.Treated[i])], [.. order.Select(i => trial.Outcomes[i])]);
        Assert.Equal(UpliftCurve.Measure(first).Qini, UpliftCurve.Measure(second).Qini, 1e-12);
        Assert.Equal(UpliftCurve.Measure(first).Auuc, UpliftCurve.Measure(second).Auuc, 1e-12);
        Assert.Equal(UpliftAtShare.Measure(first, 0.1, TopOf.Everyone, TieRule.Averaged)!.Value, UpliftAtShare.Measure(second, 0.1, TopOf.Everyone, TieRule.Averaged)!.Value, 1e-12);
        Assert.Equal(UpliftAtShare.Measure(first, 0.1, TopOf.EachArm, TieRule.Averaged)!.Value, UpliftAtShare.Measure(second, 0.1, TopOf.EachArm, TieRule.Averaged)!.Value, 1e-12);
        var bins = UpliftAtShare.Bins(first);
        Assert.Equal(trial.Treated.Count(t => t), bins.Sum(b => b.Treated), 1e-9);
        Assert.Equal(3000, bins.Sum(b => b.Treated + b.Untreated), 1e-9);
        Assert.Equal(bins.Select(b => Math.Round(b.TreatedMean!.Value, 9)), UpliftAtShare.Bins(second).Select(b => Math.Round(b.TreatedMean!.Value, 9)));
    }

    [Fact]
    public void A_perfect_score_is_one_in_scikits_terms_and_all_ties_are_worth_nothing()
    {
        bool[] treated = [true, true, false, false, true, false, true, false];
        double[] outcomes = [1, 0, 0, 1, 1, 1, 0, 0];
        double[] perfect = [.. treated.Zip(outcomes, (t, y) => t ? y : -y)];
        Assert.Equal(1, NormalisedUplift.Measure(new ScoredTrial(perfect, treated, outcomes))!.Qini, 1e-12);
        var tied = new ScoredTrial(new double[8], treated, outcomes);
        Assert.Equal(0, UpliftCurve.Measure(tied).Qini, 1e-12);
        Assert.Equal(0, NormalisedUplift.Measure(tied)!.Qini, 1e-12);
        Assert.Null(NormalisedUplift.Measure(new ScoredTrial(perfect, treated, [.. outcomes.Select(y => 2 * y)])));
        Assert.Null(NormalisedUplift.Measure(new ScoredTrial(perfect, treated, new double[8])));
    }

    [Fact]
    public void Whom_nobody_compares_with_is_told_as_nothing_and_bad_input_in_words()
    {
        var trial = new ScoredTrial([4, 3, 2, 1], [true, true, false, false], [1, 0, 0, 1]);
        Assert.Null(UpliftAtShare.Measure(trial, 0.5, TopOf.Everyone, TieRule.Averaged));
        Assert.Equal(1 - 0, UpliftAtShare.Measure(trial, 0.5, TopOf.EachArm, TieRule.Averaged));
        Assert.Null(UpliftAtShare.Bins(trial, 2)[0].UntreatedMean);
        Assert.Contains("share is 0", Assert.Throws<ArgumentException>(() => UpliftAtShare.Measure(trial, 0, TopOf.Everyone, TieRule.Averaged)).Message, StringComparison.Ordinal);
        Assert.Contains("scores[1] is NaN", Assert.Throws<ArgumentException>(() => new ScoredTrial([1, double.NaN], [true, false], [1, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("2 of 2 rows are treated", Assert.Throws<ArgumentException>(() => new ScoredTrial([1, 2], [true, true], [1, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("propensities[1] is 1", Assert.Throws<ArgumentException>(() => new TrialRows(new double[8], 1, [true, true, true, true, false, false, false, false], new double[8], [0.5, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])).Message, StringComparison.Ordinal);
        Assert.Contains("2 folds to 4", Assert.Throws<ArgumentException>(() => CrossFitting.FoldsByArm([true, true, true, true, false, false, false, false], 9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bootstrap_intervals_are_the_same_for_a_seed_and_hold_the_estimate()
    {
        var trial = Simulate(2000, 21, 0.2, 0.8, 0);
        var scored = new ScoredTrial([.. trial.Values.Where((_, i) => i % 2 == 0)], trial.Treated, trial.Outcomes);
        var first = UpliftIntervals.Bootstrap(scored, 200, 7);
        Assert.Equal(first, UpliftIntervals.Bootstrap(scored, 200, 7));
        Assert.NotEqual(first, UpliftIntervals.Bootstrap(scored, 200, 8));
        Assert.True(first.Qini.Contains(UpliftCurve.Measure(scored).Qini));
        Assert.True(first.Qini.Low > 0);
        Assert.Null(first.NormalisedQini);
    }

    [LongFact]
    public void The_interval_of_the_doubly_robust_average_effect_covers_in_93_to_97_of_100_trials()
    {
        var covered = 0;
        for (var run = 0; run < 1000; run++)
        {
            var trial = Simulate(400, 5000 + (ulong)run, 0.5, 1, 0.5);
            covered += AverageEffects.DoublyRobust(trial.Rows(), new UpliftOptions()).Interval.Contains(0.5) ? 1 : 0;
        }

        Assert.InRange(covered, 930, 970);
    }

    [LongFact]
    public void The_bootstrap_interval_of_the_Qini_covers_in_93_to_97_of_100_trials()
    {
        // The true value: the mean over trials of the score x0, whose effect is known (fresh seeds).
        UpliftCurve Curve(ulong seed, out ScoredTrial scored)
        {
            var trial = Simulate(500, seed, 0.2, 0.8, 0);
            return UpliftCurve.Measure(scored = new ScoredTrial([.. trial.Values.Where((_, i) => i % 2 == 0)], trial.Treated, trial.Outcomes));
        }

        var truth = Enumerable.Range(0, 5000).Average(run => Curve(900_000 + (ulong)run, out _).Qini);
        var covered = Enumerable.Range(0, 1000).Count(run =>
        {
            Curve(100_000 + (ulong)run, out var scored);
            return UpliftIntervals.Bootstrap(scored, 200, 1).Qini.Contains(truth);
        });
        Assert.InRange(covered, 930, 970);
    }

    static OutcomeModel Constant(LearningRows rows)
    {
        var mean = rows.Outcomes.ToArray().Average();
        return _ => mean;
    }

    // x0, x1 normal; treated with log-odds `choice` x1; outcome x1 + (average + slope x0) w + noise.
    static Trial Simulate(int count, ulong seed, double average, double slope, double choice)
    {
        var stream = new RandomStream(seed);
        var trial = new Trial(new double[2 * count], new bool[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var (x0, x1) = (stream.Normal(), stream.Normal());
            (trial.Values[2 * i], trial.Values[2 * i + 1]) = (x0, x1);
            trial.Propensities[i] = 1 / (1 + Math.Exp(-choice * x1));
            trial.Treated[i] = stream.Bernoulli(trial.Propensities[i]);
            trial.Outcomes[i] = x1 + (trial.Treated[i] ? average + slope * x0 : 0) + stream.Normal();
        }

        return trial;
    }

    sealed record Trial(double[] Values, bool[] Treated, double[] Outcomes, double[] Propensities)
    {
        public TrialRows Rows() => new(Values, 2, Treated, Outcomes, Propensities);
    }
}
