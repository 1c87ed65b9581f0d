using System.Text.Json.Nodes;

namespace Holdfast.Operations.Jobs;

/// <summary>Jobs whose kind is the path of an operation of the catalogue.</summary>
public static class CatalogJobs
{
    /// <summary>What performs them.</summary>
    public static PerformJob Performed(TimeProvider clock) => (job, progress, cancel) =>
    {
        var operation = Catalog.All.FirstOrDefault(known => known.Path == job.Kind)
            ?? throw HoldfastException.OfRequest($"There is no operation '{job.Kind}'; this program is older than the one that asked for the job.");
        return operation.Run(JsonNode.Parse(job.Request)!.AsObject(), new OperationContext(progress, clock), cancel).Json.ToJsonString();
    };
}
