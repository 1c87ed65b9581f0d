using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

public class CompactionTests
{
    [Fact]
    public void Many_small_loads_leave_a_base_and_at_most_eight_deltas_and_compacting_gives_what_one_load_would_have_given()
    {
        using TempFolder one = new(), other = new();
        one.Load(Bank.Sql(8, 312));
        for (var part = 0; part < 12; part++)
        {
            other.Load(Bank.Sql(8, 301 + part));
            Assert.InRange(Deltas(other, part + 1), 0, LoadWriting.MostDeltas);
        }

        Assert.True(Deltas(other, 12) > 0);
        Assert.Equal(one.Open().InWords(), other.Open().InWords());
        var outcome = Warehouse.Open(other.Path).Compact(CancellationToken.None);
        Assert.True(outcome.Published);
        Assert.Equal(4, outcome.FilesAfter);
        Assert.Equal(one.Open().Fingerprint, other.Open().Fingerprint);
        Assert.False(Warehouse.Open(other.Path).Compact(CancellationToken.None).Published);
        Assert.Empty(Warehouse.Open(other.Path).Check(CancellationToken.None).Faults);
    }

    [Fact]
    public void Deltas_beyond_a_tenth_are_joined_with_their_base_when_loaded()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(10, 100));
        folder.Load(Bank.Sql(10, 109));
        Assert.Equal(1, Deltas(folder, 2));
        folder.Load(Bank.Sql(10, 112));
        Assert.Equal(0, Deltas(folder, 3));
    }

    [Fact]
    public void Histories_come_in_one_order_whatever_was_loaded_when_and_however_many_shards_there_are()
    {
        using TempFolder grown = new(), split = new();
        grown.Load(Bank.Sql(500, 2, firstCustomer: 100));
        grown.Load(Bank.Sql(100, 2));
        grown.Load(Bank.Sql(5, 2, firstCustomer: 600));
        split.Load(Bank.Sql(605, 700));
        Assert.Equal(2, split.Files().Count(file => file.Contains("-event-", StringComparison.Ordinal)));
        Assert.Equal(grown.Open().Histories(CancellationToken.None).Select(h => h.Customer), split.Open().Histories(CancellationToken.None).Select(h => h.Customer));
    }

    [Fact]
    public void A_customer_lies_in_the_shard_of_the_topmost_bits_of_the_hash()
    {
        // sha256("c1") begins with d0f6, as `printf c1 | sha256sum` says.
        Assert.Equal([0, 1, 3, 6, 0xd0f6 >> 8], new[] { 1, 2, 4, 8, 256 }.Select(shards => CustomerShard.Of("c1", shards)));
        Assert.Equal([1, 1, 2, 8, 8, 16, 64], new[] { 0L, 400_000, 400_001, 5_000_000, 16_000_000, 16_000_001, 100_000_000 }.Select(CustomerShard.CountFor));
    }

    static int Deltas(TempFolder folder, long manifest)
    {
        var kinds = File.ReadAllText(folder.File($"manifests/{manifest}.json")).Split("\"kind\": \"")[1..].Select(text => text.Split('"')[0]);
        return kinds.GroupBy(kind => kind).Max(files => files.Count()) - 1;
    }
}
