using System.Globalization;

namespace Holdfast.Retention.Facts;

/// <summary>A calendar day in the business's own time zone, as the number of days since 1970-01-01.</summary>
/// <param name="Number">Days since 1970-01-01; negative before it.</param>
public readonly record struct Day(int Number) : IComparable<Day>
{
    static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The first day of this day's month.</summary>
    public Day MonthStart => From(new DateOnly(Date.Year, Date.Month, 1));

    /// <summary>The same day in the proleptic Gregorian calendar.</summary>
    public DateOnly Date => DateOnly.FromDayNumber(Number + Epoch);

    /// <summary>The first instant of the day.</summary>
    public Instant Start => new(Number * Instant.MicrosPerDay);

    /// <summary>The day of a Gregorian date.</summary>
    public static Day From(DateOnly date) => new(date.DayNumber - Epoch);

    /// <summary>The day of a year, month and day of the month.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such date.</exception>
    public static Day From(int year, int month, int dayOfMonth) => From(new DateOnly(year, month, dayOfMonth));

    /// <summary>Reads <c>yyyy-MM-dd</c>.</summary>
    /// <exception cref="FormatException">The text is not such a date.</exception>
    public static Day Parse(string text) => From(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Reads <c>yyyy-MM-dd</c>; false where the text is not such a date.</summary>
    public static bool TryParse(string? text, out Day day)
    {
        var read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        day = read ? From(date) : default;
        return read;
    }

    /// <summary>The day so many calendar months later; the 31st becomes the month's last day.</summary>
    public Day AddMonths(int months) => From(Date.AddMonths(months));

    /// <inheritdoc/>
    public int CompareTo(Day other) => Number.CompareTo(other.Number);

    /// <summary>The day so many days later.</summary>
    public static Day operator +(Day day, int days) => new(day.Number + days);

    /// <summary>The day so many days earlier.</summary>
    public static Day operator -(Day day, int days) => new(day.Number - days);

    /// <summary>The days from <paramref name="earlier"/> to <paramref name="later"/>; negative where it is later.</summary>
    public static int operator -(Day later, Day earlier) => later.Number - earlier.Number;

    /// <summary>Whether the left day is before the right one.</summary>
    public static bool operator <(Day left, Day right) => left.Number < right.Number;

    /// <summary>Whether the left day is after the right one.</summary>
    public static bool operator >(Day left, Day right) => left.Number > right.Number;

    /// <summary>Whether the left day is not after the right one.</summary>
    public static bool operator <=(Day left, Day right) => left.Number <= right.Number;

    /// <summary>Whether the left day is not before the right one.</summary>
    public static bool operator >=(Day left, Day right) => left.Number >= right.Number;

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public override string ToString() => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
