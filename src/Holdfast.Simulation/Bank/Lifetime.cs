using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>
/// One customer's life. Those who were there on the first day are lived from the day they joined and kept if they stayed, so
/// that the seasoned base is what such lives leave behind and no table of tenures is needed.
/// </summary>
public sealed class Lifetime
{
    readonly World _world;
    readonly RandomStream _luck;
    Standing _now;

    Lifetime(World world, RandomStream luck, Traits traits, Standing now)
    {
        _world = world;
        _luck = luck;
        Traits = traits;
        _now = now;
    }

    /// <summary>What the customer is like.</summary>
    public Traits Traits { get; }

    /// <summary>Where the customer stands.</summary>
    public Standing Now => _now;

    /// <summary>Begins the life of a customer at the first day of the sources, or on the day of joining where that is later.</summary>
    public static Lifetime Begin(World world, int index)
    {
        var luck = world.StreamOf(index, "life");
        while (true)
        {
            var joined = world.Opening + luck.Index(world.Settings.LastDay - world.Opening + 1);
            var traits = Traits.Draw(index, joined, world.QualityOf(World.BranchOf(index)), luck);
            var life = new Lifetime(world, luck, traits, Fresh(traits, joined, luck));
            if (life.ReachesFirstDay()) return life;
        }
    }

    /// <summary>Lives one week.</summary>
    /// <param name="diary">Takes what happens; null where nobody asks.</param>
    /// <returns>Whether the customer is still one after it.</returns>
    public bool LiveWeek(List<Moment>? diary)
    {
        if (_now.Ending != Ending.None) return RunDown(diary);
        var monday = _world.NextMonday(_now.Today);
        var days = monday - _now.Today;
        var who = new Living(Traits, _luck, diary);
        Campaigns.Run(_world, who, ref _now);
        Week.Live(who, ref _now, _world);
        Decide(days);
        return _now.Ending == Ending.None || _now.Leaves > _now.Today || Leave(diary);
    }

    /// <summary>The standing of somebody new.</summary>
    public static Standing Fresh(Traits traits, Day joined, RandomStream luck)
    {
        var now = new Standing { Today = joined, Promoted = traits.OnPromotion, Package = traits.Package, Habit = 0.02 };
        Span<double> chances = [-1.1 + 0.8 * traits.Involvement, -0.3 + 0.9 * traits.Digital, 0.3 + 0.8 * traits.Involvement, -1.6 + 0.5 * traits.Involvement, -2.6];
        for (var service = 0; service < chances.Length; service++)
        {
            if (luck.Uniform() < 1 / (1 + Math.Exp(-chances[service]))) now.Services |= 1 << service;
        }

        now.Salary = luck.Uniform() < 1 / (1 + Math.Exp(-(-0.1 + 0.7 * traits.Involvement)));
        return now;
    }

    /// <summary>Day on which a customer who has just left will come back; null for most.</summary>
    public Day? Returns() => Departure.Returns(_now.Ending, _now.Leaves, _luck);

    /// <summary>Comes back after having left: a new relationship with the old traits.</summary>
    public void Return(Day day) => _now = Fresh(Traits, day, _luck) with { Promoted = false, Habit = 0.15 };

    bool ReachesFirstDay()
    {
        var first = _world.Settings.FirstDay;
        while (_now.Today < first)
        {
            if (!LiveWeek(null)) return false;
        }

        return true;
    }

    void Decide(int days)
    {
        var chance = Hazard.PerWeek(Traits, _now) * days / 7;
        var draw = _luck.Uniform();
        if (draw < chance) Resolve(_luck.Uniform() < 0.62 ? Ending.Closed : Ending.Silent);
        else if (draw < chance + Hazard.ClosedByBankPerWeek) End(Ending.ClosedByBank);
        else if (draw > 1 - Hazard.DeathPerWeek(Traits.Age + _now.TenureWeeks / 52)) End(Ending.Died);
        else if (_now.Arrears > 2.5 && _luck.Uniform() < Hazard.ChargeOffPerWeek(_now)) End(Ending.ChargedOff);
        else if (_luck.Uniform() < 0.004 / 52) End(Ending.MovedAway);
    }

    void Resolve(Ending ending)
    {
        _now.Ending = ending;
        _now.Leaves = _now.Today + Departure.Lag(ending, _luck);
        // A quarter of closings wait for the month's end; an account run down counts as gone at the month's end, when it is seen.
        if (ending == Ending.Silent || _luck.Uniform() < 0.25) _now.Leaves = Departure.MonthEnd(_now.Leaves);
    }

    void End(Ending ending)
    {
        _now.Ending = ending;
        _now.Leaves = _now.Today;
    }

    bool RunDown(List<Moment>? diary)
    {
        var monday = _world.NextMonday(_now.Today);
        _now.TenureWeeks += (monday - _now.Today) / 7.0;
        _now.Today = monday;
        _now.Drained += 0.4 * (1 - _now.Drained);
        if (_now.Drained > 0.6) _now.Salary = false;
        return _now.Leaves > _now.Today || Leave(diary);
    }

    bool Leave(List<Moment>? diary)
    {
        diary?.Add(new Moment(_now.Leaves, Happening.Left, (int)_now.Ending));
        return false;
    }
}
