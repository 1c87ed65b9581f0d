using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Features;

namespace Holdfast.Tests.Predict;

/// <summary>Features by hand: what each says of a small history.</summary>
public class FeatureFormulaTests
{
    static readonly Day Cutoff = Day.From(2024, 6, 1);

    static readonly Codes Codes = new();

    static readonly FeaturePlan Plan = new()
    {
        Kinds = ["pay", "salary"],
        Channels = ["app", "branch"],
        Products = ["account", "loan"],
        Complaints = ["complaint"],
        ComplaintsClosed = ["complaint_closed"],
        Fees = ["fee"],
    };

    [Fact]
    public void Rhythm_and_swing_are_of_the_days_between_active_days()
    {
        // Active 70, 40, 30 and 10 days before: gaps of 30, 10 and 20 days, mean 20, standard deviation sqrt(200/3).
        var value = Values(new() { Events = new[] { E(70, "pay"), E(40, "pay"), E(40, "pay"), E(30, "pay"), E(10, "pay") } });
        Assert.Equal((10, 20, 4), (value["days_since_activity"], value["mean_gap_days"], value["active_days_365d"]));
        Assert.Equal(Math.Sqrt(200 / 3.0) / 20, value["gap_volatility_365d"], 12);
        Assert.Equal(0.5, value["gap_against_own"], 12);
    }

    [Fact]
    public void Services_channels_and_counterparties_are_new_or_dropped_against_the_90_days_before()
    {
        var value = Values(new() { Events = new[] { E(120, "loan", channel: "branch", counterparty: "a"), E(100, "pay", counterparty: "b"), E(20, "pay", counterparty: "c"), E(5, "salary", counterparty: "b") } });
        Assert.Equal((2, 1, 1), (value["kinds_used_90d"], value["kinds_new_90d"], value["kinds_dropped_90d"]));
        Assert.Equal((1, 1), (value["channels_used_90d"], value["channels_dropped_90d"]));
        Assert.Equal((2, 1, 1), (value["counterparties_90d"], value["counterparties_new_90d"], value["counterparties_dropped_90d"]));
        Assert.Equal(1.0, value["counterparties_trend_90d"]);
        Assert.Equal((5, 120), (value["days_since_channel: app"], value["days_since_channel: branch"]));
    }

    [Fact]
    public void Complaints_tell_which_are_open_how_long_the_last_took_and_what_followed()
    {
        var value = Values(new()
        {
            Events = new[] { E(60, "complaint"), E(50, "complaint_closed"), E(48, "pay"), E(45, "pay"), E(42, "pay"), E(40, "complaint"), E(10, "pay") },
            Contacts = new[] { Out(45, reached: true), Out(30, reached: false), Out(20, reached: false) },
        });
        Assert.Equal((1, 40, 10), (value["complaints_open"], value["complaint_waiting_days"], value["complaint_took_days"]));
        Assert.Equal(2, value["contacts_since_complaint"]);

        // After the last complaint one event in 39 days; in the 39 days before it five.
        Assert.Equal(2.0 / 6, value["use_after_complaint"], 12);
        Assert.Equal((45, 2, 1, 2), (value["days_since_reached"], value["contacts_missed_in_a_row"], value["contacts_reached"], value["contacts_out_30d"]));
    }

    [Fact]
    public void A_business_that_tells_no_closings_has_said_nothing_of_open_complaints()
    {
        var (events, none) = (new Facts { Events = new[] { E(60, "complaint"), E(10, "pay") } }, Plan with { ComplaintsClosed = [] });
        Assert.Equal((1, 60), (Values(events)["complaints_open"], Values(events)["complaint_waiting_days"]));
        Assert.DoesNotContain("complaints_open", Values(events, none).Keys);
        Assert.Equal(60, Values(events, none)["days_since_complaint"]);
    }

