using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment;
using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Tests.Segment;

public sealed class CustomerStateTests
{
    static readonly Day Today = Samples.Today;

    static CustomerState State(History history) => CustomerStates.Of(history, Samples.Business, Samples.Life(1000), Today);

    static History Empty(Codes codes) => new() { Customer = "c", Codes = codes };

    [Fact]
    public void Nothing_of_the_day_itself_or_later_is_seen()
    {
        var codes = new Codes();
        var state = State(Empty(codes) with
        {
            Events = new[] { Samples.Event(codes, Today - 1, "login"), Samples.Event(codes, Today, "login"), Samples.Event(codes, Today, "complaint") },
        });
        Assert.Equal([Today - 1], state.EventDays["login"]);
        Assert.Empty(state.Complaints);
        Assert.Equal(Today - 1, state.LastActivity);
    }

    [Fact]
    public void A_complaint_is_open_until_it_is_closed_or_too_old()
    {
        var codes = new Codes();
        var state = State(Empty(codes) with { Events = new[] { Samples.Event(codes, Today - 40, "complaint") } });
        Assert.True(state.HasOpenComplaint(60));
        Assert.False(state.HasOpenComplaint(39));
        state = State(Empty(codes) with
        {
            Events = new[] { Samples.Event(codes, Today - 40, "complaint"), Samples.Event(codes, Today - 20, "complaint_closed", byCustomer: false) },
        });
        Assert.False(state.HasOpenComplaint(60));
    }

    [Fact]
    public void A_complaint_told_as_event_and_in_words_is_one_and_a_bad_end_of_it_is_a_bad_touchpoint()
    {
        var codes = new Codes();
        var business = Samples.Business with { ComplaintClosedKinds = ["complaint_failed"], BadTouchpointKinds = ["complaint_failed"] };
        Feedback Said(Day day) => new(day.Start, Samples.Known(day), codes.Of("complaint"), double.NaN, double.NaN, "too slow", Code.None, Code.None);
        var history = Empty(codes) with
        {
            Events = new[] { Samples.Event(codes, Today - 40, "complaint"), Samples.Event(codes, Today - 20, "complaint_failed", byCustomer: false) },
            Feedback = new[] { Said(Today - 39), Said(Today - 30) },
        };
        var state = CustomerStates.Of(history, business, Samples.Life(1000), Today);
        Assert.Equal([new Complaint(Today - 40, Today - 20), new Complaint(Today - 30, null)], state.Complaints);
        Assert.Equal([new Strain(Today - 20, StrainKind.BadTouchpoint)], state.Strains);
    }

    [Fact]
    public void Spending_is_the_last_three_months_against_the_same_three_a_year_before_with_promotions_that_end()
    {
        var codes = new Codes();
        var agreement = Samples.Agreement(codes, 0, "phone", Today - 900) with { Price = 3_000, PromotionEnds = Today + 30 };
        var positions = Enumerable.Range(1, 20).Reverse().Select(back => Samples.Position(Today.AddMonths(-back).MonthStart, back <= 3 ? 1_200 : 1_000, agreement: 0)).ToArray();
        var state = State(Empty(codes) with { Agreements = new[] { agreement }, Positions = positions });
        Assert.Equal(new Spending(1_200, 1_000, 1_800), state.Spending);
    }

    [Fact]
    public void A_young_customer_is_measured_against_the_first_three_months()
    {
        var codes = new Codes();
        var positions = new[] { 500L, 500, 500, 700, 900, 900, 900 }.Select((revenue, i) => Samples.Position(Today.AddMonths(i - 7).MonthStart, revenue)).ToArray();
        Assert.Equal(new Spending(900, 500, 0), State(Empty(codes) with { Positions = positions }).Spending);
        Assert.Equal(new Spending(800, 800, 0), State(Empty(codes) with { Positions = positions[2..5].Select(p => p with { Revenue = 800 }).ToArray() }).Spending);
    }

    [Fact]
    public void Clocks_and_terms_are_told()
    {
        var codes = new Codes();
        var agreement = Samples.Agreement(codes, 0, "phone", Today - 300) with { Bond = Bond.Fixed, TermEnds = Today + 65, PromotionEnds = Today - 10 };
        var state = State(Empty(codes) with { Agreements = new[] { agreement } });
        Assert.Equal(300.0 / 365, state.TermShare!.Value, 12);
        Assert.Equal([new Strain(Today - 10, StrainKind.PromotionEnd), new Strain(Today + 65, StrainKind.TermEnd)], state.Strains);
        var lookup = new CustomerLookup { State = state };
        Assert.Equal(ConditionValue.Of(65), lookup.Value("days_until_term_end", []));
        Assert.Equal(ConditionValue.NotGiven, lookup.Value("days_until_promotion_end", []));
        Assert.True(lookup.Value("has_product", [ConditionValue.Of("phone")]).Holds);
    }

    [Fact]
    public void The_preferred_way_to_reach_comes_first_and_dead_numbers_are_marked()
    {
        var codes = new Codes();
        ContactPoint Point(string kind, string value, bool preferred, string state) =>
            new(Today.Start with { Micros = 0 }, Samples.Known(new Day(0)), codes.Of(kind), value, preferred, codes.Of(state), true);
        var state = State(Empty(codes) with { ContactPoints = new[] { Point("email", "a@b.c", false, "works"), Point("phone", "1", true, "recycled") } });
        Assert.Equal([new Reach("phone", "1", true, false, true), new Reach("email", "a@b.c", false, true, true)], state.Reaches);
    }

    [Fact]
    public void Conditions_count_contacts_offers_and_events()
    {
        var state = Samples.State() with
        {
            Contacts = [new PastContact(Today - 50, false, "retain", "", true), new PastContact(Today - 9, false, "upsell", "", true), new PastContact(Today - 2, true, "serve", "", true)],
            Offers = [new PastOffer("fee_waiver", Today - 50, Today - 49, true, null)],
            EventDays = new Dictionary<string, IReadOnlyList<Day>> { ["login"] = [Today - 90, Today - 5, Today - 3] },
        };
        var look = new CustomerLookup { State = state, Feature = name => name == "logins" ? 4 : double.NaN };
        Assert.True(Condition.Read(
            "days_since_contact() = 9 and days_since_contact(\"retain\") = 50 and contacts(60) = 2 and contacts(60, \"upsell\") = 1 and "
            + "days_since_offer(\"fee_waiver\") = 50 and accepted(\"fee_waiver\") and events(\"login\", 30) = 2 and days_since_event(\"login\") = 3 and "
            + "days_since_event(\"complaint\") is missing and logins = 4 and feature(\"logins\") = 4 and tenure_days = 1000",
            ConditionVocabulary.Open).Condition!.Holds(look.Value));
    }
}
