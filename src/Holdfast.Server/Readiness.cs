using System.Text.Json.Serialization;
using Holdfast.Operations.People;
using Holdfast.Server.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Server;

/// <summary>Whether the server can do its work, for whoever sends it requests.</summary>
/// <param name="Ready">Whether it can.</param>
/// <param name="Checks">What was looked at.</param>
sealed record ReadyAnswer(bool Ready, IReadOnlyList<ReadyCheck> Checks);

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What it is: stopping, facts, records, layout.</param>
/// <param name="Fine">Whether it is as it should be.</param>
sealed record ReadyCheck(string Name, bool Fine);

/// <summary>JSON of readiness.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReadyAnswer))]
sealed partial class ReadyJson : JsonSerializerContext;

/// <summary>
/// Health: <c>/healthz</c> tells that the process answers, <c>/readyz</c> that it can read the facts and write the records, that the
/// records have the layout of this program, and that it is not about to stop.
/// </summary>
/// <param name="records">The records.</param>
/// <param name="settings">Of the server.</param>
/// <param name="life">Tells when it stops.</param>
sealed class Readiness(WorkspaceRecords records, ServerSettings settings, IHostApplicationLifetime life)
{
    // Anybody may ask, so it is not looked anew for each.
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    readonly Lock _gate = new();
    ReadyCheck[] _seen = [];
    long _seenAt;

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var open = new Open();
        routes.MapGet("/healthz", () => Results.Text("ok")).WithMetadata(open);
        routes.MapGet("/readyz", async (HttpContext http) =>
        {
            var checks = await Task.Run(Look, http.RequestAborted);
            ReadyAnswer answer = new(Array.TrueForAll(checks, check => check.Fine), checks);
            http.Response.StatusCode = answer.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.WriteAsJsonAsync(answer, ReadyJson.Default.ReadyAnswer, cancellationToken: http.RequestAborted);
        }).WithMetadata(open);
    }

    ReadyCheck[] Look()
    {
        lock (_gate)
        {
            if (_seen.Length == 0 || settings.Clock.GetElapsedTime(_seenAt) > Fresh)
            {
                _seen = [new("facts", Try(ReadFacts)), new("records", Try(records.TryWriting)), new("layout", Try(() => records.HasNewestLayout))];
                _seenAt = settings.Clock.GetTimestamp();
            }

            return [new("stopping", !life.ApplicationStopping.IsCancellationRequested), .. _seen];
        }
    }

    bool ReadFacts()
    {
        using var facts = records.Workspace.OpenWarehouse().Current();
        return true;
    }

    static bool Try(Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return false;
        }
    }
}
