using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>A life being told until a day.</summary>
sealed class Told(World world, Lifetime life, Course course)
{
    readonly List<Outcome> _outcomes = [];
    readonly List<TrueSpell> _spells = [];
    double _earned;
    Standing _week = life.Now;

    /// <summary>What the customer is like.</summary>
    public Traits Traits => life.Traits;

    /// <summary>Where the customer stands on the Monday up to which whole weeks are told, or at leaving.</summary>
    public Standing Now => _week;

    /// <summary>Relationships as they truly were; whole once lived until the day told.</summary>
    public IReadOnlyList<TrueSpell> Spells => _spells;

    /// <summary>Lives until the day told and writes it down where there is a ledger.</summary>
    public void LiveOn(Ledger? ledger)
    {
        var diary = ledger is null ? null : new List<Moment>();
        var outcomes = new List<Outcome>();
        var from = Traits.Joined;
        while (life.Now.Today <= course.Until)
        {
            _week = life.Now;
            diary?.Clear();
            outcomes.Clear();
            var stays = life.LiveWeek(diary, outcomes);
            _outcomes.AddRange(outcomes);
            Earn(stays);
            if (ledger is not null) Write(ledger, diary!, outcomes, stays);
            if (stays) continue;
            _spells.Add(new TrueSpell(from, life.Now.Leaves, life.Now.Ending));
            if (life.Now.Leaves <= course.Until + 1) _week = life.Now;
            var returns = life.Returns() is { } back && back <= course.Until ? back : (Day?)null;
            ledger?.Close(life.Now, returns - 1 ?? course.Until);
            if (returns is not { } day) return;
            var emptied = life.Now.Ending == Ending.Silent;
            life.SkipContactsBefore(day);
            life.Return(day);
            from = day;
            ledger?.Reopen(life.Now, day, emptied);
            _week = life.Now;
        }

        _spells.Add(new TrueSpell(from, course.Until + 1, Ending.None));
        if (life.Now.Today == course.Until + 1) _week = life.Now;
    }

    /// <summary>What is true on the day after the last day told. Lives the customer on, so it comes last.</summary>
    public Truth Truth()
    {
        var today = course.Until + 1;
        return _week.Ending == Ending.None
            ? Future.Of(world, life.Traits, _week, world.StreamOf(life.Traits.Index, "future"), LeavesSoon(today + 7))
            : Future.Decided(world, life.Traits, _week, today);
    }

    /// <summary>What the course brought so far and is worth from here.</summary>
    public CourseResult Result(Truth truth)
    {
        var stays = _week.Ending == Ending.None || _week.Leaves > course.Until + 1;
        return new CourseResult(stays, _earned, stays ? truth.Value : 0, _outcomes);
    }

    bool LeavesSoon(Day opens)
    {
        while (life.Now.Today < opens + 90 && life.LiveWeek(null))
        {
        }

        return life.Now.Ending is Ending.Closed or Ending.Silent && life.Now.Leaves >= opens && life.Now.Leaves < opens + 90;
    }

    void Write(Ledger ledger, List<Moment> diary, List<Outcome> outcomes, bool stays)
    {
        var (before, seen) = (_week, life.Seen);
        ledger.Week(before, stays ? seen : seen with { Today = Earlier(life.Now.Leaves, life.Now.Today, before.Today) }, diary);
        ledger.Contacts(outcomes, seen, life.Now);
    }

    // A waived fee is a cost of the action that waives it, so the margin is that at the full fee.
    void Earn(bool stays)
    {
        var made = world.Settings.LastDay + 1;
        var from = _week.Today < made ? made : _week.Today;
        var to = stays ? life.Now.Today : Earlier(life.Now.Leaves, life.Now.Today, from);
        if (to > course.Until + 1) to = course.Until + 1;
        if (to > from) _earned += 100 * (to - from) / 30.4375 * Economics.Margin(life.Traits, _week with { WaivedWeeks = 0 }, from, world);
    }

    static Day Earlier(Day leaves, Day monday, Day from) => leaves < monday ? leaves < from ? from : leaves : monday;
}
