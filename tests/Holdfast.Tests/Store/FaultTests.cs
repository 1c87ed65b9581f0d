using Holdfast.Store;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

/// <summary>Makes the k-th step on the disk fail, for every k.</summary>
public class FaultTests
{
    static readonly bool Long = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes";

    static readonly string First = Small(0, 6);
    static readonly string Second = Small(0, 9) + Small(6, 7);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_first_load_whose_disk_fails_at_any_step_leaves_an_empty_or_a_whole_store(bool forGood) =>
        AssertWhole(forGood, _ => { }, (folder, settings) => folder.Load(First, settings));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_load_beside_others_whose_disk_fails_at_any_step_loses_and_doubles_nothing(bool forGood) =>
        AssertWhole(forGood, folder => folder.Load(First), (folder, settings) => folder.Load(Second, settings));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_compaction_with_garbage_whose_disk_fails_at_any_step_loses_and_doubles_nothing(bool forGood) =>
        AssertWhole(forGood, Grown, (folder, settings) => Warehouse.Open(folder.Path, settings).Compact(CancellationToken.None));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_erasure_whose_disk_fails_at_any_step_is_finished_by_repeating_it(bool forGood) =>
        AssertWhole(forGood, Grown, (folder, settings) => Warehouse.Open(folder.Path, settings).Erase("p1", CancellationToken.None));

    /// <summary>
    /// Runs an operation with the k-th step failing, alone or with every later one as when the process dies there, for every k: the store
    /// opens with the facts before or after, and repeating the operation gives the bytes of an undisturbed one.
    /// </summary>
    static void AssertWhole(bool forGood, Action<TempFolder> before, Action<TempFolder, WarehouseSettings> operation)
    {
        using var start = new TempFolder();
        before(start);
        using var undisturbed = start.Copy();
        var steps = new List<DiskStep>();
        operation(undisturbed, Settings((step, _) => steps.Add(step)));
        var (old, now) = (Seen(start), Seen(undisturbed));
        Assert.True(steps.Count > 10, $"{steps.Count} steps");

        // Every step, alone and for good; without --long every other step, the odd ones alone and the even ones for good.
        for (var k = Long || forGood ? 0 : 1; k < steps.Count; k += Long ? 1 : 2)
        {
            using var folder = start.Copy();
            var count = 0;
            var failed = Record.Exception(() => operation(folder, Settings((_, path) =>
            {
                if (forGood ? count++ >= k : count++ == k) throw new IOException($"The disk refuses step {k} at {path}.");
            })));
            Assert.True(failed is null or IOException, $"step {k}, {steps[k]}: {failed}");
            var seen = Seen(folder);
            Assert.True(failed is null ? seen == now : seen == now || seen == old, $"step {k}, {steps[k]}");
            var look = Long || k % 8 < 2;
            if (look) Assert.Empty(Warehouse.Open(folder.Path).Check(CancellationToken.None).Faults);
            operation(folder, Settings((_, _) => { }));
            Assert.True(Seen(folder) == now, $"step {k}, {steps[k]}, repeated");
            if (look) Assert.Empty(Warehouse.Open(folder.Path).Check(CancellationToken.None).Faults);
        }
    }

    static WarehouseSettings Settings(Action<DiskStep, string> before) => new() { KeepVersions = TimeSpan.Zero, Disk = new Disk(before) };

    static string Seen(TempFolder folder)
    {
        using var facts = folder.Open();
        return facts.Fingerprint;
    }

    static void Grown(TempFolder folder)
    {
        folder.Load(Small(0, 40));
        folder.Load(Small(0, 42));
        folder.Load(Small(0, 43));
        folder.Age();
    }

    static string Small(int from, int to) => $"""
        INSERT INTO staged_event(party, "at", event, kind, amount, source, "row")
        SELECT concat('p', c % 5), TIMESTAMP '2024-01-01' + INTERVAL (c) HOUR, concat('e', c), 'fee', c, 's', c FROM range({from}, {to}) t(c);
        """;
}
