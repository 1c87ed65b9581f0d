using System.Globalization;
using Holdfast.Store.Records;

namespace Holdfast.Operations.Jobs;

/// <summary>
/// The jobs of a workspace, in its records: asked for, leased to workers, ended. Every change is one statement that names the state it
/// changes, or follows a lock on the row, so none needs to be alone.
/// </summary>
/// <param name="records">The records.</param>
/// <param name="clock">The clock; that of all programs that share the records must agree to a few seconds.</param>
public sealed class JobTable(RecordsDatabase records, TimeProvider clock)
{
    /// <summary>How long a worker that is not heard of keeps its job.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(1);

    static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);

    /// <summary>Asks for a job. Where one with the same <see cref="NewJob.OnceKey"/> was asked for before, that one is given.</summary>
    /// <returns>The job, and whether it is new.</returns>
    public (Job Job, bool IsNew) Enqueue(NewJob job, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfLessThan(job.AttemptLimit, 1);
        var now = clock.GetUtcNow();
        return records.Write(
            Isolation.Statements,
            tx =>
            {
                var added = tx.Find($"""
                    INSERT INTO job (kind, request, once_key, asked_by, account, request_id, state, due_at, asked_at, attempts, attempt_limit, lease, cancel_asked, stage, done, doing)
                    VALUES ({job.Kind}, {job.Request}, {job.OnceKey}, {job.AskedBy}, {job.Account}, {job.RequestId}, {JobState.Waiting}, {job.DueAt ?? now}, {now}, 0, {job.AttemptLimit}, 0, 0, '', 0, '')
                    ON CONFLICT (once_key) DO NOTHING RETURNING *
                    """, Job.Of);
                return added is null ? (tx.One($"SELECT * FROM job WHERE once_key = {job.OnceKey}", Job.Of), false) : (added, true);
            },
            cancel);
    }

    /// <summary>A job by its id; null where there is none.</summary>
    public Job? Find(string id) => Number(id) is { } number ? records.Read(tx => tx.Find($"SELECT * FROM job WHERE number = {number}", Job.Of)) : null;

    /// <summary>Jobs, newest first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="before">Only those asked for before the job of this id, to read on; null from the newest.</param>
    /// <param name="of">Only those of this asker; null for everybody's.</param>
    public IReadOnlyList<Job> List(JobState? state, int limit, string? before = null, JobAsker? of = null)
    {
        var first = before is null ? long.MaxValue : Number(before) ?? 0;
        var only = state is { } asked ? StatementPart.Of($" AND state = {asked}") : StatementPart.None;
        var whose = of is null ? StatementPart.None : StatementPart.Of($" AND account = {of.Account}");
        var key = of?.AskedBy is { } asker ? StatementPart.Of($" AND asked_by = {asker}") : StatementPart.None;
        return records.Read(tx => tx.List($"SELECT * FROM job WHERE number < {first}{only}{whose}{key} ORDER BY number DESC LIMIT {limit}", Job.Of));
    }

    /// <summary>How many jobs of an account wait or are at work.</summary>
    public long CountOpen(long account) =>
        records.Read(tx => tx.One($"SELECT count(*) AS n FROM job WHERE account = {account} AND state IN ('waiting', 'running')", row => row.Whole("n")));

    /// <summary>Cancels a job: at once where it waits, else its worker is asked to stop. One that has ended stays as it is.</summary>
    /// <returns>The job afterwards; null where there is none.</returns>
    public Job? Cancel(string id, CancellationToken cancel)
    {
        if (Number(id) is not { } number) return null;
        var now = clock.GetUtcNow();
        return records.Write(
            Isolation.Statements,
            tx =>
            {
                tx.Execute($"""
                    UPDATE job SET cancel_asked = 1, ended_at = CASE state WHEN 'waiting' THEN {now} END, doing = CASE state WHEN 'waiting' THEN '' ELSE doing END,
                      state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END
                    WHERE number = {number} AND state IN ('waiting', 'running')
                    """);
                return tx.Find($"SELECT * FROM job WHERE number = {number}", Job.Of);
            },
            cancel);
    }

    /// <summary>Takes the job that has been due longest, among them those whose worker is taken for dead.</summary>
    /// <param name="worker">Name of who takes it, such as machine and process.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>The lease; null where no job is due.</returns>
    public JobLease? Lease(string worker, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return records.Write(Isolation.Statements, tx => Lease(tx, worker, now), cancel);
    }

    /// <summary>Tells that the worker is alive and how far it is.</summary>
    public LeaseStanding Beat(JobLease lease, StageProgress progress, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return records.Write(
            Isolation.Statements,
            tx => tx.List($"""
                UPDATE job SET due_at = {now + LeaseLength}, stage = {progress.Stage}, done = {progress.Done}, doing = {progress.Doing}
                WHERE {Held(lease)} RETURNING cancel_asked
                """, row => row.Flag("cancel_asked")) switch
            {
                [] => LeaseStanding.Lost,
                [var asked, ..] => asked ? LeaseStanding.CancelAsked : LeaseStanding.Held,
            },
            cancel);
    }

    /// <summary>Ends a job well. What the job leaves in the records may be written in the same transaction: then it happens exactly once.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="result">Its result, as JSON.</param>
    /// <param name="leaves">Writes what it leaves in the records; null for nothing.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>False where the lease was lost: another worker has the job, and nothing was written.</returns>
    public bool Succeed(JobLease lease, string result, Action<RecordsTransaction>? leaves, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return records.Write(
            Isolation.Statements,
            tx =>
            {
                var ended = tx.Execute($"UPDATE job SET state = {JobState.Succeeded}, ended_at = {now}, result = {result}, fault = {(string?)null}, done = 1, doing = '' WHERE {Held(lease)}") == 1;
                if (ended) leaves?.Invoke(tx);
                return ended;
            },
            cancel);
    }

    /// <summary>Ends an attempt badly: the job waits for the next one, twice as long each time up to an hour, or has failed for good.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="fault">Why, in a sentence.</param>
    /// <param name="again">Whether another attempt may help.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>False where the lease was lost.</returns>
    public bool Fail(JobLease lease, string fault, bool again, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var pause = FirstRetry * Math.Pow(2, Math.Min(20, lease.Job.Attempts - 1));
        return again && lease.Job.Attempts < lease.Job.AttemptLimit
            ? Change(lease, $"state = {JobState.Waiting}, due_at = {now + (pause < LongestRetry ? pause : LongestRetry)}, fault = {fault}, doing = 'waits for another attempt'", cancel)
            : Change(lease, $"state = {JobState.Failed}, ended_at = {now}, fault = {fault}, doing = ''", cancel);
    }

    /// <summary>Gives a job back unharmed, to be taken again later; it does not count as an attempt.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="pause">Not before this has passed.</param>
    /// <param name="why">What it waits for, in a few words.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>False where the lease was lost.</returns>
    public bool GiveBack(JobLease lease, TimeSpan pause, string why, CancellationToken cancel) =>
        Change(lease, $"state = {JobState.Waiting}, due_at = {clock.GetUtcNow() + pause}, attempts = attempts - 1, doing = {why}", cancel);

    /// <summary>Ends a job that was asked to be cancelled.</summary>
    /// <returns>False where the lease was lost.</returns>
    public bool Cancelled(JobLease lease, CancellationToken cancel) =>
        Change(lease, $"state = {JobState.Cancelled}, ended_at = {clock.GetUtcNow()}, doing = ''", cancel);

    static JobLease? Lease(RecordsTransaction tx, string worker, DateTimeOffset now)
    {
        while (tx.Find($"SELECT * FROM job WHERE state IN ('waiting', 'running') AND due_at <= {now} ORDER BY due_at, number LIMIT 1{tx.ForUpdateSkipLocked}", Job.Of) is { } due)
        {
            var number = Number(due.Id)!.Value;
            if (due is { State: JobState.Running } && (due.CancelAsked || due.Attempts >= due.AttemptLimit))
            {
                var (state, fault) = due.CancelAsked ? (JobState.Cancelled, null) : (JobState.Failed, $"The program ended while it was at work, at each of {due.Attempts} attempts.");
                tx.Execute($"UPDATE job SET state = {state}, ended_at = {now}, fault = {fault}, doing = '' WHERE number = {number}");
                continue;
            }

            var lease = tx.One($"""
                UPDATE job SET state = {JobState.Running}, due_at = {now + LeaseLength}, started_at = coalesce(started_at, {now}), worker = {worker},
                  attempts = attempts + 1, lease = lease + 1, stage = '', done = 0, doing = 'starting'
                WHERE number = {number} RETURNING *
                """, row => (Job: Job.Of(row), Number: row.Whole("lease")));
            return new JobLease(lease.Job, lease.Number);
        }

        return null;
    }

    bool Change(JobLease lease, Statement change, CancellationToken cancel) =>
        records.Write(Isolation.Statements, tx => tx.Execute($"UPDATE job SET {StatementPart.Of(change)} WHERE {Held(lease)}") == 1, cancel);

    // Each lease of a job has the next number, so who lost it can change nothing.
    static StatementPart Held(JobLease lease) => StatementPart.Of($"number = {Number(lease.Job.Id)} AND lease = {lease.Number} AND state = {JobState.Running}");

    static long? Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Who asked for jobs.</summary>
/// <param name="Account">Number of the account.</param>
/// <param name="AskedBy">Id of the key by which it was asked; null for whatever the account asked.</param>
public sealed record JobAsker(long Account, string? AskedBy);

/// <summary>A worker's claim on a job, until it ends it or is not heard of for <see cref="JobTable.LeaseLength"/>.</summary>
/// <param name="Job">The job as it was taken.</param>
/// <param name="Number">Which lease of the job it is.</param>
public sealed record JobLease(Job Job, long Number);

/// <summary>What a worker that tells of itself hears.</summary>
public enum LeaseStanding
{
    /// <summary>Go on.</summary>
    Held,

    /// <summary>Somebody asked to cancel the job.</summary>
    CancelAsked,

    /// <summary>Another has the job: stop, and write nothing.</summary>
    Lost,
}
