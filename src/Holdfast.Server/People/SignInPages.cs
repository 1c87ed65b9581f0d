using System.Net;
using Holdfast.Operations;
using Holdfast.Operations.People;
using Holdfast.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.People;

/// <summary>The pages by which people come in: plain forms that work without script.</summary>
/// <param name="door">Lets people in.</param>
/// <param name="own">Ends sessions.</param>
sealed class SignInPages(Doorkeeper door, OwnAccount own)
{
    /// <summary>The style sheet of the pages.</summary>
    public const string Style = """
        :root { color-scheme: light dark; --ink: #1c2024; --soft: #5a6169; --line: #8a929a; --paper: #fff; --accent: #0b5cad; --on-accent: #fff; --alarm: #a3271b; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --soft: #a4abb3; --line: #6b737b; --paper: #16191c; --accent: #7ab8ff; --on-accent: #10202f; --alarm: #ff9d90; } }
        * { box-sizing: border-box } body { margin: 0; font: 16px/1.5 system-ui, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); }
        main { max-width: 24rem; margin: 12vh auto 0; padding: 1rem } h1 { font-size: 1.4rem; margin: 0 0 1rem } p { color: var(--soft) }
        label { display: block; margin-top: 1rem } input { display: block; width: 100%; margin-top: .25rem; padding: .5rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 4px }
        button { margin-top: 1.5rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 4px; cursor: pointer }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px } .fault { color: var(--alarm); font-weight: 600 }
        """;

    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var open = new Open();
        routes.MapGet("/sign-in", () => Page(SignInForm(""))).WithMetadata(open);
        routes.MapPost("/sign-in", SignIn).WithMetadata(open).RequireRateLimiting(RequestLimits.Door);
        routes.MapGet("/start", (string? link) => Page(door.Holds(link ?? "") ? StartForm(link!, "") : Spent)).WithMetadata(open);
        routes.MapPost("/start", Start).WithMetadata(open).RequireRateLimiting(RequestLimits.Door);
        routes.MapPost("/sign-out", (HttpContext http) =>
        {
            if (Gate.Of(http) is { Session: { } session } caller) own.EndSession(caller, session, http.RequestAborted);
            Gate.Forget(http);
            http.Response.Redirect("/sign-in");
        }).WithMetadata(open);
        routes.MapGet("/sign-in.css", () => Results.Content(Style, "text/css; charset=utf-8")).WithMetadata(open);
    }

    const string Spent = "<h1>This link does not hold</h1><p>It was used before, or its three days are over. Ask an administrator for a new one, or start the server anew where nobody has an account yet.</p><p><a href=\"/sign-in\">Sign in</a></p>";

    internal static (string Agent, string Address) From(HttpContext http) => ((string?)http.Request.Headers.UserAgent ?? "", http.Connection.RemoteIpAddress?.ToString() ?? "");

    async Task SignIn(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var given = ((string?)form["name"] ?? "", (string?)form["password"] ?? "", (string?)form["code"]);
        var (outcome, session) = await Task.Run(() => door.SignIn(given, From(http), http.RequestAborted), http.RequestAborted);
        if (session is not null) Enter(http, session);
        else await Page(SignInForm(Words(outcome), given.Item1)).ExecuteAsync(http);
    }

    async Task Start(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var link = (string?)form["link"] ?? "";
        try
        {
            var given = ((string?)form["name"] ?? "", (string?)form["password"] ?? "");
            var session = await Task.Run(() => door.Start(link, given, From(http), http.RequestAborted), http.RequestAborted);
            if (session is not null) Enter(http, session);
            else await Page(Spent).ExecuteAsync(http);
        }
        catch (HoldfastException wrong) when (wrong.IsOfRequest)
        {
            await Page(StartForm(link, wrong.Message[(wrong.Message.IndexOf(':', StringComparison.Ordinal) + 2)..], form["name"])).ExecuteAsync(http);
        }
    }

    static void Enter(HttpContext http, string session)
    {
        Gate.Remember(http, session);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = "/";
    }

    internal static string Words(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.CodeNeeded => "Enter the code of your authenticator app, and the password again.",
        SignInOutcome.Shut => "Too many attempts failed. Wait a while, up to an hour, and try again.",
        _ => "Name, password or code are not right.",
    };

    static string SignInForm(string fault, string? name = null) => $"""
        <h1>Sign in to Holdfast</h1>{Fault(fault)}
        <form method="post" action="/sign-in">
        <label>Name <input name="name" autocomplete="username" required autofocus value="{WebUtility.HtmlEncode(name)}"></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        <label>Code, if you have set up a second factor <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6"></label>
        <button>Sign in</button></form>
        """;

    static string StartForm(string link, string fault, string? name = null) => $"""
        <h1>Welcome to Holdfast</h1><p>Choose how you will sign in from now on.</p>{Fault(fault)}
        <form method="post" action="/start"><input type="hidden" name="link" value="{WebUtility.HtmlEncode(link)}">
        <label>Name, such as your e-mail address <input name="name" autocomplete="username" required autofocus value="{WebUtility.HtmlEncode(name)}"></label>
        <label>Password, {Doorkeeper.ShortestPassword} signs or more: a few words do well <input name="password" type="password" autocomplete="new-password" required minlength="{Doorkeeper.ShortestPassword}"></label>
        <button>Begin</button></form>
        """;

    static string Fault(string words) => words.Length == 0 ? "" : $"<p class=\"fault\" role=\"alert\">{WebUtility.HtmlEncode(words)}</p>";

    internal static IResult Page(string body) => Results.Content(
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Holdfast</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/sign-in.css\"></head><body><main>{body}</main></body></html>",
        "text/html; charset=utf-8");
}
