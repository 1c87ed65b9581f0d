using Holdfast.Operations.Measure;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Measure;
using static Holdfast.Tests.Measure.CustomerFacts;

namespace Holdfast.Tests.Measure;

/// <summary>What holds for all measures together.</summary>
public class FoldTests
{
    static readonly Business Bank = new()
    {
        Name = "bank",
        Churn = [new() { Kind = ChurnKind.Closed }],
        Costs = new() { Acquisition = 300 },
        Reasons = new Dictionary<string, Reason> { ["price"] = new() { Name = "Price" } },
    };

    static readonly Day AsOf = D("2025-01-01");

    [Fact]
    public void The_order_of_customers_changes_nothing()
    {
        var customers = Random(200, 3, 0);
        var forward = Text(Measure(customers, Bank, AsOf));
        customers.Reverse();
        Assert.Equal(forward, Text(Measure(customers, Bank, AsOf)));
    }

    [Fact]
    public void The_order_of_codes_changes_nothing()
    {
        var other = new Codes();
        foreach (var word in new[] { "s3", "south", "north", "branch", "price", "web" }) other.Of(word);
        Assert.Equal(Text(Measure(Random(200, 3, 0), Bank, AsOf)), Text(Measure(Random(200, 3, 0, other), Bank, AsOf)));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(-24)]
    public void Shifting_all_dates_by_months_changes_labels_only(int months)
    {
        // Whole multiples of 12 months away from leap days: days of tenure stay what they were but for one.
        var (here, there) = (Measure(Random(300, 5, 0), Bank, AsOf), Measure(Random(300, 5, months), Bank, AsOf.AddMonths(months)));
        Assert.Equal(here.Retention.Result!.Months.Select(Bare), there.Retention.Result!.Months.Select(Bare));
        Assert.Equal(here.Cohorts.Result!.Quarters.Select(c => (c.Size, string.Join(' ', c.Retained))),
            there.Cohorts.Result!.Quarters.Select(c => (c.Size, string.Join(' ', c.Retained))));
        Assert.Equal(here.Profit.Result!.Whale, there.Profit.Result!.Whale);
        Assert.Equal(here.BreakEven.Result!.All.MonthsToBreakEven, there.BreakEven.Result!.All.MonthsToBreakEven);
    }

    [Fact]
    public void A_fact_known_after_the_as_of_day_changes_nothing()
    {
        var before = Text(Measure(Random(50, 9, 0), Bank, AsOf));
        var late = Random(50, 9, 0);
        foreach (var customer in late)
        {
            customer.Event("2024-06-01", "purchase", true, knownOn: "2025-01-01").Agreement("2024-01-01", "2024-02-01", knownOn: "2025-02-01")
                .Contacted("2025-01-05").Exit("2025-01-02", "price").Position("2025-01-01", 5, 5);
        }

        Assert.Equal(before, Text(Measure(late, Bank, AsOf)));
    }

    [Fact]
    public void Two_histories_without_money_contacts_or_dates_are_told_apart_from_zeros()
    {
        var measures = Measure([new CustomerFacts().Spell("2024-12-10"), new CustomerFacts("b").Spell("2024-12-01")], Bank, AsOf);
        Assert.All(
            new[]
            {
                (measures.Revenue.Answered, measures.Revenue.Why), (measures.BreakEven.Answered, measures.BreakEven.Why),
                (measures.Profit.Answered, measures.Profit.Why), (measures.Funnel.Answered, measures.Funnel.Why),
                (measures.Reasons.Answered, measures.Reasons.Why), (measures.Retention.Answered, measures.Retention.Why),
            },
            answer =>
            {
                Assert.False(answer.Answered);
                Assert.False(string.IsNullOrEmpty(answer.Why));
            });
    }

