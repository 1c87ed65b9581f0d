using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>Lets one customer live through one week.</summary>
static class Week
{
    const double HappeningsPerWeek = 3.5 / 52;
    const int NoticeDays = 30;
    static readonly double[] Kinds = [1.15, 0.14, 0.75, 0.09, 0.13, 0.55, 0.16, 0.12, 0.41];

    /// <summary>Lives up to seven days from the standing's day on, whatever part of the week is left; ends are not decided here.</summary>
    /// <param name="who">Who lives it.</param>
    /// <param name="now">The standing; moved on.</param>
    /// <param name="world">What is the same for all customers.</param>
    public static void Live(Living who, ref Standing now, World world)
    {
        var monday = world.NextMonday(now.Today);
        var days = monday - now.Today;
        Fade(who, ref now, days / 7.0);
        Clocks(who, ref now, days, world);
        if (who.Luck.Uniform() < HappeningsPerWeek * days / 7) Happens(who, ref now, now.Today + who.Luck.Index(days));
        Develop(who, ref now, days);
        Asks(who, ref now, days, world);
        // After the last day made only the loop's decisions lead to contacts.
        if (now.Today <= world.Settings.LastDay && who.Luck.Uniform() < who.Traits.ContactsPerYear / 52 && !now.Objected)
            Everyday(who, ref now, now.Today + who.Luck.Index(Math.Min(days, 5)));
        now.Today = monday;
        now.TenureWeeks += days / 7.0;
    }

    static void Fade(Living who, ref Standing now, double weeks)
    {
        // Half-lives: discontent 8 weeks, a rival's pull 6, a price shock 6, weariness 10, actions 26.
        now.Discontent *= 1 - 0.083 * weeks;
        now.ByMove *= 1 - 0.083 * weeks;
        now.BySalary *= 1 - 0.083 * weeks;
        now.Rival *= 1 - 0.109 * weeks;
        now.PriceShock *= 1 - 0.109 * weeks;
        now.Weariness *= 1 - 0.067 * weeks;
        now.Treated *= 1 - 0.0263 * weeks;
        if (now.WaivedWeeks > 0) now.WaivedWeeks--;
        // Services held are no cause of habit here: what they cause is the sticky factor of the hazard and nothing else.
        var reach = 0.62 + (now.Salary ? 0.2 : 0) + 0.08 * who.Traits.Involvement;
        now.Habit += who.Traits.HabitSpeed * weeks * (Math.Clamp(reach, 0.05, 1) - now.Habit);
        var drawn = Math.Clamp(0.55 * (now.Discontent + now.Rival + 0.6 * now.PriceShock) - 0.25, 0, 0.7);
        now.Drained += 0.13 * weeks * (drawn - now.Drained);
    }

    static void Clocks(Living who, ref Standing now, int days, World world)
    {
        if (now.Promoted && world.Settings.PromotionsEnd && who.Traits.PromotionEnds < now.Today + days)
        {
            now.Promoted = false;
            now.PriceShock += Math.Max(0.3, 2.15 + 0.6 * who.Traits.Price);
            who.Note(who.Traits.PromotionEnds < now.Today ? now.Today : who.Traits.PromotionEnds, Happening.PromotionEnded);
        }

        if (World.PriceRisesIn(now.Today, days) && !now.Promoted) now.PriceShock += Math.Max(0.05, 0.35 + 0.3 * who.Traits.Price);
        var ahead = now.Today + NoticeDays;
        if (World.PriceRisesIn(ahead, days) && !now.Promoted) who.Note(now.Today, Happening.PriceRise, world.FeeOn(ahead + days, now.Package));

        if (now.Arrears > 0 || who.Traits.Risk > 1.3) Owes(who, ref now);
        if (world.MergesIn(now.Today) && world.BranchOf(who.Traits.Index) == World.MergedBranch)
        {
            now.Discontent += 0.35;
            who.Note(now.Today, Happening.BranchMerged);
        }
    }

    static void Owes(Living who, ref Standing now)
    {
        if (now.Arrears > 0) now.Arrears = who.Luck.Bernoulli(now.Salary ? 0.12 : 0.05) ? 0 : now.Arrears + 0.23;
        else if (who.Luck.Bernoulli(now.Salary ? 0.002 : 0.006 * Math.Max(1, who.Traits.Risk))) now.Arrears = 0.23;
    }

