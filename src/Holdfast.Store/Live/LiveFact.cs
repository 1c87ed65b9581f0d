using System.Buffers;
using System.Text.Json;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Store.Live;

/// <summary>One fact that arrives by itself.</summary>
/// <param name="Kind">Its kind, one of those of a party in <see cref="FactCatalog"/>.</param>
/// <param name="Party">Any id of the customer.</param>
/// <param name="Values">
/// Its other columns by name: long for days (since 1970-01-01), moments (microseconds), money (minor units), whole numbers and flags (0 or 1),
/// double for numbers, string for words and texts. What is not given is absent.
/// </param>
public sealed record LiveFact(string Kind, string Party, IReadOnlyDictionary<string, object> Values)
{
    /// <summary>Where the kind has an id of the source, its column; a fact that arrives must have one, so that telling it twice is telling it once.</summary>
    public static string? IdOf(string kind) => FactTable.Of(kind).Id;

    /// <summary>The columns from the fourth on of <see cref="FactQuery"/> with known_at before them; its moment, where not given, is that of the fact.</summary>
    internal object?[] Cells(FactTable table)
    {
        var names = FactQuery.Columns(table).ToList();
        var cells = new object?[4 + names.Count];
        for (var i = 0; i < names.Count; i++) cells[4 + i] = Values.GetValueOrDefault(names[i]);
        Normalise(table, names, cells);
        cells[1] = Values.GetValueOrDefault("known_at") ?? Default(table, cells[4 + names.IndexOf(table.Kind.Time)]);
        cells[3] = Late(table, (long)cells[1]!, cells[4 + names.IndexOf(table.Kind.Time)]) ? 1L : 0L;
        return cells;
    }

    /// <summary>The fact as one line of JSON.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("fact", Kind);
        json.WriteString("party", Party);
        json.WriteStartObject("values");
        foreach (var (name, value) in Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (value is string text) json.WriteString(name, text);
            else if (value is double number) json.WriteNumber(name, number);
            else json.WriteNumber(name, (long)value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Facts as lines of JSON.</summary>
    internal static byte[] ToLines(IEnumerable<LiveFact> facts)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var fact in facts)
        {
            using (var json = new Utf8JsonWriter(bytes)) fact.Write(json);
            bytes.Write("\n"u8);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="ToLines"/> wrote.</summary>
    internal static IEnumerable<LiveFact> OfLines(ReadOnlyMemory<byte> lines)
    {
        while (lines.Length > 0)
        {
            var end = lines.Span.IndexOf((byte)'\n');
            yield return Of(lines[..end]);
            lines = lines[(end + 1)..];
        }
    }

    static LiveFact Of(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        var kind = json.RootElement.GetProperty("fact").GetString()!;
        var types = FactTable.Of(kind).Kind.Columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var value in json.RootElement.GetProperty("values").EnumerateObject())
        {
            if (value.Value.ValueKind == JsonValueKind.String) values[value.Name] = value.Value.GetString()!;
            else if (types.GetValueOrDefault(value.Name) == ColumnType.Number) values[value.Name] = value.Value.GetDouble();
            else values[value.Name] = value.Value.GetInt64();
        }

        return new LiveFact(kind, json.RootElement.GetProperty("party").GetString()!, values);
    }

    // As a load keeps them: months begin on their first day, times that nobody gives at the beginning of time.
    static void Normalise(FactTable table, List<string> names, object?[] cells)
    {
        var time = 4 + names.IndexOf(table.Kind.Time);
        if (table.Name == "position" && cells[time] is long month) cells[time] = (long)new Day((int)month).MonthStart.Number;
        if (table.Kind.Time == "at") cells[time] ??= Day.From(1, 1, 1).Start.Micros;
    }

    static long Default(FactTable table, object? time)
    {
        var given = (long)(time ?? throw new ArgumentException($"A fact {table.Name} needs {table.Kind.Time}."));
        if (table.Kind.Time == "at") return given;
        return table.Name == "position" ? new Day((int)given).AddMonths(1).Start.Micros - 1 : new Day((int)given).Start.Micros;
    }

    static bool Late(FactTable table, long knownAt, object? time) => time is long given && table.Kind.Time switch
    {
        "at" => knownAt > given,
        "month" => knownAt >= new Day((int)given).AddMonths(1).Start.Micros,
        _ => knownAt >= new Day((int)given + 1).Start.Micros,
    };
}
