using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Operations;

/// <summary>
/// JSON Schemas with what the code says of its records: meanings from their documentation, ranges from <see cref="RangeAttribute"/>,
/// defaults from their initialisers.
/// </summary>
public static class DescribedSchema
{
    static readonly JsonSchemaExporterOptions Export = new()
    {
        TreatNullObliviousAsNonNullable = true,
        // Where anything is allowed the exporter says only "true", which has no place for words.
        TransformSchemaNode = (context, node) => node is JsonObject schema ? Describe(context, schema) : (bool)node ? Describe(context, []) : node,
    };

    /// <summary>The schema of a type; a record that stands twice is a pointer from the root of the schema to its first place.</summary>
    public static JsonNode Of(JsonTypeInfo type) =>
        // Once through text: a number in a node made by code can only be read back as the type it was written with.
        JsonNode.Parse(type.GetJsonSchemaAsNode(Export).ToJsonString())!;

    /// <summary>Adds to one node of a schema what the code says of it.</summary>
    public static JsonObject Describe(JsonSchemaExporterContext context, JsonObject schema)
    {
        var type = RequestText.Inner(context.TypeInfo.Type);
        AddWords(context, schema, type);
        AddRange(context.PropertyInfo, schema, type);
        AddDefaults(context.TypeInfo, schema);
        return schema;
    }

    static void AddWords(JsonSchemaExporterContext context, JsonObject schema, Type type)
    {
        var words = context.PropertyInfo is { } property ? Documentation.Property(property) : Documentation.Summary(type);
        if (words.Length > 0)
        {
            schema["description"] = words;
        }

        if (type.IsEnum)
        {
            schema["enumDescriptions"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)Documentation.Field(type, name))]);
        }
    }

    static void AddRange(JsonPropertyInfo? property, JsonObject schema, Type type)
    {
        if (property?.AttributeProvider?.GetCustomAttributes(typeof(RangeAttribute), inherit: false) is [RangeAttribute range])
        {
            schema["minimum"] = Bound(range.Minimum);
            // long.MaxValue is "without limit"; a double cannot even write it.
            if (Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture) < 9e18)
            {
                schema["maximum"] = Bound(range.Maximum);
            }
        }

        if (type == typeof(int) || type == typeof(long))
        {
            schema["format"] = type == typeof(int) ? "int32" : "int64";
        }
    }

    static JsonValue Bound(object bound) => bound is int whole
        ? JsonValue.Create(whole)
        : Convert.ToDouble(bound, CultureInfo.InvariantCulture) is var number && number == Math.Floor(number) && Math.Abs(number) < 1e15
            ? JsonValue.Create((long)number)
            : JsonValue.Create(number);

    // The defaults travel in the schema and are filled in before binding: one list for the program, the editor and the manual.
    static void AddDefaults(JsonTypeInfo type, JsonObject schema)
    {
        if (type.Kind != JsonTypeInfoKind.Object || schema["properties"] is not JsonObject properties)
        {
            return;
        }

        foreach (var (name, value) in Defaults.Of(type))
        {
            properties[name]!["default"] = value;
        }
    }
}