    static void Happens(Living who, ref Standing now, Day day)
    {
        switch (who.Luck.Categorical(Kinds))
        {
            case 0: Incident(who, ref now, day); break;
            case 1: Complain(who, ref now, day, (Touchpoint)who.Luck.Index(5)); break;
            case 2:
                now.Rival += Math.Max(0, 0.7 + 0.6 * who.Traits.Price);
                who.Note(day, Happening.RivalOffer);
                break;
            case 3:
                now.Discontent += 1.6;
                now.ByMove += 1.6;
                who.Note(day, Happening.MovedHouse);
                break;
            case 4: SalaryEnds(who, ref now, day); break;
            case 5: SalaryBegins(who, ref now, day); break;
            case 6:
                now.Drained = Math.Min(0.9, now.Drained + 0.5);
                who.Note(day, Happening.BigPurchase);
                break;
            case 7:
                now.Discontent += Math.Max(0, 0.35 + 0.3 * who.Traits.Social);
                who.Note(day, Happening.StaffLeft);
                break;
            default:
                if (who.Luck.Uniform() < 0.12 + 0.08 * who.Traits.Loyalty) who.Note(day, Happening.Referred);
                break;
        }
    }

    static void SalaryEnds(Living who, ref Standing now, Day day)
    {
        if (!now.Salary) return;
        now.Salary = false;
        now.Discontent += 0.9;
        now.BySalary += 0.9;
        who.Note(day, Happening.SalaryGone);
    }

    static void SalaryBegins(Living who, ref Standing now, Day day)
    {
        if (now.Salary || who.Luck.Uniform() > 0.3 + 0.12 * who.Traits.Involvement) return;
        now.Salary = true;
        who.Note(day, Happening.SalaryCame);
    }

    static void Incident(Living who, ref Standing now, Day day)
    {
        // A good branch spares its customers half of what a bad one does to them.
        if (who.Luck.Uniform() > 0.7 - 0.2 * who.Traits.BranchQuality) return;
        var where = (Touchpoint)who.Luck.Categorical([0.25 * Math.Exp(0.5 * who.Traits.Social), 0.15, 0.2, 0.25 * Math.Exp(0.5 * who.Traits.Digital), 0.15 * Math.Exp(0.6 * who.Traits.Price)]);
        now.Discontent += 0.35;
        who.Note(day, Happening.Incident, (int)where);
        if (who.Luck.Bernoulli(0.35)) Complain(who, ref now, day, where);
    }

    static void Complain(Living who, ref Standing now, Day day, Touchpoint where)
    {
        who.Note(day, Happening.Complaint, (int)where);
        var settled = who.Luck.Bernoulli(0.55);
        now.Discontent = settled ? Math.Max(0, now.Discontent - 0.2) : now.Discontent + 1.7;
        who.Note(day + (2 + who.Luck.Index(20)), settled ? Happening.ComplaintSettled : Happening.ComplaintFailed, (int)where);
    }

    static void Develop(Living who, ref Standing now, int days)
    {
        var rate = (now.TenureWeeks < 14 ? 0.035 : 0.0035) * Math.Exp(0.9 * who.Traits.Involvement) * days / 7;
        if (who.Luck.Uniform() >= rate) return;
        var service = (Facility)who.Luck.Categorical([0.28, 0.30 * Math.Exp(0.8 * who.Traits.Digital), 0.28, 0.16, 0.08]);
        if (now.Has(service)) return;
        now.Services |= 1 << (int)service;
        who.Note(now.Today + who.Luck.Index(days), Happening.ServiceBegan, (int)service);
    }

    static void Asks(Living who, ref Standing now, int days, World world)
    {
        var aboutFees = 0.35 / 52 * Math.Exp(0.9 * who.Traits.Price) * (1 + 3 * now.PriceShock) * days / 7;
        if (who.Luck.Uniform() < aboutFees) who.Note(now.Today + who.Luck.Index(days), Happening.FeeEnquiry);
        if (who.Luck.Uniform() >= 0.015 || now.Discontent + now.PriceShock + now.Rival < 1) return;
        // Angry, asks how to close, and is offered something there and then; most stay for the time being.
        var day = now.Today + who.Luck.Index(Math.Min(days, 5));
        who.Note(day, Happening.ClosingAsked);
        if (now.Today <= world.Settings.LastDay) Approaches.Offer((BankAction)((int)BankAction.FeeWaiver + who.Luck.Index(3)), who, ref now, day);
    }

    static void Everyday(Living who, ref Standing now, Day day)
    {
        var welcome = now.TenureWeeks < 10;
        var action = welcome ? (BankAction)((int)BankAction.ActivateBillPayment + who.Luck.Index(3)) : (BankAction)((int)BankAction.ActivateBillPayment + who.Luck.Index(8));
        Approaches.Make(action, welcome ? Drive.Welcome : Drive.Everyday, who, ref now, day);
    }
}
