using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>What a customer brings and costs; major units a month where not said otherwise.</summary>
static class Economics
{
    /// <summary>Interest margin a year on balances.</summary>
    public const double Spread = 0.035;

    /// <summary>Cost of one branch visit.</summary>
    public const double VisitCost = 2.6;

    /// <summary>Cost of one call.</summary>
    public const double CallCost = 2.2;

    /// <summary>What a customer gets whose friend joins, minor units.</summary>
    public const int ReferralReward = 50_00;

    /// <summary>Acquisition cost by channel, minor units: 100, 90 and a reward of 50, 260, 300.</summary>
    public static int AcquisitionCost(Acquisition channel) => channel switch
    {
        Acquisition.Online => 100_00,
        Acquisition.Referral => 90_00 + ReferralReward,
        Acquisition.Branch => 260_00,
        _ => 300_00,
    };

    /// <summary>Usual balance, major units, when nothing is kept elsewhere.</summary>
    public static double UsualBalance(Traits traits) => 30 + Math.Max(0.3 * traits.Worth, traits.Worth - 30) / Spread;

    /// <summary>Share of the full fee that the introductory price is.</summary>
    const double IntroductoryShare = 0.85;

    /// <summary>Fee of the month.</summary>
    public static double Fee(in Standing now, Day day, World world) =>
        now.WaivedWeeks > 0 ? 0 : world.FeeOn(day, now.Package) / 100.0 * (now.Promoted ? IntroductoryShare : 1);

    /// <summary>Revenue of a month.</summary>
    public static double Revenue(Traits traits, in Standing now, Day day, World world) =>
        Fee(now, day, world) + UsualBalance(traits) * Spread / 12 * (1 - now.Drained) + Services(traits, now);

    /// <summary>Branch visits a month.</summary>
    public static double Visits(Traits traits) => 0.2 * traits.Care * Math.Exp(0.6 * traits.Social - 0.35 * traits.Digital);

    /// <summary>Calls a month.</summary>
    public static double Calls(Traits traits, in Standing now) => 0.15 * traits.Care * Math.Exp(0.4 * traits.Social) * (1 + 0.4 * now.Discontent);

    /// <summary>Cost of keeping the account, before visits and calls.</summary>
    public static double StandingCost(Traits traits) => 3.08 * traits.Care;

    /// <summary>Expected credit loss of a month.</summary>
    public static double CreditLoss(Traits traits, in Standing now) =>
        0.0015 * traits.Worth * Math.Exp(0.8 * traits.Risk) + 1.5 * Math.Min(3, now.Arrears);

    /// <summary>Expected margin of a month.</summary>
    public static double Margin(Traits traits, in Standing now, Day day, World world) =>
        Revenue(traits, now, day, world) - StandingCost(traits) - VisitCost * Visits(traits) - CallCost * Calls(traits, now) - CreditLoss(traits, now);

    /// <summary>Lasting change of margin from one standing to another: services and package, not a waived fee, which is a cost of the action.</summary>
    public static double Gain(Traits traits, in Standing before, in Standing after) =>
        Services(traits, after) - Services(traits, before) + 1.8 * (after.Package - before.Package);

    static double Services(Traits traits, in Standing now) =>
        (now.Has(Facility.Card) ? 0.4 : 0) + (now.Has(Facility.Savings) ? 0.006 * traits.Worth : 0) + (now.Has(Facility.Insurance) ? 3 : 0);
}
