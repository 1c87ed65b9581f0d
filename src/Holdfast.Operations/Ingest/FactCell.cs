using System.Globalization;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Ingest;

/// <summary>Where a value comes from, in SQL.</summary>
/// <param name="Sql">The expression.</param>
/// <param name="IsText">Whether it is text as it stands in the file; otherwise a typed result or a constant, written as SQL writes it.</param>
/// <param name="Shown">How rejects name it: the file's column, or the fact's.</param>
sealed record ValueSource(string Sql, bool IsText, string Shown);

/// <summary>One column of a fact as SQL: what is given, what it becomes, when that is a fault and what would be allowed.</summary>
/// <param name="Column">The fact's column.</param>
/// <param name="Shown">How rejects name it.</param>
/// <param name="Given">SQL of the text found; NULL where nothing is given.</param>
/// <param name="Value">SQL of the typed value, before <see cref="Kept"/>.</param>
/// <param name="Kept">From the names of the given text and of the value to SQL that is NULL where the value lies outside what is allowed.</param>
/// <param name="Allowed">What is allowed, in words.</param>
sealed record FactCell(FactColumn Column, string Shown, string Given, string Value, Func<string, string, string> Kept, string Allowed);

/// <summary>Writes the SQL that turns texts into typed values, as a mapping says.</summary>
sealed class CellWriter(SourceMapping mapping, Business business, bool otherDigits)
{
    /// <summary>The words that may always stand where a reason for leaving stands.</summary>
    static readonly string[] Leavings = ["voluntary", "involuntary", "administrative"];

    /// <summary>The SQL of one column.</summary>
    /// <param name="column">The fact's column.</param>
    /// <param name="map">How it is mapped.</param>
    /// <param name="source">Where its value comes from.</param>
    /// <param name="where">Where that stands in the mapping, for errors.</param>
    /// <exception cref="HoldfastException">An unknown code table or date format.</exception>
    public FactCell Write(FactColumn column, ColumnMapping map, ValueSource source, string where)
    {
        var given = source.IsText ? source.Sql : $"nullif(CAST({source.Sql} AS VARCHAR), '')";
        var codes = map.Codes is null ? null : Table(map.Codes, where);
        var text = codes is null ? given : Coded(given, codes);
        if (map.Default is { } fallback) text = $"coalesce({text}, {Quoted.Text(fallback)})";
        var typed = Typed(column, map, text, source.IsText && codes is null, where);
        var blank = codes?.Where(c => c.Value.Length == 0).Select(c => c.Key).ToList() ?? [];
        return new FactCell(
            column,
            source.Shown,
            blank.Count == 0 ? given : $"CASE WHEN {given} NOT IN {Quoted.Texts(blank)} THEN {given} END",
            typed.Value,
            codes is null ? (_, v) => typed.Kept(v) : (g, v) => $"CASE WHEN {g} IS NULL OR {g} IN {Quoted.Texts(codes.Keys)} THEN {typed.Kept(v)} END",
            codes is null ? typed.Allowed : $"one of the codes '{map.Codes}': {string.Join(", ", codes.Keys.Take(20))}");
    }

    /// <summary>The SQL of a number in a text of the file.</summary>
    public string Number(string text, bool isText) => $"TRY_CAST({Plain(text, isText)} AS DOUBLE)";

    IReadOnlyDictionary<string, string> Table(string name, string where) =>
        mapping.Codes.TryGetValue(name, out var table) && table.Count > 0
            ? table
            : throw new HoldfastException($"{where}: there is no code table '{name}'. {Names.Suggest(name, mapping.Codes.Keys, "code tables")}");

    static string Coded(string given, IReadOnlyDictionary<string, string> codes) =>
        $"CASE {given} {string.Join(' ', codes.Select(c => $"WHEN {Quoted.Text(c.Key)} THEN {(c.Value.Length == 0 ? "NULL" : Quoted.Text(c.Value))}"))} END";

