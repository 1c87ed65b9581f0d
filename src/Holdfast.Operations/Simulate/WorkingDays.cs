using Holdfast.Numerics;
using Holdfast.Retention.Facts;
using Holdfast.Simulation;

namespace Holdfast.Operations.Simulate;

/// <summary>
/// Who is contacted on which day: people work through the newest run's call list from the top, Monday to Friday, as far as their
/// minutes go; messages go out at once. What is not done by its deadline, or before a newer run replaces the list, is not done.
/// </summary>
/// <param name="MinutesPerWeek">Staff minutes of a week; null is without limit.</param>
/// <param name="Seed">Seed of the world: who is ill on which day.</param>
sealed record WorkingDays(long? MinutesPerWeek, long Seed)
{
    // A fifth of the week's minutes, less up to a sixth for illness and the like.
    const double Missing = 1 / 6.0;

    /// <summary>The contacts of some days.</summary>
    /// <param name="from">First day.</param>
    /// <param name="until">Last day.</param>
    /// <param name="plans">Plans in force, oldest first.</param>
    /// <param name="done">Decisions that were carried out before.</param>
    public IReadOnlyList<(string Customer, CarriedOut Contact)> Contacts(Day from, Day until, IReadOnlyList<RunPlan> plans, IEnumerable<string> done)
    {
        var carried = new HashSet<string>(done, StringComparer.Ordinal);
        var contacts = new List<(string, CarriedOut)>();
        for (var day = from; day <= until; day += 1)
        {
            if (plans.LastOrDefault(plan => plan.AsOf <= day) is not { } plan) continue;
            var left = MinutesOn(day);
            foreach (var one in plan.Contacts)
            {
                if (day > one.Deadline || carried.Contains(one.Decision)) continue;
                var minutes = one.Channel is "phone" or "branch" ? one.Minutes : 0;
                if (minutes > left || minutes > 0 && left == 0) continue;
                left -= minutes;
                carried.Add(one.Decision);
                contacts.Add((one.Customer, new CarriedOut(day, one.Action, one.Channel, one.Decision)));
            }
        }

        return contacts;
    }

    double MinutesOn(Day day)
    {
        if (day.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) return 0;
        if (MinutesPerWeek is not { } week) return double.MaxValue;
        return week / 5.0 * (1 - Missing * new RandomStream((ulong)Seed).Split("callers").Split((ulong)day.Number).Uniform());
    }
}
