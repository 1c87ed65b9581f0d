using Holdfast.Retention.Decide;
using Holdfast.Retention.Decide.Rules;
using Holdfast.Retention.Segment;
using Holdfast.Retention.Segment.Conditions;
using static Holdfast.Tests.Decide.Bank;

namespace Holdfast.Tests.Decide;

/// <summary>One test for every rule, named after it: each refuses where it must, lets pass at its border, and is not made up for by another.</summary>
public sealed class RuleTests
{
    /// <summary>The rule alone refuses the action for this customer; with the rule switched off the action is permitted.</summary>
    static void OnlyRefuser(string rule, CustomerContext customer, RetentionAction action, string because)
    {
        var refusal = Assert.Single(Look(customer, action).Refusals);
        Assert.Equal(rule, refusal.Rule);
        Assert.Equal(action.Id, refusal.Action);
        Assert.Contains(because, refusal.Because, StringComparison.Ordinal);
        Assert.True(Look(customer, action, Rules(customer.Setting.Policy with { Off = [.. customer.Setting.Policy.Off, rule] })).IsPermitted);
    }

    static void Passes(CustomerContext customer, RetentionAction action) => Assert.Empty(Look(customer, action).Refusals);

    static CustomerContext Contacted(CustomerContext customer, int daysAgo, string purpose, bool inbound = false, bool reached = true, string action = "") =>
        customer.With(state => state with { Contacts = [.. state.Contacts, new PastContact(Today - daysAgo, inbound, purpose, action, reached)] });

    static CustomerContext Offered(CustomerContext customer, int daysAgo, RetentionAction action, bool accepted = false, bool applied = false) =>
        customer.With(state => state with { Offers = [.. state.Offers, new PastOffer(action.Id, Today - daysAgo, Today - daysAgo, accepted, applied ? Today - daysAgo : null)] });

    [Fact]
    public void Every_rule_has_a_test_named_after_it()
    {
        var tests = typeof(RuleTests).GetMethods().Select(method => method.Name).ToList();
        Assert.Empty(PolicyRules.Names.Where(rule => !tests.Contains(rule)));
        Assert.Equal(PolicyRules.Names.Count, PolicyRules.Names.Distinct().Count());
        Assert.Equal(Rules().Select(rule => rule.Precedence).Order(), Rules().Select(rule => rule.Precedence));
    }

    [Fact]
    public void EligibleCustomersOnly()
    {
        var eligible = new Dictionary<string, Condition> { [SellSavings.Id] = Condition.Read("monthly_margin > 6_000 and not has_product(\"loan\")", ConditionVocabulary.Open).Condition! };
        var refusal = Assert.Single(Look(Customer(), SellSavings, Rules(eligible: eligible)).Refusals);
        Assert.Equal(nameof(Retention.Decide.Rules.EligibleCustomersOnly), refusal.Rule);
        Assert.Equal("monthly_margin > 6_000 is false (monthly_margin is 5000)", refusal.Because);
        var rich = Customer() with { Score = Customer().Score with { MonthlyMargin = 6_001 } };
        Assert.True(Look(rich, SellSavings, Rules(eligible: eligible)).IsPermitted);
    }

    [Fact]
    public void OfferIsWithinItsDates()
    {
        CustomerContext During(string? from, string? until)
        {
            var action = SellSavings with { From = from, Until = until };
            return Customer() with { Setting = Setting() with { Actions = [Call, action] } };
        }

        OnlyRefuser("OfferIsWithinItsDates", During((Today + 1).ToString(), null), SellSavings, $"begins on {Today + 1}");
        OnlyRefuser("OfferIsWithinItsDates", During(null, Today.ToString()), SellSavings, $"ended on {Today}");
        Passes(During(Today.ToString(), (Today + 1).ToString()), SellSavings);
    }

    [Fact]
    public void ProductIsNotHeldYet()
    {
        var saver = Customer().With(state => state with { Products = ["card", "savings"] }) with { Setting = Setting() with { Actions = [Call, SellSavings] } };
        OnlyRefuser("ProductIsNotHeldYet", saver, SellSavings, "holds savings");
        OnlyRefuser("ProductIsNotHeldYet", Customer(), ActivateCard, "holds card");
        var used = Customer().With(state => state with { Products = [], EventDays = new Dictionary<string, IReadOnlyList<Retention.Facts.Day>> { ["card"] = [Today - 90] } });
        OnlyRefuser("ProductIsNotHeldYet", used, ActivateCard, "was used on");
    }

