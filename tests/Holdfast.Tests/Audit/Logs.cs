using System.Globalization;
using Holdfast.Store;
using Holdfast.Store.Audit;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Audit;

/// <summary>Small logs in one line.</summary>
static class Logs
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static AuditLog Log(this TempFolder folder, Action<DiskStep, string>? before = null, long segment = 64 << 20) =>
        AuditLog.Open(folder.File("audit"), new AuditSettings { Disk = new Disk(before), SegmentLength = segment });

    public static AuditEntry Entry(int i) => new()
    {
        At = Start.AddSeconds(i),
        Actor = i % 3 == 0 ? "command-line:root" : "account:a" + i % 5,
        Operation = i % 2 == 0 ? "store/history" : "run",
        Outcome = "done",
        Person = i % 2 == 0 ? string.Create(CultureInfo.InvariantCulture, $"C-{i % 7}") : null,
        Request = string.Create(CultureInfo.InvariantCulture, $"r{i}"),
    };

    public static void Append(this AuditLog log, int from, int count)
    {
        for (var i = from; i < from + count; i++) log.Append(Entry(i));
    }

    public static AuditVerdict Verify(this TempFolder folder, params string[] checkpoints)
    {
        using var log = folder.Log();
        return log.Verify(null, checkpoints, CancellationToken.None);
    }

    public static IReadOnlyList<string?> Requests(this TempFolder folder)
    {
        using var log = folder.Log();
        return [.. log.Read().Where(record => record.Operation != "audit/heal").Select(record => record.Request)];
    }
}
