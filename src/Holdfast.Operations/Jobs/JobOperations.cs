using System.Text.Json.Serialization;
using Holdfast.Operations.Workspaces;

namespace Holdfast.Operations.Jobs;

/// <summary>The operations on jobs, and what they share.</summary>
static class JobOperations
{
    /// <summary>The operations, in the order of help.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new Operation<ListJobsRequest, ListJobsResult>("jobs/list", typeof(ListJobs), JobsJson.Default.ListJobsRequest, JobsJson.Default.ListJobsResult)
        {
            Kind = OperationKind.Reads,
            IsScoped = true,
            Perform = (request, context, _) => ListJobs.Run(request, context),
            Describe = ListJobs.Describe,
        },
        new Operation<ShowJobRequest, ShowJobResult>("jobs/show", typeof(ShowJob), JobsJson.Default.ShowJobRequest, JobsJson.Default.ShowJobResult)
        {
            Kind = OperationKind.Reads,
            IsScoped = true,
            Perform = (request, context, _) => ShowJob.Run(request, context),
            Describe = ShowJob.Describe,
        },
        new Operation<CancelJobRequest, CancelJobResult>("jobs/cancel", typeof(CancelJob), JobsJson.Default.CancelJobRequest, JobsJson.Default.CancelJobResult)
        {
            Kind = OperationKind.Changes,
            IsScoped = true,
            Perform = CancelJob.Run,
            Describe = CancelJob.Describe,
        },
    ];

    /// <summary>Uses the jobs of a workspace, and the business's time zone to tell their times in.</summary>
    public static T Using<T>(string workspace, OperationContext context, Func<JobTable, TimeZoneInfo, T> use)
    {
        ArgumentNullException.ThrowIfNull(context);
        var loaded = WorkspaceFiles.Load(workspace, null);
        var checkedOne = loaded.Workspace ?? throw new HoldfastException(LoadedWorkspace.Describe(loaded.Faults));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(checkedOne.Business.TimeZone);
        if (context.Records is { } open) return use(new JobTable(open, context.Clock), zone);
        using var records = checkedOne.OpenRecords();
        return use(new JobTable(records, context.Clock), zone);
    }

    /// <summary>A job that is seen; of one that is not seen it is not told that it is there.</summary>
    /// <exception cref="HoldfastException">There is none.</exception>
    public static Job Seen(JobTable jobs, string id, JobSight sight) => jobs.Find(id) is { } job && sight.Sees(job) ? job : throw Missing(id);

    static HoldfastException Missing(string id) => HoldfastException.OfRequest($"There is no job '{id}'; `holdfast jobs list` shows those there are.");
}

/// <summary>JSON of the operations on jobs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(WordEnum<JobState>)])]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(ListJobsRequest))]
[JsonSerializable(typeof(ListJobsResult))]
[JsonSerializable(typeof(ShowJobRequest))]
[JsonSerializable(typeof(ShowJobResult))]
[JsonSerializable(typeof(CancelJobRequest))]
[JsonSerializable(typeof(CancelJobResult))]
public sealed partial class JobsJson : JsonSerializerContext;
