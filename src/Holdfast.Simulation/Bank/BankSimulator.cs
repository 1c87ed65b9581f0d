using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>Lets customers live and writes down what the bank's systems would hold of them.</summary>
public static class BankSimulator
{
    /// <summary>
    /// One customer from the first to the last day. What it returns depends on the settings and the customer's own number only,
    /// so that customers may be made in any order and by any number of threads.
    /// </summary>
    public static SimulatedCustomer Live(World world, int index)
    {
        var life = Lifetime.Begin(world, index);
        var luck = world.StreamOf(index, "ledger");
        var rows = new CustomerRows { Profile = Profiles.Draw(world, life.Traits, luck) };
        Profiles.Reach(life.Traits, luck, rows.Reaches);
        var ledger = new Ledger(world, life.Traits, luck, rows);
        ledger.Open(life.Now);
        LiveOn(world, life, ledger);
        var last = life.Now;
        return new SimulatedCustomer(life.Traits, last, rows, TruthOf(world, life, index));
    }

    static Truth TruthOf(World world, Lifetime life, int index)
    {
        var now = life.Now;
        if (now.Ending != Ending.None || now.Today <= world.Settings.LastDay) return Future.Decided(world, life.Traits, now);
        return Future.Of(world, life.Traits, now, world.StreamOf(index, "future"), LeavesSoon(world, life));
    }

    static bool LeavesSoon(World world, Lifetime life)
    {
        var opens = world.Settings.LastDay + 8;
        while (life.Now.Today < opens + 90)
        {
            if (life.LiveWeek(null)) continue;
            return life.Now.Ending is Ending.Closed or Ending.Silent && life.Now.Leaves >= opens && life.Now.Leaves < opens + 90;
        }

        return false;
    }

    static void LiveOn(World world, Lifetime life, Ledger ledger)
    {
        var diary = new List<Moment>();
        while (life.Now.Today <= world.Settings.LastDay)
        {
            var before = life.Now;
            diary.Clear();
            var stays = life.LiveWeek(diary);
            var asBefore = stays ? life.Now : life.Now with { Today = Earlier(life.Now.Leaves, life.Now.Today, before.Today) };
            ledger.Week(before, asBefore, diary);
            if (stays) continue;
            ledger.Close(life.Now);
            if (life.Now.Ending == Ending.Silent || life.Returns() is not { } day || day > world.Settings.LastDay) break;
            life.Return(day);
            ledger.Reopen(life.Now, day);
        }
    }

    static Day Earlier(Day leaves, Day monday, Day from) => leaves < monday ? leaves < from ? from : leaves : monday;
}

/// <summary>One customer's life: what the world knows and what the systems hold.</summary>
/// <param name="Traits">What the customer is like.</param>
/// <param name="Last">Where the customer stood when the sources end, or at leaving.</param>
/// <param name="Rows">What the systems hold; rows may lie after the last day and are then not yet written.</param>
/// <param name="Truth">What is true on the day after the last day.</param>
public sealed record SimulatedCustomer(Traits Traits, Standing Last, CustomerRows Rows, Truth Truth);