    [Fact]
    public void AnsweredOffersRest()
    {
        OnlyRefuser("AnsweredOffersRest", Offered(Customer(LifecycleStage.LastThird), 179, Waiver), Waiver, "refused");
        Passes(Offered(Customer(LifecycleStage.LastThird), 180, Waiver), Waiver);
    }

    [Fact]
    public void ConsentIsRequired()
    {
        var silent = Customer().With(state => state with { Reaches = [new Reach("phone", "1", true, true, false), new Reach("email", "a", true, true, false)] });
        OnlyRefuser("ConsentIsRequired", silent, SellSavings, "no consent for phone; no consent for email");
        OnlyRefuser("ConsentIsRequired", Customer().With(state => state with { Reaches = [] }), SellSavings, "no way to reach by phone is told");
        Passes(silent, Welcome);
        Passes(Customer().With(state => state with { Reaches = [] }) with { Setting = Setting() with { ReachesAreTold = false } }, SellSavings);

        var objecting = Customer() with { ObjectedToMarketing = Today - 1 };
        OnlyRefuser("ConsentIsRequired", objecting, SellSavings, $"objected to marketing on {Today - 1}");
        Passes(objecting, Welcome);
        Passes(objecting with { AskedNow = new HashSet<string> { SellSavings.Id } }, SellSavings);
    }

    [Fact]
    public void DeadNumberIsNotTried()
    {
        var dead = Customer().With(state => state with { Reaches = [new Reach("phone", "1", true, false, true)] });
        OnlyRefuser("DeadNumberIsNotTried", dead, SellSavings, "phone does not work");
        OnlyRefuser("DeadNumberIsNotTried", dead, Welcome, "phone does not work");
        var second = dead.With(state => state with { Reaches = [.. state.Reaches, new Reach("email", "a", false, true, true)] });
        Assert.Equal("email", Look(second, SellSavings).Channel);
    }

    [Fact]
    public void ColdContactsAreSpaced()
    {
        OnlyRefuser("ColdContactsAreSpaced", Contacted(Customer(LifecycleStage.LastThird), 13, "retain"), Call, "we reached the customer");
        Passes(Contacted(Customer(LifecycleStage.LastThird), 14, "retain"), Call);
        Passes(Contacted(Customer(LifecycleStage.LastThird), 1, "retain", reached: false), Call);
        Passes(Contacted(Customer(LifecycleStage.LastThird), 1, "serve", inbound: true), Call);
        Passes(Contacted(Customer(LifecycleStage.LastThird), 1, "retain"), Welcome);
    }

    [Fact]
    public void CareNoSale()
    {
        OnlyRefuser("CareNoSale", Customer().With(state => state with { Arrears = 1 }), SellSavings, "arrears");
        var ill = Customer().With(state => state with { Attributes = new Dictionary<string, ConditionValue> { ["illness"] = ConditionValue.Of("yes") } });
        OnlyRefuser("CareNoSale", ill, SellSavings, "illness asks for care");
        Passes(ill with { Standing = Customer(LifecycleStage.LastThird).Standing }, Waiver);
        Passes(ill, Welcome);
    }

    [Fact]
    public void NoSaleOnExit()
    {
        OnlyRefuser("NoSaleOnExit", Contacted(Customer(), 90, "exit", inbound: true), SellSavings, "asked to leave on");
        Passes(Contacted(Customer(), 91, "exit", inbound: true), SellSavings);
    }

    [Fact]
    public void PromiseOwedComesFirst()
    {
        OnlyRefuser("PromiseOwedComesFirst", Offered(Customer(LifecycleStage.LastThird), 6, Waiver, accepted: true), Call, "fee_waiver was taken");
        Passes(Offered(Customer(LifecycleStage.LastThird), 5, Waiver, accepted: true), Call);
        Passes(Offered(Customer(LifecycleStage.LastThird), 6, Waiver, accepted: true, applied: true), Call);
        Passes(Offered(Customer(), 6, Waiver, accepted: true), Welcome);
    }

