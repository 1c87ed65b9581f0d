using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Operations.Workspaces.Yaml;

namespace Holdfast.Operations.Workspaces.Schemas;

/// <summary>Checks one file's YAML against its schema and turns it into JSON with every default filled in.</summary>
sealed class SchemaCheck(string file, List<Fault> faults)
{
    /// <summary>The JSON of a value; what is wrong goes to the faults.</summary>
    public JsonNode? Json(YamlValue value, JsonObject schema)
    {
        if (schema["anyOf"] is JsonArray { Count: 2 } either)
        {
            return value is YamlText { IsNothing: false } bare
                ? Bare(bare, (string)either[0]!["bare"]!, either[1]!.AsObject())
                : Json(value, either[1]!.AsObject());
        }

        if (value is YamlText { IsNothing: true })
        {
            return Nothing(value, schema);
        }

        return (value, TypeOf(schema)) switch
        {
            (YamlMap map, "object") => Map(map, schema),
            (YamlList list, "array") => new JsonArray([.. list.Items.Select(item => Json(item, schema["items"]!.AsObject()))]),
            (YamlText text, "string") => Word(text, schema),
            (YamlText { Plain: true } text, "boolean") when text.Text is "true" or "false" => text.Text == "true",
            (YamlText { Plain: true } text, "integer" or "number") => Number(text, schema),
            _ => Wrong(value, schema),
        };
    }

    /// <summary>A bare text stands for a map with one key; the other keys have their defaults.</summary>
    JsonObject Bare(YamlText bare, string key, JsonObject schema)
    {
        var json = new JsonObject { [key] = bare.Text };
        Complete(new YamlMap(bare.At, []), json, schema, schema["properties"]!.AsObject());
        return json;
    }

    JsonNode? Nothing(YamlValue value, JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.Any(type => (string?)type == "null")
            || schema["enum"] is JsonArray words && words.Any(word => word is null))
        {
            return null;
        }

        // A key left empty is an empty list or map, as people mean it; an empty file is only that where nothing is required.
        return TypeOf(schema) switch
        {
            "array" => new JsonArray(),
            "object" => Map(new YamlMap(value.At, []), schema),
            _ => Wrong(value, schema),
        };
    }

    JsonObject Map(YamlMap map, JsonObject schema)
    {
        var json = new JsonObject();
        var properties = schema["properties"] as JsonObject;
        foreach (var entry in map.Entries)
        {
            if ((properties?[entry.Key] ?? schema["additionalProperties"] as JsonObject) is JsonObject known)
            {
                json[entry.Key] = Json(entry.Value, known);
            }
            else
            {
                Add(entry.At, $"the unknown key '{entry.Key}'", Closest.Allowed(entry.Key, [.. properties!.Select(property => property.Key)]));
            }
        }

        if (properties is not null)
        {
            Complete(map, json, schema, properties);
        }

        return json;
    }

    void Complete(YamlMap map, JsonObject json, JsonObject schema, JsonObject properties)
    {
        foreach (var missing in (schema["required"] as JsonArray ?? []).Select(key => (string)key!).Where(key => !json.ContainsKey(key)))
        {
            Add(map.At, $"no '{missing}'", $"{missing}: {Allowed(properties[missing]!.AsObject())}");
        }

        foreach (var (key, property) in properties)
        {
            if (!json.ContainsKey(key) && property!["default"] is { } value)
            {
                json[key] = value.DeepClone();
            }
        }
    }

    JsonNode? Word(YamlText text, JsonObject schema) =>
        schema["enum"] is not JsonArray words || words.Any(word => (string?)word == text.Text) ? text.Text
        : Add(text.At, $"'{text.Text}'", Closest.Allowed(text.Text, [.. words.Select(word => (string?)word).OfType<string>()]));

    JsonNode? Number(YamlText text, JsonObject schema)
    {
        var (least, most) = ((double?)schema["minimum"] ?? double.NegativeInfinity, (double?)schema["maximum"] ?? double.PositiveInfinity);
        if (TypeOf(schema) == "integer")
        {
            return long.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                && whole >= least && whole <= most && ((string?)schema["format"] != "int32" || whole == (int)whole)
                ? whole
                : Wrong(text, schema);
        }

        return double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && number >= least && number <= most
            ? number
            : Wrong(text, schema);
    }

    JsonNode? Wrong(YamlValue value, JsonObject schema) => Add(value.At, Found(value), Allowed(schema));

    JsonNode? Add(Mark at, string found, string allowed)
    {
        faults.Add(new(file, at.Line, at.Column, found, allowed));
        return null;
    }

    static string Found(YamlValue value) => value switch
    {
        YamlText { IsNothing: true } => "nothing",
        YamlText { Plain: false } text => $"the quoted text '{text.Text}'",
        YamlText text => $"'{text.Text}'",
        YamlMap => "a map",
        _ => "a list",
    };

    static string? TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => (string?)several.First(type => (string?)type != "null"),
        JsonValue one => (string?)one,
        _ => schema["enum"] is not null ? "string" : null,
    };

    static string Allowed(JsonObject schema) => TypeOf(schema) switch
    {
        "string" when schema["enum"] is JsonArray words => "one of " + string.Join(", ", words.Select(word => (string?)word).OfType<string>()),
        "string" => "text",
        "boolean" => "true or false",
        "integer" => "a whole number" + Range(schema),
        "number" => "a number" + Range(schema),
        "array" => "a list",
        "object" when schema["properties"] is JsonObject keys => "a map of " + string.Join(", ", keys.Select(key => key.Key)),
        "object" => "a map",
        _ => "text or a map",
    };

    static string Range(JsonObject schema) => (schema["minimum"], schema["maximum"]) switch
    {
        ({ } least, { } most) => $" from {least} to {most}",
        ({ } least, null) => $" from {least}",
        _ => "",
    };
}