    [Fact]
    public void A_snapshot_tells_who_left_and_not_when()
    {
        var customers = Enumerable.Range(0, 60)
            .Select(i => new CustomerFacts($"c{i}").Spell(D("2023-01-01").AddMonths(i % 12).ToString(), i < 30 ? "2024-12-31" : null, Leaving.Voluntary)).ToList();
        var measures = Measure(customers, Bank, AsOf);
        Assert.Contains("snapshot", measures.Retention.Why, StringComparison.Ordinal);
        Assert.False(measures.Cohorts.Answered);
        Assert.True(measures.Tenure.Answered);
        Assert.NotNull(measures.Tenure.Result!.Caution);
        Assert.Equal(0.5, measures.Customers.ShareLeft!.Value);
        var told = Measure(customers, Bank with { RecordsSince = "2024-10-01" }, AsOf).Retention.Result!;
        Assert.Equal((0.5, 0), (told.LastYear.Kept!.Value, told.Months.Count));
    }

    [Fact]
    public void A_business_that_began_within_the_year_has_a_rate_from_its_first_customers_on()
    {
        var customers = Enumerable.Range(0, 10).Select(i => new CustomerFacts($"c{i}").Spell("2024-02-10", i < 2 ? $"2024-0{i + 5}-01" : null, Leaving.Voluntary)).ToList();
        var year = Measure(customers, Bank with { RecordsSince = "2024-01-01" }, AsOf).Retention.Result!.LastYear;
        Assert.Equal((D("2024-03-01"), 10L, 0.8), (year.Opens, year.AtStart, year.Kept!.Value));
    }

    [Fact]
    public void An_unfinished_month_is_marked_and_an_unobserved_cell_is_null()
    {
        var measures = Measure(Random(200, 3, 0), Bank, D("2025-01-15"));
        Assert.Equal(("2025-01", false), (measures.Retention.Result!.Months[^1].Name, measures.Retention.Result.Months[^1].IsFinished));
        Assert.Equal(("2024-12", true), (measures.Retention.Result.Months[^2].Name, measures.Retention.Result.Months[^2].IsFinished));
        var cohort = measures.Cohorts.Result!.Months.Single(c => c.Name == "2024-10");
        Assert.Equal(1.0, cohort.Retained[0]);
        Assert.NotNull(cohort.Retained[2]);
        Assert.Null(cohort.Retained[3]); // who joined on 31 October has not been here three months on 15 January
        Assert.Equal(4, cohort.Retained.Count);
    }

    [Fact]
    public void Silence_leaves_the_last_months_unfinished()
    {
        var shop = Bank with { Churn = [new() { Kind = ChurnKind.Silent, Days = 90 }] };
        var measures = Measure(
            [.. Enumerable.Range(0, 40).Select(i => new CustomerFacts($"c{i}").Acts("2023-01-01", "2023-03-01", $"2024-{i % 12 + 1:00}-05"))], shop, AsOf);
        Assert.Equal(AsOf - 90, measures.SettledUntil);
        Assert.Equal([true, false, false, false], measures.Retention.Result!.Months.TakeLast(4).Select(m => m.IsFinished));
    }

    [Fact]
    public void Branches_roll_up_to_regions_and_net_growth_is_told_for_each() // M9
    {
        Unit[] units = [new("r", "Region", "region", null), new("north", "North", "branch", "r"), new("south", "South", "branch", "r")];
        var fold = new MeasureFold(Bank with { RecordsSince = "2020-01-01" }, units, AsOf);
        fold.Add(new CustomerFacts("a").Spell("2022-01-01", "2024-05-01", Leaving.Voluntary).Spell("2024-09-01").Build());
        fold.Add(new CustomerFacts("b").Spell("2024-03-01").Build());
        fold.Add(new CustomerFacts("c").Spell("2022-03-01", "2024-03-01", Leaving.Involuntary, unit: "south").Build());
        var by = fold.Result().Retention.Result!.By;
        Assert.Equal([("North", 1L), ("South", -1)], by["branch"].Select(b => (b.Name, b.NetGrowth)));
        Assert.Equal([("Region", 0L)], by["region"].Select(b => (b.Name, b.NetGrowth)));
        Assert.Equal(0, by["person"].Sum(p => p.NetGrowth));
    }

