using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Small;

/// <summary>Lets one customer of a small world live through one week; leaving is not decided here.</summary>
static class SmallWeek
{
    const double WeeksPerMonth = 365.25 / 12 / 7;

    /// <summary>What can happen beside what the customer does.</summary>
    public enum Happening
    {
        /// <summary>Something went wrong.</summary>
        Incident,

        /// <summary>A complaint.</summary>
        Complaint,

        /// <summary>Prices rose.</summary>
        PriceRise,

        /// <summary>The first price ended.</summary>
        PromotionEnded,
    }

    /// <summary>Lives the week.</summary>
    /// <param name="trade">How the business works.</param>
    /// <param name="traits">What the customer is like.</param>
    /// <param name="luck">Luck of the week.</param>
    /// <param name="now">The standing; moved on.</param>
    /// <param name="diary">Takes what happened; null where nobody asks.</param>
    public static void Live(SmallTrade trade, SmallTraits traits, RandomStream luck, ref SmallStanding now, List<(Day Day, Happening What)>? diary)
    {
        var monday = SmallWorld.NextMonday(now.Today);
        var days = monday - now.Today;
        Fade(traits, ref now, days / 7.0);
        Clocks(trade, traits, ref now, days, diary);
        Shocks(traits, luck, ref now, days, diary);
        now.TenureWeeks += days / 7.0;
        now.Today = monday;
    }

    static void Fade(SmallTraits traits, ref SmallStanding now, double weeks)
    {
        // Half-lives as in the bank: discontent 8 weeks, a rival's pull and a price shock 6, weariness 10, actions 26.
        now.Discontent *= 1 - 0.083 * weeks;
        now.Rival *= 1 - 0.109 * weeks;
        now.PriceShock *= 1 - 0.109 * weeks;
        now.Weariness *= 1 - 0.067 * weeks;
        now.Treated *= 1 - 0.0263 * weeks;
        now.Habit += traits.HabitSpeed * weeks * (Math.Clamp(0.5 + 0.3 * traits.Activity, 0, 1) - now.Habit);
    }

    static void Clocks(SmallTrade trade, SmallTraits traits, ref SmallStanding now, int days, List<(Day, Happening)>? diary)
    {
        if (now.Promoted && traits.Joined.AddMonths(trade.PromotionMonths) < now.Today + days)
        {
            now.Promoted = false;
            now.PriceShock += Math.Max(0.2, 0.9 + 0.5 * traits.Price);
            diary?.Add((now.Today, Happening.PromotionEnded));
        }

        // Prices rise every other September.
        for (var day = now.Today; day < now.Today + days; day += 1)
        {
            if (day.Date is not { Month: 9, Day: 1 } || day.Date.Year % 2 == 1) continue;
            now.PriceShock += Math.Max(0.05, 0.4 + 0.3 * traits.Price);
            diary?.Add((day, Happening.PriceRise));
        }
    }

    static void Shocks(SmallTraits traits, RandomStream luck, ref SmallStanding now, int days, List<(Day, Happening)>? diary)
    {
        double incident = luck.Uniform(), complaint = luck.Uniform(), rival = luck.Uniform(), settled = luck.Uniform();
        var day = now.Today + luck.Index(days);
        var weeks = days / 7.0;
        var wrong = incident < 0.05 / WeeksPerMonth * weeks;
        if (wrong)
        {
            now.Discontent += 0.35;
            diary?.Add((day, Happening.Incident));
        }

        if (complaint < (wrong ? 0.4 : 0.02 / WeeksPerMonth * weeks))
        {
            now.Discontent = settled < 0.5 ? Math.Max(0, now.Discontent - 0.2) : now.Discontent + 1.4;
            diary?.Add((day, Happening.Complaint));
        }

        if (rival < 0.06 / WeeksPerMonth * weeks) now.Rival += Math.Max(0, 0.7 + 0.6 * traits.Price);
    }
}
