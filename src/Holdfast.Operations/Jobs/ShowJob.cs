using System.Globalization;
using System.Text.Json.Nodes;

namespace Holdfast.Operations.Jobs;

/// <summary>Which job to show.</summary>
public sealed record ShowJobRequest
{
    /// <summary>The job's id, as `holdfast jobs list` shows it.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }
}

/// <summary>A job with what was asked and answered.</summary>
public sealed record ShowJobResult
{
    /// <summary>The job.</summary>
    public required JobView Job { get; init; }

    /// <summary>The operation's request; null where the job is of somebody whose requests are not yours to see.</summary>
    public JsonObject? Request { get; init; }

    /// <summary>The operation's result; null until it succeeded, and where the job is of somebody whose results are not yours to see.</summary>
    public JsonObject? Result { get; init; }
}

/// <summary>Shows one job: what was asked, how far it is, and its result or what went wrong.</summary>
public static class ShowJob
{
    /// <summary>Reads it.</summary>
    /// <exception cref="HoldfastException">The workspace or its records are wrong, or there is no such job of yours.</exception>
    public static ShowJobResult Run(ShowJobRequest request, OperationContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return JobOperations.Using(request.Workspace, context, (jobs, zone) =>
        {
            var sight = new JobSight(context.Caller);
            var job = JobOperations.Seen(jobs, request.Id, sight);
            var shown = new ShowJobResult { Job = JobView.Of(job, zone) };
            return sight.SeesContent(job) ? shown with { Request = Json(job.Request), Result = Json(job.Result) } : shown;
        });
    }

    static JsonObject? Json(string? text) => text is null ? null : JsonNode.Parse(text)!.AsObject();

    /// <summary>The job for a terminal.</summary>
    public static string Describe(ShowJobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var job = result.Job;
        var lines = new List<string>
        {
            $"Job {job.Id}, {job.Kind}: {RequestText.Words(typeof(JobState)).ElementAt((int)job.State)}. {job.Now()}",
            $"asked    {JobView.Time(job.AskedAt)} by {job.AskedBy}",
            $"started  {JobView.Time(job.StartedAt)}",
            $"ended    {JobView.Time(job.EndedAt)}",
            string.Create(CultureInfo.InvariantCulture, $"attempts {job.Attempts} of {job.AttemptLimit}"),
            $"request  {result.Request?.ToJsonString() ?? "not yours to see"}",
        };
        if (result.Result is not null) lines.Add("The result is printed with --json.");
        return string.Join(Environment.NewLine, lines);
    }
}
