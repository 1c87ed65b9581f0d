using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.People;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Holdfast.Server.Api;

/// <summary>Lists read page by page, alike on every route: <c>limit</c> and <c>cursor</c> in the query, <c>next</c> in the answer and as a header Link.</summary>
static class PageReading
{
    /// <summary>Which page of a list is asked for on a route that takes nothing else.</summary>
    /// <exception cref="HoldfastException">The query is not allowed.</exception>
    public static OwnListRequest Of(HttpContext http)
    {
        var query = http.Request.Query;
        if (query.Keys.FirstOrDefault(name => name is not ("limit" or "cursor")) is { } unknown)
            throw HoldfastException.OfRequest($"--query: found '{Problems.Short(unknown)}'; allowed are limit and cursor.");
        var asked = new OwnListRequest { Cursor = (string?)query["cursor"] };
        if (!query.TryGetValue("limit", out var limit)) return asked;
        return int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? asked with { Limit = number }
            : throw HoldfastException.OfRequest($"--limit: found '{Problems.Short(limit)}'; 1 to {PagedRequest.Most} is allowed.");
    }

    /// <summary>Tells the address of the next page, where there is one.</summary>
    public static void Link(HttpContext http, string? next)
    {
        if (next is null) return;
        var others = http.Request.Query.Where(one => one.Key != "cursor").SelectMany(one => one.Value, (one, value) => KeyValuePair.Create(one.Key, value));
        http.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(http.Request.Path, others.Append(KeyValuePair.Create("cursor", (string?)next)))}>; rel=\"next\"";
    }

    /// <summary>Tells the address of the next page of an answer.</summary>
    public static void Link(HttpContext http, byte[] answer) => Link(http, (string?)JsonNode.Parse(answer)?["next"]);
}
