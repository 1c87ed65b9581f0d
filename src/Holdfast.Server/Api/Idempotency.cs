using System.Security.Cryptography;
using System.Text;
using Holdfast.Operations.People;
using Holdfast.Server.People;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Api;

/// <summary>Requests that carry an Idempotency-Key are performed once: sent again, they get the same answer.</summary>
/// <param name="answers">Where answers are kept.</param>
sealed class Idempotency(KeptAnswers answers)
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    const int LongestKey = 200;

    /// <summary>Performs a request whose body is given, or answers as before.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="isSecret">Whether the answer holds a secret, so that it is not kept.</param>
    /// <param name="perform">Performs it; returns the answer's text, or null where it has answered with a problem.</param>
    public async Task Once(HttpContext http, ReadOnlyMemory<byte> body, bool isSecret, Func<Task<byte[]?>> perform)
    {
        if ((string?)http.Request.Headers[Header] is not { } key)
        {
            if (await perform() is { } plain) await Send(http, StatusCodes.Status200OK, plain);
            return;
        }

        if (key.Length is 0 or > LongestKey || key.Any(char.IsControl))
        {
            await Problems.Write(http, ProblemKind.Invalid, $"{Header}: 1 to {LongestKey} signs are allowed.");
            return;
        }

        var caller = Gate.Of(http)!.Id;
        var request = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(http.Request.Path), 0, .. body.Span]));
        if (answers.Begin(caller, key, request, http.RequestAborted) is { } kept) await Again(http, kept, request);
        else await First(http, (caller, key, isSecret), perform);
    }

    static async Task Again(HttpContext http, KeptAnswer kept, string request)
    {
        if (kept.Request != request) await Problems.Write(http, ProblemKind.Refused, $"This {Header} was sent with another request; a new request needs a new key.");
        else if (kept.Status is not { } status) await Problems.Write(http, ProblemKind.Conflict, "The first request with this key is still being answered, or the server stopped meanwhile: look whether it was performed before you send it with another key.");
        else if (kept.Answer is "") await Problems.Write(http, ProblemKind.Conflict, "It was performed; its answer held a secret and was not kept. Ask for a new secret with another key.");
        else await Send(http, status, Encoding.UTF8.GetBytes(kept.Answer!));
    }

    async Task First(HttpContext http, (string Caller, string Key, bool IsSecret) asked, Func<Task<byte[]?>> perform)
    {
        byte[]? answer = null;
        try
        {
            answer = await perform();
        }
        finally
        {
            // What failed changed nothing, so the key may be used again.
            if (answer is null) answers.Forget(asked.Caller, asked.Key);
            else answers.End(asked.Caller, asked.Key, http.Response.StatusCode, asked.IsSecret ? "" : Encoding.UTF8.GetString(answer));
        }

        await Send(http, http.Response.StatusCode, answer!);
    }

    static async Task Send(HttpContext http, int status, byte[] answer)
    {
        if (answer is null) return;
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
    }
}
