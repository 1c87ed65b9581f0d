using System.Text;
using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Small;

/// <summary>
/// A small sample business: some hundred or thousand customers over three years, enough to take a workspace template from its sources
/// to a report, and to be lived on. Customers live week by week by the mechanisms of the bank in small: traits, clocks, shocks, habit,
/// contacts and a decision.
/// </summary>
public static class SmallWorld
{
    /// <summary>Share of customers who were there before the files begin.</summary>
    internal const double ShareBefore = 0.33;

    /// <summary>First day of the sample.</summary>
    public static Day First { get; } = Day.From(2023, 1, 1);

    /// <summary>First day after the sample.</summary>
    public static Day End { get; } = Day.From(2026, 1, 1);

    /// <summary>Makes the files of a trade.</summary>
    /// <param name="trade">How the business works.</param>
    /// <param name="customers">Number of customers, at least 1.</param>
    /// <param name="seed">Seed; the same seed gives the same files.</param>
    public static IReadOnlyList<SampleFile> Make(SmallTrade trade, int customers, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(trade);
        ArgumentOutOfRangeException.ThrowIfLessThan(customers, 1);
        var course = new Course(End - 1, []);
        var files = trade.Tables.ToDictionary(table => table, table => new StringBuilder(SmallTables.HeaderOf(table)).Append('\n'));
        for (var i = 0; i < customers; i++)
        {
            foreach (var row in SmallSimulator.Live(trade, seed, i, null, course).Told(null, End - 1)) files[row.Table].Append(row.Line).Append('\n');
        }

        return [.. files.Select(file => new SampleFile(SmallTables.FileOf(file.Key) + ".csv", file.Value.ToString()))];
    }

    /// <summary>Days of joining of those who have joined after the sample until a day, in order: as many a week as before.</summary>
    public static IReadOnlyList<Day> Newcomers(SmallTrade trade, int customers, ulong seed, Day until)
    {
        ArgumentNullException.ThrowIfNull(trade);
        var rate = (1 - ShareBefore) * customers / ((End - First) / 7.0);
        var days = new List<Day>();
        for (var from = End; from <= until; from += 7)
        {
            var luck = new RandomStream(seed).Split(trade.Name).Split("newcomers").Split((ulong)(from - End));
            var joined = new Day[luck.Poisson(rate)];
            for (var i = 0; i < joined.Length; i++) joined[i] = from + luck.Index(7);
            Array.Sort(joined);
            foreach (var day in joined)
            {
                if (day <= until) days.Add(day);
            }
        }

        return days;
    }

    /// <summary>The Monday after a day; a Monday is followed by the next.</summary>
    internal static Day NextMonday(Day day) => day + (7 - (day.Number + 3) % 7);

    /// <summary>Number of the week of a day.</summary>
    internal static ulong WeekOf(Day day) => (ulong)((day.Number + 3) / 7);
}
