using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Api;

/// <summary>The reference of the API as a page, made from the document: no script, nothing from any other host.</summary>
static class ReferencePage
{
    static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The style sheet, served beside the page.</summary>
    public const string Style = """
        :root { color-scheme: light dark; --ink: #1c2024; --soft: #5a6169; --line: #d9dde1; --paper: #fff; --box: #f5f6f8; --accent: #0b5cad; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --soft: #a4abb3; --line: #343a40; --paper: #16191c; --box: #1f2428; --accent: #7ab8ff; } }
        * { box-sizing: border-box } body { margin: 0; font: 15px/1.5 system-ui, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); }
        a { color: var(--accent) } main, header { max-width: 62rem; margin: 0 auto; padding: 1rem } nav { columns: 16rem; margin: 1rem 0 } nav a { display: block; padding: 2px 0 }
        h1 { margin: .5rem 0 } h2 { margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line) } h3 { margin: 2rem 0 .25rem; font-size: 1rem } h4 { margin: .75rem 0 .25rem; font-size: .85rem; color: var(--soft) }
        code, pre { font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", monospace } pre { background: var(--box); padding: .75rem; overflow-x: auto; border-radius: 4px }
        .method { display: inline-block; min-width: 3.5rem; font-weight: 600; color: var(--accent) } table { border-collapse: collapse; width: 100% } td, th { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line) } th { color: var(--soft); font-weight: 600 } th:first-child, th:nth-child(2) { width: 22% }
        """;

    /// <summary>The page.</summary>
    public static string Html(JsonObject document)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>API reference - Holdfast</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/api/reference.css\"></head><body>");
        page.Append("<header><h1>API reference</h1><p>").Append(Text(document["info"]!["description"])).Append(" The same as a document for programs: <a href=\"/api/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p></header><main>");
        var routes = Routes(document).ToList();
        page.Append("<nav aria-label=\"Stages\">");
        foreach (var tag in document["tags"]!.AsArray()) page.Append(CultureInfo.InvariantCulture, $"<a href=\"#{Text(tag!["name"])}\">{Text(tag["name"])}</a>");
        page.Append("<a href=\"#problems\">problems</a></nav>");
        foreach (var tag in document["tags"]!.AsArray())
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{Text(tag!["name"])}\">{Text(tag["name"])}</h2><p>{Text(tag["description"])}</p>");
            foreach (var (path, method, route) in routes.Where(one => (string)one.Route["tags"]![0]! == (string)tag["name"]!)) Append(page, path, method, route, document);
        }

        Problems(page);
        return page.Append("</main></body></html>").ToString();
    }

    static IEnumerable<(string Path, string Method, JsonObject Route)> Routes(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        where method.Key != "parameters"
        select (path.Key, method.Key, method.Value!.AsObject());

    static void Append(StringBuilder page, string path, string method, JsonObject route, JsonObject document)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"{Text(route["operationId"])}\"><h3 id=\"{Text(route["operationId"])}\"><span class=\"method\">{method.ToUpperInvariant()}</span> <code>{WebUtility.HtmlEncode(path)}</code></h3><p>{Text(route["description"])}</p>");
        if (route["parameters"] is JsonArray parameters) Table(page, "Parameters", parameters.Select(one => ((string)one!["name"]!, (bool?)one["required"] ?? false, Type(one["schema"]!), (string)one["description"]!)));
        var body = route["requestBody"]?["content"]?["application/json"];
        if (body is not null)
        {
            var shape = Shape(body["schema"]!, document);
            var needed = shape["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
            Table(page, "Body", shape["properties"]!.AsObject().Select(one => (one.Key, needed.Contains(one.Key), Type(one.Value!), (string?)one.Value!["description"] ?? "")));
            page.Append(CultureInfo.InvariantCulture, $"<h4>Example</h4><pre tabindex=\"0\">{WebUtility.HtmlEncode(body["example"]!.ToJsonString(Layout))}</pre>");
        }

        if ((route["responses"]!["200"] ?? route["responses"]!["202"])?["content"]?["application/json"]?["schema"] is { } answer && Shape(answer, document)["properties"] is JsonObject told)
            Table(page, "Answer", told.Select(one => (one.Key, false, Type(one.Value!), (string?)one.Value!["description"] ?? "")));
        page.Append("</section>");
    }

    static void Table(StringBuilder page, string caption, IEnumerable<(string Name, bool Needed, string Type, string Words)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        page.Append(CultureInfo.InvariantCulture, $"<h4>{caption}</h4><table><tr><th scope=\"col\">name</th><th scope=\"col\">type</th><th scope=\"col\">meaning</th></tr>");
        foreach (var row in all) page.Append(CultureInfo.InvariantCulture, $"<tr><td><code>{WebUtility.HtmlEncode(row.Name)}</code></td><td>{WebUtility.HtmlEncode(row.Type)}{(row.Needed ? ", needed" : "")}</td><td>{WebUtility.HtmlEncode(row.Words)}</td></tr>");
        page.Append("</table>");
    }

    static void Problems(StringBuilder page)
    {
        page.Append("<h2 id=\"problems\">problems</h2><p>Whatever goes wrong is told as application/problem+json.</p>");
        foreach (var kind in Problem.Kinds) page.Append(CultureInfo.InvariantCulture, $"<h3 id=\"{kind.Name}\">{kind.Status} {kind.Name}</h3><p>{WebUtility.HtmlEncode(kind.Title)} {WebUtility.HtmlEncode(kind.Remedy)}</p>");
    }

    static JsonNode Shape(JsonNode schema, JsonObject document) => schema["$ref"] is { } pointer ? document["components"]!["schemas"]![((string)pointer!)["#/components/schemas/".Length..]]! : schema;

    static string Type(JsonNode schema) => schema switch
    {
        _ when schema["enum"] is JsonArray words => string.Join(" | ", words.Where(word => word is not null).Select(word => (string)word!)),
        _ when schema["type"] is JsonArray types => string.Join(" or ", types.Select(type => (string)type!)),
        _ when schema["type"] is { } type => (string)type!,
        _ when schema["$ref"] is not null || schema["anyOf"] is not null => "object",
        _ => "any",
    };

    static string Text(JsonNode? node) => WebUtility.HtmlEncode((string?)node ?? "");
}
