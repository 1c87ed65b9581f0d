using System.Diagnostics;
using System.Globalization;
using Holdfast.Store.Records;

namespace Holdfast.Bench;

/// <summary>Small units of work (a row added, a balance changed) that each writer waits for before the next, for five seconds.</summary>
static class RecordsBench
{
    const int Accounts = 10_000;
    static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    public static Figure Run(string writers, string? connection)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            using var records = RecordsDatabase.Open(connection, Path.Combine(folder, "records.db"));
            Prepare(records);
            var watch = new Stopwatch();
            var (done, seconds) = Figure.Of(() =>
            {
                watch.Start();
                var all = Task.WhenAll(Enumerable.Range(0, int.Parse(writers, CultureInfo.InvariantCulture)).Select(writer => Write(records, writer, watch))).GetAwaiter().GetResult();
                watch.Stop();
                return all.Sum();
            });
            var (rows, sum) = records.Read(tx => (tx.One($"SELECT count(*) AS n FROM ledger", row => row.Whole("n")), tx.One($"SELECT sum(amount) AS n FROM balance", row => row.Whole("n"))));
            return new Figure(
                $"durable units of work on {records.Dialect}, {writers} writers", seconds, FormattableString.Invariant($"{done / watch.Elapsed.TotalSeconds:0} a second by the clock"),
                "none set", rows == done && sum == done, $"{rows} rows kept of {done} acknowledged");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Prepare(RecordsDatabase records) => records.Write(
        tx =>
        {
            tx.Execute($"DROP TABLE IF EXISTS ledger");
            tx.Execute($"DROP TABLE IF EXISTS balance");
            tx.Execute($"CREATE TABLE ledger (id text PRIMARY KEY, account bigint NOT NULL)");
            tx.Execute($"CREATE TABLE balance (account bigint PRIMARY KEY, amount bigint NOT NULL)");
            for (var account = 0; account < Accounts; account++) tx.Execute($"INSERT INTO balance (account, amount) VALUES ({account}, 0)");
            return 0;
        },
        CancellationToken.None);

    static async Task<long> Write(RecordsDatabase records, int writer, Stopwatch watch)
    {
        await Task.Yield();
        long done = 0;
        for (; watch.Elapsed < Length; done++)
        {
            var (id, account) = (string.Create(CultureInfo.InvariantCulture, $"{writer}-{done}"), ((writer * 7919) + (done * 104_729)) % Accounts);
            await records.WriteAsync(
                tx =>
                {
                    tx.Execute($"UPDATE balance SET amount = amount + 1 WHERE account = {account}");
                    return tx.Execute($"INSERT INTO ledger (id, account) VALUES ({id}, {account})");
                },
                CancellationToken.None);
        }

        return done;
    }
}
