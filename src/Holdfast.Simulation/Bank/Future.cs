using Holdfast.Numerics;

namespace Holdfast.Simulation.Bank;

/// <summary>
/// Looks ahead: lives many possible futures of one customer and integrates the hazard along each, so that the probability needs
/// no leaver to be drawn and every action is judged on the same futures.
/// </summary>
/// <remarks><b>Cost</b>: about 1,500 weeks per customer.</remarks>
static class Future
{
    const int ShortPaths = 40, LongPaths = 10, ShortWeeks = 14, LongWeeks = 104, GapDays = 7, HorizonDays = 90;
    const double DiscountPerWeek = 0.10 / 52;
    static readonly int Branches = 1 + 2 * Responses.Actions.Count;

    /// <summary>The truth about a customer who has not decided to leave.</summary>
    public static Truth Of(World world, Traits traits, Standing now, RandomStream luck, bool leaves)
    {
        var courses = new Courses(traits, now);
        var churn = new double[Branches];
        var value = new double[Branches];
        for (var path = 0; path < ShortPaths; path++) Walk(world, new Living(traits, luck, null), now, courses, path, churn, value);
        for (var i = 0; i < Branches; i++) (churn[i], value[i]) = (churn[i] / ShortPaths, value[i] / LongPaths);
        var answers = Responses.Actions.Select(action => Answer(action, traits, now, churn, value)).ToArray();
        return new Truth(TrueState.Here, traits.Response, 1 - Math.Pow(1 - Hazard.PerWeek(traits, now), 52 / 12.0), churn[0], value[0], leaves, answers);
    }

    /// <summary>The truth about a customer whose decision is made.</summary>
    public static Truth Decided(World world, Traits traits, Standing now)
    {
        var today = world.Settings.LastDay + 1;
        var state = now.Leaves > today ? TrueState.Leaving : now.Ending == Ending.Silent ? TrueState.Silent : TrueState.Left;
        var isVoluntary = state == TrueState.Leaving && now.Ending is Ending.Closed or Ending.Silent;
        var months = Math.Max(0, now.Leaves - today) / 30.4;
        var value = state == TrueState.Leaving ? 100 * months * Economics.Margin(traits, now, today, world) : 0;
        var within = state == TrueState.Leaving && now.Leaves - today is >= GapDays and < GapDays + HorizonDays;
        return new Truth(state, traits.Response, 1, isVoluntary ? 1 : 0, value, isVoluntary && within, new TrueAnswer[Responses.Actions.Count]);
    }

    static void Walk(World world, Living who, Standing now, Courses courses, int path, double[] churn, double[] value)
    {
        var ending = who.Chance(0.62) ? Ending.Closed : Ending.Silent;
        var lag = Departure.Lag(ending, who.Luck);
        var start = now.Today;
        Span<double> stays = stackalloc double[Branches];
        stays.Fill(1);
        var weeks = path < LongPaths ? LongWeeks : ShortWeeks;
        for (var week = 0; week < weeks; week++)
        {
            Week.Live(who, ref now, world);
            var hazard = Hazard.PerWeek(who.Traits, now);
            var leaves = ending == Ending.Silent ? Departure.MonthEnd(now.Today + lag) : now.Today + lag;
            var counts = leaves - start is >= GapDays and < GapDays + HorizonDays;
            var margin = path < LongPaths ? 100 * Economics.Margin(who.Traits, now, now.Today, world) * 12 / 52 * Math.Exp(-DiscountPerWeek * week) : 0;
            for (var i = 0; i < stays.Length; i++)
            {
                var gone = stays[i] * Math.Min(0.9, hazard * courses.Factor(i, week));
                if (counts) churn[i] += gone;
                stays[i] -= gone;
                value[i] += stays[i] * (margin + (margin == 0 ? 0 : courses.Extra(i)));
            }
        }
    }

    static TrueAnswer Answer(BankAction action, Traits traits, in Standing now, double[] churn, double[] value)
    {
        var take = Responses.Take(action, traits, now);
        int refused = 1 + 2 * (int)action, taken = refused + 1;
        double Mix(double[] of) => traits.Reach * (take * (of[taken] - of[0]) + (1 - take) * (of[refused] - of[0]));
        return new TrueAnswer(-Mix(churn), Mix(value), traits.Reach * take);
    }

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
            var lasting = Math.Log(Hazard.StickyFactor) * (after.StickyServices - before.StickyServices);
            for (var week = 0; week < LongWeeks; week++)
            {
                var fading = (after.Treated - before.Treated) * Math.Pow(0.5, (week + 1) / Responses.HalfLifeWeeks);
                _factors[branch * LongWeeks + week] = Math.Exp(fading + lasting);
            }

            _extra[branch] = 100 * Economics.Gain(traits, before, after) * 12 / 52;
        }
    }
}
