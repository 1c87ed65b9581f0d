using System.Text.Json;
using Holdfast.Operations;
using Holdfast.Operations.Predict;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Tests.Predict;

/// <summary>P1-P5 from histories to scores, on customers whose hazard is known.</summary>
public class ChurnPredictionTests
{
    static readonly List<History> Histories = LivingCustomers.Some(700, 7);
    static readonly Lazy<ChurnPrediction> Made = new(() => Predict(Histories, 1));

    [Fact]
    public void Leavers_are_ranked_before_others_out_of_time_and_probabilities_mean_what_they_say()
    {
        var card = Made.Value.Card;
        var test = card.Tests[0];
        Assert.NotNull(card.Windows.TestFrom);
        Assert.True(test.Auc > 0.65, $"AUC {test.Auc}");
        Assert.InRange(test.CalibrationSlope, 0.6, 1.5);
        Assert.True(test.Auc > card.Tests.Single(t => t.Name == "recency").Auc - 0.02);
        var observed = card.Calibration.Sum(b => b.Customers * b.Observed) / card.Calibration.Sum(b => b.Customers);
        var predicted = card.Calibration.Sum(b => b.Customers * b.Predicted) / card.Calibration.Sum(b => b.Customers);
        Assert.InRange(predicted / observed, 0.75, 1.33);
    }

    [Fact]
    public void Only_current_customers_are_scored_and_each_figure_is_in_its_range()
    {
        var scores = Made.Value.Scores.Select(s => s.Score).ToList();
        var current = Histories.Where(h => h.Spells.Span[0].Left is null).Select(h => h.Customer);
        Assert.Equal(current, scores.Select(s => s.Customer));
        Assert.All(scores, s =>
        {
            Assert.InRange(s.ChurnProbability, s.ChurnLow, s.ChurnHigh);
            Assert.InRange(s.MedianRemainingMonths, 0, 240);
            Assert.Equal(900, s.MonthlyMargin);
            Assert.InRange(s.Value, 1, 900 * 24);
            Assert.InRange(s.ValueAtRisk, 0, 900 * 24);
        });
        var risky = scores.MaxBy(s => s.ChurnProbability)!;
        var safe = scores.MinBy(s => s.ChurnProbability)!;
        Assert.True(risky.Value < safe.Value && risky.ValueAtRisk > safe.ValueAtRisk && risky.MedianRemainingMonths < safe.MedianRemainingMonths);
    }

    [Fact]
    public void Reasons_are_said_in_words_add_up_and_never_name_a_protected_attribute()
    {
        var made = Made.Value;
        Assert.DoesNotContain(made.Model.Columns, c => made.Catalogue.Features[c].Name.StartsWith("gender", StringComparison.Ordinal));
        Assert.Contains("gender", made.Card.AuditOnly);
        var risky = made.Scores.MaxBy(s => s.Score.ChurnProbability)!;
        Assert.NotEmpty(risky.Score.Reasons);
        Assert.All(risky.Score.Reasons, r => Assert.False(r.Sentence.Contains('{', StringComparison.Ordinal) || r.Sentence.Length == 0));
        // Whoever uses us less leaves sooner in this world, however the use is counted.
        Assert.Contains(risky.Score.Reasons, r => made.Catalogue.Features.Single(f => f.Name == r.Feature).Family is "activity" or "rhythm");
        var row = made.Model.Narrowed(risky.Row);
        var other = made.Model.Narrowed(made.Scores[0].Row);
        Assert.Equal(made.Model.Risk.Margin(row) - Sum(made.Model.Risk, row), made.Model.Risk.Margin(other) - Sum(made.Model.Risk, other), 4);
    }

    [Fact]
    public void Batch_and_a_single_customer_agree_bit_for_bit()
    {
        var made = Made.Value;
        var live = new ChurnScorer(new(made.Catalogue.Plan), made.Model, made.Baseline, LivingCustomers.Business);
        var byCustomer = Histories.ToDictionary(h => h.Customer);
        foreach (var batch in made.Scores.Where((_, i) => i % 50 == 0))
        {
            var one = live.Score(byCustomer[batch.Score.Customer], LivingCustomers.AsOf)!;
            Assert.Equal(batch.Row, one.Row);
            Assert.Equal(batch.Score with { Reasons = [] }, one.Score with { Reasons = [] });
            Assert.Equal(batch.Score.Reasons, one.Score.Reasons);
        }
    }

    [Fact]
    public void The_same_facts_give_the_same_bytes_for_any_number_of_threads()
    {
        var again = Predict(LivingCustomers.Some(700, 7), 2);
        Assert.Equal(JsonSerializer.Serialize(Made.Value.Card), JsonSerializer.Serialize(again.Card));
        Assert.Equal(Made.Value.Scores.Select(s => s.Score with { Reasons = [] }), again.Scores.Select(s => s.Score with { Reasons = [] }));
        if (Made.Value.Model.Risk is TreeRisk trees) Assert.Equal(trees.Json.ToArray(), ((TreeRisk)again.Model.Risk).Json.ToArray());
    }