    [Fact]
    public void Agreements_held_are_used_or_not()
    {
        var value = Values(new()
        {
            Agreements = new[] { A(0, "account"), A(1, "account"), A(2, "loan") },
            Events = new[] { E(200, "pay", agreement: 2), E(30, "pay", agreement: 0), E(3, "fee", agreement: 1, byCustomer: false) },
        });
        Assert.Equal((1, 2), (value["agreements_used_90d"], value["agreements_unused_90d"]));
        Assert.Equal((30, 200), (value["days_since_use: account"], value["days_since_use: loan"]));
        Assert.Equal((3, 1, 100), (value["days_since_fee"], value["fees_90d"], value["fees_365d"]));
    }

    [Fact]
    public void A_balance_that_runs_down_tells_for_how_long_and_until_when()
    {
        var months = new[] { 500L, 900, 800, 700, 600 }.Select((balance, i) => P(i, balance)).ToArray();
        var value = Values(new() { Positions = months });
        Assert.Equal((3, 600), (value["balance_falling_months"], value["balance"]));

        // 900 to 600 in three months: 100 a month, six months more.
        Assert.Equal(6.0, value["balance_months_left"], 12);
        Assert.Equal(double.NaN, Values(new() { Positions = months[..2] })["balance_months_left"]);
    }

    [Fact]
    public void Scores_and_statements_tell_the_level_and_how_fresh_they_are()
    {
        var value = Values(new() { Feedback = new[] { Score(200, 9, "good"), Score(50, 6, null), Score(10, 3, "slow") } });
        Assert.Equal((0.3, 0.6), (value["last_score"], value["score_mean_365d"]));
        Assert.Equal((2, 1, 10), (value["texts_365d"], value["texts_90d"], value["days_since_text"]));
        Assert.Equal((2, 3), (value["low_scores_365d"], value["scores_365d"]));
    }

    static Dictionary<string, double> Values(Facts facts, FeaturePlan? plan = null)
    {
        var history = new History
        {
            Customer = "c",
            Codes = Codes,
            Events = facts.Events,
            Agreements = facts.Agreements,
            Positions = facts.Positions,
            Contacts = facts.Contacts,
            Feedback = facts.Feedback,
        };
        var life = new Life(Cutoff - 800, null, null, Leaving.None, Origin.Acquired, default, default, default, default, null, 1);
        var catalogue = new FeatureCatalogue(plan ?? Plan);
        var row = new double[catalogue.Features.Count];
        catalogue.Fold(history.AsOf(Cutoff.Start), life, Cutoff, row);
        return catalogue.Features.Zip(row).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    sealed record Facts
    {
        public Event[] Events { get; init; } = [];

        public Agreement[] Agreements { get; init; } = [];

        public Position[] Positions { get; init; } = [];

        public Contact[] Contacts { get; init; } = [];

        public Feedback[] Feedback { get; init; } = [];
    }

    static Instant At(int age) => (Cutoff - age).Start;

    static Event E(int age, string kind, string channel = "app", string? counterparty = null, int agreement = -1, bool byCustomer = true) =>
        new(At(age), Known.Since(At(age)), Codes.Of(kind), Codes.Of(channel), agreement, -100, 1, Codes.Of(counterparty), Code.None, byCustomer);

    static Contact Out(int age, bool reached) =>
        new(At(age), Known.Since(At(age)), false, Codes.Of("phone"), Codes.Of("retain"), Code.None, 1, reached, Code.None, 0);

    static Agreement A(int number, string product) => new(Known.Since(At(500)), number, $"a{number}", Codes.Of(product), Bond.Rolling, Cutoff - 500, null, Code.None, null, null, null, 0, 0, Code.None);

    static Position P(int place, long balance) =>
        new(Cutoff.MonthStart.AddMonths(place - 5), Known.Since(Cutoff.MonthStart.AddMonths(place - 5).Start), -1, balance, 0, 0, 0, 0, 0);

    static Feedback Score(int age, double score, string? text) => new(At(age), Known.Since(At(age)), Codes.Of("nps"), score, 10, text, Code.None, Code.None);
}
