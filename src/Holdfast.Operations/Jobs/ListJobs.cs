namespace Holdfast.Operations.Jobs;

/// <summary>Whose jobs to list.</summary>
public sealed record ListJobsRequest : PagedRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>Only those in this state; where not given, all.</summary>
    public JobState? State { get; init; }
}

/// <summary>Jobs, newest first.</summary>
public sealed record ListJobsResult : PagedResult
{
    /// <summary>The jobs.</summary>
    public required IReadOnlyList<JobView> Jobs { get; init; }
}

/// <summary>Lists what the server does in the background, newest first: nightly runs and long operations. Over HTTP everybody sees their own, some roles all.</summary>
public static class ListJobs
{
    const string Name = "jobs";

    /// <summary>Lists.</summary>
    /// <exception cref="HoldfastException">The workspace, its records or the request are wrong.</exception>
    public static ListJobsResult Run(ListJobsRequest request, OperationContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        var before = request.After(Name);
        return JobOperations.Using(request.Workspace, context, (jobs, zone) =>
        {
            var page = request.Page(Name, jobs.List(request.State, request.Limit + 1, before, new JobSight(context.Caller).Only), job => job.Id);
            return new ListJobsResult { Jobs = [.. page.Items.Select(job => JobView.Of(job, zone))], Next = page.Next };
        });
    }

    /// <summary>The list for a terminal.</summary>
    public static string Describe(ListJobsResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Jobs.Count == 0) return "There are no such jobs.";
        var kinds = Math.Max(4, result.Jobs.Max(job => job.Kind.Length));
        var lines = result.Jobs.Select(job => $"{job.Id,6}  {RequestText.Words(typeof(JobState)).ElementAt((int)job.State),-9}  {JobView.Time(job.AskedAt)}  {job.Kind.PadRight(kinds)}  {job.Now()}")
            .Prepend($"{"id",6}  {"state",-9}  {"asked",-19}  {"kind".PadRight(kinds)}  now");
        return string.Join(Environment.NewLine, result.Next is null ? lines : lines.Append($"There are older ones: --cursor {result.Next}"));
    }
}
