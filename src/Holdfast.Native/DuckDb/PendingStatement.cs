using System.Diagnostics;

namespace Holdfast.Native.DuckDb;

/// <summary>
/// Runs a prepared statement task by task. <c>duckdb_query</c> asks for the next task over and over while other threads do the last ones:
/// in a load of millions of rows that was a fifth of all processor time. Here who finds no task looks away for a moment.
/// </summary>
static unsafe class PendingStatement
{
    // DUCKDB_PENDING_ERROR.
    const int Failed = 2;

    // A task takes tens of microseconds and more; an answer that comes sooner says that there was none.
    static readonly long NoTask = Stopwatch.Frequency / 400_000;

    // Most statements are small and end while we look a few times; then a millisecond would be long.
    const int Looks = 50;

    /// <summary>Runs it to its end and drops its rows.</summary>
    /// <returns>Rows changed.</returns>
    /// <exception cref="DuckDbException">DuckDB refused; with its text.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static long Run(nint statement, CancellationToken cancel)
    {
        nint pending = 0;
        NativeResult result = default;
        try
        {
            if (DuckDbMethods.PendingPrepared(statement, &pending) != 0) throw DuckDbConnection.Fault(DuckDbMethods.PendingError(pending), cancel);
            if (Work(pending) == Failed) throw DuckDbConnection.Fault(DuckDbMethods.PendingError(pending), cancel);
            if (DuckDbMethods.ExecutePending(pending, &result) != 0) throw DuckDbConnection.Fault(DuckDbMethods.ResultError(&result), cancel);
            return (long)DuckDbMethods.RowsChanged(&result);
        }
        finally
        {
            DuckDbMethods.DestroyResult(&result);
            DuckDbMethods.DestroyPending(&pending);
        }
    }

    static int Work(nint pending)
    {
        for (var idle = 0; ;)
        {
            var asked = Stopwatch.GetTimestamp();
            var state = DuckDbMethods.PendingExecuteTask(pending);
            if (DuckDbMethods.PendingIsFinished(state) != 0) return state;
            idle = Stopwatch.GetTimestamp() - asked < NoTask ? idle + 1 : 0;
            if (idle > Looks) Thread.Sleep(1);
            else if (idle > 0) Thread.SpinWait(20);
        }
    }
}
