using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Api;

/// <summary>A request as read, or what is wrong with it.</summary>
/// <param name="Given">What was given.</param>
/// <param name="Faults">What is wrong; empty where it is sound.</param>
sealed record ReadRequest(JsonObject Given, IReadOnlyList<ProblemPart> Faults);

/// <summary>Reads requests of operations from the query or the body, and finds every fault at once.</summary>
static class RequestReading
{
    /// <summary>Levels of nesting a body may have; requests are flat.</summary>
    public const int MaxDepth = 8;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads the query: each parameter once, lists with commas.</summary>
    public static ReadRequest Query(OperationRoute route, IQueryCollection query)
    {
        var given = new JsonObject();
        var faults = new List<ProblemPart>();
        foreach (var (name, values) in query)
        {
            if (route.Asked.FirstOrDefault(one => one.Name == name) is not { } property)
            {
                faults.Add(Unknown(route, name));
                continue;
            }

            var type = RequestText.Inner(property.PropertyType);
            if (values is not [{ } value]) faults.Add(new(name, $"found {values.Count} times; once is allowed."));
            else if (RequestText.Wrong(type, value) is { } wrong) faults.Add(new(name, wrong));
            else given[name] = RequestText.Read(type, value);
        }

        return new(given, [.. faults, .. Missing(route, given, faults)]);
    }

    /// <summary>Reads a JSON body.</summary>
    /// <exception cref="JsonException">It is not JSON, is nested too deeply, or says a property twice.</exception>
    public static ReadRequest Body(OperationRoute route, ReadOnlyMemory<byte> body)
    {
        var given = body.IsEmpty ? [] : JsonNode.Parse(body.Span, documentOptions: Strict) as JsonObject;
        if (given is null) return new([], [new("", "found no JSON object; an object with the properties of this operation is allowed.")]);
        var faults = new List<ProblemPart>();
        foreach (var (name, value) in given)
        {
            if (route.Asked.FirstOrDefault(one => one.Name == name) is not { } property) faults.Add(Unknown(route, name));
            else if (Wrong(property, value) is { } wrong) faults.Add(new(name, wrong));
        }

        return new(given, [.. faults, .. Missing(route, given, faults)]);
    }

    static string? Wrong(JsonPropertyInfo property, JsonNode? value)
    {
        if (value is null) return OperationRoute.IsNeeded(property) ? "found null; a value is needed." : null;
        try
        {
            value.Deserialize(property.Options.GetTypeInfo(property.PropertyType));
            return null;
        }
        catch (JsonException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"found {Shortened(value.ToJsonString())}; allowed is {Allowed(RequestText.Inner(property.PropertyType))}.");
        }
    }

    static IEnumerable<ProblemPart> Missing(OperationRoute route, JsonObject given, List<ProblemPart> faults) => route.Asked
        .Where(property => OperationRoute.IsNeeded(property) && !given.ContainsKey(property.Name) && faults.All(fault => fault.Property != property.Name))
        .Select(property => new ProblemPart(property.Name, $"is needed: {Documentation.Property(property)}"));

    static ProblemPart Unknown(OperationRoute route, string name) => new(
        Shortened(name),
        route.Asked.Count == 0 ? "is not known; this operation takes nothing." : $"is not known; allowed are {string.Join(", ", route.Asked.Select(property => property.Name))}.");

    static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "...";

    static string Allowed(Type type) => type switch
    {
        _ when type.IsEnum => string.Join(", ", RequestText.Words(type)),
        _ when type == typeof(bool) => "true or false",
        _ when RequestText.IsWhole(type) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(IReadOnlyList<string>) => "a list of texts",
        _ when type == typeof(IReadOnlyList<double>) => "a list of numbers",
        _ => "a text",
    };
}
