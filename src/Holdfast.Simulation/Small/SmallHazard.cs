using Holdfast.Simulation.Bank;

namespace Holdfast.Simulation.Small;

/// <summary>How likely a customer of a small world is to decide to leave: the log-linear hazard of the bank in small.</summary>
static class SmallHazard
{
    /// <summary>What holding a sticky product does to the hazard: a factor.</summary>
    public const double StickyFactor = 0.75;

    /// <summary>Who would pay a fee or the rest of the term leaves before its end this much less.</summary>
    const double WithinTerm = 0.35;

    /// <summary>At a term's end the question is asked that was not asked for months.</summary>
    const double AtTermsEnd = 26;

    /// <summary>What a formed habit takes off the log hazard.</summary>
    public const double HabitWeight = 0.8;

    /// <summary>Probability of deciding to leave within a week in which no term ends, 0..0.5.</summary>
    public static double PerWeek(SmallTrade trade, SmallTraits traits, in SmallStanding now) =>
        Math.Min(0.5, Free(trade, traits, now) * (now.TermEnds is null ? 1 : WithinTerm));

    /// <summary>Probability of not renewing a term that ends, 0..0.9.</summary>
    public static double AtEnd(SmallTrade trade, SmallTraits traits, in SmallStanding now) => Math.Min(0.9, AtTermsEnd * Free(trade, traits, now));

    /// <summary>Chance that a contact through a channel gets through, 0..1.</summary>
    public static double Reach(string channel, SmallTraits traits) => channel switch
    {
        "sms" => 0.85,
        "app" or "letter" => 0.6,
        "email" => 0.55,
        "shop" or "branch" => 0.3,
        _ => traits.Reach,
    };

    static double Free(SmallTrade trade, SmallTraits traits, in SmallStanding now) =>
        trade.HazardPerMonth * 12 / 52 * Math.Exp(
            -0.25 - 0.5 * traits.Loyalty + HabitWeight * (0.5 - now.Habit) + traits.Misfit * Math.Exp(-now.TenureWeeks / 8)
            + now.Discontent + now.Rival + now.PriceShock + now.Weariness + now.Treated + (now.Sticky ? Math.Log(StickyFactor) : 0));
}

/// <summary>What the actions of a small world do to a customer who is reached.</summary>
static class SmallResponses
{
    /// <summary>Probability that the customer takes it, 0..1; talk is taken by being had.</summary>
    public static double Take(SmallEffect effect, SmallTraits traits, in SmallStanding now) => effect switch
    {
        SmallEffect.Listen or SmallEffect.Thank => 1,
        SmallEffect.Relieve => Share(0.1 + 0.6 * traits.Price),
        SmallEffect.Mend => Share(0.8 + Math.Min(1, now.Discontent)),
        SmallEffect.Reward => Share(-0.4 + 0.5 * traits.Price),
        SmallEffect.Activate => now.Sticky ? 0 : Share(-1.3 + 0.4 * traits.Loyalty),
        _ => Share(-2.2 + 0.4 * traits.Loyalty + 0.4 * Math.Log(traits.Activity + 0.1)),
    };

    /// <summary>The standing after a customer was reached with an action.</summary>
    public static SmallStanding After(this SmallStanding now, SmallAction action, SmallTraits traits, bool taken)
    {
        now.Treated += OnHazard(action.Effect, traits, now, taken);
        if (!taken) return now;
        if (action.Effect == SmallEffect.Activate) (now.Sticky, now.Habit) = (true, now.Habit + 0.2 * (1 - now.Habit));
        if (action.Effect == SmallEffect.Sell) now.Sold += action.MarginPerMonth;
        return now;
    }

    static double OnHazard(SmallEffect effect, SmallTraits traits, in SmallStanding now, bool taken)
    {
        var woken = traits.Response == Response.SleepingDog;
        if (effect == SmallEffect.Thank) return -0.08;
        if (effect == SmallEffect.Activate) return woken ? 0.25 : 0;
        // Selling to somebody who thinks of leaving makes it worse.
        if (effect == SmallEffect.Sell) return (now.Discontent + now.PriceShock + now.Rival > 0.4 ? 0.3 : 0.02) + (woken ? 0.3 : 0);
        var heard = -0.6 * Math.Min(2, now.Discontent);
        var relief = heard + (!taken ? 0 : effect switch
        {
            SmallEffect.Relieve => -0.3 - 0.8 * Math.Min(1.5, now.PriceShock + now.Rival),
            SmallEffect.Mend => -0.2 - 0.4 * Math.Min(2, now.Discontent),
            SmallEffect.Reward => -0.5,
            _ => 0,
        });
        return traits.Response switch
        {
            Response.Persuadable => relief - 1.1,
            Response.SleepingDog => 0.3 * relief + 1.2,
            Response.LostCause => 0.1 * relief,
            _ => relief - 0.06,
        };
    }

    static double Share(double logit) => 1 / (1 + Math.Exp(-logit));
}
