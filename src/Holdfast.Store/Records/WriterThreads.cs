using System.Collections.Concurrent;

namespace Holdfast.Store.Records;

/// <summary>
/// Threads for work that waits for a database, made as they are needed and kept: the thread pool would run dry of threads that all wait.
/// </summary>
sealed class WriterThreads(int most) : IDisposable
{
    readonly BlockingCollection<Action> _waiting = [];
    readonly List<Thread> _threads = [];
    readonly Lock _gate = new();
    int _idle;

    /// <summary>Runs work on one of the threads.</summary>
    public Task<T> Run<T>(Func<T> work, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_waiting.IsAddingCompleted, this);
        var task = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(() => Complete(task, work, cancel), CancellationToken.None);
        if (Volatile.Read(ref _idle) == 0) Grow();
        return task.Task;
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        lock (_gate)
        {
            foreach (var thread in _threads) thread.Join();
        }

        _waiting.Dispose();
    }

    void Grow()
    {
        lock (_gate)
        {
            if (_threads.Count >= most) return;
            var thread = new Thread(Loop) { IsBackground = true, Name = "records writer" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    void Loop()
    {
        Interlocked.Increment(ref _idle);
        foreach (var work in _waiting.GetConsumingEnumerable())
        {
            Interlocked.Decrement(ref _idle);
            work();
            Interlocked.Increment(ref _idle);
        }
    }

    static void Complete<T>(TaskCompletionSource<T> task, Func<T> work, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            task.TrySetCanceled(cancel);
            return;
        }

        try
        {
            task.TrySetResult(work());
        }
        catch (OperationCanceledException stopped) when (stopped.CancellationToken == cancel)
        {
            task.TrySetCanceled(cancel);
        }
        catch (Exception fault)
        {
            task.TrySetException(fault);
        }
    }
}
