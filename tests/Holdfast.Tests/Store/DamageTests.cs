using System.Diagnostics;
using Holdfast.Native.DuckDb;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

/// <summary>Flipped bits, missing files, a full disk and a disk that takes no writes.</summary>
public class DamageTests
{
    [Fact]
    public void A_flipped_bit_anywhere_is_told_by_the_check_with_the_files_name()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(10, 100));
        folder.Load(Bank.Sql(10, 105));
        Assert.Empty(Faults(folder));
        var random = new Random(3);
        foreach (var file in Directory.GetFiles(folder.File("facts")).Concat(Directory.GetFiles(folder.File("manifests"))))
        {
            var whole = File.ReadAllBytes(file);
            for (var trial = 0; trial < 4; trial++)
            {
                var flipped = whole.ToArray();
                flipped[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(file, flipped);
                Assert.Contains(Faults(folder), fault => fault.Contains(file, StringComparison.Ordinal));
            }

            File.WriteAllBytes(file, whole);
        }

        Assert.Empty(Faults(folder));
    }

    [Fact]
    public void A_file_that_is_damaged_after_a_first_reading_is_told_by_the_next()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        Assert.Equal(5, folder.Open().Histories(CancellationToken.None).Count());
        var file = folder.File($"facts/{folder.Files().Single(name => name.Contains("-event-", StringComparison.Ordinal))}");
        var bytes = File.ReadAllBytes(file);
        bytes[^9] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => folder.Open().Find("c1")).Message, StringComparison.Ordinal);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => folder.Open().Export("event", folder.File("x.csv"), ExportFormat.Csv, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_that_stand_twice_or_without_a_customer_are_told_by_the_check()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        var whole = new WarehouseFolder(folder.Path, new WarehouseSettings());
        var manifest = whole.Current();
        var events = manifest.Files.Single(file => file.Kind == "event");
        whole.Replace(manifest with { Files = [.. manifest.Files, events] });
        Assert.Contains(Faults(folder), fault => fault.Contains("facts of kind event that stand twice", StringComparison.Ordinal));
        whole.Replace(manifest with { Files = [.. manifest.Files.Where(file => file.Kind != FactTable.Customers)] });
        Assert.Contains(Faults(folder), fault => fault.Contains("facts of kind event without a customer", StringComparison.Ordinal));
        whole.Replace(manifest with { Shards = 2 });
        Assert.Contains(Faults(folder), fault => fault.Contains("in a shard that is not theirs", StringComparison.Ordinal));
    }

    [WithMounts]
    public void A_full_disk_ends_a_load_with_an_error_and_leaves_the_facts()
    {
        using var folder = new TempFolder();
        using var small = new Mounted(folder.Path, "size=256k");
        folder.Load(Bank.Sql(5, 5));
        var before = folder.Open().Fingerprint;
        var fault = Record.Exception(() => folder.Load(Bank.Sql(200, 900)));
        Assert.True(fault is IOException or DuckDbException { IsOfMachine: true }, $"{fault}");
        Assert.Equal(before, folder.Open().Fingerprint);
        Assert.Empty(Faults(folder));
        Assert.True(folder.Load(Bank.Sql(5, 6)).Published);
    }

    [WithMounts]
    public void A_disk_that_takes_no_writes_is_read_and_refuses_loads_with_its_own_words()
    {
        using var folder = new TempFolder();
        using var disk = new Mounted(folder.Path, "size=10m");
        folder.Load(Bank.Sql(5, 5));
        disk.ReadOnly();
        using (var facts = folder.Open()) Assert.Equal(25, facts.Histories(CancellationToken.None).Sum(h => h.Events.Length));
        Assert.Empty(Faults(folder));
        Assert.Contains("ead-only", Assert.ThrowsAny<Exception>(() => folder.Load(Bank.Sql(5, 6))).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => Warehouse.Open(folder.Path).Compact(CancellationToken.None));
    }

    static IReadOnlyList<string> Faults(TempFolder folder) => Warehouse.Open(folder.Path).Check(CancellationToken.None).Faults;

    /// <summary>A file system in memory over a folder, for as long as a test needs it.</summary>
    sealed class Mounted : IDisposable
    {
        readonly string _folder;

        public Mounted(string folder, string options)
        {
            _folder = folder;
            Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder));
        }

        public void ReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", _folder));

        public void Dispose() => Run("umount", "-l", _folder);

        public static int Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }

    /// <summary>A test that mounts a file system; where that is not allowed it says so and is skipped.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class WithMountsAttribute : FactAttribute
    {
        public WithMountsAttribute()
        {
            var folder = Directory.CreateTempSubdirectory("holdfast-mount-").FullName;
            if (Environment.UserName != "root" || Mounted.Run("mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", folder) != 0)
                Skip = "Mounting a file system is not allowed here: run the tests as root to see a full disk and one that takes no writes.";
            else Mounted.Run("umount", "-l", folder);
            Directory.Delete(folder);
        }
    }
}
