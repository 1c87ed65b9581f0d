using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Operations.Jobs;
using Holdfast.Server.Api;

namespace Holdfast.Server.Jobs;

/// <summary>Jobs as they are shown over HTTP: in the business's time zone, without any path of the machine.</summary>
/// <param name="zone">The business's time zone.</param>
/// <param name="call">Hides paths.</param>
sealed class JobViews(TimeZoneInfo zone, OperationCall call)
{
    /// <summary>A job as JSON text.</summary>
    public string Text(Job job) => call.WithoutPaths(JsonSerializer.SerializeToNode(JobView.Of(job, zone), JobsJson.Default.JobView)!.ToJsonString(OperationCall.Plain));

    /// <summary>A job as JSON.</summary>
    public JsonNode Json(Job job) => JsonNode.Parse(Text(job))!;
}
