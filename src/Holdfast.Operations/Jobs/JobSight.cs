using Holdfast.Operations.People;

namespace Holdfast.Operations.Jobs;

/// <summary>
/// Which jobs somebody sees and may stop. Everybody sees their own; a key only those it asked for itself. How others' jobs stand is seen,
/// and stopped, by roles of <see cref="Permissions"/>; what was asked and answered only by who may ask for the same.
/// </summary>
/// <param name="Caller">Who looks; null at the command line, where everything is seen.</param>
public sealed record JobSight(Caller? Caller)
{
    /// <summary>The only jobs that are seen; null for all.</summary>
    public JobAsker? Only => Caller is null || SeesOthers ? null : new JobAsker(Caller.Account.Number, Caller.Key is null ? null : Caller.Id);

    bool SeesOthers => Caller is { Scope.IsEverything: true } && Caller.May(Permissions.OthersJobs);

    /// <summary>Whether a job is seen.</summary>
    public bool Sees(Job job) => Caller is null || IsOwn(job) || SeesOthers;

    /// <summary>Whether a job may be stopped.</summary>
    public bool MayCancel(Job job) => Caller is null || IsOwn(job) || (Caller.Scope.IsEverything && Caller.May(Permissions.CancelOthersJobs));

    /// <summary>Whether what was asked and answered is seen.</summary>
    public bool SeesContent(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Caller is null || IsOwn(job) || (Sees(job) && Catalog.All.FirstOrDefault(operation => operation.Path == job.Kind) is { } operation && Caller.May(operation));
    }

    bool IsOwn(Job job) => Caller is not null && job.Account == Caller.Account.Number && (Caller.Key is null || job.AskedBy == Caller.Id);
}
