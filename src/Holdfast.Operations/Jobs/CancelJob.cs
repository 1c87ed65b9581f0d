using Holdfast.Operations.Audit;
using Holdfast.Operations.People;

namespace Holdfast.Operations.Jobs;

/// <summary>Which job to cancel.</summary>
public sealed record CancelJobRequest
{
    /// <summary>The job's id, as `holdfast jobs list` shows it.</summary>
    [Touched("job")]
    public required string Id { get; init; }

    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }
}

/// <summary>What became of it.</summary>
public sealed record CancelJobResult
{
    /// <summary>The job afterwards: cancelled where it waited; where it runs, its worker was asked to stop; where it had ended, as it was.</summary>
    public required JobView Job { get; init; }
}

/// <summary>Cancels a job: one that waits at once, one that runs as soon as its worker hears of it, within a few seconds.</summary>
public static class CancelJob
{
    /// <summary>Cancels it.</summary>
    /// <exception cref="HoldfastException">The workspace or its records are wrong, there is no such job, or it is another's.</exception>
    public static CancelJobResult Run(CancelJobRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        return JobOperations.Using(request.Workspace, context, (jobs, zone) =>
        {
            var sight = new JobSight(context.Caller);
            var job = JobOperations.Seen(jobs, request.Id, sight);
            if (!sight.MayCancel(job)) throw HoldfastException.OfRequest($"Job {job.Id} is another's; roles that may cancel it: {Permissions.Words(Permissions.CancelOthersJobs)}.");
            return new CancelJobResult { Job = JobView.Of(jobs.Cancel(job.Id, cancel)!, zone) };
        });
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(CancelJobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var job = result.Job;
        return job.State switch
        {
            JobState.Cancelled => $"Job {job.Id} is cancelled.",
            JobState.Running => $"Job {job.Id} is at work and was asked to stop; `holdfast jobs show {job.Id}` tells when it has.",
            _ => $"Job {job.Id} had ended already: {RequestText.Words(typeof(JobState)).ElementAt((int)job.State)} at {JobView.Time(job.EndedAt)}.",
        };
    }
}
