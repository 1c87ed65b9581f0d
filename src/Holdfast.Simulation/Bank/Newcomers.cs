using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>Customers who join after the last day made: as many a week as joined a week before it.</summary>
public static class Newcomers
{
    const int Looked = 400;

    /// <summary>Days of joining of those who have joined until a day, in order; the first has the place <see cref="BankSettings.Customers"/>.</summary>
    public static IReadOnlyList<Day> Until(World world, Day until)
    {
        ArgumentNullException.ThrowIfNull(world);
        var days = new List<Day>();
        var rate = PerWeek(world);
        for (var monday = world.Settings.LastDay + 1; monday <= until; monday += 7)
        {
            var luck = world.StreamOf(world.WeekOf(monday), "newcomers");
            var joined = new Day[luck.Poisson(rate)];
            for (var i = 0; i < joined.Length; i++) joined[i] = monday + luck.Index(7);
            Array.Sort(joined);
            foreach (var day in joined)
            {
                if (day <= until) days.Add(day);
            }
        }

        return days;
    }

    static double PerWeek(World world)
    {
        var looked = Math.Min(Looked, world.Settings.Customers);
        var joined = 0;
        for (var i = 0; i < looked; i++)
        {
            if (Lifetime.Begin(world, i).Traits.Joined >= world.Settings.FirstDay) joined++;
        }

        return joined / (double)looked * world.Settings.Customers / world.Settings.Weeks;
    }
}
