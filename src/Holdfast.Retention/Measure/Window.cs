using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>What stretch of time the facts cover: measures outside of it would be wrong without looking wrong.</summary>
/// <param name="AsOf">The day of the run.</param>
/// <param name="RecordsSince">
/// First day from which every leaver is in the facts; who left earlier is missing, so tenure before it is no evidence of staying.
/// </param>
/// <param name="SettledUntil">Ends before this day are all known; later ones may still come to light (silence takes its days).</param>
/// <param name="WhyNoDates">Why the days of leaving cannot be used; null where they can.</param>
/// <param name="IsSinceTold">Whether the workspace itself says from when leavers are told.</param>
public sealed record Window(Day AsOf, Day RecordsSince, Day SettledUntil, string? WhyNoDates, bool IsSinceTold)
{
    const int LeastDays = 28;

    /// <summary>
    /// The 12 calendar months that end with the last settled month; where the facts do not reach back so far, all that they cover; null
    /// under 28 days.
    /// </summary>
    public Period? LastYear
    {
        get
        {
            var closes = SettledUntil.MonthStart;
            if (closes.AddMonths(-12) >= RecordsSince) return new Period(closes.AddMonths(-12), closes);
            if (SettledUntil.AddMonths(-12) >= RecordsSince) return new Period(SettledUntil.AddMonths(-12), SettledUntil);
            return SettledUntil - RecordsSince >= LeastDays ? new Period(RecordsSince, SettledUntil) : null;
        }
    }

    /// <summary>
    /// First day of observation by tenure. A snapshot told no leaver before its day: truncating there would leave no exposure at all.
    /// </summary>
    public Day TenureSince => WhyNoDates is null ? RecordsSince : new Day(int.MinValue / 2);

    /// <summary>Why there is no last year.</summary>
    public string TooShort =>
        $"Leavers are told from {RecordsSince} and all known until {SettledUntil}: too short for a rate.";

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
        return new(asOf, since, asOf - lag, NoDates(ends, ended), business.RecordsSince is not null);
    }

    static string? NoDates(SortedSet<int> ends, long ended) => ended >= 20 && ends.Count == 1
        ? $"All {ended} endings are dated on one day ({new Day(ends.Min)}): a snapshot tells who left, not when."
        : null;
}
