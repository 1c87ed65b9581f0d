using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Holdfast.Store.Records;

/// <summary>
/// The one thread that writes to the SQLite file. Units of work that wait together share one transaction and one wait for the disk;
/// each stands in a savepoint of its own, so that a failing one takes back only itself. Nobody hears of success before the commit.
/// </summary>
/// <remarks>There is no delay to gather units: those that arrive while the disk is busy make the next group.</remarks>
sealed class GroupCommit : IDisposable
{
    // Other processes wait while a group is open, so it is kept short.
    const int LargestGroup = 500;
    static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(50);

    [ThreadStatic]
    static bool _isWriter;

    readonly SqliteSession _session;
    readonly string _file;
    readonly BlockingCollection<WaitingUnit> _waiting = [];
    readonly Thread _thread;

    public GroupCommit(SqliteSession session, string file)
    {
        (_session, _file) = (session, file);
        _thread = new Thread(Loop) { IsBackground = true, Name = "records writer" };
        _thread.Start();
    }

    /// <summary>Puts a unit of work into the queue.</summary>
    public Task<T> Add<T>(Func<RecordsTransaction, T> work, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_isWriter) throw new InvalidOperationException("A unit of work starts no other one: it would wait for itself. Do both in one.");
        ObjectDisposedException.ThrowIf(_waiting.IsAddingCompleted, this);
        var unit = new WaitingUnit<T>(work, cancel);
        _waiting.Add(unit, CancellationToken.None);
        return unit.Answer;
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _session.Dispose();
        _waiting.Dispose();
    }

    void Loop()
    {
        _isWriter = true;
        foreach (var first in _waiting.GetConsumingEnumerable()) Commit(first);
    }

    void Commit(WaitingUnit first)
    {
        var group = new List<WaitingUnit>();
        try
        {
            _session.Script("BEGIN IMMEDIATE");
            var started = Stopwatch.GetTimestamp();
            for (var unit = first; unit is not null; unit = Next(group.Count, started))
            {
                if (Perform(unit)) group.Add(unit);
            }

            _session.Script("COMMIT");
        }
        catch (Exception fault) when (fault is SqliteException or RecordsException)
        {
            var told = fault is SqliteException sqlite ? new RecordsException(SqliteFaults.Sentence(sqlite, _file) ?? $"The records in {_file} cannot be written: {sqlite.Message}", sqlite) : fault;
            if (_session.InTransaction) _session.Script("ROLLBACK");
            first.Fail(told);
            foreach (var unit in group) unit.Fail(told);
            return;
        }

        foreach (var unit in group) unit.Succeed();
    }

    WaitingUnit? Next(int count, long started) =>
        count < LargestGroup && Stopwatch.GetElapsedTime(started) < LongestGroup && _waiting.TryTake(out var next) ? next : null;

    // True where the unit is to be acknowledged after the commit; false where it has been told that it failed.
    bool Perform(WaitingUnit unit)
    {
        if (unit.GivenUp()) return false;
        _session.Script("SAVEPOINT unit");
        var transaction = new RecordsTransaction(_session);
        try
        {
            unit.Run(transaction);
            _session.Script("RELEASE unit");
            return true;
        }
        catch (Exception fault)
        {
            // A full disk ends the whole transaction, and with it the units before this one.
            if (!_session.InTransaction) throw Lost(unit, fault);
            _session.Script("ROLLBACK TO unit");
            _session.Script("RELEASE unit");
            unit.Fail(fault is SqliteException sqlite && SqliteFaults.Sentence(sqlite, _file) is { } sentence ? new RecordsException(sentence, sqlite) : fault);
            return false;
        }
        finally
        {
            transaction.End();
        }
    }

    RecordsException Lost(WaitingUnit unit, Exception fault)
    {
        var told = new RecordsException((fault as SqliteException is { } sqlite ? SqliteFaults.Sentence(sqlite, _file) : null) ?? $"The records in {_file} cannot be written: {fault.Message}", fault);
        unit.Fail(told);
        return told;
    }

    abstract class WaitingUnit
    {
        public abstract bool GivenUp();

        public abstract void Run(RecordsTransaction transaction);

        public abstract void Succeed();

        public abstract void Fail(Exception fault);
    }

    sealed class WaitingUnit<T>(Func<RecordsTransaction, T> work, CancellationToken cancel) : WaitingUnit
    {
        readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? _result;

        public Task<T> Answer => _answer.Task;

        public override bool GivenUp() => cancel.IsCancellationRequested && _answer.TrySetCanceled(cancel);

        public override void Run(RecordsTransaction transaction) => _result = work(transaction);

        public override void Succeed() => _answer.TrySetResult(_result!);

        public override void Fail(Exception fault) => _answer.TrySetException(fault);
    }
}
