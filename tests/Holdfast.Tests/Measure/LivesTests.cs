using Holdfast.Retention.Facts;
using static Holdfast.Tests.Measure.CustomerFacts;

namespace Holdfast.Tests.Measure;

/// <summary>The words of requirements.md on churn, spells and reasons.</summary>
public class LivesTests
{
    static readonly Business Contract = new()
    {
        Name = "test",
        Churn = [new() { Kind = ChurnKind.Closed }],
        Reasons = new Dictionary<string, Reason>
        {
            ["price"] = new() { Name = "Price" },
            ["died"] = new() { Name = "Died", Kind = Leaving.Involuntary },
            ["migrated"] = new() { Name = "Migrated", Kind = Leaving.Administrative },
        },
    };

    static readonly Business Shop = new() { Name = "shop", Churn = [new() { Kind = ChurnKind.Silent, Days = 100 }] };

    [Fact]
    public void A_spell_is_the_word_of_the_source()
    {
        var life = Assert.Single(Of(new CustomerFacts().Spell("2024-01-10", "2024-05-01", Leaving.Voluntary), Contract, "2025-01-01"));
        Assert.Equal((D("2024-01-10"), D("2024-05-01"), D("2024-05-01")), (life.Joined, life.Left!.Value, life.KnownLeft!.Value));
        Assert.Equal((Leaving.Voluntary, ChurnKind.Closed, 1), (life.Kind, life.How, life.Number));
    }

    [Theory]
    [InlineData("2024-05-01", false)]
    [InlineData("2024-05-02", true)]
    public void An_end_on_the_as_of_day_does_not_exist_yet(string asOf, bool isTold) =>
        Assert.Equal(isTold, Of(new CustomerFacts().Spell("2024-01-10", "2024-05-01", Leaving.Voluntary), Contract, asOf)[0].Left is not null);

    [Theory]
    [InlineData("2024-05-31", 1)]
    [InlineData("2024-06-01", 2)]
    public void Back_within_30_days_is_undone_and_later_is_won_back(string again, int lives)
    {
        var told = Of(new CustomerFacts().Spell("2024-01-10", "2024-05-01", Leaving.Voluntary).Spell(again, channel: "branch"), Contract, "2025-01-01");
        Assert.Equal(lives, told.Count);
        Assert.Null(told[^1].Left);
        if (lives == 1) return;
        Assert.Equal((Origin.WonBack, 2, D("2024-05-01") - D("2024-01-10")), (told[1].Origin, told[1].Number, told[1].EarlierDays));
    }

    [Fact]
    public void A_replaced_agreement_ends_nothing()
    {
        var life = Assert.Single(Of(
            new CustomerFacts().Agreement("2023-01-01", "2024-01-01", "price").Agreement("2024-01-25", product: "card"), Contract, "2025-01-01"));
        Assert.Equal((D("2023-01-01"), (Day?)null, Leaving.None), (life.Joined, life.Left, life.Kind));
    }

    [Fact]
    public void A_life_lasts_as_long_as_any_agreement_and_ends_with_the_last_ones_reason()
    {
        var life = Assert.Single(Of(
            new CustomerFacts().Agreement("2023-01-01", "2024-03-01", "died").Agreement("2023-02-01", "2023-06-01", "price"), Contract, "2025-01-01"));
        Assert.Equal((D("2024-03-01"), Leaving.Involuntary), (life.Left!.Value, life.Kind));
    }

    [Theory]
    [InlineData("price", Leaving.Voluntary)]
    [InlineData("died", Leaving.Involuntary)]
    [InlineData("migrated", Leaving.Administrative)]
    [InlineData("nobody mapped this", Leaving.Voluntary)]
    [InlineData("", Leaving.Voluntary)]
    public void The_taxonomy_turns_reasons_into_kinds_and_the_unknown_is_voluntary(string reason, Leaving kind)
    {
        Assert.Equal(kind, Of(new CustomerFacts().Agreement("2023-01-01", "2024-03-01", reason), Contract, "2025-01-01")[0].Kind);
        Assert.Equal(kind, Of(new CustomerFacts().Spell("2023-01-01", "2024-03-01").Exit("2024-03-01", reason), Contract, "2025-01-01")[0].Kind);
    }

    [Fact]
    public void An_agreement_said_to_be_replaced_is_not_churn_though_nothing_follows() =>
        Assert.Equal(Leaving.Administrative,
            Of(new CustomerFacts().Agreement("2023-01-01", "2024-03-01", replacedBy: "elsewhere"), Contract, "2025-01-01")[0].Kind);

    [Fact]
    public void A_merged_branch_keeps_tenure_and_hands_the_customer_over()
    {
        var codes = new Codes();
        var life = Assert.Single(Of(
            new CustomerFacts("c1", codes).Spell("2015-01-01", "2024-06-01", Leaving.Administrative, unit: "old", channel: "branch")
                .Spell("2024-06-01", origin: Origin.Migrated, unit: "new"), Contract, "2025-01-01"));
        Assert.Equal((D("2015-01-01"), Origin.Acquired, "new", "branch"),
            (life.Joined, life.Origin, codes.Name(life.Unit), codes.Name(life.Channel)));
    }

    [Fact]
    public void A_joint_holder_has_no_life_of_his_own() =>
        Assert.Empty(Of(new CustomerFacts().Holds("a0", "joint_holder", "2024-01-01"), Contract, "2025-01-01"));

    [Fact]
    public void A_late_fact_does_not_exist_before_it_was_known()
    {
        var late = new CustomerFacts().Agreement("2024-01-01", "2024-05-01", knownOn: "2024-08-01");
        Assert.Empty(Of(late, Contract, "2024-07-01"));
        Assert.Equal(D("2024-08-01"), Of(late, Contract, "2024-09-01")[0].KnownLeft);
    }

