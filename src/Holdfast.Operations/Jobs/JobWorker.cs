namespace Holdfast.Operations.Jobs;

/// <summary>Performs a job.</summary>
/// <param name="job">The job.</param>
/// <param name="progress">Told about progress.</param>
/// <param name="cancel">Cancelled where the job is to be cancelled, was lost to another worker, or the program stops.</param>
/// <returns>The result, as JSON.</returns>
/// <exception cref="HoldfastException">The world says no. Where it is busy, the job is tried again without counting the attempt.</exception>
public delegate string PerformJob(Job job, IProgress<StageProgress> progress, CancellationToken cancel);

/// <summary>How a worker works.</summary>
public sealed record JobWorkerSettings
{
    /// <summary>Name of the worker: machine and process.</summary>
    public string Name { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>How many jobs at once. Default 1: a run uses all cores by itself.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>How often to look for due jobs.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often to tell of oneself and one's progress; far below <see cref="JobTable.LeaseLength"/>.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait where something else of the workspace is in the way, such as a run from the command line.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a job may go on to its end when the program stops, before it is asked to stop. Default none.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>How long a job that is asked to stop is waited for when the program stops; then its lease runs out, and it counts as an attempt.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Told of a fault that should not be, with all it says.</summary>
    public Action<Job, Exception>? Bug { get; init; }

    /// <summary>Told at once, in this process only, of the progress of every job.</summary>
    public Action<Job, StageProgress>? Told { get; init; }

    /// <summary>Told at once, in this process only, that this worker is done with a job, however it ended.</summary>
    public Action<Job>? Ended { get; init; }
}

/// <summary>Takes due jobs and performs them until it is stopped; then it gives back what it has, to be taken up at the next start.</summary>
public sealed class JobWorker(JobTable jobs, PerformJob perform, JobWorkerSettings settings, TimeProvider clock)
{
    /// <summary>Works until it is stopped and what it had is given back.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var places = new SemaphoreSlim(settings.AtOnce);
        var stop = new CancellationTokenSource();
        await using var stopping = cancel.Register(() => stop.CancelAfter(settings.Grace));
        var running = new List<Task>();
        while (!cancel.IsCancellationRequested)
        {
            await places.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested) break;
            running.RemoveAll(task => task.IsCompleted);
            if (Lease(cancel) is { } lease)
            {
                running.Add(Task.Factory.StartNew(() => Perform(lease, places, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
                continue;
            }

            places.Release();
            await Task.Delay(settings.Poll, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(running).WaitAsync(settings.Grace + settings.Patience, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // The records may be away for a while: the next look may find them.
    JobLease? Lease(CancellationToken cancel)
    {
        try
        {
            return jobs.Lease(settings.Name, cancel);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    void Perform(JobLease lease, SemaphoreSlim places, CancellationToken stop)
    {
        using var heart = new Heart(jobs, lease, settings, clock, stop);
        try
        {
            var end = Attempt(lease, heart);
            heart.Stop();
            if (!heart.IsLost) end();
        }
        catch (IOException)
        {
            // The records are away: the lease runs out, and the job is taken up anew.
        }
        finally
        {
            settings.Ended?.Invoke(lease.Job);
            places.Release();
        }
    }

    // What is to be written at the end: it is begun only when nobody writes progress any more.
    Action Attempt(JobLease lease, Heart heart)
    {
        try
        {
            var result = perform(lease.Job, heart, heart.Cancel);
            return () => jobs.Succeed(lease, result, null, CancellationToken.None);
        }
        catch (OperationCanceledException) when (heart.Cancel.IsCancellationRequested)
        {
            return heart.IsCancelAsked
                ? () => jobs.Cancelled(lease, CancellationToken.None)
                : () => jobs.GiveBack(lease, TimeSpan.Zero, "waits for the program to start again", CancellationToken.None);
        }
        catch (HoldfastException busy) when (busy.IsBusy)
        {
            return () => jobs.GiveBack(lease, settings.Busy, "waits: " + busy.Message, CancellationToken.None);
        }
        catch (HoldfastException no)
        {
            return () => jobs.Fail(lease, no.Message, again: !no.IsOfRequest, CancellationToken.None);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            settings.Bug?.Invoke(lease.Job, bug);
            return () => jobs.Fail(lease, $"A bug of ours: {bug.Message} ({bug.GetType().Name})", again: true, CancellationToken.None);
        }
    }
}
