using System.Text.Json.Nodes;

namespace Holdfast.Operations.Jobs;

/// <summary>Jobs whose kind is the path of an operation of the catalogue.</summary>
public static class CatalogJobs
{
    /// <summary>What performs them.</summary>
    /// <param name="context">What the operations may use; progress is the job's, and who asked for the job is who acts.</param>
    public static PerformJob Performed(OperationContext context) => (job, progress, cancel) =>
    {
        var operation = Catalog.All.FirstOrDefault(known => known.Path == job.Kind)
            ?? throw HoldfastException.OfRequest($"There is no operation '{job.Kind}'; this program is older than the one that asked for the job.");
        return operation.Run(JsonNode.Parse(job.Request)!.AsObject(), context with { Progress = progress, Actor = job.AskedBy }, cancel).Json.ToJsonString();
    };
}