    [Fact]
    public void The_funnel_goes_from_targeted_to_kept_and_names_where_it_lost_them() // M10
    {
        var funnel = Measure(
        [
            Contacted("kept").Contacted("2024-05-01", outcome: "inclined").Offered("2024-05-01", "2024-05-02", true),
            Contacted("left").Contacted("2024-05-01").Offered("2024-05-01", "2024-05-02", true),
            Contacted("recent").Contacted("2024-12-20").Offered("2024-12-20", "2024-12-21", true),
            Contacted("refused").Contacted("2024-05-01").Offered("2024-05-01", "2024-05-09"),
            Contacted("cold").Contacted("2024-05-01", outcome: "no_thanks"),
            Contacted("dead").Contacted("2024-05-01", reached: false, outcome: "dead_number"),
            Contacted("gone").Contacted("2024-05-01"),
        ], Bank, AsOf).Funnel.Result!;
        Assert.Equal([7L, 5, 4, 4, 3, 1], funnel.Steps.Select(s => s.Customers));
        Assert.Equal(
            [("reached", "already_gone"), ("reached", "dead_number"), ("inclined", "no_thanks"), ("accepted", "refused"), ("kept_90_days", "left_within_90_days")],
            funnel.Losses.Select(l => (l.Step, l.Cause)));
        Assert.Equal((7L, 1750L, 1750.0, 1L), (funnel.Contacts, funnel.Cost, funnel.CostPerKept!.Value, funnel.NotYetJudged));
        Assert.Equal([("in_time", 1L), ("late", 1), ("never", 0)], funnel.Leavers.Select(l => (l.Name, l.Customers)));
    }

    [Fact]
    public void Many_closings_on_one_day_are_named_unless_the_workspace_accepts_the_day()
    {
        var customers = Enumerable.Range(0, 1000)
            .Select(i => new CustomerFacts($"c{i}").Agreement("2023-01-01", i < 25 ? "2024-05-02" : i < 40 ? $"2024-06-{i - 20:00}" : null)).ToList();
        var found = Assert.Single(Measure(customers, Bank, AsOf).MassEndings);
        Assert.Equal(("loan", D("2024-05-02"), 25L, 0.025), (found.Product, found.On, found.Ended, found.Share));
        Assert.Empty(Measure(customers, Bank with { AcceptedMassEndings = ["2024-05-02"] }, AsOf).MassEndings);
        Assert.Empty(Measure(customers, Bank with { MassEndingShare = 0.03 }, AsOf).MassEndings);
    }

    static CustomerFacts Contacted(string customer) => new CustomerFacts(customer).Spell("2022-01-01",
        customer switch { "left" => "2024-06-01", "gone" => "2024-04-30", _ => null }, Leaving.Voluntary);

    static RetentionFigures Bare(RetentionFigures f) => f with { Name = "", Opens = default, Closes = default };

    static Measures Measure(IReadOnlyList<CustomerFacts> customers, Business business, Day asOf)
    {
        var fold = new MeasureFold(business, [], asOf);
        foreach (var customer in customers) fold.Add(customer.Build());
        return fold.Result();
    }

    static List<CustomerFacts> Random(int count, int seed, int months, Codes? codes = null)
    {
        var random = new Random(seed);
        codes ??= new Codes();
        var customers = new List<CustomerFacts>();
        for (var i = 0; i < count; i++)
        {
            // Days 1 to 28 only, so that a shift by months is the same for all.
            Day At(int month, int day) => Day.From(2021, 1, day).AddMonths(month + months);
            var joined = At(random.Next(48), 1 + random.Next(28));
            var customer = new CustomerFacts($"c{i}", codes).Lives(random.Next(2) == 0 ? "east" : "west", "en");
            var left = joined.AddMonths(1 + random.Next(40));
            customer.Spell(joined.ToString(), random.Next(2) == 0 ? null : left.ToString(), Leaving.Voluntary,
                channel: random.Next(2) == 0 ? "web" : "branch", unit: random.Next(2) == 0 ? "north" : "south", staff: $"s{random.Next(5)}");
            customer.Exit(left.ToString(), "price").Event(joined.ToString(), "open", true);
            for (var month = 0; month < 12; month++) customer.Position(At(34 + month, 1).ToString(), random.Next(1000), random.Next(-20, 100));
            customers.Add(customer);
        }

        return customers;
    }

    static string Text(Measures measures) => MeasureRetention.ToJson(measures);
}
