using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>Recognises how values are written: words for "not given", numbers, days. Judged on a sample of the values given.</summary>
static partial class ValueForms
{
    /// <summary>Share of the values that must fit a form: a few slips of the pen do not make a column of days into one of words.</summary>
    public const double EnoughFit = 0.98;

    /// <summary>Words that mean "not given" whatever the column holds.</summary>
    public static IReadOnlyList<string> AlwaysNull { get; } = ["NULL", "null", "Null", "NA", "N/A", "n/a", "#N/A", "\\N", "NaN", "nan", "<NA>"];

    /// <summary>Words that mean "not given" only among numbers or days.</summary>
    static readonly string[] NullAmongFigures =
        [.. AlwaysNull, "None", "none", "-", "--", "?", ".", "missing", "Missing", "unknown", "Unknown", "0000-00-00", "0000-00-00 00:00:00", "00000000", "00/00/0000", "00.00.0000"];

    static readonly string[] Never = ["9999-12-31", "9999-12-31 00:00:00", "9999-12-31 23:59:59", "99991231", "31.12.9999", "31/12/9999", "12/31/9999", "2999-12-31", "3000-01-01", "1900-01-01", "1901-01-01"];

    /// <summary>Formats of days, the certain ones first; both orders of day and month are judged by <see cref="Dates"/>.</summary>
    static readonly string[] DateFormats =
    [
        "yyyyMMdd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyy/M/d", "dd.MM.yyyy", "d.M.yyyy", "dd.MM.yy", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd/MM/yy", "MM/dd/yy", "d/M/yy", "M/d/yy",
        "dd-MM-yyyy", "MM-dd-yyyy", "d-M-yyyy", "dd-MMM-yyyy", "d-MMM-yyyy", "dd-MMM-yy", "d-MMM-yy", "dd MMM yyyy", "d MMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "d MMMM yyyy", "yyyy-MM", "yyyyMM", "yyyy/MM", "MMM yyyy", "MMM-yy", "MM/yyyy", "M/yyyy",
    ];

