using System.Text.Json.Nodes;
using Holdfast.Operations.People;

namespace Holdfast.Operations.Jobs;

/// <summary>Jobs whose kind is the path of an operation of the catalogue.</summary>
public static class CatalogJobs
{
    /// <summary>What performs them.</summary>
    /// <param name="context">What the operations may use; progress is the job's, and who asked for the job is who acts.</param>
    /// <param name="asker">Who asked for a job of an account, as they are now; null where they are no more. Null where no job is of an account.</param>
    public static PerformJob Performed(OperationContext context, Func<Job, Caller?>? asker = null) => (job, progress, cancel) =>
    {
        var operation = Catalog.All.FirstOrDefault(known => known.Path == job.Kind)
            ?? throw HoldfastException.OfRequest($"There is no operation '{job.Kind}'; this program is older than the one that asked for the job.");
        var caller = job.Account is null ? null : asker?.Invoke(job);
        // Who lost their account, role or key while the job waited must not be obeyed any more.
        if (job.Account is not null && caller?.May(operation) != true) throw HoldfastException.OfRequest($"Who asked for it may no longer use {job.Kind}.");
        var used = context with { Progress = progress, Actor = job.AskedBy, RequestId = job.RequestId, Caller = caller, Scope = caller?.Scope ?? context.Scope };
        return operation.Run(JsonNode.Parse(job.Request)!.AsObject(), used, cancel).Json.ToJsonString();
    };
}
