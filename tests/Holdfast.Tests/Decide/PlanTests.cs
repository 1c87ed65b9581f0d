using System.Diagnostics;
using Holdfast.Numerics;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Segment;
using Holdfast.Tests.Segment;
using static Holdfast.Tests.Decide.Bank;

namespace Holdfast.Tests.Decide;

public sealed class PlanTests
{
    static readonly IReadOnlyList<RetentionAction> TwelveActions =
    [
        .. Actions,
        Call with { Id = "save_desk", IncentiveCost = 5_000, StaffMinutes = 25, AssumedChurnAvoided = 0.5 },
        Call with { Id = "mail", Channels = ["email"], StaffMinutes = 0, ContactCost = 20, AssumedChurnAvoided = 0.05 },
        ActivateCard with { Id = "activate_bills", Product = "bill_payment" },
        SellSavings with { Id = "sell_insurance", Product = "insurance", Need = "be safe", MarginPerMonth = 1_500, SpendChangeShare = 0.25 },
        SellSavings with { Id = "sell_card", Product = "card", Need = "pay anywhere" },
        SellSavings with { Id = "upsell", Purpose = Purpose.Upsell, Product = "package", Need = "more of it", MarginPerMonth = 700 },
        Welcome with { Id = "thank_you", Channels = ["letter"] },
    ];

    /// <summary>A base with every kind of trouble, the same for a seed.</summary>
    internal static CustomerContext[] Base(ulong seed, int count, Policy policy)
    {
        var random = new RandomStream(seed);
        var customers = new CustomerContext[count];
        for (var i = 0; i < count; i++)
        {
            var id = $"c{i:00000}";
            var churn = 0.3 * random.Uniform() * random.Uniform();
            var state = Samples.State(id, tenureDays: 20 + (int)(3_000 * random.Uniform())) with
            {
                Products = random.Uniform() < 0.6 ? ["card"] : random.Uniform() < 0.5 ? ["bill_payment", "card"] : [],
                Reaches = [new Reach("phone", "1", true, random.Uniform() < 0.9, random.Uniform() < 0.9), new Reach("email", "e", false, true, random.Uniform() < 0.7)],
                Spending = new Spending(1_000, 850 + (long)(400 * random.Uniform()), 0),
                Complaints = random.Uniform() < 0.05 ? [new Complaint(Today - 10, null)] : [],
                Contacts = random.Uniform() < 0.3 ? [new PastContact(Today - (int)(100 * random.Uniform()) - 1, false, random.Uniform() < 0.5 ? "upsell" : "retain", "", true)] : [],
                Arrears = random.Uniform() < 0.03 ? 500 : 0,
            };
            var value = 5_000 + (long)(400_000 * random.Uniform());
            var stage = (LifecycleStage)(1 + (int)(5 * random.Uniform()));
            customers[i] = new CustomerContext
            {
                Setting = Setting(policy) with { Actions = TwelveActions },
                State = state,
                Score = Samples.Score(id, churn, value) with { MonthlyMargin = value / 24 - 500 },
                Standing = new Standing(new CustomerSegment(id, stage, 5, "rest", Strategy.Defend), 0.05, churn > 0.1),
                Effects = random.Uniform() < 0.7 ? Effects(random, churn) : new Dictionary<string, ActionEffect>(),
            };
        }

        return customers;
    }

    static Dictionary<string, ActionEffect> Effects(RandomStream random, double churn) =>
        TwelveActions.Where(action => action.IsRetention).ToDictionary(action => action.Id, action =>
        {
            var effect = churn * (random.Uniform() - 0.25);
            return new ActionEffect("", action.Id, effect, effect - 0.1 * churn, effect + 0.1 * churn, EffectSource.Experiment);
        });

    static Plan PlanOf(CustomerContext[] customers) => PlanActions.Of(customers, Rules(customers[0].Setting.Policy));

    static readonly Policy Tight = new() { Budget = 60_000, StaffMinutes = 400 };

    [Fact]
    public void Budgets_are_never_exceeded_no_refused_action_is_chosen_and_D1_is_never_violated()
    {
        for (var seed = 1UL; seed <= 200; seed++)
        {
            var random = new RandomStream(seed);
            var policy = Tight with { Budget = (long)(100_000 * random.Uniform()), StaffMinutes = (long)(700 * random.Uniform()) };
            var customers = Base(seed, 30, policy);
            var plan = PlanOf(customers);
            var chosen = plan.Decisions.Where(decision => decision.Action is not null).ToArray();
            Assert.True(chosen.Sum(decision => decision.Cost) <= policy.Budget);
            Assert.True(chosen.Sum(decision => (long)decision.StaffMinutes) <= policy.StaffMinutes);
            Assert.Equal(customers.Length, plan.Decisions.Count);
            Assert.All(chosen, decision => Assert.DoesNotContain(decision.Action, decision.Refusals.Select(refusal => refusal.Action)));
            Assert.All(chosen, decision => Assert.True(decision.Margin > 0));
            foreach (var (customer, decision) in customers.Zip(plan.Decisions).Where(pair => pair.First.AtRisk && pair.Second.Action is { } action && customers[0].Setting.Find(action)!.IsSale))
            {
                var open = Candidates.Of(customer, Rules(policy)).Where(candidate => candidate.IsPermitted && candidate.Action.IsRetention && customer.EffectOf(candidate.Action).Low > 0);
                Assert.Empty(open);
            }
        }
    }

