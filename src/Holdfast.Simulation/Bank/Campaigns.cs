namespace Holdfast.Simulation.Bank;

/// <summary>The two retention campaigns of the bank's past: one randomised, one whose customers were picked by risk.</summary>
static class Campaigns
{
    const double DrawnShare = 0.14, DrawnShareWhereSigns = 0.71, SignsNoticed = 0.75;

    /// <summary>Share of those drawn who are treated: 3,000 in 3,750.</summary>
    public const double TreatedShare = 0.8;

    /// <summary>Runs what falls into the week that begins now.</summary>
    public static void Run(World world, Living who, ref Standing now)
    {
        var week = world.WeekOf(now.Today);
        if (week == world.Settings.CampaignWeek && now.TenureWeeks > 8) Randomised(world, who, ref now);
        if (week == world.Settings.PickedCampaignWeek && now.TenureWeeks > 8) Picked(who, ref now);
    }

    static void Randomised(World world, Living who, ref Standing now)
    {
        var share = Signs(who, now) < SignsNoticed ? DrawnShare : DrawnShareWhereSigns;
        var lot = new Lots(world, who.Traits.Index).Uniform("campaign");
        if (lot >= share) return;
        var treated = lot < TreatedShare * share;
        who.Note(now.Today, Happening.Assigned, treated ? 1 : 0);
        if (treated) Approaches.Make(BankAction.RetentionCall, Drive.Randomised, who, ref now, now.Today + who.Luck.Index(5));
    }

    static void Picked(Living who, ref Standing now)
    {
        if (Signs(who, now) < 1.5) return;
        Approaches.Make(BankAction.FeeWaiver, Drive.Picked, who, ref now, now.Today + who.Luck.Index(5));
    }

    // What a risk list of the time could see: a balance run down, no salary, a price that just rose; not the truth.
    static double Signs(Living who, in Standing now) =>
        1.5 * now.Drained + (now.Salary ? 0 : 0.5) + 0.5 * now.PriceShock + 0.5 * who.Luck.Normal();
}
