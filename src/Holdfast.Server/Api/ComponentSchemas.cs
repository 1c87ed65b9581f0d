using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations;

namespace Holdfast.Server.Api;

/// <summary>The shapes that the document names, each once.</summary>
sealed class ComponentSchemas
{
    /// <summary>The shapes by their names.</summary>
    public JsonObject All { get; } = [];

    /// <summary>Adds the shape of a type.</summary>
    /// <returns>A pointer to it.</returns>
    public JsonObject Add(JsonTypeInfo type) => Add(Shown(type).Name, type);

    /// <summary>Adds the shape of a type under a name.</summary>
    /// <returns>A pointer to it.</returns>
    public JsonObject Add(string name, JsonTypeInfo type)
    {
        if (!All.ContainsKey(name)) All[name] = Rooted(DescribedSchema.Of(type), $"#/components/schemas/{name}");
        return Pointer(name);
    }

    /// <summary>Adds the shape of a request without what the server fills in.</summary>
    /// <returns>A pointer to it.</returns>
    public JsonObject Request(OperationRoute route)
    {
        var type = route.Operation.Request;
        var name = type.Type.Name;
        if (All.ContainsKey(name)) return Pointer(name);
        Add(name, type);
        var schema = All[name]!.AsObject();
        schema["type"] = "object";
        schema["additionalProperties"] = false;
        foreach (var hidden in type.Properties.Where(property => PlaceAttribute.Of(property) == Place.Workspace)) schema["properties"]!.AsObject().Remove(hidden.Name);
        var needed = route.Asked.Where(OperationRoute.IsNeeded).Select(property => JsonValue.Create(property.Name)).ToArray();
        schema.Remove("required");
        if (needed.Length > 0) schema["required"] = new JsonArray([.. needed]);
        return Pointer(name);
    }

    /// <summary>What a type is, from its documentation.</summary>
    public static string Summary(JsonTypeInfo type) => Documentation.Summary(Shown(type)) is { Length: > 0 } words ? words : Shown(type).Name;

    // An answer that has one of several shapes goes by its usual one.
    static Type Shown(JsonTypeInfo type) => type.PolymorphismOptions is { DerivedTypes: [var usual, ..] } ? usual.DerivedType : type.Type;

    static JsonObject Pointer(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    // The exporter points from the root of its own schema; here that root lies deeper.
    static JsonNode Rooted(JsonNode node, string root)
    {
        if (node is JsonArray list) return new JsonArray([.. list.Select(item => item is null ? null : Rooted(item, root))]);
        if (node is not JsonObject map) return node.DeepClone();
        var rooted = new JsonObject();
        foreach (var (key, value) in map)
        {
            if (key == "enumDescriptions") continue;
            rooted[key] = key == "$ref" ? root + ((string)value!)[1..] : value is null ? null : Rooted(value, root);
        }

        return rooted;
    }
}
