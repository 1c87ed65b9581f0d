using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.Jobs;
using Holdfast.Server.Api;
using Holdfast.Server.People;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Jobs;

/// <summary>Takes operations that take long as jobs, and answers with the job at once.</summary>
/// <param name="jobs">The jobs.</param>
/// <param name="call">Knows where files of requests lie.</param>
/// <param name="views">How jobs are shown.</param>
sealed class JobDesk(JobTable jobs, OperationCall call, JobViews views)
{
    /// <summary>Jobs of one account that may wait or be at work at the same time.</summary>
    public const int MostOpen = 20;

    /// <summary>Takes a request.</summary>
    /// <returns>The job, as JSON.</returns>
    /// <exception cref="HoldfastException">A file of the request is none, or too many jobs of the account wait already.</exception>
    public byte[] Take(HttpContext http, OperationRoute route, JsonObject given, ReadOnlyMemory<byte> body)
    {
        var caller = Gate.Of(http)!;
        var open = jobs.CountOpen(caller.Account.Number);
        if (open >= MostOpen) throw HoldfastException.Busy($"{open} jobs of this account wait or are at work, which is the most there may be; wait for one or cancel one.", new IOException());
        var job = new NewJob
        {
            Kind = route.Operation.Path,
            Request = call.Placed(route, given).ToJsonString(),
            AskedBy = caller.Id,
            Account = caller.Account.Number,
            RequestId = http.TraceIdentifier,
            OnceKey = (string?)http.Request.Headers[Idempotency.Header] is { } key ? $"{caller.Id} {key} {route.Operation.Path} {Convert.ToHexStringLower(SHA256.HashData(body.Span))}" : null,
        };
        return Encoding.UTF8.GetBytes(views.Text(jobs.Enqueue(job, http.RequestAborted).Job));
    }

    /// <summary>Tells where the job of an answer is looked at.</summary>
    public static void Tell(HttpContext http, byte[] answer)
    {
        http.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/api/jobs/show?id={(string)JsonNode.Parse(answer)!["id"]!}");
        http.Response.Headers.RetryAfter = "1";
    }
}
