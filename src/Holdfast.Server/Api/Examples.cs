using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations;

namespace Holdfast.Server.Api;

/// <summary>Examples of the document: what a caller would write.</summary>
static class Examples
{
    static readonly Dictionary<string, JsonNode> Named = new(StringComparer.Ordinal)
    {
        ["file"] = "churn.csv",
        ["files"] = new JsonArray("customers.csv", "events.csv"),
        ["folder"] = "my-bank",
        ["into"] = "facts",
        ["workspace"] = "proposal",
        ["plot"] = "curve.svg",
        ["data"] = "incoming",
        ["customer"] = "c000017",
        ["id"] = "c000017",
        ["asOf"] = "2025-12-31",
        ["until"] = "2025-12-31",
        ["label"] = "left",
        ["score"] = "score",
        ["features"] = new JsonArray("tenure", "balance"),
        ["covariates"] = new JsonArray("age", "balance"),
        ["treatment"] = "treated",
        ["outcome"] = "stayed",
        ["event"] = "left",
        ["duration"] = "months",
    };

    /// <summary>A whole request: what is needed, and nothing else.</summary>
    public static JsonObject Request(OperationRoute route)
    {
        var request = new JsonObject();
        foreach (var property in route.Asked.Where(OperationRoute.IsNeeded)) request[property.Name] = Of(property);
        return request;
    }

    /// <summary>A value of a property.</summary>
    public static JsonNode Of(JsonPropertyInfo property)
    {
        var type = RequestText.Inner(property.PropertyType);
        var named = Named.GetValueOrDefault(property.Name);
        return type switch
        {
            _ when type.IsEnum => RequestText.Words(type).First(),
            _ when type == typeof(bool) => true,
            _ when RequestText.IsWhole(type) => 12,
            _ when type == typeof(double) => 0.05,
            _ when type == typeof(IReadOnlyList<double>) => new JsonArray(6, 12, 24),
            _ when type == typeof(IReadOnlyList<string>) => named is JsonArray list ? list.DeepClone() : new JsonArray("age", "balance"),
            _ => named is JsonValue ? named.DeepClone() : property.Name,
        };
    }

    /// <summary>A problem of a kind.</summary>
    public static JsonObject Problem(ProblemKind kind) => new()
    {
        ["type"] = $"/api/reference#{kind.Name}",
        ["title"] = kind.Title,
        ["status"] = kind.Status,
        ["detail"] = kind == ProblemKind.Invalid ? "asOf found '31.12.2025'; a day such as 2025-12-31 is allowed." : kind.Remedy,
        ["requestId"] = "0HNH4K2V7Q3AB:00000001",
        ["errors"] = kind == ProblemKind.Invalid ? new JsonArray(new JsonObject { ["property"] = "asOf", ["detail"] = "found '31.12.2025'; a day such as 2025-12-31 is allowed." }) : new JsonArray(),
    };

    /// <summary>A shape of a parameter that is left out rather than null.</summary>
    public static JsonObject WithoutNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            var left = types.Select(type => (string)type!).Where(type => type != "null").ToArray();
            schema["type"] = left.Length == 1 ? left[0] : new JsonArray([.. left.Select(type => JsonValue.Create(type))]);
        }

        if (schema["enum"] is JsonArray words) schema["enum"] = new JsonArray([.. words.Where(word => word is not null).Select(word => word!.DeepClone())]);
        schema.Remove("enumDescriptions");
        return schema;
    }
}