    [Theory]
    [InlineData("2024-06-29", false)]
    [InlineData("2024-06-30", true)]
    public void Silence_is_dated_at_the_last_activity_and_known_n_days_later(string asOf, bool isKnown)
    {
        // Last act on 2024-03-21; the hundredth silent day is 2024-06-29, which must be over.
        var life = Assert.Single(Of(new CustomerFacts().Acts("2024-02-01", "2024-03-21"), Shop, asOf));
        Assert.Equal(isKnown ? D("2024-03-22") : null, life.Left);
        Assert.Equal(isKnown ? D("2024-06-29") : null, life.KnownLeft);
        Assert.Equal(100, life.LagDays);
    }

    [Fact]
    public void Interest_and_fees_are_no_sign_of_life() =>
        Assert.Equal(D("2024-01-02"),
            Of(new CustomerFacts().Acts("2024-01-01").Event("2024-03-01", "interest", false), Shop, "2024-06-01")[0].Left);

    [Fact]
    public void Who_buys_again_after_silence_was_won_back()
    {
        var lives = Of(new CustomerFacts().Acts("2024-01-01", "2024-04-10", "2024-07-20"), Shop, "2024-08-01");
        Assert.Equal([D("2024-01-01"), D("2024-07-20")], lives.Select(l => l.Joined));
        Assert.Equal((D("2024-04-11"), Origin.WonBack), (lives[0].Left!.Value, lives[1].Origin));
    }

    [Fact]
    public void A_regular_customer_is_silent_beyond_the_quantile_of_the_own_gaps()
    {
        var shop = Shop with { Churn = [new() { Kind = ChurnKind.Silent, Days = 100, OwnGapQuantile = 0.95 }] };
        string[] weekly = ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29", "2024-02-05"];
        Assert.Equal(D("2024-03-06"), Of(new CustomerFacts().Acts(weekly), shop, "2024-03-10")[0].KnownLeft);
        Assert.Null(Of(new CustomerFacts().Acts(weekly[..5]), shop, "2024-03-10")[0].Left);
    }

    [Fact]
    public void Silence_does_not_touch_customers_whose_contracts_are_told_unless_it_stands_first()
    {
        var both = Contract with { Churn = [Contract.Churn[0], Shop.Churn[0]] };
        var customer = new CustomerFacts().Agreement("2024-01-01").Acts("2024-02-01");
        Assert.Null(Of(customer, both, "2024-12-01")[0].Left);
        Assert.Equal(D("2024-02-02"), Of(customer, both with { Churn = [Shop.Churn[0], Contract.Churn[0]] }, "2024-12-01")[0].Left);
    }

    [Theory]
    [InlineData("2024-01-10", "2024-01-11", false)]
    [InlineData("2024-01-11", "2024-01-12", true)]
    public void A_term_that_ran_out_and_was_not_renewed_is_an_end_after_the_grace(string before, string asOf, bool isLost)
    {
        var fixedTerm = Contract with { Churn = [new() { Kind = ChurnKind.NotRenewed, GraceDays = 10 }] };
        var customer = new CustomerFacts().Agreement("2023-01-01", termEnds: "2024-01-01");
        Assert.Null(Of(customer, fixedTerm, before)[0].Left);
        Assert.Equal(isLost ? D("2024-01-01") : null, Of(customer, fixedTerm, asOf)[0].Left);
    }

    [Fact]
    public void A_renewed_term_goes_on() =>
        Assert.Null(Assert.Single(Of(
            new CustomerFacts().Agreement("2023-01-01", termEnds: "2024-01-01").Agreement("2024-01-05", termEnds: "2025-01-05"),
            Contract with { Churn = [new() { Kind = ChurnKind.NotRenewed }] }, "2024-06-01")).Left);

    [Fact]
    public void A_balance_that_stays_gone_is_partial_churn_though_the_account_stands()
    {
        var bank = Contract with { Churn = [Contract.Churn[0], new() { Kind = ChurnKind.Partial, Days = 60, BalanceShare = 0.05 }] };
        var customer = new CustomerFacts().Agreement("2023-12-01")
            .Position("2024-01-01", 100_000).Position("2024-02-01", 4_000).Position("2024-03-01", 0).Position("2024-04-01", 4_999);
        Assert.Null(Of(customer, bank, "2024-04-01")[0].Left);
        var life = Assert.Single(Of(customer, bank, "2024-05-02"));
        Assert.Equal((D("2024-03-01"), D("2024-05-01"), ChurnKind.Partial), (life.Left!.Value, life.KnownLeft!.Value, life.How));
    }

    [Fact]
    public void A_definition_with_a_product_judges_that_product_only()
    {
        var bank = Contract with { Churn = [Contract.Churn[0], new() { Kind = ChurnKind.NotRenewed, Product = "deposit" }] };
        var customer = new CustomerFacts().Agreement("2023-01-01", product: "deposit", termEnds: "2024-01-01")
            .Agreement("2023-01-01", product: "loan", termEnds: "2024-01-01");
        Assert.Null(Of(customer, bank, "2025-01-01")[0].Left);
        Assert.Equal(D("2024-01-01"),
            Of(new CustomerFacts().Agreement("2023-01-01", product: "deposit", termEnds: "2024-01-01"), bank, "2025-01-01")[0].Left);
    }

    [Fact]
    public void A_party_without_facts_of_a_relation_never_was_a_customer() =>
        Assert.Empty(Of(new CustomerFacts().Lives("north", "en").Contacted("2024-01-01"), Contract, "2025-01-01"));

    static IReadOnlyList<Life> Of(CustomerFacts facts, Business business, string asOf) => Lives.Of(facts.Build(), business, D(asOf));
}
