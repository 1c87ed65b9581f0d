using Holdfast.Retention.Facts;
using Holdfast.Retention.Measure;
using static Holdfast.Tests.Measure.CustomerFacts;

namespace Holdfast.Tests.Measure;

/// <summary>M4, M6 and M7: what leaving costs and where profit lies.</summary>
public class MoneyTests
{
    static readonly Business Bank = new()
    {
        Name = "bank",
        Churn = [new() { Kind = ChurnKind.Closed }],
        Costs = new() { AcquisitionByChannel = new Dictionary<string, long> { ["web"] = 100 }, Acquisition = 300, Onboarding = 20 },
        Reasons = new Dictionary<string, Reason>
        {
            ["price"] = new() { Name = "Price", Influence = 0.8, Owner = "Pricing" },
            ["fee"] = new() { Name = "Price", Influence = 0.8, Owner = "Pricing" },
            ["moved"] = new() { Name = "Moved away", Influence = 0.1, Avoidable = false, Whose = Whose.Customer },
            ["died"] = new() { Name = "Died", Kind = Leaving.Involuntary, Influence = 0, Avoidable = false },
        },
        Horizons = new() { ValueMonths = 10 },
    };

    [Fact]
    public void A_customer_breaks_even_when_margin_has_paid_acquisition_and_onboarding() // M6
    {
        var lives = Fold(new CustomerFacts().Spell("2024-01-15").Margins("2024-01-01", 50, 40, 30, 10)).Lives;
        Assert.Equal((120L, 130L, 3), (lives.Single().Money!.Cost, lives.Single().Money!.Margin, lives.Single().Money!.BreakEvenMonth!.Value));
    }

    [Fact]
    public void The_cost_of_the_spell_outranks_the_channels_and_that_the_general_one()
    {
        Assert.Equal(77, Fold(new CustomerFacts().Spell("2024-01-15", cost: 57).Margins("2024-01-01", 1)).Lives.Single().Money!.Cost);
        Assert.Equal(320, Fold(new CustomerFacts().Spell("2024-01-15", channel: "branch").Margins("2024-01-01", 1)).Lives.Single().Money!.Cost);
    }

    [Fact]
    public void Early_leavers_destroy_what_they_had_not_yet_paid() // M6
    {
        var all = Fold(
            new CustomerFacts("stays").Spell("2024-01-15").Margins("2024-01-01", 60, 60, 60, 60),
            new CustomerFacts("goes").Spell("2024-01-15", "2024-02-20", Leaving.Voluntary).Margins("2024-01-01", 60, 20),
            new CustomerFacts("dies").Spell("2024-01-15", "2024-01-20", Leaving.Involuntary).Margins("2024-01-01", 10)).Result().BreakEven.Result!.All;
        Assert.Equal((3L, 1L, 2L, (120L - 80) + (120 - 10)), (all.Complete, all.BrokeEven, all.EarlyLeavers, all.ValueDestroyed));
        Assert.Equal(2.0 / 3, all.LeftBeforeOwn!.Value, 12);
        Assert.Equal([130.0 / 3, 40, 60, 60], all.MeanMargin); // of those who are there: a third of 60 + 60 + 10, half of 60 + 20, 60, 60
        Assert.Equal(3, all.MonthsToBreakEven);
        Assert.Equal(2.0 / 3, all.LeftBeforeCohorts!.Value, 12);
    }

    [Fact]
    public void The_channels_stand_side_by_side()
    {
        var channels = Fold(new CustomerFacts("a").Spell("2024-01-15").Margins("2024-01-01", 60, 60),
            new CustomerFacts("b").Spell("2024-01-15", channel: "branch").Margins("2024-01-01", 60, 60)).Result().BreakEven.Result!.ByChannel;
        Assert.Equal([("branch", 320.0, null), ("web", 120.0, (int?)2)], channels.Select(c => (c.Name, c.MeanCost, c.MonthsToBreakEven)));
    }

