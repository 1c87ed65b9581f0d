using Holdfast.Store;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

public class LeaseTests
{
    static readonly WarehouseSettings KeepNothing = new() { KeepVersions = TimeSpan.Zero };

    [Fact]
    public void Files_a_reader_holds_stay_until_it_ends_however_old_they_are()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        var reader = folder.Open();
        var files = folder.Files();
        folder.Load(Bank.Sql(5, 9));
        folder.Age();
        Assert.Equal(1, Warehouse.Open(folder.Path, KeepNothing).Compact(CancellationToken.None).Removed.Manifests);
        Assert.False(File.Exists(folder.File("manifests/1.json")));
        Assert.Equal(files, folder.Files().Intersect(files));
        Assert.Equal(25, reader.Histories(CancellationToken.None).Sum(h => h.Events.Length));

        reader.Dispose();
        Warehouse.Open(folder.Path, KeepNothing).Compact(CancellationToken.None);
        Assert.DoesNotContain(folder.Files(), file => file.StartsWith("000001-event", StringComparison.Ordinal));
        Assert.Equal(45, folder.Open().Histories(CancellationToken.None).Sum(h => h.Events.Length));
    }

    [Fact]
    public void The_lease_of_a_dead_process_holds_nothing_and_is_removed()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5), KeepNothing);
        byte[] lease;
        using (folder.Open()) lease = File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder.File("leases"))));
        Assert.Empty(Directory.GetFiles(folder.File("leases")));

        // What a killed reader leaves: its lease without its lock.
        File.WriteAllBytes(folder.File("leases/1-77-0-1.lease"), lease);
        folder.Load(Bank.Sql(5, 9), KeepNothing);
        folder.Age();
        Warehouse.Open(folder.Path, KeepNothing).Compact(CancellationToken.None);
        Assert.Empty(Directory.GetFiles(folder.File("leases")));
        Assert.DoesNotContain(folder.Files(), file => file.StartsWith("000001-event", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_may_not_write_reads_without_a_lease()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        var refusing = new WarehouseSettings { Disk = new Disk((_, path) => throw new UnauthorizedAccessException($"Access to {path} is denied.")) };
        using var reader = Warehouse.Open(folder.Path, refusing).Current();
        Assert.Equal(25, reader.Histories(CancellationToken.None).Sum(h => h.Events.Length));
        Assert.DoesNotContain(Directory.GetFiles(folder.File("leases")), file => file.EndsWith(".lease", StringComparison.Ordinal));
    }

    [Fact]
    public void Versions_are_kept_for_the_time_asked_and_can_be_read_until_then()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        folder.Load(Bank.Sql(5, 9));
        folder.Load(Bank.Sql(5, 20));
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        File.SetLastWriteTimeUtc(folder.File("manifests/2.json"), now.AddDays(-31));
        File.SetLastWriteTimeUtc(folder.File("manifests/3.json"), now.AddDays(-29));
        Assert.Equal([25, 45, 100], new[] { 1L, 2, 3 }.Select(number => Events(number)));
        Assert.Equal(1, Warehouse.Open(folder.Path).Compact(CancellationToken.None).Removed.Manifests);
        Assert.Equal([2L, 3], Warehouse.Open(folder.Path).Versions);
        Assert.Null(Warehouse.Open(folder.Path).At(1));
        Assert.Equal([45, 100], new[] { 2L, 3 }.Select(number => Events(number)));

        int Events(long number)
        {
            using var facts = Warehouse.Open(folder.Path).At(number)!;
            return facts.Histories(CancellationToken.None).Sum(h => h.Events.Length);
        }
    }

    [Fact]
    public void Nothing_is_removed_while_a_manifest_is_damaged()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5), KeepNothing);
        folder.Load(Bank.Sql(5, 9), KeepNothing);
        File.WriteAllText(folder.File("manifests/1.json"), "torn");
        folder.Age();
        Assert.Equal(Removed.Nothing, Warehouse.Open(folder.Path, KeepNothing).Compact(CancellationToken.None).Removed);
        Assert.Contains(Warehouse.Open(folder.Path).Check(CancellationToken.None).Faults, fault => fault.Contains("manifests/1.json is damaged", StringComparison.Ordinal));
    }
}
