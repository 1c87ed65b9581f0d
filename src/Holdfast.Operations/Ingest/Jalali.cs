namespace Holdfast.Operations.Ingest;

/// <summary>Days of the Solar Hijri calendar, as Iran and Afghanistan write them, turned into the common calendar.</summary>
/// <remarks>
/// <b>Source</b>: the arithmetic rule with eight leap years in 33, which agrees with the calendar of Iran for 1244 to 1472
/// (March 1865 to March 2094). <b>Checked against</b>: .NET's PersianCalendar for every day of 1250 to 1472.
/// </remarks>
static class Jalali
{
    /// <summary>What a format of such days begins with: <c>jalali yyyy/MM/dd</c>.</summary>
    public const string Prefix = "jalali ";

    /// <summary>First and last year that are read.</summary>
    public const int FirstYear = 1244, LastYear = 1472;

    static readonly string[] Formats = ["yyyy/MM/dd", "yyyy-MM-dd", "yyyy.MM.dd", "yyyyMMdd"];

    /// <summary>The SQL that reads a text as a moment at the begin of its day; NULL where it is no such day.</summary>
    /// <exception cref="HoldfastException">The form behind the prefix is not one that is known.</exception>
    public static string Sql(string format, string text, string where)
    {
        var form = format[Prefix.Length..];
        if (!Formats.Contains(form)) throw new HoldfastException($"{where}: the date format '{format}' is not known. Allowed behind 'jalali' are {string.Join(", ", Formats)}; months and days may have one digit where signs stand between.");
        var pattern = form == "yyyyMMdd" ? "^([0-9]{4})([0-9]{2})([0-9]{2})$" : $"^([0-9]{{4}})[{form[4]}]([0-9]{{1,2}})[{form[4]}]([0-9]{{1,2}})( .*)?$";
        string Part(int number) => $"TRY_CAST(regexp_extract({text}, '{pattern}', {number}) AS INTEGER)";
        var (year, month, day) = (Part(1), Part(2), Part(3));
        var there = $"{year} BETWEEN {FirstYear} AND {LastYear} AND {month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND CASE WHEN {month} <= 6 THEN 31 WHEN {month} <= 11 OR {IsLeap(year)} THEN 30 ELSE 29 END";
        return $"CASE WHEN {there} THEN CAST(DATE '{Nowruz1403}' + CAST({Number(year)} - {NumberOf1403} + CASE WHEN {month} <= 7 THEN ({month} - 1) * 31 ELSE ({month} - 7) * 30 + 186 END + {day} - 1 AS INTEGER) AS TIMESTAMP) END";
    }

    // 1403-01-01 is 2024-03-20.
    const string Nowruz1403 = "2024-03-20";
    const int NumberOf1403 = (365 * 2998) + (2998 / 33 * 8) + (((2998 % 33) + 3) / 4);

    /// <summary>Days before the first of a year, from a year far back.</summary>
    static string Number(string year) => $"(365 * ({year} + 1595) + (({year} + 1595) // 33) * 8 + ((({year} + 1595) % 33) + 3) // 4)";

    static string IsLeap(string year) => $"{Number($"({year} + 1)")} - {Number(year)} = 366";
}