    [Fact]
    public void Permuting_customers_changes_nothing()
    {
        var customers = Base(7, 500, Tight);
        var straight = PlanOf(customers);
        var backwards = PlanOf([.. customers.Reverse()]);
        Assert.Equal(straight.Decisions.Select(Line), backwards.Decisions.Select(Line));
        Assert.Equal(straight.Report.Refusals, backwards.Report.Refusals);
        Assert.Equal(straight.Report.Budget, backwards.Report.Budget);
        Assert.Equal(straight.Report.DualPrices, backwards.Report.DualPrices);

        static string Line(Decision decision) => $"{decision with { Refusals = [] }} {string.Join(';', decision.Refusals)}";
    }

    [Fact]
    public void Budget_and_capacity_both_bind_and_both_have_a_price()
    {
        var report = PlanOf(Base(3, 2_000, new Policy { Budget = 40_000, StaffMinutes = 900 })).Report;
        Assert.InRange(report.Budget.Allocated, 38_000, 40_000);
        Assert.InRange(report.Capacity.Allocated, 880, 900);
        Assert.True(report.DualPrices is { Budget: > 0, StaffMinute: > 0 });
        Assert.InRange(report.Gap, 0, 0.001);
        Assert.True(report.Budget.Used < report.Budget.Allocated);
        Assert.Equal(0, PlanOf(Base(3, 200, new Policy())).Report.DualPrices.Budget);
    }

    [Fact]
    public void A_dual_price_is_what_one_more_unit_adds()
    {
        var low = PlanOf(Base(3, 2_000, new Policy { Budget = 60_000 })).Report;
        var high = PlanOf(Base(3, 2_000, new Policy { Budget = 70_000 })).Report;
        Assert.InRange((high.Margin - low.Margin) / 10_000.0, 0.9 * high.DualPrices.Budget, 1.1 * low.DualPrices.Budget);
    }

    [Fact]
    public void Switching_a_rule_off_changes_the_plan()
    {
        var on = PlanOf(Base(3, 600, new Policy()));
        foreach (var rule in new[] { "NoSaleWhileAtRisk", "SpendRisesAtMostOneFifth", "OneSalePerQuarter", "DevelopmentIsForMidLife", "ConsentIsRequired", "RetentionIsForTheLastThird", "ColdContactsAreSpaced" })
        {
            var count = on.Report.Refusals.Single(refusal => refusal.Rule == rule);
            Assert.True(count.Customers > 0);
            var off = PlanOf(Base(3, 600, new Policy { Off = [rule] }));
            Assert.DoesNotContain(rule, off.Report.Refusals.Select(refusal => refusal.Rule));
            Assert.NotEqual(on.Report.Decisions, off.Report.Decisions);
            // Without limits the margin regained is the rule's price, but for sales that D1 and D10 then refuse instead.
            Assert.True(off.Report.Margin > on.Report.Margin, rule);
        }
    }

    [Fact]
    public void The_price_of_a_rule_is_the_margin_that_comes_back_without_it()
    {
        foreach (var rule in new[] { "SpendRisesAtMostOneFifth", "OneSalePerQuarter", "DevelopmentIsForMidLife", "CareNoSale" })
        {
            var on = PlanOf(Base(5, 400, new Policy())).Report;
            var off = PlanOf(Base(5, 400, new Policy { Off = [rule] })).Report;
            Assert.Equal(on.Refusals.Single(refusal => refusal.Rule == rule).PriceMinor, off.Margin - on.Margin);
        }
    }

    [Fact]
    public void The_held_out_share_is_within_four_standard_errors_and_drawn_by_customer_and_salt()
    {
        var report = PlanOf(Base(3, 4_000, new Policy { ControlShare = 0.2 })).Report;
        Assert.True(report.Control.Eligible > 500);
        Assert.True(report.Control.Within);
        Assert.Equal(report.Funnel.Chosen - report.Funnel.Treated, report.Control.Customers);
        var draws = Enumerable.Range(0, 20_000).Select(i => HoldOut.Draw("customer " + i, "standing")).ToArray();
        foreach (var share in new[] { 0.05, 0.1, 0.5 })
            Assert.InRange(draws.Count(draw => draw < share) / 20_000.0, share - 4 * Math.Sqrt(share * (1 - share) / 20_000), share + 4 * Math.Sqrt(share * (1 - share) / 20_000));
        Assert.NotEqual(HoldOut.Draw("customer 1", "standing"), HoldOut.Draw("customer 1", "autumn"));
        // A pinned value: a change of the hash would draw every running experiment anew.
        Assert.Equal(HoldOut.Draw("customer 1", "standing"), HoldOut.Draw("customer 1", "standing"));
    }