    Typing Typed(FactColumn column, ColumnMapping map, string text, bool isText, string where) => column.Type switch
    {
        ColumnType.Day => new($"CAST({Moment(map, text, isText, where)} AS DATE)", Between("DATE"), $"a day from 1800 to 2199, written {Formats(map)}"),
        ColumnType.Instant => new(Moment(map, text, isText, where), Between("TIMESTAMP"), $"a moment from 1800 to 2199, written {Formats(map)}"),
        ColumnType.Money => new(Money(text, isText), Any, mapping.Money == MoneyUnit.Major ? $"a sum of money such as 12{mapping.DecimalSign}34" : "a whole sum in minor units such as 1234"),
        ColumnType.Number => new(Number(text, isText), v => $"CASE WHEN isfinite({v}) THEN {v} END", $"a number such as 12{mapping.DecimalSign}34"),
        ColumnType.Whole => new(Whole(text, isText), Any, "a whole number"),
        ColumnType.Flag => new(Flag(text), Any, "true or false, also yes/no, y/n, t/f, 1/0"),
        _ => Word(column, text),
    };

    Typing Word(FactColumn column, string text)
    {
        var reasons = column.Name is "leaving" or "end_reason";
        var allowed = reasons ? [.. Leavings, .. business.Reasons.Keys] : column.Allowed;
        if (allowed is null) return new(text, Any, "a text");
        var words = string.Join(", ", allowed.Take(40)) + (reasons ? " (and the codes under 'reasons' in holdfast.yaml)" : "");
        return new(text, v => $"CASE WHEN {v} IN {Quoted.Texts(allowed)} THEN {v} END", $"one of {words}");
    }

    static string Any(string value) => value;

    /// <summary>Days outside these centuries are slips of the pen or stand for "never"; the latter belong under 'nulls'.</summary>
    static Func<string, string> Between(string type) => v => $"CASE WHEN {v} >= {type} '1800-01-01' AND {v} < {type} '2200-01-01' THEN {v} END";

    IEnumerable<string> FormatsOf(ColumnMapping map) => map.Dates.Concat(mapping.Dates);

    string Formats(ColumnMapping map) => FormatsOf(map).Any() ? string.Join(" or ", FormatsOf(map)) : "yyyy-MM-dd, with or without HH:mm:ss";

    string Moment(ColumnMapping map, string text, bool isText, string where)
    {
        text = Digits(text, isText);
        var formats = FormatsOf(map).Select(format => DateFormat.Sql(format, text, business.TimeZone, where)).ToList();
        if (!isText || formats.Count == 0) formats.Insert(0, DateFormat.Iso(text, business.TimeZone));
        return formats.Count == 1 ? formats[0] : $"coalesce({string.Join(", ", formats)})";
    }

    /// <summary>Rounded once, half away from zero, by the exact decimal type; TRY, because a sum it holds may still be too great in minor units.</summary>
    string Money(string text, bool isText)
    {
        if (mapping.Money == MoneyUnit.Minor) return Whole(text, isText);
        var scale = (int)Math.Pow(10, business.MinorDigits);
        return string.Create(CultureInfo.InvariantCulture, $"TRY(CAST(TRY_CAST({Plain(text, isText)} AS DECIMAL(18, {business.MinorDigits})) * {scale} AS BIGINT))");
    }

    /// <summary>12.0 is whole, 12.5 is not: DuckDB alone would round it.</summary>
    string Whole(string text, bool isText)
    {
        var plain = Plain(text, isText);
        return $"CASE WHEN NOT contains({plain}, '.') OR TRY_CAST({plain} AS DOUBLE) = floor(TRY_CAST({plain} AS DOUBLE)) THEN TRY_CAST({plain} AS BIGINT) END";
    }

    static string Flag(string text) =>
        $"CASE WHEN lower({text}) IN ('true', 'yes', 'y', 't', '1') THEN true WHEN lower({text}) IN ('false', 'no', 'n', 'f', '0') THEN false END";

    /// <summary>A number as SQL writes it.</summary>
    string Plain(string text, bool isText)
    {
        if (!isText) return text;
        text = Digits(text, isText);
        if (mapping.Grouping.Length > 0) text = $"translate({text}, {Quoted.Text(mapping.Grouping == " " ? " \u00A0\u202F" : mapping.Grouping)}, '')";
        // The point is no decimal sign here, so a number with one must not be read as if it were.
        return mapping.DecimalSign == "." ? text : $"translate({text}, {Quoted.Text(mapping.DecimalSign + ".")}, '.?')";
    }

    /// <summary>Persian and Arabic digits and signs as the common ones.</summary>
    string Digits(string text, bool isText) =>
        isText && otherDigits ? $"translate({text}, '۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬', {Quoted.Text("01234567890123456789" + mapping.DecimalSign)})" : text;

    readonly record struct Typing(string Value, Func<string, string> Kept, string Allowed);
}
