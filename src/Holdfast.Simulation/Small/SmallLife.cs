using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Small;

/// <summary>One customer of a small world, lived week by week from joining; each week draws from a stream of its own.</summary>
sealed class SmallLife
{
    readonly SmallTrade _trade;
    readonly RandomStream _stream;
    readonly IReadOnlyList<CarriedOut> _contacts;
    SmallStanding _now;
    int _next;

    SmallLife(SmallTrade trade, RandomStream stream, SmallTraits traits, IReadOnlyList<CarriedOut> contacts)
    {
        (_trade, _stream, _contacts, Traits) = (trade, stream, contacts, traits);
        var luck = stream.Split("first");
        var term = trade.TermMonths > 0 && luck.Bernoulli(trade.TermShare);
        _now = new SmallStanding
        {
            Today = traits.Joined,
            Habit = 0.05,
            Promoted = trade.PromotionMonths > 0 && luck.Bernoulli(0.6),
            Sticky = luck.Bernoulli(trade.StickyShare),
            TermEnds = term ? traits.Joined.AddMonths(trade.TermMonths) : null,
        };
        WasPromoted = _now.Promoted;
    }

    /// <summary>What the customer is like.</summary>
    public SmallTraits Traits { get; }

    /// <summary>Whether the first price was a promotion.</summary>
    public bool WasPromoted { get; }

    /// <summary>Where the customer stands.</summary>
    public SmallStanding Now => _now;

    /// <summary>Where the customer stood at the end of the last week but for the contacts carried out in it.</summary>
    public SmallStanding Seen { get; private set; }

    /// <summary>Begins a life; who joined before the first day of the files stayed until then.</summary>
    public static SmallLife Begin(SmallTrade trade, RandomStream stream, Day? newcomer, IReadOnlyList<CarriedOut> contacts)
    {
        for (var attempt = 0UL; ; attempt++)
        {
            var own = stream.Split(attempt);
            var luck = own.Split("traits");
            // A third were there before the files begin and the rest come evenly over their three years.
            var drawn = luck.Bernoulli(SmallWorld.ShareBefore) ? SmallWorld.First - luck.Index(1_400) : SmallWorld.First + luck.Index(SmallWorld.End - SmallWorld.First - 7);
            var life = new SmallLife(trade, own, SmallTraits.Draw(trade, newcomer ?? drawn, luck), contacts);
            var stays = true;
            while (stays && life._now.Today < SmallWorld.First) stays = life.LiveWeek(null, null);
            if (stays && (life._now.Leaves is not { } leaves || leaves > SmallWorld.First)) return life;
        }
    }

    /// <summary>Lives one week.</summary>
    /// <param name="diary">Takes what happens; null where nobody asks.</param>
    /// <param name="outcomes">Takes what came of the contacts carried out; null where nobody asks.</param>
    /// <returns>Whether the customer is still one after it.</returns>
    public bool LiveWeek(List<(Day Day, SmallWeek.Happening What)>? diary, List<Outcome>? outcomes)
    {
        var week = SmallWorld.WeekOf(_now.Today);
        var decided = _now.Leaves is not null;
        var before = _now.Today;
        SmallWeek.Live(_trade, Traits, _stream.Split(3 * week), ref _now, diary);
        if (!decided && CallIn(before) is { Reached: true } call) _now = _now.After(_trade.Actions[0], Traits, call.Taken);
        Seen = _now;
        TakeContacts(outcomes);
        if (!decided) Decide(before, _stream.Split(3 * week + 1));
        Seen = Seen with { Leaves = _now.Leaves, ToRival = _now.ToRival, TermEnds = _now.TermEnds };
        return _now.Leaves is not { } leaves || leaves > _now.Today;
    }

    /// <summary>The arm of the yearly randomised call that falls into the week before a day; null where none. It is drawn on 1 May.</summary>
    public (Day Day, bool Treated, bool Reached, bool Taken)? CallIn(Day from)
    {
        var monday = SmallWorld.NextMonday(from);
        for (var day = from; day < monday; day += 1)
        {
            if (day >= SmallWorld.End || day < SmallWorld.First || day.Date is not { Month: 5, Day: 1 }) continue;
            var luck = _stream.Split(3 * SmallWorld.WeekOf(from) + 2);
            double treated = luck.Uniform(), reached = luck.Uniform(), taken = luck.Uniform();
            return (day, treated < 0.5, treated < 0.5 && reached < Traits.Reach, treated < 0.5 && reached < Traits.Reach && taken < 0.6);
        }

        return null;
    }

    void TakeContacts(List<Outcome>? outcomes)
    {
        for (; _next < _contacts.Count && _contacts[_next].Day < _now.Today; _next++)
        {
            var order = _contacts[_next];
            if (order.Day >= _now.Leaves) continue;
            outcomes?.Add(CarryOut(order));
        }
    }

    Outcome CarryOut(CarriedOut order)
    {
        var luck = _stream.Split("contact").Split((ulong)(order.Day.Number + 100_000));
        double reach = luck.Uniform(), take = luck.Uniform();
        if (reach >= SmallHazard.Reach(order.Channel, Traits)) return new Outcome(order, false, false, true);
        if (_now.Leaves is not null || _trade.Action(order.Action) is not { } action) return new Outcome(order, true, false, true);
        var taken = take < SmallResponses.Take(action.Effect, Traits, _now);
        _now = _now.After(action, Traits, taken);
        _now.Weariness += 0.03;
        return new Outcome(order, true, taken, true);
    }

    // Who decides within a term or without one goes within weeks; a term that ends next week is renewed or not.
    void Decide(Day from, RandomStream luck)
    {
        double draw = luck.Uniform(), lag = luck.Uniform();
        if (_now.TermEnds is { } ends && ends < _now.Today + 7)
        {
            if (draw < SmallHazard.AtEnd(_trade, Traits, _now)) Leave(ends);
            else _now.TermEnds = ends.AddMonths(_trade.TermMonths);
        }
        else if (draw < SmallHazard.PerWeek(_trade, Traits, _now) * (_now.Today - from) / 7)
        {
            Leave(_now.Today + Lag(lag));
        }
    }

    /// <summary>Days from a decision within a term or without one to the last day.</summary>
    public static int Lag(double luck) => 14 + (int)(50 * luck);

    void Leave(Day day) => (_now.Leaves, _now.ToRival) = (day, _now.Rival + _now.PriceShock > 0.35);
}