    [Fact]
    public void Profit_of_the_best_fifth_may_exceed_all_profit() // M7
    {
        long[] margins = [500, 100, 100, 100, 100, 50, 0, -100, -150, -200];
        var profit = ProfitConcentration.Of(new Period(D("2024-01-01"), D("2025-01-01")), margins);
        Assert.Equal((500L, 3L, -450L, 1.2), (profit.Total, profit.Unprofitable, profit.UnprofitableMargin, profit.TopFifthShare));
        Assert.Equal((100, 1.0), (profit.Whale.Count, profit.Whale[99]));
        Assert.Equal(1.9, profit.Whale[59], 12);
        Assert.Equal(margins, profit.Deciles.Select(d => d.Margin));
        Assert.All(ProfitConcentration.Of(new Period(), margins.Reverse()).Whale.Zip(profit.Whale), p => Assert.Equal(p.First, p.Second));
    }

    [Fact]
    public void Without_profit_there_is_no_share_of_it()
    {
        var profit = ProfitConcentration.Of(new Period(), [-1, -2]);
        Assert.Null(profit.TopFifthShare);
        Assert.Empty(profit.Whale);
    }

    [Fact]
    public void Reasons_are_ranked_by_lost_value_within_reach() // M4
    {
        var reasons = Fold(
            Leaver("a", "price", 40), Leaver("b", "fee", 20), Leaver("c", "moved", 400), Leaver("d", "died", 900), Leaver("e", "unheard", 5),
            Leaver("f", "", 1)).Result().Reasons.Result!;
        Assert.Equal(
            [("Price", 2L, 600L), ("Moved away", 1, 4000), ("Died", 1, 9000), ("unheard", 1, 50), ("", 1, 10)],
            reasons.Reasons.Select(r => (r.Reason, r.Count, r.LostValue!.Value)));
        Assert.Equal((480.0, "Pricing", true), (reasons.Reasons[0].ValueWithinReach, reasons.Reasons[0].Owner, reasons.Reasons[0].Avoidable));
        Assert.Equal([("voluntary", 5L), ("involuntary", 1)], reasons.Kinds.Select(k => (k.Name, k.Count)));
    }

    [Fact]
    public void The_customers_own_word_outranks_the_clerks_and_their_disagreement_is_counted()
    {
        var reasons = Fold(
            Leaver("a", "moved", 10).Exit("2024-06-10", "price", "survey"),
            Leaver("b", "fee", 10).Exit("2024-06-10", "price", "survey")).Result().Reasons.Result!;
        Assert.Equal([("Price", 2L)], reasons.Reasons.Select(r => (r.Reason, r.Count)));
        Assert.Equal((1L, 2.0), (reasons.ClerkAndSurvey!.Part, reasons.ClerkAndSurvey.Whole));
        Assert.Equal(("survey", 2L), (reasons.Sources[0].Name, reasons.Sources[0].Count));
    }

    [Fact]
    public void Prices_stand_in_where_positions_tell_no_money_and_sales_where_there_is_no_contract()
    {
        var costs = Bank with { Costs = new() { MarginShareOfPrice = 0.5, MarginShareOfSales = 0.25, ServePerMonth = 10 } };
        var priced = MonthlyMoney.Of(new CustomerFacts().Agreement("2024-01-10", "2024-03-20").Build(), costs, D("2024-06-01"));
        Assert.Equal((MoneySource.Prices, 2), (priced.Source, priced.Months.Count));
        Assert.Equal((1000L, 490L), (priced.Months[0].Revenue, priced.Months[0].Margin));
        var sold = MonthlyMoney.Of(new CustomerFacts().Event("2024-01-05", "sale", true, amount: 400).Event("2024-03-05", "sale", true, amount: 80).Build(),
            costs, D("2024-04-15"));
        Assert.Equal([90L, -10, 10], sold.Months.Select(m => m.Margin));
    }

    static CustomerFacts Leaver(string customer, string reason, long margin) =>
        new CustomerFacts(customer).Spell("2023-06-01", "2024-06-01").Margins("2024-03-01", margin, margin, margin)
            .ExitIfTold("2024-06-01", reason);

    static MeasureFold Fold(params CustomerFacts[] customers)
    {
        var fold = new MeasureFold(Bank with { RecordsSince = "2023-01-01" }, [], D("2025-01-01"));
        foreach (var customer in customers) fold.Add(customer.Build());
        return fold;
    }
}
