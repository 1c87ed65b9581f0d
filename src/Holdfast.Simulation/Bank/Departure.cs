using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>What lies between the decision to leave and the last day.</summary>
static class Departure
{
    /// <summary>Share of voluntary leavers who return within a year, beside one in a hundred who regrets it at once.</summary>
    public const double ReturnShare = 0.074;

    /// <summary>Days from the decision to the last day: those who close do it soon, those who go silent run their balance down first.</summary>
    public static int Lag(Ending ending, RandomStream luck) =>
        ending == Ending.Closed ? 1 + (int)Math.Min(60, luck.Exponential(1 / 9.0)) : 7 + (int)Math.Min(75, luck.Exponential(1 / 16.0));

    /// <summary>The first day of the next month: closings that wait for the end of the month.</summary>
    public static Day MonthEnd(Day day) => day.MonthStart.AddMonths(1);

    /// <summary>Day on which a customer who left comes back; null for most.</summary>
    public static Day? Returns(Ending ending, Day left, RandomStream luck)
    {
        var draw = luck.Uniform();
        var days = 31 + luck.Index(330);
        if (ending is not (Ending.Closed or Ending.Silent)) return null;
        // One in a hundred regrets it at once: undone, not won back.
        if (draw < 0.01 && ending == Ending.Closed) return left + (3 + days % 25);
        return draw < 0.01 + ReturnShare ? left + days : null;
    }
}
