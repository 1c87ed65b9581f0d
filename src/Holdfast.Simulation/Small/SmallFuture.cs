using Holdfast.Numerics;
using Holdfast.Simulation.Bank;

namespace Holdfast.Simulation.Small;

/// <summary>Looks ahead as the bank's truth does: many futures of one customer, the hazard integrated along each for every action.</summary>
static class SmallFuture
{
    const int Paths = 24, ShortWeeks = 14, LongWeeks = 52;
    const double DiscountPerWeek = 0.10 / 52, HalfLifeWeeks = 26;

    /// <summary>The truth about a customer who has not decided to leave.</summary>
    public static Truth Of(SmallTrade trade, SmallTraits traits, SmallStanding now, RandomStream luck, bool leaves)
    {
        var courses = Courses(trade, traits, now);
        double[] churn = new double[courses.Length], value = new double[courses.Length];
        for (var path = 0; path < Paths; path++) Walk(trade, traits, now, luck.Split((ulong)path), new Sums(courses, churn, value));
        for (var i = 0; i < courses.Length; i++) (churn[i], value[i]) = (churn[i] / Paths, value[i] / Paths);
        var hazard = 1 - Math.Pow(1 - SmallHazard.PerWeek(trade, traits, now), 52 / 12.0);
        return new Truth(TrueState.Here, traits.Response, hazard, churn[0], value[0], leaves, [.. trade.Actions.Select(Answer)]);

        TrueAnswer Answer(SmallAction action, int i)
        {
            var reach = SmallHazard.Reach(action.Channel, traits);
            var take = SmallResponses.Take(action.Effect, traits, now);
            double Mix(double[] of) => reach * (take * (of[2 + 2 * i] - of[0]) + (1 - take) * (of[1 + 2 * i] - of[0]));
            return new TrueAnswer(-Mix(churn), Mix(value), reach * take);
        }
    }

    /// <summary>The truth about a customer whose decision is made.</summary>
    public static Truth Decided(SmallTrade trade, SmallTraits traits, SmallStanding now, int days)
    {
        var state = days >= 7 ? TrueState.Leaving : days > 0 || !trade.EndsAreTold ? TrueState.Silent : TrueState.Left;
        var leaves = state == TrueState.Leaving && days < 97;
        return new Truth(state, traits.Response, 1, leaves ? 1 : 0, trade.MarginOf(traits, now) * days / 30.4375, leaves, new TrueAnswer[trade.Actions.Count]);
    }

    static Bend[] Courses(SmallTrade trade, SmallTraits traits, in SmallStanding now)
    {
        var bends = new Bend[1 + 2 * trade.Actions.Count];
        for (var i = 0; i < trade.Actions.Count; i++)
        {
            bends[1 + 2 * i] = Between(now, now.After(trade.Actions[i], traits, false));
            bends[2 + 2 * i] = Between(now, now.After(trade.Actions[i], traits, true));
        }

        return bends;
    }

    static Bend Between(in SmallStanding before, in SmallStanding after) => new(
        after.Treated - before.Treated,
        (after.Sticky && !before.Sticky ? Math.Log(SmallHazard.StickyFactor) : 0) - SmallHazard.HabitWeight * (after.Habit - before.Habit),
        after.Sold - before.Sold);

    static void Walk(SmallTrade trade, SmallTraits traits, SmallStanding now, RandomStream luck, Sums sums)
    {
        Span<double> stays = stackalloc double[sums.Bends.Length];
        stays.Fill(1);
        var today = now.Today;
        var lag = SmallLife.Lag(luck.Uniform());
        for (var week = 0; week < LongWeeks; week++)
        {
            SmallWeek.Live(trade, traits, luck, ref now, null);
            var ends = now.TermEnds is { } term && term < now.Today + 7;
            var hazard = ends ? SmallHazard.AtEnd(trade, traits, now) : SmallHazard.PerWeek(trade, traits, now);
            var leaves = ends ? now.TermEnds!.Value : now.Today + lag;
            if (ends) now.TermEnds = now.TermEnds!.Value.AddMonths(trade.TermMonths);
            var counts = week < ShortWeeks + 1 && leaves - today is >= 7 and < 97;
            double weight = Math.Exp(-DiscountPerWeek * week) * 12 / 52, margin = trade.MarginOf(traits, now);
            for (var i = 0; i < stays.Length; i++)
            {
                var bend = sums.Bends[i];
                var gone = stays[i] * Math.Min(0.9, hazard * Math.Exp(bend.Fading * Math.Pow(0.5, (week + 1) / HalfLifeWeeks) + bend.Lasting));
                if (counts) sums.Churn[i] += gone;
                stays[i] -= gone;
                sums.Value[i] += stays[i] * weight * (margin + bend.Sold);
            }
        }
    }

    /// <summary>How an action bends the log hazard, fading and lasting, and what it adds to the margin of a month.</summary>
    readonly record struct Bend(double Fading, double Lasting, double Sold);

    readonly record struct Sums(Bend[] Bends, double[] Churn, double[] Value);
}
