using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>What stretch of time the facts cover: measures outside of it would be wrong without looking wrong.</summary>
/// <param name="AsOf">The day of the run.</param>
/// <param name="RecordsSince">
/// First day from which every leaver is in the facts; who left earlier is missing, so tenure before it is no evidence of staying.
/// </param>
/// <param name="SettledUntil">Ends before this day are all known; later ones may still come to light (silence takes its days).</param>
/// <param name="WhyNoDates">Why the days of leaving cannot be used; null where they can.</param>
public sealed record Window(Day AsOf, Day RecordsSince, Day SettledUntil, string? WhyNoDates)
{
    /// <summary>The 12 calendar months that end with the last settled month, or with the settled day where they do not reach back; null under 12 months.</summary>
    public Period? LastYear
    {
        get
        {
            var closes = SettledUntil.MonthStart;
            if (closes.AddMonths(-12) >= RecordsSince) return new Period(closes.AddMonths(-12), closes);
            return SettledUntil.AddMonths(-12) >= RecordsSince ? new Period(SettledUntil.AddMonths(-12), SettledUntil) : null;
        }
    }

    /// <summary>Why there is no last year.</summary>
    public string TooShort =>
        $"Leavers are told from {RecordsSince} and all known until {SettledUntil}: under 12 months, so no yearly figure can be formed.";

    /// <summary>Forms the window from the lives and the first day on which the facts tell of anything but beginnings.</summary>
    public static Window Of(IEnumerable<MeasuredLife> lives, Day? firstTold, Business business, Day asOf)
    {
        ArgumentNullException.ThrowIfNull(lives);
        ArgumentNullException.ThrowIfNull(business);
        var ends = new SortedSet<int>();
        long ended = 0;
        var lag = 0;
        foreach (var life in lives.Select(l => l.Life))
        {
            if (life.Left is { } left)
            {
                ended++;
                ends.Add(left.Number);
            }
            else
            {
                lag = Math.Max(lag, life.LagDays);
            }
        }

        var since = business.RecordsSince is { } told ? Day.Parse(told) : firstTold ?? (ends.Count > 0 ? new Day(ends.Min) : asOf);
        return new(asOf, since, asOf - lag, NoDates(ends, ended));
    }

    static string? NoDates(SortedSet<int> ends, long ended) => ended >= 20 && ends.Count == 1
        ? $"All {ended} endings are dated on one day ({new Day(ends.Min)}): a snapshot tells who left, not when."
        : null;
}
