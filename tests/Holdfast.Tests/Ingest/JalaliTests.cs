using System.Globalization;
using Holdfast.Native.DuckDb;
using Holdfast.Operations;
using Holdfast.Operations.Ingest;

namespace Holdfast.Tests.Ingest;

public class JalaliTests
{
    [Fact]
    public void Every_day_of_two_centuries_is_that_of_the_calendar()
    {
        using var db = DuckDbConnection.Open();
        var calendar = new PersianCalendar();
        db.Execute("CREATE TABLE days (written VARCHAR, expected DATE)");
        var first = calendar.ToDateTime(1250, 1, 1, 0, 0, 0, 0);
        var last = calendar.ToDateTime(1472, 12, 29, 0, 0, 0, 0);
        using (var rows = new DuckDbAppender(db, "days"))
        {
            for (var day = first; day <= last; day = day.AddDays(1))
            {
                rows.Add(string.Create(CultureInfo.InvariantCulture, $"{calendar.GetYear(day)}/{calendar.GetMonth(day)}/{calendar.GetDayOfMonth(day)}"));
                rows.Add(new DateOnly(day.Year, day.Month, day.Day).DayNumber - new DateOnly(1970, 1, 1).DayNumber);
                rows.EndRow();
            }

            rows.Finish();
        }

        var read = Jalali.Sql("jalali yyyy/MM/dd", "written", "test");
        Assert.True(db.Whole("SELECT count(*) FROM days") > 81_000);
        Assert.Equal(0, db.Whole($"SELECT count(*) FROM days WHERE CAST({read} AS DATE) IS DISTINCT FROM expected"));
    }

    [Theory]
    [InlineData("1403/12/30", "2025-03-20")]
    [InlineData("1404/12/30", null)]
    [InlineData("1402/07/31", null)]
    [InlineData("1402/13/01", null)]
    [InlineData("2024/01/01", null)]
    public void A_day_that_is_none_is_not_read(string written, string? expected)
    {
        using var db = DuckDbConnection.Open();
        Assert.Equal(expected, db.Text($"SELECT strftime({Jalali.Sql("jalali yyyy/MM/dd", $"'{written}'", "test")}, '%Y-%m-%d')"));
    }

    [Fact]
    public void An_unknown_form_is_refused_with_those_that_are_known() =>
        Assert.Contains("Allowed behind 'jalali' are yyyy/MM/dd", Assert.Throws<HoldfastException>(() => Jalali.Sql("jalali dd/MM/yyyy", "x", "dates")).Message, StringComparison.Ordinal);
}
