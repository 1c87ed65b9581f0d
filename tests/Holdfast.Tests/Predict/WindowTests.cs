using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Windows;
using Holdfast.Tests.Measure;
using static Holdfast.Tests.Measure.CustomerFacts;

namespace Holdfast.Tests.Predict;

/// <summary>P1: who is chosen and what counts as leaving, for each definition of churn.</summary>
public class WindowTests
{
    static readonly Window Window = new(7, 90);
    static readonly Day Cutoff = D("2024-01-01");

    static readonly Business Contract = new()
    {
        Name = "test",
        Churn = [new() { Kind = ChurnKind.Closed }, new() { Kind = ChurnKind.NotRenewed }, new() { Kind = ChurnKind.Partial, Days = 60, BalanceShare = 0.1 }],
    };

    static readonly Business Shop = new() { Name = "shop", Churn = [new() { Kind = ChurnKind.Silent, Days = 100 }] };

    [Theory]
    [InlineData("2023-12-31", Outcome.LeftOut)] // gone before the cut-off
    [InlineData("2024-01-07", Outcome.LeftOut)] // gone within the gap
    [InlineData("2024-01-08", Outcome.Left)] // first day of the window
    [InlineData("2024-04-06", Outcome.Left)] // last day of the window
    [InlineData("2024-04-07", Outcome.Stayed)] // first day after it
    public void A_told_end_counts_within_the_half_open_window(string left, Outcome expected) =>
        Assert.Equal(expected, Of(new CustomerFacts().Spell("2023-01-01", left, Leaving.Voluntary), Contract));

    [Theory]
    [InlineData(Leaving.Involuntary, Outcome.LeftOtherwise)]
    [InlineData(Leaving.Administrative, Outcome.LeftOut)]
    public void Other_kinds_of_leaving_are_no_positives(Leaving kind, Outcome expected) =>
        Assert.Equal(expected, Of(new CustomerFacts().Spell("2023-01-01", "2024-02-01", kind), Contract));

    [Fact]
    public void A_customer_who_joins_on_the_cutoff_or_later_is_left_out() =>
        Assert.Equal(Outcome.LeftOut, Of(new CustomerFacts().Spell("2024-01-01"), Contract));

    [Fact]
    public void A_term_that_runs_out_in_the_window_is_an_end() =>
        Assert.Equal(Outcome.Left, Of(new CustomerFacts().Agreement("2023-02-15", "2024-02-15", termEnds: "2024-02-15"), Contract));

    [Fact]
    public void A_silence_is_dated_at_the_last_act_and_one_not_yet_known_at_the_cutoff_is_a_leaver()
    {
        var actsAfter = new CustomerFacts().Acts("2023-08-01", "2023-10-01", "2024-02-01");
        Assert.Equal(Outcome.Left, Of(actsAfter, Shop));
        var silentSinceBefore = new CustomerFacts().Acts("2023-08-01", "2023-12-01");
        Assert.Equal(Outcome.Left, Of(silentSinceBefore, Shop));
        var knownToBeGone = new CustomerFacts().Acts("2023-06-01", "2023-08-01");
        Assert.Equal(Outcome.LeftOut, Of(knownToBeGone, Shop));
        var stays = new CustomerFacts().Acts("2023-12-01", "2024-02-01", "2024-04-20", "2024-07-20", "2024-10-01");
        Assert.Equal(Outcome.Stayed, Of(stays, Shop));
    }

    [Fact]
    public void The_last_cutoff_leaves_room_for_the_window_and_the_silence()
    {
        var span = new DataSpan();
        var history = new CustomerFacts().Acts("2022-01-01", "2024-10-30").Build();
        span.Add(history, Lives.Of(history, Shop, D("2024-11-01")));
        var plan = CutoffPlan.For(Shop, span, D("2024-11-01"));
        Assert.Equal(D("2024-11-01") - (7 + 90 + 100), plan.Cutoffs[^1]);
        Assert.Equal(30, plan.Cutoffs[^1] - plan.Cutoffs[^2]);
        Assert.True(plan.Cutoffs[0] >= D("2022-01-01") + 90);
        Assert.Equal(Testing.OutOfTime, plan.Testing);
        Assert.All(plan.Cutoffs.Where(plan.Trains), c => Assert.True(plan.Window.End(c) <= plan.TestFrom));
        Assert.Contains(plan.Cutoffs, c => !plan.Trains(c) && !plan.Tests(c));
    }

    [Theory]
    [InlineData("2024-03-30", true)] // all left in one window after the day of the properties: one cut-off, the day after
    [InlineData("2023-10-30", false)] // some left before it: a history
    public void A_table_that_says_who_left_afterwards_has_one_cutoff_though_older_events_are_told(string otherLeft, bool one)
    {
        var span = new DataSpan();
        foreach (var left in new[] { null, "2024-02-20", otherLeft })
        {
            var facts = new CustomerFacts().Spell("2022-01-01", left, left is null ? Leaving.None : Leaving.Voluntary)
                .Acts("2023-02-01", "2023-08-01").Is("plan", "basic", "2023-12-31");
            var history = facts.Build();
            span.Add(history, Lives.Of(history, Contract, D("2024-11-01")));
        }

        var plan = CutoffPlan.For(Contract, span, D("2024-11-01"));
        Assert.Equal(one ? D("2023-12-31") : null, plan.Snapshot);
        if (one) Assert.Equal([D("2024-01-01")], plan.Cutoffs);
        else Assert.True(plan.Cutoffs.Count > 1);
    }

    static Outcome Of(CustomerFacts facts, Business business)
    {
        var history = facts.Build();
        return Window.Of(Window.LifeAt(history, business, Cutoff), Lives.Of(history, business, D("2024-12-31")), Cutoff);
    }
}
