using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Ingest;

/// <summary>A date format in which every part has its place: so many digits and signs, no names of months, no offsets.</summary>
/// <param name="Length">Length of a text so written.</param>
/// <param name="Parts">Where year, month, day, hour, minute and second stand; -1 for those that do not.</param>
/// <param name="Signs">The signs between them, each with its place.</param>
sealed record PlainDate(int Length, int[] Parts, (int Place, byte Sign)[] Signs)
{
    static readonly string[] Names = ["yyyy", "MM", "dd", "HH", "mm", "ss"];

    static readonly PlainDate[] Iso = [Of("yyyy-MM-dd")!, Of("yyyy-MM-dd HH:mm:ss")!, Of("yyyy-MM-ddTHH:mm:ss")!];

    /// <summary>From the day's number and the microseconds since its begin to a value.</summary>
    public delegate long Told(int day, long micros);

    /// <summary>The day alone.</summary>
    public static long Day(int day, long micros) => day;

    /// <summary>The moment in microseconds.</summary>
    public static long Moment(int day, long micros) => day * Instant.MicrosPerDay + micros;

    /// <summary>Reads dates by the first of a mapping's formats, or, where it has none, as ISO 8601 writes them; null where that format is not plain.</summary>
    public static ReadPlain? Reading(ColumnMapping map, SourceMapping mapping, Told told)
    {
        var formats = map.Dates.Concat(mapping.Dates).Take(1).Select(Of).ToList();
        if (formats is [null]) return null;
        PlainDate[] plain = formats is [{ } first] ? [first] : Iso;
        return (text, out value) =>
        {
            value = 0;
            foreach (var date in plain)
            {
                if (text.Length != date.Length || !date.TryRead(text, out var day, out var micros)) continue;
                value = told(day, micros);
                return true;
            }

            return false;
        };
    }

    /// <summary>A format of a mapping; null where it is not plain.</summary>
    static PlainDate? Of(string format)
    {
        var parts = new[] { -1, -1, -1, -1, -1, -1 };
        var signs = new List<(int, byte)>();
        var wasPart = false;
        for (var i = 0; i < format.Length;)
        {
            var part = Array.FindIndex(Names, name => string.CompareOrdinal(format, i, name, 0, name.Length) == 0);
            if (part < 0 ? format[i] is > (char)127 or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z' and not 'T') or (>= '0' and <= '9') : wasPart || parts[part] >= 0) return null;
            if (part < 0) signs.Add((i, (byte)format[i]));
            else parts[part] = i;
            wasPart = part >= 0;
            i += wasPart ? Names[part].Length : 1;
        }

        // A clock that lacks its greater part, or a day that lacks its month, is not for here.
        var isWhole = parts[..3].All(place => place >= 0) && (parts[3] >= 0 || parts[4] < 0) && (parts[4] >= 0 || parts[5] < 0);
        return isWhole ? new PlainDate(format.Length, parts, [.. signs]) : null;
    }

    bool TryRead(ReadOnlySpan<byte> text, out int day, out long micros)
    {
        (day, micros) = (0, 0);
        foreach (var (place, sign) in Signs)
        {
            if (text[place] != sign) return false;
        }

        var (year, month, dayOfMonth) = (Two(text, Parts[0]) * 100 + Two(text, Parts[0] + 2), Two(text, Parts[1]), Two(text, Parts[2]));
        if (year is < 1800 or > 2199 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month)) return false;
        var (hour, minute, second) = (Clock(text, Parts[3]), Clock(text, Parts[4]), Clock(text, Parts[5]));
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59) return false;
        day = Retention.Facts.Day.From(year, month, dayOfMonth).Number;
        micros = ((hour * 60L + minute) * 60 + second) * 1_000_000;
        return true;
    }

    static int Clock(ReadOnlySpan<byte> text, int place) => place < 0 ? 0 : Two(text, place);

    // Far below zero where a sign is no digit, so that no sum with another pair makes it a year.
    static int Two(ReadOnlySpan<byte> text, int place)
    {
        var (tens, ones) = (text[place] - '0', text[place + 1] - '0');
        return (uint)tens > 9 || (uint)ones > 9 ? -1_000_000 : tens * 10 + ones;
    }
}
