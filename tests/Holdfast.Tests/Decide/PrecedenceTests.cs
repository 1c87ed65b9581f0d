using Holdfast.Retention.Decide;
using Holdfast.Retention.Segment;
using Holdfast.Retention.Segment.Conditions;
using static Holdfast.Tests.Decide.Bank;

namespace Holdfast.Tests.Decide;

/// <summary>The worked clashes of D15.</summary>
public sealed class PrecedenceTests
{
    static bool May(CustomerContext customer, RetentionAction action) => Look(customer, action).IsPermitted;

    static CustomerContext Inbound(CustomerContext customer, RetentionAction action) =>
        customer.With(state => state with { Contacts = [new PastContact(Today - 1, true, "serve", action.Id, true)] });

    [Fact]
    public void D15_a_newcomer_may_be_onboarded_and_activated_and_may_not_be_sold_to()
    {
        var newcomer = Customer(LifecycleStage.Onboarding, atRisk: true).With(state => state with { Products = [], Life = Segment.Samples.Life(30) });
        Assert.True(May(newcomer, Welcome));
        Assert.True(May(newcomer, ActivateCard));
        Assert.False(May(newcomer, SellSavings));
    }

    [Fact]
    public void D15_activation_is_free_of_D2_D3_and_D7()
    {
        var customer = Customer(LifecycleStage.LastThird, atRisk: true).With(state => state with
        {
            Products = [],
            Complaints = [new Complaint(Today - 3, null)],
            Strains = [new Strain(Today - 3, StrainKind.PriceRise)],
        });
        customer = customer with { Score = customer.Score with { MonthlyMargin = -500 } };
        Assert.True(May(customer, ActivateCard));
        Assert.Equal(
            ["DevelopmentIsForMidLife", "NoSaleWhileAtRisk", "NoCrossSellIntoProfit", "StickyServicesFirst"],
            Look(customer, SellSavings).Refusals.Select(refusal => refusal.Rule));
    }

    [Fact]
    public void D15_what_the_customer_asks_for_is_never_refused_by_D2_D3_D5()
    {
        var customer = Customer(LifecycleStage.LastThird, atRisk: true).With(state => state with { Complaints = [new Complaint(Today - 3, null)] });
        Assert.False(May(customer, SellSavings));
        Assert.True(May(Inbound(customer, SellSavings), SellSavings));
        Assert.True(May(customer with { AskedNow = new HashSet<string> { SellSavings.Id } }, SellSavings));
        var often = Customer().With(state => state with { Contacts = [new PastContact(Today - 20, false, "upsell", "", true), new PastContact(Today - 1, true, "serve", SellSavings.Id, true)] });
        Assert.True(May(often, SellSavings));
        Assert.True(May(Inbound(Customer(LifecycleStage.MidLife), Waiver), Waiver));
    }

    [Fact]
    public void D3_inbound_first_never_means_selling_on_an_exit_call()
    {
        var leaving = Inbound(Customer(), SellSavings).With(state => state with { Contacts = [.. state.Contacts, new PastContact(Today - 1, true, "exit", "", true)] });
        Assert.Equal("NoSaleOnExit", Assert.Single(Look(leaving, SellSavings).Refusals).Rule);
        Assert.True(May(leaving with { Standing = Customer(LifecycleStage.AtRisk, atRisk: true).Standing }, Waiver));
    }

    [Fact]
    public void D15_consent_outranks_retention_and_care_outranks_a_request()
    {
        var silent = Customer(LifecycleStage.AtRisk, atRisk: true).With(state => state with { Reaches = [new Reach("phone", "1", true, true, false)] });
        Assert.Equal("ConsentIsRequired", Assert.Single(Look(silent, Waiver).Refusals).Rule);
        var vulnerable = Inbound(Customer(), SellSavings).With(state => state with { Attributes = new Dictionary<string, ConditionValue> { ["bereaved"] = ConditionValue.Of(true) } });
        Assert.Equal("CareNoSale", Assert.Single(Look(vulnerable, SellSavings).Refusals).Rule);
    }

    [Fact]
    public void D15_a_promise_owed_comes_before_retention_and_retention_before_a_sale()
    {
        var promised = Customer(LifecycleStage.AtRisk, atRisk: true).With(state => state with { Offers = [new PastOffer(Waiver.Id, Today - 20, Today - 20, true, null)] });
        Assert.False(May(promised, Call));
        Assert.True(May(promised, Welcome));
        var atRisk = Customer(atRisk: true).Knowing(Effect(Call, 0.1, 0.01, 0.2));
        Assert.True(May(atRisk, Call));
        Assert.Contains("RetentionOutranksDevelopment", Look(atRisk, SellSavings).Refusals.Select(refusal => refusal.Rule));
    }

    [Fact]
    public void Switching_off_a_rule_that_does_not_exist_is_told_with_those_that_do()
    {
        var fault = Assert.Throws<ArgumentException>(() => Rules(new Policy { Off = ["NoSaleAtAll"] }));
        Assert.Contains("'NoSaleAtAll'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("OneSalePerQuarter", fault.Message, StringComparison.Ordinal);
    }
}
