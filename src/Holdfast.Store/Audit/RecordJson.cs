using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Store.Audit;

/// <summary>A record of the log as it was read: an event or, where <paramref name="Seal"/> is there, a signature over all records before it.</summary>
/// <param name="Event">What it tells; of a signature its number and time only.</param>
/// <param name="Seal">The signature; null for an event.</param>
readonly record struct ReadRecord(AuditRecord Event, byte[]? Seal);

/// <summary>Records as JSON: always the same keys in the same order, no blanks, what is not told left out.</summary>
static class RecordJson
{
    const string Instant = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An instant as it stands in the log: UTC with microseconds.</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    /// <summary>An event.</summary>
    public static byte[] Of(long number, AuditEntry entry, string? mark) => Write(json =>
    {
        Begin(json, number, entry.At);
        json.WriteString("actor", entry.Actor);
        json.WriteString("operation", entry.Operation);
        json.WriteString("outcome", entry.Outcome);
        Tell(json, "touched", entry.Touched);
        Tell(json, "id", entry.Id);
        Tell(json, "person", mark);
        Tell(json, "request", entry.Request);
        Tell(json, "note", entry.Note);
    });

    /// <summary>A signature over all records before it.</summary>
    public static byte[] Of(long number, DateTimeOffset at, byte[] seal) => Write(json =>
    {
        Begin(json, number, at);
        json.WriteBase64String("seal", seal);
    });

    /// <summary>Reads a record.</summary>
    /// <returns>Null where it is none.</returns>
    public static ReadRecord? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var json = new Utf8JsonReader(payload);
            var told = new Dictionary<string, string>(10, StringComparer.Ordinal);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var key = json.GetString()!;
                if (!json.Read() || json.TokenType is not (JsonTokenType.String or JsonTokenType.Number)) return null;
                told[key] = json.TokenType == JsonTokenType.Number ? json.GetInt64().ToString(CultureInfo.InvariantCulture) : json.GetString()!;
            }

            return Of(told);
        }
        catch (Exception none) when (none is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    static ReadRecord? Of(Dictionary<string, string> told)
    {
        if (!long.TryParse(told.GetValueOrDefault("n"), CultureInfo.InvariantCulture, out var number)) return null;
        if (!DateTimeOffset.TryParseExact(told.GetValueOrDefault("at"), Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        if (told.GetValueOrDefault("seal") is { } seal) return new ReadRecord(new AuditRecord(number, at, "", "", ""), Convert.FromBase64String(seal));
        return told.GetValueOrDefault("actor") is { } actor && told.GetValueOrDefault("operation") is { } operation && told.GetValueOrDefault("outcome") is { } outcome
            ? new ReadRecord(
                new AuditRecord(number, at, actor, operation, outcome)
                {
                    Touched = told.GetValueOrDefault("touched"),
                    Id = told.GetValueOrDefault("id"),
                    PersonMark = told.GetValueOrDefault("person"),
                    Request = told.GetValueOrDefault("request"),
                    Note = told.GetValueOrDefault("note"),
                },
                null)
            : null;
    }

    static void Begin(Utf8JsonWriter json, long number, DateTimeOffset at)
    {
        json.WriteNumber("n", number);
        json.WriteString("at", Text(at));
    }

    static void Tell(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null) json.WriteString(key, value);
    }

    static byte[] Write(Action<Utf8JsonWriter> tell)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(bytes, Compact);
        json.WriteStartObject();
        tell(json);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }
}
