using System.Globalization;
using System.Text.Json;
using Holdfast.Retention.Facts;
using Holdfast.Store.Live;

namespace Holdfast.Operations.Ingest;

/// <summary>Reads a fact told as one line of JSON: <c>fact</c>, <c>party</c> and the columns of the catalogue; money in the workspace's currency.</summary>
static class FactJson
{
    static readonly string[] InstantForms = ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"];

    /// <summary>Kinds that may arrive by themselves.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. FactCatalog.All.Where(kind => kind.OfParty).Select(kind => kind.Name)];

    /// <summary>The fact of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="minorDigits">Digits after the decimal point of the currency.</param>
    /// <exception cref="FormatException">It is none: the message says what was found and what is allowed.</exception>
    public static LiveFact Read(string line, int minorDigits)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("found no object; a line such as {\"fact\":\"event\",\"party\":\"C1\",...} is allowed");
            return Fact(json.RootElement, minorDigits);
        }
        catch (JsonException fault)
        {
            throw new FormatException($"the line is no JSON: {fault.Message}", fault);
        }
    }

    static LiveFact Fact(JsonElement json, int minorDigits)
    {
        var name = Required(json, "fact");
        var kind = Kinds.Contains(name) ? FactCatalog.Find(name)! : throw new FormatException($"fact: found '{name}'; allowed is {string.Join(", ", Kinds)}");
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var told in json.EnumerateObject())
        {
            if (told.Name is "fact" or "party" || told.Value.ValueKind == JsonValueKind.Null) continue;
            var column = told.Name == "source" ? new FactColumn("source", ColumnType.Code, false, "") : kind.Columns.FirstOrDefault(one => one.Name == told.Name)
                ?? throw new FormatException($"{told.Name}: a fact {name} has no such column; it has {string.Join(", ", kind.Columns.Select(one => one.Name))}, source");
            values[told.Name] = Value(column, told.Value, minorDigits);
        }

        values.TryAdd("source", "journal");
        var missing = kind.Columns.Where(column => column.Name != "party" && (column.Required || column.Name == kind.Time || column.Name == LiveFact.IdOf(name)) && !values.ContainsKey(column.Name)).Select(column => column.Name).ToList();
        if (missing.Count > 0) throw new FormatException($"{string.Join(", ", missing)}: not given, but needed of a fact {name}");
        return new LiveFact(name, Required(json, "party"), values);
    }

    static string Required(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new FormatException($"{name}: not given; a text is needed");

    static object Value(FactColumn column, JsonElement value, int minorDigits)
    {
        var wrong = new FormatException($"{column.Name}: found {value.GetRawText()}; allowed is {Allowed(column)}");
        return column.Type switch
        {
            ColumnType.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() ? 1L : 0L : throw wrong,
            ColumnType.Whole => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) ? whole : throw wrong,
            ColumnType.Number => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw wrong,
            ColumnType.Money => Money(value, minorDigits) ?? throw wrong,
            ColumnType.Day => value.ValueKind == JsonValueKind.String && Day.TryParse(value.GetString(), out var day) ? (long)day.Number : throw wrong,
            ColumnType.Instant => Moment(value) ?? throw wrong,
            _ => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && (column.Allowed?.Contains(text) ?? true) ? text : throw wrong,
        };
    }

    static long? Money(JsonElement value, int minorDigits)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var amount)) return null;
        for (var i = 0; i < minorDigits; i++)
        {
            if (Math.Abs(amount) > long.MaxValue) return null;
            amount *= 10;
        }

        return amount == decimal.Truncate(amount) && Math.Abs(amount) <= long.MaxValue ? (long)amount : null;
    }

    static long? Moment(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && DateTime.TryParseExact(value.GetString(), InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? (moment - DateTime.UnixEpoch).Ticks / 10
            : null;

    static string Allowed(FactColumn column) => column.Type switch
    {
        ColumnType.Flag => "true or false",
        ColumnType.Whole => "a whole number",
        ColumnType.Number => "a number",
        ColumnType.Money => "an amount in the workspace's currency, with no more digits than it has",
        ColumnType.Day => "a day such as \"2026-01-31\"",
        ColumnType.Instant => "a moment on the business's wall clock such as \"2026-01-31T14:05:00\"",
        _ => column.Allowed is { } words ? string.Join(", ", words) : "a text",
    };
}