    [Fact]
    public void Control_keeps_the_action_and_its_probability_and_nothing_owed_is_withheld()
    {
        var plan = PlanOf(Base(3, 2_000, new Policy { ControlShare = 0.2 }));
        var control = plan.Decisions.Where(decision => decision.Arm == Arm.Control).ToArray();
        Assert.All(control, decision => Assert.True(TwelveActions.Single(action => action.Id == decision.Action).IsRetention));
        Assert.All(control, decision => Assert.Equal(0.2, decision.Propensity));
        Assert.All(plan.Decisions.Where(decision => decision.Propensity is not 1 && decision.Arm == Arm.Treatment), decision => Assert.Equal(0.8, decision.Propensity));
        var vulnerable = Customer(LifecycleStage.LastThird).With(state => state with { Arrears = 1 });
        Assert.False(HoldOut.MayWithhold(vulnerable, Waiver));
        Assert.False(HoldOut.MayWithhold(Customer(), Welcome));
        Assert.True(HoldOut.MayWithhold(Customer(), Waiver));
    }

    [Fact]
    public void The_value_of_an_action_is_in_one_currency()
    {
        // Effect 0.1 x margin lost 100,000; take rate 0.3 x incentive 3,000; contact 100; 10 minutes x 60.
        var customer = Customer(LifecycleStage.LastThird).Knowing(Effect(Waiver, 0.1, 0.05, 0.15));
        Assert.Equal(new ActionValue(10_000, 0, 900, 100, 600), ActionValue.Of(customer, Waiver));
        Assert.Equal(8_400, ActionValue.Of(customer, Waiver).Margin);
        Assert.Equal(1_000, ActionValue.Of(customer, Waiver).BudgetCost);
        // An effect of 180 days counts again in the second 90 for the 95 % who are still there, and for what is left of 24 months.
        Assert.Equal(10_000 + Math.Round(10_000 * 0.95 * (1 - 90 / 730.5)), ActionValue.Of(customer, Waiver with { EffectDays = 180 }).Kept);
        // Take rate 0.2 x 1,000 a month x the months of 24 that a customer with hazard 0.05/3 is still here; a sale's own harm counts.
        var months = Enumerable.Range(1, 24).Sum(month => Math.Pow(1 - 0.05 / 3, month));
        var sale = ActionValue.Of(Customer().Knowing(Effect(SellSavings, -0.01, -0.02, 0.01)), SellSavings);
        Assert.Equal(new ActionValue(-1_000, (long)Math.Round(200 * months), 0, 100, 600), sale);
    }

    [Fact]
    public void The_funnel_narrows_and_every_refusal_is_recorded()
    {
        var plan = PlanOf(Base(3, 1_000, Tight));
        var funnel = plan.Report.Funnel;
        Assert.True(funnel.Customers >= funnel.Permitted && funnel.Permitted >= funnel.Worthwhile && funnel.Worthwhile >= funnel.Chosen && funnel.Chosen >= funnel.Treated);
        foreach (var count in plan.Report.Refusals)
        {
            Assert.Equal(count.Customers, plan.Decisions.Count(decision => decision.Refusals.Any(refusal => refusal.Rule == count.Rule)));
            Assert.True(count.OnlyRefuser <= count.Customers);
        }
    }

    [Fact]
    public void An_explanation_names_every_candidate_and_every_refusal()
    {
        var customer = Customer(LifecycleStage.LastThird);
        var decision = PlanOf([customer]).Decisions[0];
        var explanation = DecisionExplanation.Of(customer, decision, Rules());
        Assert.Equal(Actions.Count, explanation.Candidates.Count);
        Assert.True(explanation.Candidates[0].Chosen);
        Assert.Contains("last_third", explanation.Standing, StringComparison.Ordinal);
        Assert.Equal(decision.Refusals.Select(refusal => refusal.Rule).Order(), explanation.Candidates.SelectMany(candidate => candidate.Refusals).Select(refusal => refusal.Rule).Order());
    }

}

[Collection("Decide speed")]
public sealed class PlanSpeedTests
{
    [Fact]
    public void Eight_thousand_customers_and_twelve_actions_are_decided_well_under_three_seconds()
    {
        var customers = PlanTests.Base(11, 8_000, new Policy { Budget = 2_000_000, StaffMinutes = 9_600 });
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        PlanActions.Of(customers, Rules(customers[0].Setting.Policy));
        var used = Process.GetCurrentProcess().TotalProcessorTime - before;
        Assert.True(used.TotalSeconds < 3, $"{used.TotalSeconds} s of processor time");
    }
}

/// <summary>Tests of speed run alone, and count processor time, which other processes do not change.</summary>
[CollectionDefinition("Decide speed", DisableParallelization = true)]
public sealed class DecideSpeed;
