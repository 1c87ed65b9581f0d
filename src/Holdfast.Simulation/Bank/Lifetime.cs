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
    readonly RandomStream _stream;
    readonly IReadOnlyList<CarriedOut> _contacts;
    RandomStream _luck;
    RandomStream _turns;
    Standing _now;
    int _next;
    Traits? _friend;

    Lifetime(World world, RandomStream stream, Traits traits, IReadOnlyList<CarriedOut> contacts)
    {
        _world = world;
        _stream = stream;
        _luck = stream.Split("first");
        _turns = stream.Split("turns");
        _contacts = contacts;
        Traits = traits;
        _now = Fresh(traits, traits.Joined, _luck);
    }

    /// <summary>What the customer is like.</summary>
    public Traits Traits { get; }

    /// <summary>Where the customer stands.</summary>
    public Standing Now => _now;

    /// <summary>Where the customer stood at the end of the last week but for the contacts carried out in it: they show from the next week on.</summary>
    public Standing Seen { get; private set; }

    /// <summary>Begins the life of a customer at the first day of the sources, or on the day of joining where that is later.</summary>
    public static Lifetime Begin(World world, int index) => Begin(world, index, null, []);

    /// <summary>Begins the life of a customer to whom contacts are carried out.</summary>
    /// <param name="world">The world.</param>
    /// <param name="index">Place in the world, from 0.</param>
    /// <param name="newcomer">Day of joining of a customer who joins after the last day made; null for the others.</param>
    /// <param name="contacts">Contacts carried out, in order of days.</param>
    public static Lifetime Begin(World world, int index, Day? newcomer, IReadOnlyList<CarriedOut> contacts)
    {
        var stream = world.StreamOf(index, "life");
        var lots = new Lots(world, index, newcomer is not null);
        var quality = world.QualityOf(world.BranchOf(index));
        for (var attempt = 0UL; ; attempt++)
        {
            var own = stream.Split(attempt);
            var luck = own.Split("traits");
            var joined = newcomer ?? (lots.IsNewcomer ? lots.Joined() : world.Opening + luck.Index(world.Settings.FirstDay - world.Opening));
            var life = new Lifetime(world, own, Traits.Draw(index, joined, quality, luck, lots), contacts);
            if (!life.ReachesFirstDay()) continue;
            if (!lots.IsNewcomer) life.Recommends(lots.Friend());
            // An exponential threshold has no memory: what is left of it after the years before is as new.
            life._now.Patience = lots.Exponential("patience");
            return life;
        }
    }

    /// <summary>Lives one week.</summary>
    /// <param name="diary">Takes what happens; null where nobody asks.</param>
    /// <param name="outcomes">Takes what came of the contacts carried out; null where nobody asks.</param>
    /// <returns>Whether the customer is still one after it.</returns>
    /// <remarks>Each week draws from a stream of its own, so that a contact changes later weeks by what it causes only.</remarks>
    public bool LiveWeek(List<Moment>? diary, List<Outcome>? outcomes = null)
    {
        var monday = _world.NextMonday(_now.Today);
        var week = (ulong)(monday - _world.Opening);
        (_luck, _turns) = (_stream.Split(2 * week), _stream.Split(2 * week + 1));
        if (_now.Ending != Ending.None) return RunDown(diary, outcomes);
        var days = monday - _now.Today;
        var who = new Living(Traits, _luck, diary);
        Campaigns.Run(_world, who, ref _now);
        Week.Live(who, ref _now, _world);
        if (_friend is { } friend && friend.Joined >= monday - days && friend.Joined < monday) who.Note(friend.Joined, Happening.Referred, 1 + friend.Index);
        Seen = _now;
        TakeContacts(outcomes);
        Decide(days);
        Seen = Seen with { Ending = _now.Ending, Leaves = _now.Leaves };
        return _now.Ending == Ending.None || _now.Leaves > _now.Today || Leave(diary);
    }

    /// <summary>Takes what came of contacts on days on which nobody was a customer: nothing.</summary>
    public void SkipContactsBefore(Day day)
    {
        while (_next < _contacts.Count && _contacts[_next].Day < day) _next++;
    }

    /// <summary>The standing of somebody new.</summary>
    public static Standing Fresh(Traits traits, Day joined, RandomStream luck)
    {
        var now = new Standing { Today = joined, Promoted = traits.OnPromotion, Package = traits.Package, Habit = 0.02, Patience = luck.Exponential(1) };
        Span<double> chances = [-1.1 + 0.8 * traits.Involvement, -0.3 + 0.9 * traits.Digital, 0.3 + 0.8 * traits.Involvement, -1.6 + 0.5 * traits.Involvement, -2.6];
        for (var service = 0; service < chances.Length; service++)
        {
            if (luck.Uniform() < 1 / (1 + Math.Exp(-chances[service]))) now.Services |= 1 << service;
        }

        now.Salary = luck.Uniform() < 1 / (1 + Math.Exp(-(-0.1 + 0.4 * traits.Involvement)));
        return now;
    }

    /// <summary>Day on which a customer who has just left will come back; null for most.</summary>
    public Day? Returns() => Departure.Returns(_now.Ending, _now.Leaves, _turns);

    /// <summary>Comes back after having left: a new relationship with the old traits, or the old account used again.</summary>
    public void Return(Day day)
    {
        var before = _now;
        _now = Fresh(Traits, day, _turns) with { Promoted = false, Habit = 0.15, Objected = before.Objected };
        if (before.Ending == Ending.Silent) (_now.Services, _now.Package) = (before.Services, before.Package);
    }

    // A newcomer's traits do not depend on the years before, so they can be known without living that life.
    void Recommends(int? friend)
    {
        if (friend is not { } index) return;
        var lots = new Lots(_world, index);
        var luck = _world.StreamOf(index, "life").Split(0UL).Split("traits");
        var traits = Traits.Draw(index, lots.Joined(), _world.QualityOf(_world.BranchOf(index)), luck, lots);
        if (traits.Acquisition == Acquisition.Referral) _friend = traits;
    }

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
        _now.Patience -= Hazard.PerWeek(Traits, _now) * days / 7;
        var draw = _turns.Uniform();
        if (_now.Patience < 0) Resolve(_turns.Uniform() < 0.62 ? Ending.Closed : Ending.Silent);
        else if (draw < Hazard.ClosedByBankPerWeek) End(Ending.ClosedByBank);
        else if (draw > 1 - Hazard.DeathPerWeek(Traits.Age + _now.TenureWeeks / 52)) End(Ending.Died);
        else if (_now.Arrears > 2.5 && _turns.Uniform() < Hazard.ChargeOffPerWeek(_now)) End(Ending.ChargedOff);
        else if (_turns.Uniform() < 0.004 / 52) End(Ending.MovedAway);
    }

    void Resolve(Ending ending)
    {
        _now.Ending = ending;
        _now.Leaves = _now.Today + Departure.Lag(ending, _turns);
        // A quarter of closings wait for the month's end; an account run down counts as gone at the month's end, when it is seen.
        if (ending == Ending.Silent || _turns.Uniform() < 0.25) _now.Leaves = Departure.MonthEnd(_now.Leaves);
    }

    void End(Ending ending)
    {
        _now.Ending = ending;
        _now.Leaves = _now.Today;
    }

    // Whoever has decided can still be reached, but nothing is taken any more.
    bool RunDown(List<Moment>? diary, List<Outcome>? outcomes)
    {
        var monday = _world.NextMonday(_now.Today);
        _now.TenureWeeks += (monday - _now.Today) / 7.0;
        _now.Today = monday;
        _now.Drained += 0.4 * (1 - _now.Drained);
        if (_now.Drained > 0.6) _now.Salary = false;
        Seen = _now;
        TakeContacts(outcomes);
        return _now.Leaves > _now.Today || Leave(diary);
    }

    void TakeContacts(List<Outcome>? outcomes)
    {
        for (; _next < _contacts.Count && _contacts[_next].Day < _now.Today; _next++)
        {
            var order = _contacts[_next];
            if (_now.Ending != Ending.None && order.Day >= _now.Leaves) continue;
            outcomes?.Add(Approaches.CarryOut(order, Traits, _world.StreamOf(Traits.Index, "contact").Split((ulong)(order.Day - _world.Opening)), ref _now));
        }
    }

    bool Leave(List<Moment>? diary)
    {
        diary?.Add(new Moment(_now.Leaves, Happening.Left, (int)_now.Ending));
        return false;
    }
}
