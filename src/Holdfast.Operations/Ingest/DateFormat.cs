using System.Text;

namespace Holdfast.Operations.Ingest;

/// <summary>A date format of a mapping as SQL.</summary>
static class DateFormat
{
    static readonly (string Ours, string Theirs)[] Signs =
    [
        ("yyyy", "%Y"), ("yy", "%y"), ("MMMM", "%B"), ("MMM", "%b"), ("MM", "%m"), ("M", "%-m"), ("dddd", "%A"), ("ddd", "%a"),
        ("dd", "%d"), ("d", "%-d"), ("HH", "%H"), ("H", "%-H"), ("hh", "%I"), ("h", "%-I"), ("mm", "%M"), ("m", "%-M"), ("ss", "%S"), ("s", "%-S"),
        ("ffffff", "%f"), ("fff", "%g"), ("tt", "%p"), ("zzz", "%z"),
    ];

    /// <summary>The SQL that reads a text by a format as a moment on the business's clock; NULL where the text is not so written.</summary>
    /// <param name="format">The format, see <see cref="SourceMapping.Dates"/>.</param>
    /// <param name="text">SQL of the text.</param>
    /// <param name="timeZone">The business's time zone.</param>
    /// <param name="where">Where the format stands, for the error.</param>
    /// <exception cref="HoldfastException">The format has a letter that means nothing.</exception>
    public static string Sql(string format, string text, string timeZone, string where)
    {
        var zone = Quoted.Text(timeZone);
        if (format == "unix") return $"timezone({zone}, to_timestamp(TRY_CAST({text} AS DOUBLE)))";
        if (format == "unix_ms") return $"timezone({zone}, to_timestamp(TRY_CAST({text} AS DOUBLE) / 1000))";
        if (format.StartsWith(Jalali.Prefix, StringComparison.Ordinal)) return Jalali.Sql(format, text, where);
        var read = $"try_strptime({text}, {Quoted.Text(Pattern(format, where))})";
        return format.Contains("zzz", StringComparison.Ordinal) ? $"timezone({zone}, {read})" : read;
    }

    /// <summary>The SQL that reads yyyy-MM-dd, with or without a time and an offset.</summary>
    public static string Iso(string text, string timeZone) =>
        $"CASE WHEN length({text}) > 10 AND regexp_matches({text}, '(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$') "
        + $"THEN timezone({Quoted.Text(timeZone)}, TRY_CAST({text} AS TIMESTAMPTZ)) ELSE TRY_CAST({text} AS TIMESTAMP) END";

    static string Pattern(string format, string where)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < format.Length;)
        {
            var sign = Array.Find(Signs, s => string.CompareOrdinal(format, i, s.Ours, 0, s.Ours.Length) == 0);
            if (sign.Ours is not null)
            {
                pattern.Append(sign.Theirs);
                i += sign.Ours.Length;
                continue;
            }

            if (char.IsAsciiLetter(format[i]) && format[i] is not ('T' or 'Z'))
            {
                throw new HoldfastException(
                    $"{where}: the date format '{format}' holds '{format[i]}', which means nothing. Allowed are yyyy yy MM M MMM MMMM dd d HH H hh h mm m ss s fff tt zzz, signs between them, unix and unix_ms, and 'jalali' before yyyy MM dd.");
            }

            pattern.Append(format[i] == '%' ? "%%" : format[i]);
            i++;
        }

        return pattern.ToString();
    }
}
