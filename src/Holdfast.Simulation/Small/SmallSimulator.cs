using Holdfast.Numerics;
using Holdfast.Retention.Facts;
using Holdfast.Simulation.Bank;

namespace Holdfast.Simulation.Small;

/// <summary>Lets customers of a small world live and writes down what the business would have kept.</summary>
public static class SmallSimulator
{
    /// <summary>One customer: a pure function of the trade, the seed, the place in the world and the course.</summary>
    /// <param name="trade">How the business works.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="index">Place in the world, from 0.</param>
    /// <param name="newcomer">Day of joining of a customer who joins after the sample; null for the others.</param>
    /// <param name="course">Until when, and the contacts carried out.</param>
    public static SmallCustomer Live(SmallTrade trade, ulong seed, int index, Day? newcomer, Course course)
    {
        ArgumentNullException.ThrowIfNull(trade);
        ArgumentNullException.ThrowIfNull(course);
        var stream = new RandomStream(seed).Split(trade.Name).Split((ulong)(index + 1));
        var life = SmallLife.Begin(trade, stream, newcomer, course.Contacts);
        var ledger = new SmallLedger(trade, stream.Split("ledger"), IdOf(index), life);
        var diary = new List<(Day, SmallWeek.Happening)>();
        var outcomes = new List<Outcome>();
        var all = new List<Outcome>();
        var (week, earned, stays) = (life.Now, 0.0, true);
        while (stays && life.Now.Today <= course.Until)
        {
            week = life.Now;
            diary.Clear();
            outcomes.Clear();
            stays = life.LiveWeek(diary, outcomes);
            all.AddRange(outcomes);
            earned += Earned(trade, life, week, course);
            ledger.Week(week, life.Seen, diary, outcomes);
        }

        if (life.Now.Today == course.Until + 1 || life.Now.Leaves <= course.Until + 1) week = life.Now;
        ledger.Part(life.Now.Leaves);
        return Tell(trade, stream, life, new Ended(week, earned, all, ledger.Rows), course);
    }

    /// <summary>Id of a customer.</summary>
    public static string IdOf(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"C{index + 1:00000}");

    static SmallCustomer Tell(SmallTrade trade, RandomStream stream, SmallLife life, Ended ended, Course course)
    {
        var today = course.Until + 1;
        var week = ended.Week;
        var gone = week.Leaves <= today;
        var truth = week.Leaves is { } leaves
            ? SmallFuture.Decided(trade, life.Traits, week, gone ? 0 : leaves - today)
            : SmallFuture.Of(trade, life.Traits, week, stream.Split("future"), LeavesSoon(life, today + 7));
        return new SmallCustomer(ended.Rows, truth, new CourseResult(!gone, ended.Earned, gone ? 0 : truth.Value, ended.Outcomes));
    }

    static bool LeavesSoon(SmallLife life, Day opens)
    {
        while (life.Now.Leaves is null && life.Now.Today < opens + 90) life.LiveWeek(null, null);
        return life.Now.Leaves >= opens && life.Now.Leaves < opens + 90;
    }

    static double Earned(SmallTrade trade, SmallLife life, in SmallStanding week, Course course)
    {
        var from = week.Today < SmallWorld.End ? SmallWorld.End : week.Today;
        var to = life.Now.Today > course.Until + 1 ? course.Until + 1 : life.Now.Today;
        if (life.Now.Leaves < to) to = life.Now.Leaves.Value;
        return to > from ? (to - from) / 30.4375 * trade.MarginOf(life.Traits, week) : 0;
    }

    readonly record struct Ended(SmallStanding Week, double Earned, IReadOnlyList<Outcome> Outcomes, IReadOnlyList<SmallRow> Rows);
}

/// <summary>One customer's life: what the world knows and what the business holds.</summary>
/// <param name="Rows">Rows of the business's files, with the day each became known.</param>
/// <param name="Truth">What is true on the day after the last day told.</param>
/// <param name="Result">What the life brought since the sample's end.</param>
public sealed record SmallCustomer(IReadOnlyList<SmallRow> Rows, Truth Truth, CourseResult Result)
{
    /// <summary>The rows that became known after one day (null: from the beginning) and until another; of versions of a customer's own row the last.</summary>
    public IEnumerable<SmallRow> Told(Day? after, Day until)
    {
        var told = Rows.Where(row => row.Known <= until && (after is not { } last || row.Known > last)).ToList();
        var own = told.FindLastIndex(row => row.Table == SmallTable.Customers);
        return told.Where((row, i) => row.Table != SmallTable.Customers || i == own);
    }
}

/// <summary>A row of a small world's file.</summary>
/// <param name="Table">Which file.</param>
/// <param name="Known">Day on which it became known.</param>
/// <param name="Line">Its text, comma-separated.</param>
public readonly record struct SmallRow(SmallTable Table, Day Known, string Line);
