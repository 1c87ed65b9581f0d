using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Api;

/// <summary>What is wrong with one part of a request.</summary>
/// <param name="Property">The property, or the parameter of the query.</param>
/// <param name="Detail">What was found and what is allowed.</param>
public sealed record ProblemPart(string Property, string Detail);

/// <summary>Why a request was not answered, as problem+json (RFC 9457).</summary>
/// <param name="Type">Address, on this server, of what this kind of problem means.</param>
/// <param name="Title">The kind of problem in words; the same for all of its kind.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What was found, where, and what is allowed.</param>
/// <param name="RequestId">Id of the request, to be named when asking for help; the log has the same.</param>
/// <param name="Errors">The parts of the request that are wrong; empty where it is not a part of the request.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string RequestId, IReadOnlyList<ProblemPart> Errors)
{
    /// <summary>Every kind of problem there is.</summary>
    public static IReadOnlyList<ProblemKind> Kinds { get; } =
    [
        ProblemKind.Invalid, ProblemKind.NotSignedIn, ProblemKind.NotAllowed, ProblemKind.NotFound, ProblemKind.MethodNotAllowed, ProblemKind.NotAcceptable, ProblemKind.Conflict, ProblemKind.Unknown,
        ProblemKind.Changed, ProblemKind.TooLarge, ProblemKind.WrongMedia, ProblemKind.Refused, ProblemKind.TooMany, ProblemKind.Cancelled, ProblemKind.TooSlow, ProblemKind.Bug,
    ];
}

/// <summary>A kind of problem.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">It in words.</param>
/// <param name="Remedy">What the caller does about it.</param>
public sealed record ProblemKind(string Name, int Status, string Title, string Remedy)
{
    internal static readonly ProblemKind Invalid = new("invalid-request", 400, "The request is not what this operation takes.", "Mend the parts named under errors.");
    internal static readonly ProblemKind NotSignedIn = new("not-signed-in", 401, "Nobody is signed in.", "Sign in, or send an API key as 'Authorization: Bearer KEY'.");
    internal static readonly ProblemKind NotAllowed = new("not-allowed", 403, "This account may not do that.", "Ask an administrator for a role that may.");
    internal static readonly ProblemKind NotFound = new("not-found", 404, "There is nothing at this address.", "See the reference for the addresses there are.");
    internal static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "This address does not take this method.", "Use a method named in the header Allow.");
    internal static readonly ProblemKind NotAcceptable = new("not-acceptable", 406, "The answer cannot be given in the form asked for.", "Accept application/json.");
    internal static readonly ProblemKind Conflict = new("conflict", 409, "Something else is going on that excludes this.", "Wait for it, then send the same request again.");
    internal static readonly ProblemKind Unknown = new("outcome-unknown", 409, "Whether the request was performed is not known.", "Look at what the detail names, then decide whether to send it with another key.");
    internal static readonly ProblemKind Changed = new("changed-meanwhile", 412, "It is not as the request supposes.", "Read it again and decide anew.");
    internal static readonly ProblemKind TooLarge = new("too-large", 413, "The body is larger than is taken.", "Send less; files go to /api/files.");
    internal static readonly ProblemKind WrongMedia = new("wrong-media-type", 415, "The body is not of a type that is taken.", "Send application/json in UTF-8.");
    internal static readonly ProblemKind Refused = new("refused", 422, "The request is sound, but the workspace or its data do not allow it.", "Do what the detail says, then try again.");
    internal static readonly ProblemKind TooMany = new("too-many-requests", 429, "Too many requests.", "Wait as long as the header Retry-After says.");
    internal static readonly ProblemKind Cancelled = new("cancelled", 503, "The server is stopping.", "Try again when it is back.");
    internal static readonly ProblemKind TooSlow = new("too-slow", 504, "The request took longer than the server waits.", "Ask for less; what changes something may have been done in part, so look before you send it again.");
    internal static readonly ProblemKind Bug = new("bug", 500, "Something went wrong that should not: a fault of ours.", "Report it with the request id; the log has the rest.");

    /// <summary>The problem of a request.</summary>
    internal Problem Of(HttpContext http, string detail, params IReadOnlyList<ProblemPart> errors) =>
        new($"/api/reference#{Name}", Title, Status, detail, http.TraceIdentifier, errors);
}

/// <summary>JSON of problems.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
sealed partial class ProblemJson : JsonSerializerContext
{
    /// <summary>As it is sent: only what JSON asks for is escaped.</summary>
    public static ProblemJson Plain { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
