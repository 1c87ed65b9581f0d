using System.Globalization;
using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>A stretch of days, half-open.</summary>
/// <param name="Opens">First day.</param>
/// <param name="Closes">First day after it.</param>
public readonly record struct Period(Day Opens, Day Closes)
{
    /// <summary>Whether the day lies in it.</summary>
    public bool Contains(Day day) => Opens <= day && day < Closes;

    /// <summary><c>2025</c>, <c>2025-03</c>, or both days.</summary>
    public override string ToString()
    {
        var date = Opens.Date;
        if (date is { Day: 1, Month: 1 } && Closes == Opens.AddMonths(12)) return date.ToString("yyyy", CultureInfo.InvariantCulture);
        if (date.Day == 1 && Closes == Opens.AddMonths(1)) return date.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        return $"{Opens}..{Closes - 1}";
    }

    /// <summary>Calendar months from the one of <paramref name="from"/> to the one that holds the day before <paramref name="until"/>.</summary>
    public static IReadOnlyList<Period> Months(Day from, Day until) => Steps(from.MonthStart, until, 1);

    /// <summary>Calendar years from the one of <paramref name="from"/> to the one that holds the day before <paramref name="until"/>.</summary>
    public static IReadOnlyList<Period> Years(Day from, Day until) => Steps(Day.From(from.Date.Year, 1, 1), until, 12);

    static List<Period> Steps(Day first, Day until, int months)
    {
        var periods = new List<Period>();
        for (var opens = first; opens < until; opens = opens.AddMonths(months)) periods.Add(new(opens, opens.AddMonths(months)));
        return periods;
    }
}
