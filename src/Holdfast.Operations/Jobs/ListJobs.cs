using System.Globalization;

namespace Holdfast.Operations.Jobs;

/// <summary>Whose jobs to list.</summary>
public sealed record ListJobsRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>Only those in this state; where not given, all.</summary>
    public JobState? State { get; init; }

    /// <summary>How many at most, 1 to 1000. Default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Only jobs asked for before the one of this id, to read on where a list ended.</summary>
    public string? Before { get; init; }
}

/// <summary>Jobs, newest first.</summary>
public sealed record ListJobsResult
{
    /// <summary>The jobs.</summary>
    public required IReadOnlyList<JobView> Jobs { get; init; }

    /// <summary>What to give as `before` to read on; null where the list is at its end.</summary>
    public string? Next { get; init; }
}

/// <summary>Lists what the server does in the background, newest first: nightly runs and long operations.</summary>
public static class ListJobs
{
    const int Most = 1000;

    /// <summary>Lists.</summary>
    /// <exception cref="HoldfastException">The workspace, its records or the request are wrong.</exception>
    public static ListJobsResult Run(ListJobsRequest request, OperationContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Limit is < 1 or > Most) throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"--limit: found {request.Limit}; 1 to {Most} is allowed."));
        return JobOperations.Using(request.Workspace, context, (jobs, zone) =>
        {
            var found = jobs.List(request.State, request.Limit + 1, request.Before);
            return new ListJobsResult
            {
                Jobs = [.. found.Take(request.Limit).Select(job => JobView.Of(job, zone))],
                Next = found.Count > request.Limit ? found[request.Limit - 1].Id : null,
            };
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
        return string.Join(Environment.NewLine, result.Next is null ? lines : lines.Append($"There are older ones: --before {result.Next}"));
    }
}
