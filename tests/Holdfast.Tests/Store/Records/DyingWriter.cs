using System.Globalization;
using Holdfast.Operations.Jobs;
using Holdfast.Store.Records;

namespace Holdfast.Tests.Store.Records;

/// <summary>
/// A process that writes to the records and performs jobs as fast as it can until it is killed. It says on standard output what was
/// acknowledged to it, a line each: <c>W id</c> a row written, <c>E key job</c> a job asked for, <c>D job</c> a job done.
/// </summary>
static class DyingWriter
{
    public const int Writers = 6;

    // From life to life more time has passed than a lease lasts, so that jobs of the dead are taken up again.
    static readonly TimeSpan BetweenLives = 2 * JobTable.LeaseLength;

    public static TimeProvider ClockOf(int life) => new LaterClock(BetweenLives * life);

    public static async Task Run(string file, string connection, string life)
    {
        Say("ready");
        var number = int.Parse(life, CultureInfo.InvariantCulture);
        using var records = RecordsDatabase.Open(connection == "-" ? null : connection, file);
        var jobs = new JobTable(records, ClockOf(number));
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(records, number, writer))),
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(() => Ask(jobs, number))),
            .. Enumerable.Range(0, 2).Select(worker => Task.Run(() => Work(jobs, worker))),
        ]);
    }

    static async Task Write(RecordsDatabase records, int life, int writer)
    {
        for (var n = 0; ; n++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{life}-{writer}-{n}");
            await records.WriteAsync(
                tx =>
                {
                    tx.Execute($"INSERT INTO ledger (id, life) VALUES ({id}, {life})");
                    return tx.Execute($"UPDATE balance SET amount = amount + 1 WHERE writer = {writer}");
                },
                CancellationToken.None);
            Say($"W {id}");
        }
    }

    // Two ask for the same, as two servers with one schedule would.
    static void Ask(JobTable jobs, int life)
    {
        for (var n = 0; ; n++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"night {life}-{n}");
            var (job, _) = jobs.Enqueue(new NewJob { Kind = "run", Request = "{}", AskedBy = "schedule", OnceKey = key, AttemptLimit = 1000 }, CancellationToken.None);
            Say($"E {key} {job.Id}");
            Thread.Sleep(2);
        }
    }

    static void Work(JobTable jobs, int worker)
    {
        while (true)
        {
            if (jobs.Lease($"worker {worker}", CancellationToken.None) is not { } lease) continue;
            Thread.Sleep(1);
            if (jobs.Succeed(lease, "{}", tx => Leave(tx, lease.Job), CancellationToken.None)) Say($"D {lease.Job.Id}");
        }
    }

    /// <summary>What a job leaves behind: no key forbids that it is left twice.</summary>
    public static void Leave(RecordsTransaction tx, Job job) => tx.Execute($"INSERT INTO left_behind (job) VALUES ({job.Id})");

    static void Say(string line)
    {
        lock (Console.Out) Console.Out.Write(line + "\n");
    }

    sealed class LaterClock(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + later;
    }
}
