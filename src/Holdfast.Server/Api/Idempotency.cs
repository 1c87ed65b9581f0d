using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Operations;
using Holdfast.Operations.People;
using Holdfast.Server.People;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Api;

/// <summary>What a request with an Idempotency-Key does.</summary>
/// <param name="Perform">Performs it; returns the answer's text, or null where it has answered with a problem and changed nothing.</param>
sealed record OnceAsked(Func<Task<byte[]?>> Perform)
{
    /// <summary>Whether the answer holds a secret, so that it is not kept.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether performing it again does no more than once, so that it may be where nobody knows how it ended.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Status of the answer.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Adds headers to an answer, the first and each later one.</summary>
    public Action<byte[]>? Finish { get; init; }
}

/// <summary>
/// Requests that carry an Idempotency-Key are performed once: sent again, they get the same answer. What is refused before anything began
/// is forgotten; once it began, how it ended is kept, a fault as well, and where that is not known, that it is not known.
/// </summary>
/// <param name="answers">Where answers are kept.</param>
sealed class Idempotency(KeptAnswers answers)
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Longest key, signs.</summary>
    public const int LongestKey = 200;

    readonly ConcurrentDictionary<(string Caller, string Key), bool> _underway = new();

    /// <summary>Performs a request whose body is given, or answers as before.</summary>
    public async Task Once(HttpContext http, ReadOnlyMemory<byte> body, OnceAsked asked)
    {
        if ((string?)http.Request.Headers[Header] is not { } key)
        {
            if (await asked.Perform() is { } plain) await Send(http, asked.Status, plain, asked);
            return;
        }

        if (key.Length is 0 or > LongestKey || key.Any(char.IsControl))
        {
            await Problems.Write(http, ProblemKind.Invalid, $"{Header}: 1 to {LongestKey} signs are allowed.");
            return;
        }

        var place = (Gate.Of(http)!.Id, key);
        if (!_underway.TryAdd(place, true))
        {
            await Problems.Write(http, ProblemKind.Conflict, "The first request with this key is still being answered.");
            return;
        }

        try
        {
            var request = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(http.Request.Path), 0, .. body.Span]));
            if (answers.Begin(place.Id, key, (request, http.TraceIdentifier), http.RequestAborted) is not { } kept) await First(http, place, asked);
            else if (kept.Request != request) await Problems.Write(http, ProblemKind.Refused, $"This {Header} was sent with another request; a new request needs a new key.");
            else if (kept.Status is null && asked.IsRepeatable) await First(http, place, asked);
            else await Again(http, kept, asked);
        }
        finally
        {
            _underway.TryRemove(place, out _);
        }
    }

    static async Task Again(HttpContext http, KeptAnswer kept, OnceAsked asked)
    {
        if (kept.Status is not { } status)
        {
            await Problems.Write(http, ProblemKind.Unknown, string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"How the first request with this key ended is not known: it began at {kept.BegunAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} and was cut off, or another server is still at it. Its id was {kept.RequestId}: the audit log tells under it what was begun and done. Look whether it was done before you send it with another key."));
        }
        else if (kept.Answer is "")
        {
            await Problems.Write(http, ProblemKind.Conflict, "It was performed; its answer held a secret and was not kept. Ask for a new secret with another key.");
        }
        else
        {
            await Send(http, status, Encoding.UTF8.GetBytes(kept.Answer!), asked);
        }
    }

    async Task First(HttpContext http, (string Caller, string Key) place, OnceAsked asked)
    {
        byte[]? answer;
        try
        {
            answer = await asked.Perform();
        }
        catch (HoldfastException refused) when (refused.IsOfRequest || refused.IsBusy)
        {
            answers.Forget(place.Caller, place.Key);
            throw;
        }
        catch (HoldfastException no)
        {
            // Some of it may have been done before it failed, so the same request is not tried again under the same key.
            var problem = JsonSerializer.SerializeToUtf8Bytes(ProblemKind.Refused.Of(http, no.Message), ProblemJson.Plain.Problem);
            Keep(place, ProblemKind.Refused.Status, problem);
            await Send(http, ProblemKind.Refused.Status, problem, asked);
            return;
        }

        if (answer is null)
        {
            answers.Forget(place.Caller, place.Key);
            return;
        }

        Keep(place, asked.Status, asked.IsSecret ? [] : answer);
        await Send(http, asked.Status, answer, asked);
    }

    void Keep((string Caller, string Key) place, int status, byte[] answer) => answers.End(place.Caller, place.Key, status, Encoding.UTF8.GetString(answer));

    static async Task Send(HttpContext http, int status, byte[] answer, OnceAsked asked)
    {
        var isProblem = status >= StatusCodes.Status400BadRequest;
        if (!isProblem) asked.Finish?.Invoke(answer);
        http.Response.StatusCode = status;
        http.Response.ContentType = isProblem ? "application/problem+json; charset=utf-8" : "application/json; charset=utf-8";
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
    }
}