    [Fact]
    public void NeverContactTheDriven()
    {
        var driven = Customer(LifecycleStage.AtRisk, atRisk: true).Knowing(Effect(Call, -0.05, -0.1, -0.001));
        OnlyRefuser("NeverContactTheDriven", driven, Call, "drives away");
        Passes(Customer(LifecycleStage.AtRisk, atRisk: true).Knowing(Effect(Call, -0.05, -0.1, 0)), Call);

        // An objection is evidence enough, and so is being more than twice as likely to object as others.
        CustomerContext Objecting(int daysAgo) => Customer(LifecycleStage.AtRisk, atRisk: true)
            .With(state => state with { Contacts = [new PastContact(Today - daysAgo, false, "upsell", "", true, Objected: true)] });
        OnlyRefuser("NeverContactTheDriven", Objecting(1_095), Call, "objected to being contacted on");
        Passes(Objecting(1_096), Call);
        CustomerContext BreakingOff(int daysAgo) => Customer(LifecycleStage.AtRisk, atRisk: true)
            .With(state => state with { Contacts = [new PastContact(Today - daysAgo, false, "upsell", "", true, CutShort: true)] });
        OnlyRefuser("NeverContactTheDriven", BreakingOff(1_095), Call, "broke off our contact of");
        Passes(BreakingOff(1_096), Call);
        OnlyRefuser("NeverContactTheDriven", Customer(LifecycleStage.AtRisk, atRisk: true).Knowing(Effect(Call, 0.05, 0.01, 0.1) with { Objection = 2.5 }), Call, "is 2.5 x as likely to object");
        Passes(Customer(LifecycleStage.AtRisk, atRisk: true).Knowing(Effect(Call, 0.05, 0.01, 0.1) with { Objection = 1.2 }), Call);
    }

    [Fact]
    public void RetentionOutranksDevelopment()
    {
        // D1: lexicographic where the customer is at risk and the lower bound of an effect is above zero, however dear the sale.
        var policy = new Policy { Off = ["NoSaleWhileAtRisk"] };
        var open = Customer(atRisk: true, policy: policy).Knowing(Effect(Call, 0.1, 0.01, 0.2));
        OnlyRefuser("RetentionOutranksDevelopment", open, SellSavings with { MarginPerMonth = 1_000_000 }, "retention_call keeps at least 1 %");
        Passes(Customer(atRisk: true, policy: policy).Knowing(Effect(Call, 0.1, 0, 0.2)), SellSavings);
        Passes(Customer(atRisk: false, policy: policy).Knowing(Effect(Call, 0.1, 0.01, 0.2)), SellSavings);
    }

    [Fact]
    public void RetentionIsForTheLastThird()
    {
        OnlyRefuser("RetentionIsForTheLastThird", Customer(LifecycleStage.MidLife), Waiver, "is in stage mid_life and not at risk");
        OnlyRefuser("RetentionIsForTheLastThird", Customer(LifecycleStage.Onboarding), Waiver, "onboarding");
        Passes(Customer(LifecycleStage.LastThird), Waiver);
        Passes(Customer(LifecycleStage.Onboarding, atRisk: true), Waiver);
    }

    [Fact]
    public void RetreatGetsNoSpending()
    {
        var retreat = Customer(LifecycleStage.LastThird);
        retreat = retreat with { Standing = retreat.Standing with { Segment = retreat.Standing.Segment with { Strategy = Strategy.Retreat } } };
        OnlyRefuser("RetreatGetsNoSpending", retreat, Waiver, "is in retreat");
        Passes(retreat, Welcome);
    }

    [Fact]
    public void ActivationIsCapped()
    {
        var twice = Contacted(Contacted(Customer().With(state => state with { Products = [] }), 20, "activate"), 30, "activate");
        OnlyRefuser("ActivationIsCapped", twice, ActivateCard, "2 activation contacts");
        Passes(Contacted(Contacted(Customer().With(state => state with { Products = [] }), 20, "activate"), 31, "activate"), ActivateCard);
    }

    [Fact]
    public void DevelopmentIsForMidLife()
    {
        foreach (var stage in new[] { LifecycleStage.Onboarding, LifecycleStage.HabitForming, LifecycleStage.LastThird, LifecycleStage.AtRisk, LifecycleStage.WonBack })
            OnlyRefuser("DevelopmentIsForMidLife", Customer(stage), SellSavings, "is in stage");
        Passes(Customer(LifecycleStage.MidLife), SellSavings);
    }

    [Fact]
    public void NoSaleWhileAtRisk()
    {
        // D3: P > 2 x segment, open complaint, 60 days after promotion or term end, price rise, bad touchpoint.
        CustomerContext Churn(double churn) => Customer() with { Score = Customer().Score with { ChurnProbability = churn } };
        OnlyRefuser("NoSaleWhileAtRisk", Churn(0.1601), SellSavings, "16 % against 8 % in the segment");
        Passes(Churn(0.16), SellSavings);
        OnlyRefuser("NoSaleWhileAtRisk", Customer().With(state => state with { Complaints = [new Complaint(Today - 60, null)] }), SellSavings, "is open");
        Passes(Customer().With(state => state with { Complaints = [new Complaint(Today - 60, Today - 1), new Complaint(Today - 61, null)] }), SellSavings);
        foreach (var kind in Enum.GetValues<StrainKind>())
        {
            OnlyRefuser("NoSaleWhileAtRisk", Customer().With(state => state with { Strains = [new Strain(Today - 60, kind)] }), SellSavings, $"on {Today - 60}");
            Passes(Customer().With(state => state with { Strains = [new Strain(Today - 61, kind), new Strain(Today + 3, kind)] }), SellSavings);
        }
    }

