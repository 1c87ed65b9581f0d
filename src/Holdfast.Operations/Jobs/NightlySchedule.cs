using System.Globalization;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Jobs;

/// <summary>One night of a schedule.</summary>
/// <param name="Day">The day it belongs to, in the business's time zone.</param>
/// <param name="At">When it is due.</param>
public sealed record Night(DateOnly Day, DateTimeOffset At);

/// <summary>
/// A time of the business's clock, once on every day that its time zone has. Where the clocks are put forward over the time, the night is
/// due when the skipped hour is over, and where that is already another day, in the last second before; where the clocks are put back and
/// the time comes twice, it is due the first time.
/// </summary>
/// <param name="at">Time of day.</param>
/// <param name="zone">The business's time zone.</param>
public sealed class NightlySchedule(TimeOnly at, TimeZoneInfo zone)
{
    /// <summary>How a time of day is written in holdfast.yaml.</summary>
    public const string TimeFormat = "HH:mm";

    // No zone is further than 14 hours from UTC, nor was any further than 16 in the past.
    const int FurthestHours = 16;

    /// <summary>The schedule of a business; null where <c>nightly.at</c> is not given.</summary>
    public static NightlySchedule? Of(Business business)
    {
        ArgumentNullException.ThrowIfNull(business);
        return business.Nightly.At is { } at ? new(TimeOnly.ParseExact(at, TimeFormat, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(business.TimeZone)) : null;
    }

    /// <summary>When the night of a day is due; null where the time zone left the day out.</summary>
    public DateTimeOffset? Of(DateOnly day)
    {
        var asked = new DateTimeOffset(day.ToDateTime(at), TimeSpan.Zero);
        var exact = Enumerable.Range(-FurthestHours, 2 * FurthestHours + 1).Select(hours => zone.GetUtcOffset(asked.AddHours(hours))).Distinct()
            .Select(offset => asked - offset).Where(instant => Local(instant) == asked.DateTime).Order().Take(1).ToList();
        if (exact is [var instant]) return instant;
        var after = EndOfGap(asked);
        if (IsOn(after, day)) return after;
        return IsOn(after.AddSeconds(-1), day) ? after.AddSeconds(-1) : null;
    }

    /// <summary>The newest night that is due.</summary>
    public Night Latest(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(Local(now)).AddDays(1);
        while (Of(day) is not { } due || due > now) day = day.AddDays(-1);
        return new Night(day, Of(day)!.Value);
    }

    /// <summary>The first night that is not due yet.</summary>
    public Night Next(DateTimeOffset now)
    {
        var day = Latest(now).Day.AddDays(1);
        while (Of(day) is null) day = day.AddDays(1);
        return new Night(day, Of(day)!.Value);
    }

    // The clocks jump over the time: the first second at which they show more.
    DateTimeOffset EndOfGap(DateTimeOffset asked)
    {
        long before = 0, after = 2 * FurthestHours * 3600;
        var start = asked.AddHours(-FurthestHours);
        while (after - before > 1)
        {
            var middle = (before + after) / 2;
            if (Local(start.AddSeconds(middle)) > asked.DateTime) after = middle;
            else before = middle;
        }

        return start.AddSeconds(after);
    }

    bool IsOn(DateTimeOffset instant, DateOnly day) => DateOnly.FromDateTime(Local(instant)) == day;

    DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;
}
