using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>Share of each month's or quarter's new customers who are still in their first life, by months since joining.</summary>
/// <param name="Months">Cohorts by month of joining.</param>
/// <param name="Quarters">Cohorts by quarter of joining.</param>
public sealed record CohortTriangle(IReadOnlyList<Cohort> Months, IReadOnlyList<Cohort> Quarters)
{
    /// <summary>Longest row, months since joining.</summary>
    public const int MostMonths = 36;

    /// <summary>Builds the triangle from customers who were acquired after records began.</summary>
    public static Answer<CohortTriangle> Of(IReadOnlyList<MeasuredCustomer> customers, Window window)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(window);
        if (window.WhyNoDates is { } why) return Answer.Not<CohortTriangle>(why);
        var lives = customers.Where(c => c.Lives.Count > 0).Select(c => c.Lives[0])
            .Where(l => l.Origin == Origin.Acquired && l.Joined >= window.RecordsSince).ToArray();
        if (lives.Length == 0) return Answer.Not<CohortTriangle>($"No customer joined after records begin ({window.RecordsSince}).");
        return Answer.Of(new CohortTriangle(Cohorts(lives, window, 1), Cohorts(lives, window, 3)));
    }

    static IReadOnlyList<Cohort> Cohorts(Life[] lives, Window window, int months) =>
        [.. lives.GroupBy(l => Opens(l.Joined, months)).OrderBy(g => g.Key.Number).Select(g => Row([.. g], g.Key, window, months))];

    static Day Opens(Day joined, int months)
    {
        var date = joined.Date;
        return Day.From(date.Year, (date.Month - 1) / months * months + 1, 1);
    }

    static Cohort Row(Life[] lives, Day opens, Window window, int months)
    {
        var row = new List<double?>();
        for (var month = 0; month <= MostMonths; month++)
        {
            if (opens.AddMonths(month) > window.SettledUntil) break;
            row.Add(lives.All(l => l.Joined.AddMonths(month) <= window.SettledUntil) && opens.AddMonths(months) <= window.AsOf
                ? Retained(lives, month)
                : null);
        }

        return new(months == 1 ? opens.ToString()[..7] : Quarter.Of(opens), opens, lives.Length, row);
    }

    // Who moved out administratively counts up to that day and not after it: neither kept nor lost.
    static double? Retained(Life[] lives, int month)
    {
        long kept = 0, judged = 0;
        foreach (var life in lives)
        {
            var isGone = life.Left is { } left && left < life.Joined.AddMonths(month);
            if (isGone && life.Kind == Leaving.Administrative) continue;
            judged++;
            kept += isGone ? 0 : 1;
        }

        return judged == 0 ? null : (double)kept / judged;
    }
}

/// <summary>One row of the triangle.</summary>
/// <param name="Name">Month or quarter of joining.</param>
/// <param name="Opens">Its first day.</param>
/// <param name="Size">New customers.</param>
/// <param name="Retained">Share kept after 0, 1, 2 ... months; null where not every one of the cohort has been observed that long.</param>
public sealed record Cohort(string Name, Day Opens, long Size, IReadOnlyList<double?> Retained);
