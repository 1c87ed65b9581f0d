using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Measure;

namespace Holdfast.Operations.Measure;

/// <summary>How measures look as JSON: camelCase names, words in snake_case, days yyyy-MM-dd.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Measures))]
sealed partial class MeasureJson : JsonSerializerContext
{
    /// <summary>The one context in use.</summary>
    public static MeasureJson Bound { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new DayConverter() },
    });
}

/// <summary>Days as yyyy-MM-dd.</summary>
sealed class DayConverter : JsonConverter<Day>
{
    /// <inheritdoc/>
    public override Day Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Day.Parse(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Day value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
