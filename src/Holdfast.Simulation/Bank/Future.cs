using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>
/// Looks ahead: lives many possible futures of one customer and integrates the hazard along each, so that the probability needs
/// no leaver to be drawn and every action is judged on the same futures.
/// </summary>
/// <remarks><b>Cost</b>: about 1,500 weeks per customer.</remarks>
sealed class Future
{
    const int ShortPaths = 40, LongPaths = 10, ShortWeeks = 14, LongWeeks = 104, GapDays = 7, HorizonDays = 90;
    const double DiscountPerWeek = 0.10 / 52;
    static readonly int Branches = 1 + 2 * Responses.Actions.Count;

    readonly World _world;
    readonly Living _who;
    readonly Standing _today;
    readonly Courses _courses;
    readonly double[] _churn = new double[Branches];
    readonly double[] _value = new double[Branches];

    Future(World world, Living who, Standing today)
    {
        _world = world;
        _who = who;
        _today = today;
        _courses = new Courses(who.Traits, today);
    }

    /// <summary>The truth about a customer who has not decided to leave.</summary>
    public static Truth Of(World world, Traits traits, Standing now, RandomStream luck, bool leaves)
    {
        var future = new Future(world, new Living(traits, luck, null), now);
        for (var path = 0; path < ShortPaths; path++) future.Walk(path < LongPaths);
        for (var i = 0; i < Branches; i++)
        {
            future._churn[i] /= ShortPaths;
            future._value[i] /= LongPaths;
        }

        var hazard = 1 - Math.Exp(-Hazard.PerWeek(traits, now) * 52 / 12.0);
        return new Truth(TrueState.Here, traits.Response, hazard, future._churn[0], future._value[0], leaves, [.. Responses.Actions.Select(future.Answer)]);
    }

    /// <summary>The truth about a customer whose decision is made.</summary>
    public static Truth Decided(World world, Traits traits, Standing now, Day today)
    {
        var days = now.Leaves - today;
        var state = now.Ending == Ending.Silent || days > 0 ? days >= GapDays ? TrueState.Leaving : TrueState.Silent : TrueState.Left;
        var leaves = state == TrueState.Leaving && days < GapDays + HorizonDays;
        var value = state == TrueState.Leaving ? 100 * days / 30.4 * Economics.Margin(traits, now, today, world) : 0;
        return new Truth(state, traits.Response, 1, leaves ? 1 : 0, value, leaves, new TrueAnswer[Responses.Actions.Count]);
    }

    void Walk(bool isLong)
    {
        var ending = _who.Chance(0.62) ? Ending.Closed : Ending.Silent;
        var lag = Departure.Lag(ending, _who.Luck);
        var now = _today;
        Span<double> stays = stackalloc double[Branches];
        stays.Fill(1);
        for (var week = 0; week < (isLong ? LongWeeks : ShortWeeks); week++)
        {
            Week.Live(_who, ref now, _world);
            var leaves = ending == Ending.Silent ? Departure.MonthEnd(now.Today + lag) : now.Today + lag;
            var counts = leaves - _today.Today is >= GapDays and < GapDays + HorizonDays;
            var discount = isLong ? Math.Exp(-DiscountPerWeek * week) : 0;
            Thin(stays, week, counts, new Pace(discount, 100 * Economics.Margin(_who.Traits, now, now.Today, _world) * 12 / 52, Hazard.PerWeek(_who.Traits, now)));
        }
    }

    void Thin(Span<double> stays, int week, bool counts, Pace pace)
    {
        for (var i = 0; i < stays.Length; i++)
        {
            var gone = stays[i] * (1 - Math.Exp(-pace.Hazard * _courses.Factor(i, week)));
            if (counts) _churn[i] += gone;
            stays[i] -= gone;
            _value[i] += stays[i] * pace.Discount * (pace.Margin + _courses.Extra(i));
        }
    }

    TrueAnswer Answer(BankAction action)
    {
        var traits = _who.Traits;
        var take = Responses.Take(action, traits, _today);
        int refused = 1 + 2 * (int)action, taken = refused + 1;
        double Mix(double[] of) => traits.Reach * (take * (of[taken] - of[0]) + (1 - take) * (of[refused] - of[0]));
        return new TrueAnswer(-Mix(_churn), Mix(_value), traits.Reach * take);
    }

    /// <summary>One week of a path: discount factor, margin in minor units, hazard of deciding to leave.</summary>
    readonly record struct Pace(double Discount, double Margin, double Hazard);

    /// <summary>How each action, refused or taken, bends the hazard week by week, and what it adds to the margin.</summary>
    sealed class Courses
    {
        readonly double[] _factors = new double[Branches * LongWeeks];
        readonly double[] _extra = new double[Branches];

        public Courses(Traits traits, in Standing now)
        {
            Array.Fill(_factors, 1, 0, LongWeeks);
            foreach (var action in Responses.Actions)
            {
                Lay(1 + 2 * (int)action, traits, now, now.After(action, traits, false));
                Lay(2 + 2 * (int)action, traits, now, now.After(action, traits, true));
            }
        }

        public double Factor(int branch, int week) => _factors[branch * LongWeeks + week];

        public double Extra(int branch) => _extra[branch];

        void Lay(int branch, Traits traits, in Standing before, in Standing after)
        {
            var lasting = Math.Log(Hazard.StickyFactor) * (after.StickyServices - before.StickyServices) - Hazard.HabitWeight * (after.Habit - before.Habit);
            for (var week = 0; week < LongWeeks; week++)
            {
                var fading = (after.Treated - before.Treated) * Math.Pow(0.5, (week + 1) / Responses.HalfLifeWeeks);
                _factors[branch * LongWeeks + week] = Math.Exp(fading + lasting);
            }

            _extra[branch] = 100 * Economics.Gain(traits, before, after) * 12 / 52;
        }
    }
}
