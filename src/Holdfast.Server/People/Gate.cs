using Holdfast.Operations.People;
using Holdfast.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.People;

/// <summary>Marks a route with the path of <see cref="Permissions"/> that decides who may use it.</summary>
/// <param name="Path">The path.</param>
sealed record Guarded(string Path);

/// <summary>Marks a route that anybody may use, signed in or not.</summary>
sealed record Open;

/// <summary>
/// Lets a request through when somebody is known by a session or a key and may do what stands at the route. Denies by default: a route
/// without a mark is nobody's.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="door">Knows sessions and keys.</param>
sealed class Gate(RequestDelegate next, Doorkeeper door)
{
    /// <summary>The cookie of the session.</summary>
    public const string Cookie = "holdfast-session";

    const string Bearer = "Bearer ";

    // The framework's own endpoint for an address that is there but does not take the method; it only says so.
    const string WrongMethod = "405 HTTP Method Not Supported";

    /// <summary>Who asks; null on a route that is open to anybody.</summary>
    public static Caller? Of(HttpContext http) => http.Features.Get<Caller>();

    /// <summary>Gives the browser its session.</summary>
    public static void Remember(HttpContext http, string session) => http.Response.Cookies.Append(Cookie, session, Options(http));

    /// <summary>Takes the session from the browser.</summary>
    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options(http));

    /// <summary>Performs the request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint is null)
        {
            await next(http);
            return;
        }

        var caller = Known(http, door);
        if (caller is not null) http.Features.Set(caller);
        var isOpen = endpoint.Metadata.GetMetadata<Open>() is not null;
        var operation = endpoint.Metadata.GetMetadata<OperationRoute>()?.Operation;
        var path = operation?.Path ?? endpoint.Metadata.GetMetadata<Guarded>()?.Path ?? "";
        if (!IsFromHere(http) && (caller?.Session is not null || isOpen)) await Problems.Write(http, ProblemKind.NotAllowed, "The request comes from a page of another site.");
        else if (isOpen || (caller is not null && endpoint.DisplayName == WrongMethod)) await next(http);
        else if (caller is null) await Refuse(http);
        else if (!(operation is null ? caller.May(path) : caller.May(operation))) await Problems.Write(http, ProblemKind.NotAllowed, Words(caller, path));
        else await next(http);
    }

    /// <summary>Who asks, by the key or the session of a request; null where nobody is known.</summary>
    public static Caller? Known(HttpContext http, Doorkeeper door)
    {
        if ((string?)http.Request.Headers.Authorization is { } sent)
            return sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? door.ByKey(sent[Bearer.Length..].Trim()) : null;
        return http.Request.Cookies[Cookie] is { } session ? door.BySession(session) : null;
    }

    static async Task Refuse(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.Any(one => one?.Contains("text/html", StringComparison.Ordinal) ?? false))
        {
            http.Response.Redirect("/sign-in");
            return;
        }

        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"Holdfast\"";
        await Problems.Write(http, ProblemKind.NotSignedIn, ProblemKind.NotSignedIn.Remedy);
    }

    // Browsers say where a request that changes something comes from; programs do not, and carry a key.
    // A socket opens with GET and no browser keeps other sites' pages from it, so it says too.
    static bool IsFromHere(HttpContext http) =>
        (HttpMethods.IsGet(http.Request.Method) && !http.Request.Headers.ContainsKey("Upgrade")) || HttpMethods.IsHead(http.Request.Method)
        || (string?)http.Request.Headers.Origin is not { } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value);

    static string Words(Caller caller, string path) =>
        caller.Allowed.Count > 0 && Permissions.Of(path).Any(caller.Account.Roles.Contains)
            ? $"This key is not for {path}; it is for {string.Join(", ", caller.Allowed)}."
            : $"{caller.Account.Name} may not use {path}. Roles that may: {Permissions.Words(path)}{(caller.Scope.IsEverything ? "" : "; an account that sees some units' customers only may use it only where it keeps to them")}.";

    static CookieOptions Options(HttpContext http) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/" };
}
