namespace Holdfast.Operations.Jobs;

/// <summary>Tells the records, beat by beat, that a job's worker is alive and how far it is, and hears whether it is to stop.</summary>
sealed class Heart : IProgress<StageProgress>, IDisposable
{
    readonly JobTable _jobs;
    readonly JobLease _lease;
    readonly JobWorkerSettings _settings;
    readonly CancellationTokenSource _cancel;
    readonly CancellationTokenSource _stopped = new();
    readonly Thread _thread;
    readonly TimeProvider _clock;
    StageProgress _progress = new("", 0, "starting");

    public Heart(JobTable jobs, JobLease lease, JobWorkerSettings settings, TimeProvider clock, CancellationToken stop)
    {
        (_jobs, _lease, _settings, _clock) = (jobs, lease, settings, clock);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _thread = new Thread(Loop) { IsBackground = true, Name = $"heart of job {lease.Job.Id}" };
        _thread.Start();
    }

    /// <summary>Cancelled where the job is to stop, for whatever reason.</summary>
    public CancellationToken Cancel => _cancel.Token;

    /// <summary>Whether somebody asked to cancel the job.</summary>
    public bool IsCancelAsked { get; private set; }

    /// <summary>Whether another worker has the job.</summary>
    public bool IsLost { get; private set; }

    /// <summary>How far the job is.</summary>
    public StageProgress Progress => Volatile.Read(ref _progress);

    public void Report(StageProgress value)
    {
        Volatile.Write(ref _progress, value);
        _settings.Told?.Invoke(_lease.Job, value);
    }

    /// <summary>Stops beating and waits for the last beat.</summary>
    public void Stop()
    {
        _stopped.Cancel();
        _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _cancel.Dispose();
        _stopped.Dispose();
    }

    void Loop()
    {
        var heard = _clock.GetTimestamp();
        while (!_stopped.Token.WaitHandle.WaitOne(_settings.Beat))
        {
            try
            {
                var standing = _jobs.Beat(_lease, Progress, CancellationToken.None);
                heard = _clock.GetTimestamp();
                IsLost = standing == LeaseStanding.Lost;
                IsCancelAsked = standing == LeaseStanding.CancelAsked;
            }
            catch (Exception unheard) when (unheard is not OutOfMemoryException)
            {
                // Whatever it was that kept the beat from being heard: after so long, the job may be another's.
                IsLost = _clock.GetElapsedTime(heard) > JobTable.LeaseLength;
            }

            if (IsLost || IsCancelAsked) _cancel.Cancel();
        }
    }
}