    [Fact]
    public void SpendRisesAtMostOneFifth()
    {
        // D4: at most 20 % in any rolling 12 months from all causes together.
        CustomerContext Spends(long now, long yearAgo, long planned = 0) => Customer().With(state => state with { Spending = new Spending(now, yearAgo, planned) });
        Passes(Spends(1_090, 1_000), SellSavings);
        OnlyRefuser("SpendRisesAtMostOneFifth", Spends(1_091, 1_000), SellSavings, "from 10.00 USD to 10.91 USD in a year, this adds 10 %: 20 % in all");
        OnlyRefuser("SpendRisesAtMostOneFifth", Spends(1_000, 1_000, planned: 101), SellSavings, "1.01 USD more is planned");
        Passes(Spends(1_000, 1_000, planned: 100), SellSavings);
        var package = Call with { Id = "package", SpendChangeShare = 0.11 };
        var agreed = Offered(Spends(1_000, 1_000), 80, package, accepted: true, applied: true) with { Setting = Setting() with { Actions = [SellSavings, package] } };
        OnlyRefuser("SpendRisesAtMostOneFifth", agreed, SellSavings, "11 % more is agreed");
        var unknown = Spends(0, 0) with { Setting = Setting() with { Actions = [SellSavings with { SpendChangeShare = 0.21 }] } };
        OnlyRefuser("SpendRisesAtMostOneFifth", unknown, SellSavings, "would rise by 21 %");
        Passes(Spends(5_000, 1_000) with { Standing = Customer(LifecycleStage.LastThird).Standing }, Waiver);
    }

    [Fact]
    public void OneSalePerQuarter()
    {
        // D5: one sales campaign in 2-3 months, a rolling window of 75 days.
        OnlyRefuser("OneSalePerQuarter", Contacted(Customer(), 75, "upsell"), SellSavings, "1 sales campaign in 75 days");
        Passes(Contacted(Customer(), 76, "upsell"), SellSavings);
        Passes(Contacted(Customer(), 20, "retain"), SellSavings);
        var other = SellSavings with { Id = "sell_insurance", Product = "insurance", Need = "be safe" };
        OnlyRefuser("OneSalePerQuarter", Offered(Customer() with { Setting = Setting() with { Actions = [SellSavings, other] } }, 75, other), SellSavings, "1 sales campaign");
    }

    [Fact]
    public void MostContactedAreCapped()
    {
        var often = Customer() with { Setting = Setting() with { MostContactedFrom = 3 } };
        often = Contacted(Contacted(often, 100, "serve"), 200, "serve");
        Passes(often, SellSavings);
        OnlyRefuser("MostContactedAreCapped", Contacted(often, 300, "serve"), SellSavings, "3 contacts in a year");
    }

    [Fact]
    public void NoCrossSellIntoProfit()
    {
        var loss = Customer() with { Score = Customer().Score with { MonthlyMargin = -1 } };
        OnlyRefuser("NoCrossSellIntoProfit", loss, SellSavings, "expected contribution of 24 months is -0");
        Passes(loss.With(state => state with { Life = Segment.Samples.Life(364) }), SellSavings);
        Passes(Customer() with { Score = Customer().Score with { MonthlyMargin = 0 } }, SellSavings);
    }

    [Fact]
    public void NeedBeforeTarget()
    {
        CustomerContext Selling(RetentionAction action, RetentionAction other) => Customer() with { Setting = Setting() with { Actions = [action, other] } };
        OnlyRefuser("NeedBeforeTarget", Selling(SellSavings with { Need = " " }, Call), SellSavings, "names no need");
        OnlyRefuser("NeedBeforeTarget", Selling(SellSavings, SellSavings with { Id = "sell_card", Product = "card" }), SellSavings, "the need is met by card");
    }

    [Fact]
    public void StickyServicesFirst()
    {
        var bare = Customer().With(state => state with { Products = [] });
        OnlyRefuser("StickyServicesFirst", bare, SellSavings, "activate_card comes first");
        var sticky = bare with { Setting = Setting() with { Actions = [ActivateCard, SellSavings with { Product = "bill_payment" }] } };
        Passes(sticky, SellSavings);
        Passes(Contacted(Contacted(bare, 20, "activate"), 21, "activate"), SellSavings);
    }
}
