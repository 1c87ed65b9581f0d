using Holdfast.Store;
using Holdfast.Store.Audit;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Audit;

/// <summary>Makes the k-th step on the disk fail, for every k, alone and for good.</summary>
public class DiskFaultTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_acknowledged_is_lost_nothing_is_doubled_and_the_log_goes_on(bool forGood)
    {
        var steps = new List<DiskStep>();
        using (var undisturbed = new TempFolder())
        using (var log = undisturbed.Log((step, _) => steps.Add(step), segment: 2000)) Perform(log);
        Assert.True(steps.Count > 60, $"{steps.Count} steps");
        for (var k = 0; k < steps.Count; k++)
        {
            using var folder = new TempFolder();
            var (count, fails) = (0, true);
            using var log = folder.Log((_, path) =>
            {
                if (fails && (forGood ? count++ >= k : count++ == k)) throw new IOException($"The disk refuses step {k} at {path}.");
            }, segment: 2000);
            var acknowledged = Perform(log);
            fails = false;
            log.Append(100, 1);
            AssertWhole(folder, [.. acknowledged, 100], $"step {k}, {steps[k]}, the same process");
            using (var next = folder.Log()) next.Append(101, 1);
            AssertWhole(folder, [.. acknowledged, 100, 101], $"step {k}, {steps[k]}, the next process");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_process_that_dies_at_any_step_is_healed_by_the_next_one(bool isTorn)
    {
        for (var k = 0; k < 80; k++)
        {
            using var folder = new TempFolder();
            var count = 0;
            using var log = folder.Log((_, _) =>
            {
                if (count++ >= k) throw new IOException("Dead.");
            }, segment: 2000);
            var acknowledged = Perform(log);
            if (isTorn) Tear(folder, k);
            using (var next = folder.Log()) next.Append(100, 1);
            AssertWhole(folder, [.. acknowledged, 100], $"step {k}");
        }
    }

    [Fact]
    public void An_erasure_that_fails_at_any_step_is_finished_by_repeating_it()
    {
        for (var k = 0; k < 4; k++)
        {
            using var folder = new TempFolder();
            var (count, fails) = (0, false);
            using var log = folder.Log((_, _) =>
            {
                if (fails && count++ == k) throw new IOException("The disk refuses.");
            });
            log.Append(0, 14);
            fails = true;
            var failed = Record.Exception(() => log.ErasePerson("C-2"));
            fails = false;
            if (failed is not null) log.ErasePerson("C-2");
            Assert.Null(log.MarkOf("C-2"));
            Assert.DoesNotContain("C-2", File.ReadAllText(folder.File("audit/people")), StringComparison.Ordinal);
            Assert.NotNull(log.MarkOf("C-4"));
            log.Append(14, 2);
            Assert.Empty(folder.Verify().Faults);
        }
    }

    static List<int> Perform(AuditLog log)
    {
        var acknowledged = new List<int>();
        for (var i = 0; i < 16; i += 2)
        {
            var batch = new[] { i, i + 1 }.Select(k => (k, Task: Task.Run(() => log.Append(Logs.Entry(k))))).ToList();
            foreach (var (k, task) in batch)
            {
                if (Record.Exception(() => task.GetAwaiter().GetResult()) is null) acknowledged.Add(k);
            }
        }

        return acknowledged;
    }

    // What a power cut may leave behind the newest checkpoint: a piece of a record, or of a page that was never written.
    static void Tear(TempFolder folder, int k)
    {
        var segments = Directory.Exists(folder.File("audit")) ? Directory.GetFiles(folder.File("audit"), "*.log") : [];
        if (segments.Length == 0) return;
        var torn = Frame.Of("{\"n\":1,\"at\":\"2026-03-01T08:00:00.000000Z\""u8);
        File.AppendAllText(segments.Max()!, k % 2 == 0 ? new string('\0', 50) : System.Text.Encoding.UTF8.GetString(torn)[..(5 + (k % 40))]);
    }

    // What was not acknowledged may be there; what was is, once, and all verifies.
    static void AssertWhole(TempFolder folder, IReadOnlyList<int> acknowledged, string where)
    {
        var there = folder.Requests();
        Assert.True(there.Count == there.Distinct().Count(), $"{where}: doubled: {string.Join(' ', there)}");
        Assert.True(acknowledged.All(i => there.Contains($"r{i}")), $"{where}: acknowledged {string.Join(' ', acknowledged)}, there {string.Join(' ', there)}");
        var verdict = folder.Verify();
        Assert.True(verdict.Faults.Count == 0, $"{where}: {string.Join(' ', verdict.Faults)}");
    }
}
