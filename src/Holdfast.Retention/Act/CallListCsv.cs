using System.Globalization;
using System.Text;
using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Act;

/// <summary>The call list as CSV (RFC 4180) that no spreadsheet takes for formulas.</summary>
public static class CallListCsv
{
    static readonly string[] Header =
    [
        "number", "customer", "name", "task", "reason", "script", "offer", "offer_language", "direction", "language", "channel",
        "ways", "value_at_stake", "currency", "deadline", "owner",
    ];

    /// <summary>The list as text: every field in quotes, lines ended with CR LF. To be written as UTF-8 with a byte order mark.</summary>
    public static string Of(IReadOnlyList<CallListEntry> entries, Business business)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(business);
        var text = new StringBuilder();
        Line(text, Header);
        foreach (var entry in entries) Line(text, Fields(entry, business));
        return text.ToString();
    }

    /// <summary>
    /// A value that a spreadsheet shows instead of computing: control and direction-changing characters are dropped, and an apostrophe
    /// is put before =, +, - and @ where a cell could begin with them, also after a separator that another locale splits cells at.
    /// </summary>
    /// <remarks><b>Source</b>: OWASP, CSV Injection.</remarks>
    public static string Safe(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var safe = new StringBuilder(value.Length + 1);
        var cellBegins = true;
        foreach (var c in value)
        {
            var shown = char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c;
            if (ChangesDirection(c)) continue;
            if (cellBegins && IsFormulaSign(shown)) safe.Append('\'');
            cellBegins = shown == ';' || shown == '|' || (cellBegins && char.IsWhiteSpace(shown));
            safe.Append(shown);
        }

        return safe.ToString();
    }

    static string[] Fields(CallListEntry entry, Business business) =>
    [
        entry.Number.ToString(CultureInfo.InvariantCulture), entry.Customer, entry.Name, entry.Task, entry.Reason, entry.Script, entry.Offer,
        entry.OfferLanguage, entry.Direction, entry.Language, entry.Channel,
        string.Join(" | ", entry.Ways.Select(way => $"{way.Kind}: {way.Value}")),
        Major(entry.ValueAtStakeMinor, business), business.Currency, entry.Deadline, entry.Owner,
    ];

    static string Major(long minor, Business business) =>
        Math.Max(0, minor / (decimal)Math.Pow(10, business.MinorDigits)).ToString("0.####", CultureInfo.InvariantCulture);

    static void Line(StringBuilder text, string[] fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0) text.Append(',');
            text.Append('"').Append(Safe(fields[i]).Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        text.Append("\r\n");
    }

    // The full-width forms are taken for the plain ones by spreadsheets in East Asian locales.
    static bool IsFormulaSign(char c) => c is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '−';

    static bool ChangesDirection(char c) => c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f' or '\ufeff';
}
