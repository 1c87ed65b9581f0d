using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using Holdfast.Operations;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Care;
using Holdfast.Operations.Store;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Audit;
using Holdfast.Store.Live;
using Holdfast.Store.Warehouse;
using Holdfast.Tests.Audit;
using Holdfast.Tests.Ingest;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Care;

public class BackupTests
{
    static readonly OperationContext Context = new(new Progress<StageProgress>(), TimeProvider.System);

    [Fact]
    public void A_restored_workspace_is_equal_to_the_one_that_was_backed_up()
    {
        using var shop = Shop();
        using var place = new TempFolder();
        Write(shop);
        var saved = BackUp(shop, place.File("b.tar"));
        Assert.Equal(saved.File, place.File("b.tar"));
        Assert.Empty(Verify(saved.File).Faults);
        var restored = RestoreWorkspace.Run(new RestoreWorkspaceRequest { From = saved.File, To = place.File("again") }, Context, CancellationToken.None);
        Assert.Equal(Prints(shop.Root), Prints(restored.Folder));
        AssertWhole(restored.Folder);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place.File("again/data/audit/key.pem")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(saved.File));
    }

    [Fact]
    public void Facts_that_arrived_since_the_last_load_are_in_the_backup()
    {
        using var shop = Shop();
        using var place = new TempFolder();
        Write(shop);
        var sent = new LiveFact("event", "new", new Dictionary<string, object> { ["at"] = 0L, ["event"] = "e1", ["kind"] = "fee", ["amount"] = 1L, ["source"] = "journal" });
        using (var live = LiveFacts.Open(Warehouse.Open(Path.Combine(shop.Root, "data", "warehouse")), writes: true, CancellationToken.None))
        {
            live.Add([sent]);
            BackUp(shop, place.File("b.tar"));
        }

        RestoreWorkspace.Run(new RestoreWorkspaceRequest { From = place.File("b.tar"), To = place.File("again") }, Context, CancellationToken.None);
        using var again = LiveFacts.Open(Warehouse.Open(place.File("again/data/warehouse")), writes: true, CancellationToken.None);
        Assert.Equal(1, again.Reader().Find("new")!.Events.Length);
    }

    [Fact]
    public async Task Backups_taken_while_facts_records_audit_log_and_settings_are_written_restore_to_a_whole_workspace()
    {
        using var shop = Shop();
        using var place = new TempFolder();
        Write(shop);
        using var stop = new CancellationTokenSource();
        var writers = new[] { Task.Run(() => Load(shop, stop.Token)), Task.Run(() => Record(shop, stop.Token)), Task.Run(() => Note(shop, stop.Token)) };
        for (var i = 0; i < 4; i++)
        {
            using var log = AuditLog.Open(AuditTrail.FolderOf(shop.Root));
            var acknowledged = log.Read().Count();
            var saved = BackUp(shop, place.File($"{i}.tar"));
            var folder = place.File($"again-{i}");
            RestoreWorkspace.Run(new RestoreWorkspaceRequest { From = saved.File, To = folder }, Context, CancellationToken.None);
            AssertWhole(folder);
            using var restored = AuditLog.Open(AuditTrail.FolderOf(folder));
            Assert.True(restored.Read().Count() >= acknowledged);
            Assert.True(Version(folder) > 0);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public void A_backup_is_checked_and_restored_without_holdfast_too()
    {
        using var shop = Shop();
        using var place = new TempFolder();
        BackUp(shop, place.File("b.tar"));
        using var process = Process.Start(new ProcessStartInfo("sh") { ArgumentList = { "-c", "tar xf b.tar && sha256sum --quiet -c SHA256SUMS" }, WorkingDirectory = place.Path })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Every_damage_of_a_backup_is_found_and_nothing_of_it_is_restored()
    {
        using var shop = Shop();
        using var place = new TempFolder();
        BackUp(shop, place.File("b.tar"));
        var whole = File.ReadAllBytes(place.File("b.tar"));
        var random = new Random(3);
        for (var trial = 0; trial < 200; trial++)
        {
            var bytes = trial % 4 == 0 ? whole[..random.Next(whole.Length - 2048)] : [.. whole];
            if (trial % 4 > 0 && !Flip(bytes, random)) continue;
            File.WriteAllBytes(place.File("damaged.tar"), bytes);
            Assert.True(Verify(place.File("damaged.tar")).Faults.Count > 0, $"trial {trial}");
            if (trial % 20 > 1) continue;
            Assert.Throws<HoldfastException>(() => RestoreWorkspace.Run(new RestoreWorkspaceRequest { From = place.File("damaged.tar"), To = place.File("again") }, Context, CancellationToken.None));
            Assert.Equal(["b.tar", "damaged.tar"], Directory.GetFileSystemEntries(place.Path).Select(Path.GetFileName).Order());
        }
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/tmp/holdfast-outside")]
    [InlineData("data/../../outside")]
    public void A_backup_that_would_write_outside_its_folder_is_refused(string name)
    {
        using var place = new TempFolder();
        using (var file = File.Create(place.File("evil.tar")))
        using (var tar = new TarWriter(file))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) });
        Assert.Contains(Verify(place.File("evil.tar")).Faults, fault => fault.Contains("no plain file", StringComparison.Ordinal));
        Assert.Throws<HoldfastException>(() => RestoreWorkspace.Run(new RestoreWorkspaceRequest { From = place.File("evil.tar"), To = place.File("a/again") }, Context, CancellationToken.None));
        Assert.Empty(Directory.GetFileSystemEntries(place.File("a")));
        Assert.False(File.Exists(place.File("outside")) || File.Exists("/tmp/holdfast-outside"));
    }

    [Fact]
    public void Nothing_is_overwritten_and_no_backup_lies_in_its_own_workspace()
    {
        using var shop = Shop();
        using var place = new TempFolder();
        var saved = BackUp(shop, place.Path);
        Assert.EndsWith(".tar", saved.File, StringComparison.Ordinal);
        Assert.Throws<HoldfastException>(() => BackUp(shop, saved.File));
        Assert.Throws<HoldfastException>(() => BackUp(shop, Path.Combine(shop.Root, "data", "b.tar")));
        Assert.Throws<HoldfastException>(() => RestoreWorkspace.Run(new RestoreWorkspaceRequest { From = saved.File, To = shop.Root }, Context, CancellationToken.None));
        Assert.Single(Directory.GetFileSystemEntries(place.Path));
    }

    static BackUpWorkspaceResult BackUp(Loading shop, string to) => BackUpWorkspace.Run(new BackUpWorkspaceRequest { Workspace = shop.Root, To = to }, Context, CancellationToken.None);

    static VerifyBackupResult Verify(string file) => VerifyBackup.Run(new VerifyBackupRequest { File = file }, Context, CancellationToken.None);

    // In the content of a file, not in the padding or the header fields that nobody reads.
    static bool Flip(byte[] bytes, Random random)
    {
        var at = 512 * random.Next(bytes.Length / 512);
        var block = bytes.AsSpan(at, 512);
        at += random.Next(40);
        if (bytes[at] == 0 || block.Slice(257, 5).SequenceEqual("ustar"u8) || block.IndexOf("mtime="u8) >= 0) return false;
        bytes[at] ^= 1;
        return true;
    }

    static Loading Shop()
    {
        var loading = Loading.Of(
            ("sources/told.yaml", "file: told.csv\nfacts:\n  - fact: event\n    columns: { party: who, event: id, at: at, kind: { value: fee }, amount: sum }\n"),
            ("told.csv", "who,id,at,sum\na,1,2024-01-10,1.50\nb,2,2024-01-11,-7\n"));
        loading.Run();
        return loading;
    }

    static void Write(Loading shop)
    {
        using var records = Workspace(shop.Root).OpenRecords();
        records.Write(tx => tx.Execute($"CREATE TABLE kept (id INTEGER PRIMARY KEY, twice INTEGER NOT NULL)"), CancellationToken.None);
        using var log = AuditLog.Open(AuditTrail.FolderOf(shop.Root));
        log.Append(0, 5);
        var run = Path.Combine(shop.Root, "data", "runs", "2024-02-01");
        Directory.CreateDirectory(Path.Combine(run, "predict"));
        Directory.CreateDirectory(Path.Combine(run, "decide.unfinished"));
        File.WriteAllText(Path.Combine(run, "predict", "model.json"), "{}");
        File.WriteAllText(Path.Combine(run, "result.json"), "{}");
    }

    static void Load(Loading shop, CancellationToken stop)
    {
        for (var i = 10; !stop.IsCancellationRequested; i++)
        {
            File.AppendAllText(Path.Combine(shop.Root, "told.csv"), $"c{i},{i},2024-03-01,1.00\n");
            shop.Run();
        }
    }

    static void Record(Loading shop, CancellationToken stop)
    {
        using var records = Workspace(shop.Root).OpenRecords();
        for (var i = 0L; !stop.IsCancellationRequested; i++) records.Write(tx => tx.Execute($"INSERT INTO kept VALUES ({i}, {2 * i})"), CancellationToken.None);
    }

    static void Note(Loading shop, CancellationToken stop)
    {
        using var log = AuditLog.Open(AuditTrail.FolderOf(shop.Root));
        for (var i = 100; !stop.IsCancellationRequested; i++) log.Append(i, 1);
    }

    static void AssertWhole(string folder)
    {
        Assert.Empty(CheckStore.Run(new CheckStoreRequest { Workspace = folder }, Context, CancellationToken.None).Faults);
        using var log = AuditLog.Open(AuditTrail.FolderOf(folder));
        Assert.Empty(log.Verify(null, [], CancellationToken.None).Faults);
        using var records = Workspace(folder).OpenRecords();
        var rows = records.Read(tx => tx.List($"SELECT id, twice FROM kept ORDER BY id", row => (Id: row.Whole("id"), Twice: row.Whole("twice"))));
        Assert.All(rows.Select((row, i) => (row, i)), one => Assert.Equal((one.i, 2L * one.i), (one.row.Id, one.row.Twice)));
    }

    static Workspace Workspace(string folder) => WorkspaceFiles.Load(folder, null).ForRun();

    static long Version(string folder)
    {
        using var facts = Workspace(folder).OpenWarehouse().Current();
        return facts.Manifest;
    }

    // Everything but what only processes at work need; the database's pages may lie otherwise, so it is compared by what it holds.
    static SortedDictionary<string, string> Prints(string root) => new(Directory.GetFiles(root, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(root, file))
        .Where(name => !name.Contains("records.db", StringComparison.Ordinal) && !name.Contains("/leases/", StringComparison.Ordinal) && !name.EndsWith(".lock", StringComparison.Ordinal) && name is not ("backup.json" or "SHA256SUMS"))
        .ToDictionary(name => name, name => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(root, name))))), StringComparer.Ordinal);
}
