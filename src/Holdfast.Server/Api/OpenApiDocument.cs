using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations;
using Holdfast.Operations.Jobs;

namespace Holdfast.Server.Api;

/// <summary>
/// The OpenAPI 3.1 document of the server, made from the catalogue: shapes from the JSON contracts of requests and results, words from
/// their documentation. Nothing is said twice.
/// </summary>
static class OpenApiDocument
{
    static readonly Lazy<JsonObject> Made = new(Make);

    /// <summary>The document.</summary>
    public static JsonObject Document => Made.Value;

    static JsonObject Make()
    {
        var schemas = new ComponentSchemas();
        schemas.Add("Problem", ProblemJson.Default.Problem);
        var paths = new JsonObject();
        foreach (var route in OperationRoute.All)
            paths[route.Path] = new JsonObject { [route.Method.ToLowerInvariant()] = Operation(route, schemas) };
        foreach (var (path, item) in WrittenRoutes.Paths(schemas)) paths[path] = item;
        NameResultsOfJobs(schemas);
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Holdfast",
                ["version"] = "0.1.0",
                ["summary"] = "Customer retention: measure, predict, decide, act, and prove what worked.",
                ["description"] = "Every operation of the command line, over HTTP. The workspace is that of the server; files are brought to /api/files first and then named in requests. Problems are told as application/problem+json.",
                ["contact"] = new JsonObject { ["name"] = "Whoever runs this server" },
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "This server" }),
            ["tags"] = Tags(),
            ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }, new JsonObject { ["session"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.All,
                ["responses"] = Responses(paths.ToJsonString()),
                ["headers"] = Headers(),
                ["securitySchemes"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "An API key." },
                    ["session"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "holdfast-session", ["description"] = "Who is signed in with a browser. Requests that change anything must also carry the header Origin of this server." },
                },
            },
        };
    }

    static JsonArray Tags() =>
        new([.. OperationRoute.All.Select(route => route.Stage).Append("files").Distinct().Order(StringComparer.Ordinal).Select(stage => new JsonObject { ["name"] = stage, ["description"] = StageWords(stage) })]);

    internal static string StageWords(string stage) => stage switch
    {
        "workspace" => "The workspace as a whole.",
        "files" => "Files that requests name: brought, listed, fetched, removed.",
        _ => Catalog.GroupSummary(stage),
    };

    static JsonObject Operation(OperationRoute route, ComponentSchemas schemas)
    {
        var operation = new JsonObject
        {
            ["operationId"] = route.Id,
            ["summary"] = route.Operation.Path,
            ["description"] = route.Operation.Summary,
            ["tags"] = new JsonArray(route.Stage),
        };
        if (route.IsRead && route.Asked.Count > 0) operation["parameters"] = new JsonArray([.. route.Asked.Select(Parameter)]);
        if (!route.IsRead) operation["parameters"] = new JsonArray(Once());
        if (!route.IsRead) operation["requestBody"] = Body(route, schemas);
        operation["responses"] = Answers(route, schemas);
        return operation;
    }

    internal static JsonObject Parameter(JsonPropertyInfo property)
    {
        var schema = DescribedSchema.Of(property.Options.GetTypeInfo(property.PropertyType)) is JsonObject described ? described : [];
        schema.Remove("description");
        var parameter = new JsonObject
        {
            ["name"] = property.Name,
            ["in"] = "query",
            ["description"] = Documentation.Property(property),
            ["required"] = OperationRoute.IsNeeded(property),
            ["schema"] = Examples.WithoutNull(schema),
            ["example"] = Examples.Of(property),
        };
        if (property.PropertyType.IsGenericType && Nullable.GetUnderlyingType(property.PropertyType) is null) (parameter["style"], parameter["explode"]) = ("form", false);
        return parameter;
    }

    static JsonObject Body(OperationRoute route, ComponentSchemas schemas) => new()
    {
        ["required"] = route.Asked.Any(OperationRoute.IsNeeded),
        ["content"] = new JsonObject
        {
            ["application/json"] = new JsonObject
            {
                ["schema"] = schemas.Request(route),
                ["example"] = Examples.Request(route),
            },
        },
    };

    static JsonObject Answers(OperationRoute route, ComponentSchemas schemas)
    {
        var done = new JsonObject
        {
            ["description"] = ComponentSchemas.Summary(route.Operation.Result),
            ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schemas.Add(route.Operation.Result) } },
        };
        if (route.IsRead) done["headers"] = route.Operation.IsPaged ? HeadersOf("ETag", "Link") : HeadersOf("ETag");
        var answers = new JsonObject { [route.Operation.IsLong ? "202" : "200"] = route.Operation.IsLong ? Taken(route, schemas) : done };
        if (route.IsRead) answers["304"] = new JsonObject { ["description"] = "It is as the caller has it already (If-None-Match)." };
        if (route.IsRead) answers["414"] = new JsonObject { ["description"] = "The address is longer than 8 KiB." };
        int[] problems = route.IsRead ? [400, 401, 403, 409, 422, 429, 504] : [400, 401, 403, 409, 413, 415, 422, 429, 504];
        foreach (var status in problems) answers[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = ProblemAnswer(status);
        return answers;
    }

    // A job's result is that of its operation.
    static void NameResultsOfJobs(ComponentSchemas schemas)
    {
        var result = schemas.All[nameof(ShowJobResult)]!["properties"]!["result"]!.AsObject();
        result.Remove("type");
        var shapes = OperationRoute.All.Where(route => route.Operation.IsLong).Select(route => schemas.Add(route.Operation.Result)).DistinctBy(shape => (string)shape["$ref"]!);
        result["anyOf"] = new JsonArray([.. shapes, new JsonObject { ["type"] = "null" }]);
    }

    // What takes long is answered with the job at once; its result is told by jobs/show, so its shape is named here.
    static JsonObject Taken(OperationRoute route, ComponentSchemas schemas)
    {
        var result = (string)schemas.Add(route.Operation.Result)["$ref"]!;
        return new JsonObject
        {
            ["description"] = $"Taken as a job, which goes on after this answer. Its result, told by jobs/show, is {result[(result.LastIndexOf('/') + 1)..]}: {ComponentSchemas.Summary(route.Operation.Result)}",
            ["headers"] = HeadersOf("Location", "Retry-After"),
            ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schemas.Add(JobsJson.Default.JobView) } },
        };
    }

    static JsonObject Once() => new()
    {
        ["name"] = Idempotency.Header,
        ["in"] = "header",
        ["description"] = "Names the request: sent again with the same key, it is not performed again and gets the same answer.",
        ["schema"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Idempotency.LongestKey },
        ["example"] = "2f1c5c1e-6d0a-4b53-9d0e-2f5c1e6d0a4b",
    };

    internal static JsonObject HeadersOf(params string[] names) => new([.. names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, new JsonObject { ["$ref"] = $"#/components/headers/{name}" }))]);

    internal static JsonObject ProblemAnswer(int status) => new() { ["$ref"] = $"#/components/responses/{Problem.Kinds.First(kind => kind.Status == status).Name}" };

    static JsonObject Responses(string paths)
    {
        var responses = new JsonObject();
        foreach (var kind in Problem.Kinds.Where(kind => paths.Contains($"/responses/{kind.Name}\"", StringComparison.Ordinal)))
        {
            var response = new JsonObject
            {
                ["description"] = $"{kind.Title} {kind.Remedy}",
                ["content"] = new JsonObject
                {
                    ["application/problem+json"] = new JsonObject
                    {
                        ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
                        ["example"] = Examples.Problem(kind),
                    },
                },
            };
            if (kind == ProblemKind.TooMany) response["headers"] = new JsonObject { ["Retry-After"] = new JsonObject { ["$ref"] = "#/components/headers/Retry-After" } };
            responses[kind.Name] = response;
        }

        return responses;
    }

    static JsonObject Headers() => new()
    {
        ["ETag"] = Header("Names this answer; send it back as If-None-Match to be told only of changes, or as If-Match to change only what you have seen.", "string", "\"5c1f0e2a\""),
        ["Link"] = Header("Where the next page is (RFC 8288); not there on the last.", "string", "</api/jobs/list?cursor=am9icwo0>; rel=\"next\""),
        ["Location"] = Header("Where the job is looked at.", "string", "/api/jobs/show?id=12"),
        ["Retry-After"] = Header("Seconds to wait.", "integer", 3),
    };

    static JsonObject Header(string words, string type, JsonNode example) => new() { ["description"] = words, ["schema"] = new JsonObject { ["type"] = type }, ["example"] = example };
}
