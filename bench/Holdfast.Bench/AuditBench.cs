using System.Diagnostics;
using System.Globalization;
using Holdfast.Store.Audit;

namespace Holdfast.Bench;

/// <summary>Appending records of looks at customers, each acknowledged after it is on the disk, by so many callers at once; then verifying all.</summary>
static class AuditBench
{
    const int Records = 20_000;

    public static Figure Append(string callersAtOnce)
    {
        var callers = int.Parse(callersAtOnce, CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            using var log = AuditLog.Open(folder);
            log.Append(Entry(0));
            var watch = Stopwatch.StartNew();
            var (_, seconds) = Figure.Of(() =>
            {
                Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Appending(log, caller, Records / callers))).GetAwaiter().GetResult();
                return 0;
            });
            var rate = Records / watch.Elapsed.TotalSeconds;
            var (verdict, verifying) = Figure.Of(() => log.Verify(null, [], CancellationToken.None));
            return new Figure(
                FormattableString.Invariant($"append {Records} audit records, {callers} callers at once"), seconds,
                FormattableString.Invariant($"{rate:0} a second on this disk, {seconds / Records * 1e6:0} microseconds of processor each; verified at {verdict.Records / verifying / 1e3:0} thousand records a second"),
                "a cost of 3 % of a read", verdict.Faults.Count == 0 && verdict.Events == (Records / callers * callers) + 1, $"{verdict.Events} events, {verdict.Faults.Count} faults");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task Appending(AuditLog log, int caller, int count)
    {
        await Task.Yield();
        for (var i = 0; i < count; i++) await log.AppendAsync(Entry((caller * count) + i));
    }

    static AuditEntry Entry(int i) => new()
    {
        At = DateTimeOffset.UnixEpoch.AddSeconds(i),
        Actor = "account:17",
        Operation = "store/history",
        Outcome = "done",
        Touched = "customer",
        Person = string.Create(CultureInfo.InvariantCulture, $"C-{i % 500}"),
        Request = string.Create(CultureInfo.InvariantCulture, $"{i:x8}"),
    };
}