    static readonly string[] Clocks = ["", " HH:mm:ss", " HH:mm", " H:mm", " H:mm:ss", " HH:mm:ss.fff", " HH:mm:ss.ffffff", "THH:mm:ss", " h:mm tt", " hh:mm tt", " h:mm:ss tt", " hh:mm:ss tt", "THH:mm:sszzz", " HH:mm:sszzz", " HHmmss", " HH.mm"];
    static readonly string[] Iso = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss.fff", "yyyy-MM-ddTHH:mm:ss.fff", "yyyy-MM-dd HH:mm:ss.ffffff", "yyyy-MM-ddTHH:mm:ss.ffffff", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.fffK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd H:mm"];

    /// <summary>The words for "not given" and "never" among some values, where the rest are figures.</summary>
    public static List<string> Nulls(IEnumerable<string> values, bool figures) =>
        [.. values.Where(value => (figures ? NullAmongFigures : AlwaysNull).Contains(value) || (figures && Never.Contains(value))).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a word stands for a day that never comes.</summary>
    public static bool IsNever(string value) => Never.Contains(value);

    /// <summary>Whether a word may mean "not given" among figures.</summary>
    public static bool MayBeNull(string value) => NullAmongFigures.Contains(value) || Never.Contains(value);

    /// <summary>How numbers are written; null where the values are none.</summary>
    public static NumberForm? Numbers(IReadOnlyList<string> values)
    {
        if (Fits(values, PlainNumber())) return NumberForm.Plain;
        if (Fits(values, CommaGrouped())) return new NumberForm(".", ",", false);
        if (Fits(values, DecimalComma())) return new NumberForm(",", values.Any(v => v.Contains('.', StringComparison.Ordinal)) ? "." : values.Any(v => v.AsSpan().ContainsAny(' ', '\u00A0', '\u202F')) ? " " : "", false);
        if (Fits(values, BlankGrouped())) return new NumberForm(".", " ", false);
        if (!values.Any(v => v.Any(char.IsAsciiDigit))) return null;
        var undressed = values.Select(Undressed).ToList();
        return Fits(undressed, PlainNumber()) && values.All(v => v.Length <= 24) && Fits(values, Dress()) ? NumberForm.Plain with { Dressed = true } : null;
    }

    /// <summary>The number a text shows, by its form; NaN where it shows none.</summary>
    public static double Number(string text, NumberForm form)
    {
        if (form.Dressed) text = Undressed(text);
        if (form.Grouping.Length > 0) text = string.Concat(text.Where(c => form.Grouping == " " ? c is not (' ' or '\u00A0' or '\u202F') : c != form.Grouping[0]));
        if (form.DecimalSign == ",") text = text.Replace(',', '.');
        return double.TryParse(Latin(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }

    /// <summary>How days are written; null where the values are none. Where day and month cannot be told apart the note says so.</summary>
    /// <param name="values">The values given.</param>
    /// <param name="nameSaysDate">Whether the column's name speaks of a day, so that numbers may be one.</param>
    public static (string Format, bool HasTime, string? Note)? Dates(IReadOnlyList<string> values, bool nameSaysDate)
    {
        var texts = values.Select(Latin).Take(2000).ToList();
        if (texts.Count > 0 && Reads(texts, Iso)) return ("", texts.Exists(text => text.Length > 10), null);
        foreach (var format in DateFormats)
        {
            if (!nameSaysDate && format is "yyyyMM" or "MMM-yy" && !texts.TrueForAll(t => t.Length == 6)) continue;
            if (format is "yyyyMMdd" or "yyyyMM" && !texts.TrueForAll(PlausibleYear)) continue;
            foreach (var clock in Clocks)
            {
                if (Reads(texts, format + clock)) return Judge(format + clock, clock.Length > 0, texts);
            }
        }

        if (Fits(texts, JalaliDay())) return ($"jalali yyyy{texts[0][4]}MM{texts[0][4]}dd", false, null);
        const string TwoDigits = "Years have two digits; those up to 68 are read as 20xx.";
        return nameSaysDate && Reads(texts, "yyMMdd") ? ("yyMMdd", false, TwoDigits)
            : nameSaysDate && Reads(texts, "yyMMdd HH:mm:ss") ? ("yyMMdd HH:mm:ss", true, TwoDigits)
            : nameSaysDate && Epoch(texts) is { } unix ? (unix, true, null)
            : null;
    }

    /// <summary>A day as yyyy-MM-dd, by its format; null where the text is none.</summary>
    public static string? DayOf(string text, string format)
    {
        text = Latin(text);
        if (format.StartsWith(Jalali.Prefix, StringComparison.Ordinal)) return OfJalali(text);
        if (format is "unix" or "unix_ms")
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? DateTime.UnixEpoch.AddSeconds(format == "unix" ? number : number / 1000).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
        return DateTime.TryParseExact(text, format.Length > 0 ? [format] : Iso, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The common digits for Persian and Arabic ones.</summary>
    public static string Latin(string text) => text.AsSpan().IndexOfAnyInRange('\u0660', '\u06F9') < 0
        ? text
        : string.Concat(text.Select(c => c is >= '\u06F0' and <= '\u06F9' ? (char)(c - '\u06F0' + '0') : c is >= '\u0660' and <= '\u0669' ? (char)(c - '\u0660' + '0') : c is '\u066B' ? '.' : c is '\u066C' ? ',' : c));

    static string? OfJalali(string text)
    {
        var parts = text.Split(text.Length > 4 ? text[4] : '/');
        if (parts.Length != 3 || !int.TryParse(parts[0], out var year) || !int.TryParse(parts[1], out var month) || !int.TryParse(parts[2], out var day)) return null;
        var calendar = new PersianCalendar();
        return year is >= Jalali.FirstYear and <= Jalali.LastYear && month is >= 1 and <= 12 && day >= 1 && day <= calendar.GetDaysInMonth(year, month)
            ? calendar.ToDateTime(year, month, day, 0, 0, 0, 0).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }

    static (string, bool, string?) Judge(string format, bool hasTime, List<string> texts)
    {
        var other = Swapped(format);
        // What fits both ways is told by nothing in the column.
        return (format, hasTime, other != format && Reads(texts, other) ? $"Day and month cannot be told apart here: every value also reads as {other}. Check it." : null);
    }

    static string Swapped(string format) => format.StartsWith("dd/MM", StringComparison.Ordinal) ? "MM/dd" + format[5..]
        : format.StartsWith("d/M", StringComparison.Ordinal) ? "M/d" + format[3..]
        : format.StartsWith("dd-MM", StringComparison.Ordinal) ? "MM-dd" + format[5..]
        : format;

    static bool Reads(List<string> texts, params string[] formats)
    {
        var wrong = 0;
        var allowed = (int)((1 - EnoughFit) * texts.Count);
        foreach (var text in texts)
        {
            if (!DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var day) || day.Year is < 1850 or > 2150)
            {
                if (++wrong > allowed) return false;
            }
        }

        return texts.Count > 0;
    }

    static bool PlausibleYear(string text) => text.Length >= 6 && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and <= 2100;

    static string? Epoch(List<string> texts)
    {
        var numbers = texts.Select(t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : -1).ToList();
        return numbers.TrueForAll(n => n is > 3e8 and < 4e9) ? "unix" : numbers.TrueForAll(n => n is > 3e11 and < 4e12) ? "unix_ms" : null;
    }

    static bool Fits(IReadOnlyList<string> values, Regex form)
    {
        var wrong = values.Count(value => !form.IsMatch(Latin(value)));
        return values.Count > 0 && wrong <= (1 - EnoughFit) * values.Count;
    }

    static string Undressed(string text)
    {
        var minus = text.Contains('-', StringComparison.Ordinal) || text.StartsWith('(');
        var digits = string.Concat(Latin(text).Where(c => char.IsAsciiDigit(c) || c == '.'));
        return minus ? "-" + digits : digits;
    }

    [GeneratedRegex(@"^1[234]\d\d([/.-])(0?[1-9]|1[0-2])\1(0?[1-9]|[12]\d|3[01])$")]
    private static partial Regex JalaliDay();

    [GeneratedRegex(@"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$")]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^[+-]?\d{1,3}(,\d{3})*(\.\d+)?$|^[+-]?\d+(\.\d+)?$")]
    private static partial Regex CommaGrouped();

    [GeneratedRegex(@"^[+-]?\d{1,3}([.\u00A0\u202F ]\d{3})*(,\d+)?$|^[+-]?\d+(,\d+)?$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[+-]?\d{1,3}([\u00A0\u202F ]\d{3})*(\.\d+)?$|^[+-]?\d+(\.\d+)?$")]
    private static partial Regex BlankGrouped();

    [GeneratedRegex(@"^[(+-]?\s*(USD|EUR|GBP|UAH|IRR|CNY|AMD|Rs\.?|[$€£¥₴₹֏﷼])?\s*[+-]?[\d,.]+\s*([$€£¥₴₹֏﷼%]|USD|EUR|GBP|UAH|CNY|AMD)?\s*[)-]?$")]
    private static partial Regex Dress();
}
