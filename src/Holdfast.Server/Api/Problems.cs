using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Api;

/// <summary>Turns whatever goes wrong into problem+json, in one place.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="log">Where bugs are told with all they say; the caller learns the request id only.</param>
sealed partial class Problems(RequestDelegate next, ILogger<Problems> log)
{
    /// <summary>Answers with a problem.</summary>
    public static Task Write(HttpContext http, ProblemKind kind, string detail, params IReadOnlyList<ProblemPart> errors) => Write(http, kind, detail, http.RequestAborted, errors);

    /// <summary>Answers with a problem to a request that is no longer worked at.</summary>
    public static async Task Write(HttpContext http, ProblemKind kind, string detail, CancellationToken cancel, params IReadOnlyList<ProblemPart> errors)
    {
        http.Response.StatusCode = kind.Status;
        http.Response.ContentType = "application/problem+json; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, kind.Of(http, detail, errors), ProblemJson.Plain.Problem, cancel);
    }

    /// <summary>A text of a caller, short enough to be told back.</summary>
    public static string Short(string? text) => text is null ? "" : text.Length <= 60 ? text : text[..60] + "...";

    /// <summary>Performs the request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.ContentLength is null && KindOf(http.Response.StatusCode) is { } bare)
                await Write(http, bare, $"{http.Request.Method} {Short(http.Request.Path)}: {bare.Remedy}");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            SecurityHeaders.Add(http);
            await Tell(http, fault);
        }
    }

    static ProblemKind? KindOf(int status) => Problem.Kinds.FirstOrDefault(kind => kind.Status == status && status is 400 or 404 or 405 or 413 or 415);

    async Task Tell(HttpContext http, Exception fault)
    {
        switch (fault)
        {
            case HoldfastException { IsOfRequest: true } wrong when Option().Match(wrong.Message) is { Success: true } named:
                var part = new ProblemPart(JsonNamingPolicy.CamelCase.ConvertName(Dashes().Replace(named.Groups[1].Value, dash => dash.Groups[1].Value.ToUpperInvariant())), named.Groups[2].Value);
                await Write(http, ProblemKind.Invalid, $"{part.Property}: {part.Detail}", part);
                break;
            case HoldfastException { IsBusy: true } busy:
                await Write(http, ProblemKind.Conflict, busy.Message);
                break;
            case HoldfastException wrong:
                await Write(http, wrong.IsOfRequest ? ProblemKind.Invalid : ProblemKind.Refused, wrong.Message);
                break;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                await Write(http, ProblemKind.TooLarge, $"The body is larger than {OperationRoutes.LargestBody:#,0} bytes.");
                break;
            case BadHttpRequestException bad:
                await Write(http, ProblemKind.Invalid, bad.Message);
                break;
            case OperationCanceledException:
                await Write(http, ProblemKind.Cancelled, ProblemKind.Cancelled.Remedy);
                break;
            default:
                Bug(log, fault, http.TraceIdentifier);
                await Write(http, ProblemKind.Bug, ProblemKind.Bug.Remedy);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {requestId} met a bug.")]
    static partial void Bug(ILogger log, Exception fault, string requestId);

    [GeneratedRegex("^--([a-z-]+): (.*)$", RegexOptions.Singleline)]
    private static partial Regex Option();

    [GeneratedRegex("-([a-z])")]
    private static partial Regex Dashes();
}
