using System.Collections.Concurrent;
using Holdfast.Operations;
using Holdfast.Operations.Jobs;

namespace Holdfast.Server.Jobs;

/// <summary>How far the jobs of this program are, told at once; what other programs do is in the records, some seconds late.</summary>
sealed class JobNews
{
    readonly ConcurrentDictionary<string, StageProgress> _progress = new(StringComparer.Ordinal);
    TaskCompletionSource _changed = New();

    /// <summary>Done when anything has happened to any job of this program after it was asked for.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Takes news of a job.</summary>
    public void Tell(Job job, StageProgress progress)
    {
        _progress[job.Id] = progress;
        Interlocked.Exchange(ref _changed, New()).TrySetResult();
    }

    /// <summary>Forgets a job that this program is done with.</summary>
    public void End(Job job)
    {
        _progress.TryRemove(job.Id, out _);
        Interlocked.Exchange(ref _changed, New()).TrySetResult();
    }

    /// <summary>A job as the records have it, with newer progress where there is some.</summary>
    public Job With(Job job) => job.State == JobState.Running && _progress.TryGetValue(job.Id, out var at) ? job with { Stage = at.Stage, Done = at.Done, Doing = at.Doing } : job;

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
