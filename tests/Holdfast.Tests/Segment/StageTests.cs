using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment;
using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Tests.Segment;

public sealed class StageTests
{
    static LifecycleStage Stage(int tenureDays, double medianMonths = 60, bool falling = false, bool atRisk = false, CustomerState? state = null) =>
        LifecycleStages.Of(new StageQuestion(state ?? Samples.State(tenureDays: tenureDays), medianMonths, falling, atRisk, false), new Stages());

    [Theory]
    [InlineData(0, LifecycleStage.Acquired)]
    [InlineData(1, LifecycleStage.Onboarding)]
    [InlineData(89, LifecycleStage.Onboarding)]
    [InlineData(90, LifecycleStage.HabitForming)]
    [InlineData(364, LifecycleStage.HabitForming)]
    [InlineData(365, LifecycleStage.MidLife)]
    [InlineData(5000, LifecycleStage.MidLife)]
    public void S2_stages_follow_tenure(int tenureDays, LifecycleStage expected) => Assert.Equal(expected, Stage(tenureDays));

    [Theory]
    [InlineData(40, 20, false, true)]
    [InlineData(39, 20, false, false)]
    [InlineData(100, 24, false, false)]
    [InlineData(100, 24, true, true)]
    [InlineData(100, 23.9, false, true)]
    [InlineData(70, 36, true, false)]
    [InlineData(73, 36, true, true)]
    public void S2_the_last_third_begins_at_two_thirds_of_life_where_the_rest_is_under_24_months_or_falling(int tenureMonths, double medianMonths, bool falling, bool expected)
    {
        var tenureDays = (int)Math.Ceiling(tenureMonths * 365.25 / 12);
        Assert.Equal(expected ? LifecycleStage.LastThird : LifecycleStage.MidLife, Stage(tenureDays, medianMonths, falling));
    }

    [Theory]
    [InlineData(0.66, LifecycleStage.MidLife)]
    [InlineData(0.67, LifecycleStage.LastThird)]
    public void S2_the_last_third_of_a_contract_goes_by_its_term(double share, LifecycleStage expected) =>
        Assert.Equal(expected, Stage(0, medianMonths: 5, state: Samples.State(tenureDays: 1000) with { TermShare = share }));

    [Fact]
    public void S2_a_newcomer_stays_in_onboarding_whatever_the_risk_and_others_are_at_risk()
    {
        Assert.Equal(LifecycleStage.Onboarding, Stage(30, atRisk: true));
        Assert.Equal(LifecycleStage.AtRisk, Stage(400, atRisk: true));
    }

    [Fact]
    public void S2_lapsed_churned_and_won_back()
    {
        var active = Samples.State() with { LastActivity = Samples.Today - 91 };
        Assert.Equal(LifecycleStage.Lapsed, LifecycleStages.Of(new StageQuestion(active, 60, false, true, true), new Stages()));
        Assert.Equal(LifecycleStage.MidLife, LifecycleStages.Of(new StageQuestion(active with { LastActivity = Samples.Today - 90 }, 60, false, false, true), new Stages()));
        var left = Samples.State() with { Life = Samples.Life(1000) with { Left = Samples.Today } };
        Assert.Equal(LifecycleStage.Churned, Stage(0, state: left));
        Assert.Equal(LifecycleStage.Churned, Stage(0, state: left with { Life = null }));
        Assert.Equal(LifecycleStage.WonBack, Stage(0, state: Samples.State() with { Life = Samples.Life(30, number: 2) }));
        Assert.Equal(LifecycleStage.MidLife, Stage(0, state: Samples.State() with { Life = Samples.Life(365, number: 2) }));
        var unused = Samples.State(tenureDays: 30);
        Assert.Equal(LifecycleStage.Acquired, LifecycleStages.Of(new StageQuestion(unused, 60, false, false, true), new Stages()));
    }

    static IReadOnlyList<Placing> Base(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Samples.Placing(
            Samples.State($"c{i:000}", tenureDays: 400 + i),
            Samples.Score($"c{i:000}", churn: i % 50 == 7 ? 0.5 : 0.04, value: 1_000 * (i * 37 % count))))];

    static ReadSegment Rule(string id, string when, Strategy strategy = Strategy.Defend) =>
        new(new SegmentRule { Id = id, Name = id, When = when, Strategy = strategy }, Condition.Read(when, ConditionVocabulary.Open).Condition!);

    [Fact]
    public void At_risk_is_more_than_twice_the_segments_mean()
    {
        var placed = Segmentation.Of(Base(200), [], new Stages());
        Assert.Equal(4, placed.Count(standing => standing.Segment.Stage == LifecycleStage.AtRisk));
        Assert.All(placed, standing => Assert.Equal(0.04 * 0.98 + 0.5 * 0.02, standing.SegmentChurn, 12));
        Assert.All(placed, standing => Assert.Equal("rest", standing.Segment.Segment));
    }

    [Fact]
    public void Deciles_are_equal_tenths_by_value_and_the_first_segment_that_fits_counts()
    {
        var placed = Segmentation.Of(Base(200), [Rule("best", "value_decile >= 9", Strategy.Attack), Rule("high", "value_decile >= 8"), Rule("poor", "value_decile = 1", Strategy.Retreat)], new Stages());
        Assert.All(placed.GroupBy(standing => standing.Segment.ValueDecile), tenth => Assert.Equal(20, tenth.Count()));
        Assert.Equal(40, placed.Count(standing => standing.Segment is { Segment: "best", Strategy: Strategy.Attack }));
        Assert.Equal(20, placed.Count(standing => standing.Segment is { Segment: "high", Strategy: Strategy.Defend }));
        Assert.Equal(20, placed.Count(standing => standing.Segment is { Segment: "poor", Strategy: Strategy.Retreat }));
    }

    [Fact]
    public void A_segment_may_ask_for_the_stage_at_risk()
    {
        var placed = Segmentation.Of(Base(200), [Rule("danger", "stage = \"at_risk\" and at_risk"), Rule("all", "")], new Stages());
        Assert.Equal(4, placed.Count(standing => standing.Segment.Segment == "danger"));
    }

    [Fact]
    public void A_segment_chosen_by_risk_does_not_hide_who_is_at_risk()
    {
        var placed = Segmentation.Of(Base(200), [Rule("danger", "churn_probability > 0.2"), Rule("all", "")], new Stages());
        Assert.Equal(4, placed.Count(standing => standing is { AtRisk: true, Segment.Segment: "danger" }));
        Assert.All(placed, standing => Assert.Equal(0.04 * 0.98 + 0.5 * 0.02, standing.SegmentChurn, 12));
    }

    [Fact]
    public void Permuting_customers_changes_nothing()
    {
        var customers = Base(200);
        var rules = new[] { Rule("high", "value_decile >= 8") };
        var straight = Segmentation.Of(customers, rules, new Stages());
        var backwards = Segmentation.Of([.. customers.Reverse()], rules, new Stages());
        Assert.Equal(straight, backwards.Reverse());
    }
}