    [Fact]
    public void An_experiment_tells_the_effect_and_without_one_it_is_assumed_and_said_so()
    {
        var made = Made.Value;
        var call = made.Card.Effects.Single(e => e.Action == "call");
        Assert.Equal("experiment", call.Source);
        Assert.InRange(call.Shift!.Value + 2 * call.ShiftError!.Value, double.NegativeInfinity, 0.2);
        Assert.Equal(3 * made.Scores.Count, made.Effects.Count);
        Assert.All(made.Effects.Where(e => e.Action == "sale"), e => Assert.Equal((0, EffectSource.Assumed), (e.Effect, e.Source)));
        var letter = made.Effects.First(e => e.Action == "letter");
        Assert.Equal(EffectSource.Assumed, letter.Source);
        // The call keeps far more than the catalogue assumed, so a part of that is believed of the letter.
        Assert.InRange(letter.Effect / made.Scores[0].Score.ChurnProbability, 0.21, 0.5);
        Assert.Contains(made.Card.Notices, n => n.Contains("'letter' is assumed", StringComparison.Ordinal) && n.Contains("corrected it", StringComparison.Ordinal));
        Assert.All(made.Effects, e => Assert.True(e.Low <= e.Effect && e.Effect <= e.High));
    }

    [Fact]
    public void An_experiment_is_read_as_long_as_its_effect_is_said_to_last()
    {
        var (once, twice) = (Trials(null), Trials(180));
        var longer = once.Infos.Zip(twice.Infos).ToList();
        Assert.Equal(once.Count, twice.Count);
        Assert.All(longer, rows => Assert.True(rows.Second.Left || !rows.First.Left));
        Assert.Contains(longer, rows => rows.Second.Left && !rows.First.Left);
    }

    static TrainingTable Trials(int? effectDays)
    {
        var histories = LivingCustomers.Some(700, 7);
        IReadOnlyList<RetentionAction> actions = [.. LivingCustomers.Actions.Select(action => action with { EffectDays = effectDays })];
        var input = new PredictionInput(() => histories, LivingCustomers.Business, actions, new HashSet<string>(), LivingCustomers.AsOf, 1);
        var survey = DataSurvey.Of(input, CancellationToken.None);
        var plan = CutoffPlan.For(input.Business, survey.Span, input.AsOf);
        var labels = LabelTable.Of(input, plan, CancellationToken.None);
        return RowFolding.Of(input, new FeatureCatalogue(survey.Plan), labels, (RowSampling.For(plan, labels), survey.Contacts), CancellationToken.None).Trials;
    }

    [Fact]
    public void Too_few_leavers_give_base_rates_and_a_notice()
    {
        var made = Predict(LivingCustomers.Some(60, 3), 1);
        Assert.Equal("base_rate", made.Card.Champion);
        Assert.Empty(made.Card.Tests);
        Assert.Contains(made.Card.Notices, n => n.StartsWith("No model:", StringComparison.Ordinal));
        Assert.All(made.Scores, s => Assert.InRange(s.Score.ChurnProbability, 0.001, 0.5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Where_nearly_everybody_leaves_nothing_is_learned_and_it_is_said(int stayers)
    {
        // Each leaves 40 days after joining, so whoever is there at a cut-off is gone within its window.
        var leaving = LivingCustomers.Some(400, 5).Select(h => With(h, h.Spells.Span[0].Joined + 40));
        var staying = LivingCustomers.Some(stayers, 6).Select((h, i) => With(h, null) with { Customer = $"s{i:00000}" });
        var made = Predict([.. leaving, .. staying], 1);
        Assert.Equal("base_rate", made.Card.Champion);
        Assert.Contains(made.Card.Notices, n => n.StartsWith($"No model: {stayers} customers stayed", StringComparison.Ordinal));

        static History With(History history, Day? left)
        {
            var spell = history.Spells.Span[0] with { Left = left, Kind = left is null ? Leaving.None : Leaving.Voluntary };
            return history with { Spells = new[] { spell }, Agreements = default };
        }
    }

    [Fact]
    public void Data_too_short_for_a_window_are_scored_by_whole_lives()
    {
        var early = LivingCustomers.Start + 60;
        var input = Input(LivingCustomers.Some(200, 4), 1) with { AsOf = early };
        var made = ChurnPrediction.Of(input, new Silent(), default);
        Assert.Equal("base_rate", made.Card.Champion);
        Assert.All(made.Scores, s => Assert.InRange(s.Score.ChurnProbability, 0.0, 0.9));
    }

    internal static ChurnPrediction Predict(List<History> histories, int threads) =>
        ChurnPrediction.Of(Input(histories, threads), new Silent(), default);

    static PredictionInput Input(List<History> histories, int threads) =>
        new(() => histories, LivingCustomers.Business, LivingCustomers.Actions, new HashSet<string>(), LivingCustomers.AsOf, threads);

    static double Sum(IRiskModel model, float[] row)
    {
        var contributions = new double[row.Length];
        model.Explain(row, contributions);
        return contributions.Sum();
    }

    internal sealed class Silent : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }
}
