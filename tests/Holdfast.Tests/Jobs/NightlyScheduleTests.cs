using Holdfast.Operations.Jobs;
using Holdfast.Tests.Numerics;

namespace Holdfast.Tests.Jobs;

public class NightlyScheduleTests
{
    static readonly TimeOnly[] Times = [new(0, 0), new(0, 30), new(1, 30), new(2, 0), new(2, 30), new(3, 0), new(23, 30), new(23, 59)];

    [Theory]
    [InlineData("Europe/Kyiv", "2026-03-28", "02:30", "2026-03-28T02:30:00+02:00")]
    [InlineData("Europe/Kyiv", "2026-03-29", "03:30", "2026-03-29T04:00:00+03:00")] // skipped
    [InlineData("Europe/Kyiv", "2026-10-25", "03:30", "2026-10-25T03:30:00+03:00")] // twice: the first
    [InlineData("America/New_York", "2026-03-08", "02:30", "2026-03-08T03:00:00-04:00")]
    [InlineData("America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00")]
    [InlineData("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:30:00+11:00")] // half an hour
    [InlineData("Asia/Tehran", "2022-03-22", "00:30", "2022-03-22T01:00:00+04:30")] // at midnight
    [InlineData("Pacific/Apia", "2011-12-30", "02:30", null)] // a day left out
    [InlineData("Pacific/Apia", "2011-12-31", "02:30", "2011-12-31T02:30:00+14:00")]
    [InlineData("UTC", "2026-03-29", "02:30", "2026-03-29T02:30:00+00:00")]
    public void A_night_is_due_at_its_time_or_right_after_the_hour_that_was_skipped(string zone, string day, string at, string? due)
    {
        var schedule = new NightlySchedule(TimeOnly.Parse(at, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var found = schedule.Of(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(due is null ? null : DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), found);
    }

    [Fact]
    public void On_every_day_of_every_zone_that_changes_its_clocks_there_is_one_night_and_on_time() => Check(2025, 2027);

    [LongFact]
    public void On_every_day_of_every_zone_there_was_and_will_be_one_night_and_on_time() => Check(1975, 2037);

    [Fact]
    public void Looking_every_few_minutes_finds_each_night_of_a_year_once_and_in_time()
    {
        foreach (var id in new[] { "Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Nuuk" })
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
            foreach (var at in new[] { new TimeOnly(2, 30), new TimeOnly(23, 30) })
            {
                var schedule = new NightlySchedule(at, zone);
                var now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
                var night = schedule.Latest(now);
                for (; now.Year == 2026; now = now.AddMinutes(7))
                {
                    var found = schedule.Latest(now);
                    if (found == night) continue;
                    Assert.Equal(night.Day.AddDays(1), found.Day);
                    Assert.InRange(now - found.At, TimeSpan.Zero, TimeSpan.FromMinutes(7));
                    Assert.Equal(found, schedule.Next(night.At));
                    night = found;
                }
            }
        }
    }

    // Around every change of the clocks of every zone that has rules of its own.
    static void Check(int firstYear, int lastYear)
    {
        var weeks = Enumerable.Range(0, ((lastYear - firstYear + 1) * 52) + 2).Select(week => new DateTimeOffset(firstYear, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(7 * week)).ToList();
        var changes = 0;
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().DistinctBy(zone => string.Join(' ', weeks.Select(week => zone.GetUtcOffset(week)))))
        {
            foreach (var (from, to) in weeks.Zip(weeks.Skip(1)).Where(week => zone.GetUtcOffset(week.First) != zone.GetUtcOffset(week.Second)))
            {
                changes++;
                Around(zone, Change(zone, from, to));
            }
        }

        Assert.True(changes > 100, $"{changes} changes of clocks were looked at.");
    }

    static void Around(TimeZoneInfo zone, DateTimeOffset change)
    {
        var middle = DateOnly.FromDateTime(Local(zone, change));
        var days = Enumerable.Range(-2, 5).Select(middle.AddDays).Select(day => (Day: day, Minutes: Minutes(zone, day))).ToList();
        foreach (var at in Times.Append(TimeOnly.FromDateTime(Local(zone, change.AddSeconds(-1)).AddMinutes(20))))
        {
            var schedule = new NightlySchedule(new TimeOnly(at.Hour, at.Minute), zone);
            var before = schedule.Of(middle.AddDays(-3)) ?? DateTimeOffset.MinValue;
            foreach (var (day, minutes) in days)
            {
                var due = schedule.Of(day);
                var expected = Expected(minutes, new TimeOnly(at.Hour, at.Minute));
                Assert.True(due == expected && !(due <= before), $"{zone.Id} {day:yyyy-MM-dd} {at:HH:mm}: due {due:u}, expected {expected:u}, the night before {before:u}");
                if (due is not { } instant) continue;
                Assert.Equal(day, schedule.Latest(instant).Day);
                Assert.NotEqual(day, schedule.Latest(instant.AddSeconds(-1)).Day);
                before = instant;
            }
        }
    }

    // By walking through the day: the first minute that shows the time, or else the first that shows more, or else the end of the day.
    static DateTimeOffset? Expected(List<(DateTimeOffset At, TimeOnly Shown)> minutes, TimeOnly at)
    {
        if (minutes.Count == 0) return null;
        foreach (var minute in minutes)
        {
            if (minute.Shown == at) return minute.At;
        }

        foreach (var minute in minutes)
        {
            if (minute.Shown > at) return minute.At;
        }

        return minutes[^1].At.AddSeconds(59);
    }

    static List<(DateTimeOffset At, TimeOnly Shown)> Minutes(TimeZoneInfo zone, DateOnly day)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(-16);
        return [.. Enumerable.Range(0, 56 * 60).Select(minute => start.AddMinutes(minute)).Select(moment => (At: moment, Local: Local(zone, moment)))
            .Where(minute => DateOnly.FromDateTime(minute.Local) == day).Select(minute => (minute.At, TimeOnly.FromDateTime(minute.Local)))];
    }

    static DateTimeOffset Change(TimeZoneInfo zone, DateTimeOffset before, DateTimeOffset after)
    {
        var offset = zone.GetUtcOffset(before);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before + ((after - before) / 2);
            if (zone.GetUtcOffset(middle) == offset) before = middle;
            else after = middle;
        }

        return new DateTimeOffset((after.UtcTicks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }

    static DateTime Local(TimeZoneInfo zone, DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;
}
