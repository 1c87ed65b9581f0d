using Holdfast.Retention.Facts;

namespace Holdfast.Tests;

public class DayTests
{
    [Fact]
    public void The_last_day_of_January_plus_a_month_is_the_last_day_of_February() =>
        Assert.Equal(Day.Parse("2024-02-29"), Day.Parse("2024-01-31").AddMonths(1));

    [Theory]
    [InlineData(-1, "1969-12-31")]
    [InlineData(0, "1970-01-01")]
    [InlineData(Instant.MicrosPerDay - 1, "1970-01-01")]
    [InlineData(Instant.MicrosPerDay, "1970-01-02")]
    public void A_moment_falls_on_its_day(long micros, string day) => Assert.Equal(day, new Instant(micros).Day.ToString());
}
