using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations;
using Holdfast.Operations.People;
using Holdfast.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.People;

/// <summary>Signing in and out as a program does, and what people do about their own accounts.</summary>
/// <param name="door">Lets people in.</param>
/// <param name="own">Changes accounts.</param>
sealed class OwnAccountDesk(Doorkeeper door, OwnAccount own)
{
    static readonly Guarded Everybody = new("people/me");
    static readonly Guarded Keys = new("people/keys");

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/people/sign-in", SignIn).WithMetadata(new Open()).RequireRateLimiting(RequestLimits.Door);
        routes.MapPost("/api/people/sign-out", SignOut).WithMetadata(Everybody);
        routes.MapGet("/api/people/me", http => Send(http, Me(Gate.Of(http)!), OwnJson.Default.Me)).WithMetadata(Everybody);
        routes.MapPut("/api/people/me/password", ChangePassword).WithMetadata(Everybody);
        routes.MapPost("/api/people/me/second-factor", http => Send(http, OwnAccount.OfferFactor(Gate.Of(http)!), PeopleJson.Default.NewFactor)).WithMetadata(Everybody);
        routes.MapPut("/api/people/me/second-factor", SetFactor).WithMetadata(Everybody);
        routes.MapDelete("/api/people/me/second-factor", RemoveFactor).WithMetadata(Everybody);
        routes.MapGet("/api/people/me/sessions", http => SendPage(http, own.Sessions(Gate.Of(http)!, PageReading.Of(http)), PeopleJson.Default.SessionList)).WithMetadata(Everybody);
        routes.MapDelete("/api/people/me/sessions/{number:long}", (HttpContext http, long number) => Done(http, own.EndSession(Gate.Of(http)!, number, http.RequestAborted), "session")).WithMetadata(Everybody);
        routes.MapGet("/api/people/me/keys", http => SendPage(http, own.Keys(Gate.Of(http)!, PageReading.Of(http)), PeopleJson.Default.ApiKeyList)).WithMetadata(Keys);
        routes.MapPost("/api/people/me/keys", MakeKey).WithMetadata(Keys);
        routes.MapDelete("/api/people/me/keys/{number:long}", (HttpContext http, long number) => Done(http, own.EndKey(Gate.Of(http)!, number, http.RequestAborted), "key")).WithMetadata(Keys);
    }

    async Task SignIn(HttpContext http)
    {
        if (await Body(http, OwnJson.Default.SignInRequest) is not { } asked) return;
        var (outcome, session) = await Task.Run(() => door.SignIn((asked.Name, asked.Password, asked.Code), SignInPages.From(http), http.RequestAborted), http.RequestAborted);
        if (session is null)
        {
            await Problems.Write(http, ProblemKind.NotSignedIn, SignInPages.Words(outcome));
            return;
        }

        Gate.Remember(http, session);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task SignOut(HttpContext http)
    {
        var caller = Gate.Of(http)!;
        if (caller.Session is { } session) own.EndSession(caller, session, http.RequestAborted);
        Gate.Forget(http);
        await Done(http, true, "");
    }

    async Task ChangePassword(HttpContext http)
    {
        if (await Body(http, OwnJson.Default.ChangePasswordRequest) is not { } asked) return;
        await Right(http, await Task.Run(() => own.ChangePassword(Gate.Of(http)!, asked.Old, asked.New, http.RequestAborted), http.RequestAborted), "old", "is not the password.");
    }

    async Task SetFactor(HttpContext http)
    {
        if (await Body(http, OwnJson.Default.SetFactorRequest) is not { } asked) return;
        await Right(http, own.SetFactor(Gate.Of(http)!, asked.Secret, asked.Code, http.RequestAborted), "code", "is not of this secret and time; look at the clocks of both machines.");
    }

    async Task RemoveFactor(HttpContext http)
    {
        if (await Body(http, OwnJson.Default.RemoveFactorRequest) is not { } asked) return;
        await Right(http, await Task.Run(() => own.RemoveFactor(Gate.Of(http)!, asked.Password, http.RequestAborted), http.RequestAborted), "password", "is not the password.");
    }

    async Task MakeKey(HttpContext http)
    {
        if (await Body(http, OwnJson.Default.MakeKeyRequest) is not { } asked) return;
        // A key that makes keys would outlive its end.
        if (Gate.Of(http)!.Session is null) await Problems.Write(http, ProblemKind.NotAllowed, "Only somebody who is signed in makes keys, not a key.");
        else await Send(http, own.MakeKey(Gate.Of(http)!, (asked.Name, asked.Allowed, asked.Days), http.RequestAborted), PeopleJson.Default.NewApiKey);
    }

    static Me Me(Caller caller) => new(
        caller.Account.Name, caller.Account.Roles, caller.Account.Units, caller.Account.HasSecondFactor, [.. Permissions.Paths.Where(caller.May).Order(StringComparer.Ordinal)]);

    static async Task<T?> Body<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (http.Request.HasJsonContentType() && await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted) is { } body) return body;
            await Problems.Write(http, ProblemKind.WrongMedia, "A JSON object is needed.");
        }
        catch (JsonException fault)
        {
            await Problems.Write(http, ProblemKind.Invalid, $"The body is not as it is taken: {Problems.Short(fault.Path)}. The properties are {string.Join(", ", type.Properties.Select(property => property.Name))}.");
        }

        return null;
    }

    static Task Send<T>(HttpContext http, T answer, JsonTypeInfo<T> type) => http.Response.WriteAsJsonAsync(answer, type, cancellationToken: http.RequestAborted);

    static Task SendPage<T>(HttpContext http, T page, JsonTypeInfo<T> type)
        where T : PagedResult
    {
        PageReading.Link(http, page.Next);
        return Send(http, page, type);
    }

    static Task Right(HttpContext http, bool isRight, string property, string words) =>
        isRight ? Done(http, true, "") : Problems.Write(http, ProblemKind.Invalid, $"{property}: {words}", new ProblemPart(property, words));

    static async Task Done(HttpContext http, bool isDone, string what)
    {
        if (isDone) http.Response.StatusCode = StatusCodes.Status204NoContent;
        else await Problems.Write(http, ProblemKind.NotFound, $"There is no such {what} of this account.");
    }
}
