using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Server.Jobs;
using Holdfast.Server.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Api;

/// <summary>Maps every operation of the catalogue to its route.</summary>
/// <param name="call">Performs operations.</param>
/// <param name="idempotency">Performs requests once that are sent again.</param>
/// <param name="desk">Takes what takes long.</param>
sealed class OperationRoutes(OperationCall call, Idempotency idempotency, JobDesk desk)
{
    /// <summary>Largest body of a request, bytes; files have a route of their own.</summary>
    public const int LargestBody = 1 << 20;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var route in OperationRoute.All)
            routes.MapMethods(route.Path, [route.Method], http => route.IsRead ? Read(http, route) : Change(http, route)).WithMetadata(route);
    }

    async Task Read(HttpContext http, OperationRoute route)
    {
        if (await Perform(http, route, RequestReading.Query(route, http.Request.Query)) is not { } answer) return;
        if (route.Operation.IsPaged) PageReading.Link(http, answer);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(answer))[..32]}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        if (http.Request.Headers.IfNoneMatch.Any(one => one == "*" || (one?.Contains(tag, StringComparison.Ordinal) ?? false)))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
    }

    async Task Change(HttpContext http, OperationRoute route)
    {
        if (http.Request.ContentLength is not (null or 0) && !http.Request.HasJsonContentType())
        {
            await Problems.Write(http, ProblemKind.WrongMedia, $"found '{Problems.Short(http.Request.ContentType)}'; application/json is allowed.");
            return;
        }

        using var held = new MemoryStream();
        await http.Request.Body.CopyToAsync(held, http.RequestAborted);
        var body = held.GetBuffer().AsMemory(0, (int)held.Length);
        try
        {
            var read = RequestReading.Body(route, body);
            await idempotency.Once(http, body, route.Operation.IsLong
                ? new OnceAsked(() => Checked(http, route, read, () => desk.Take(http, route, read.Given, body))) { IsRepeatable = true, Status = StatusCodes.Status202Accepted, Finish = answer => JobDesk.Tell(http, answer) }
                : new OnceAsked(() => Perform(http, route, read)) { IsSecret = route.Operation.TellsSecret });
        }
        catch (JsonException fault)
        {
            await Problems.Write(http, ProblemKind.Invalid, $"The body is not JSON as it is taken (no property twice, {RequestReading.MaxDepth} levels at most): line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
    }

    /// <summary>The answer; null where the request was wrong and a problem was answered.</summary>
    Task<byte[]?> Perform(HttpContext http, OperationRoute route, ReadRequest read) =>
        Checked(http, route, read, () => call.Perform(route, read.Given, (Gate.Of(http)!, http.TraceIdentifier), http.RequestAborted));

    static async Task<byte[]?> Checked(HttpContext http, OperationRoute route, ReadRequest read, Func<byte[]> perform)
    {
        if (read.Faults.Count > 0)
        {
            await Problems.Write(http, ProblemKind.Invalid, $"{route.Operation.Path}: {string.Join(" ", read.Faults.Select(fault => $"{fault.Property} {fault.Detail}"))}", read.Faults);
            return null;
        }

        // Operations are synchronous; one that waits for the disk must not hold a thread of the server's pipeline.
        return await Task.Run(perform, http.RequestAborted);
    }
}
