using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.Audit;
using Holdfast.Store.Audit;
using Holdfast.Tests.Ingest;

namespace Holdfast.Tests.Audit;

/// <summary>What the class Operation records of the operations of the catalogue.</summary>
public class RecordingTests
{
    [Fact]
    public void A_look_at_a_customer_is_recorded_with_who_asked_and_about_whom()
    {
        using var shop = Shop();
        Run(shop, "store/history", ("id", "a"));
        var record = Assert.Single(Read(shop));
        Assert.Equal(("key:7", "store/history", "done", "customer", "r-1"), (record.Actor, record.Operation, record.Outcome, record.Touched, record.Request));
        using var log = AuditLog.Open(AuditTrail.FolderOf(shop.Root));
        Assert.Equal(log.MarkOf("a"), record.PersonMark);
    }

    [Fact]
    public void A_look_that_finds_nobody_is_recorded_as_failed()
    {
        using var shop = Shop();
        Assert.Throws<HoldfastException>(() => Run(shop, "store/history", ("id", "nobody")));
        Assert.Equal("failed", Assert.Single(Read(shop)).Outcome);
    }

    [Fact]
    public void A_change_is_recorded_before_and_after_and_a_reading_of_figures_is_not()
    {
        using var shop = Shop();
        Run(shop, "store/check");
        Run(shop, "store/compact");
        Assert.Equal(["store/compact begun", "store/compact done"], Read(shop).Select(record => $"{record.Operation} {record.Outcome}"));
    }

    [Fact]
    public void What_cannot_be_recorded_is_neither_done_nor_answered()
    {
        using var shop = Shop();
        Run(shop, "store/compact");
        File.Delete(Path.Combine(AuditTrail.FolderOf(shop.Root), "checkpoint"));
        var refused = Assert.Throws<HoldfastException>(() => Run(shop, "store/compact"));
        Assert.StartsWith("Nothing was done, because it cannot be recorded: The audit log", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("No answer is given", Assert.Throws<HoldfastException>(() => Run(shop, "store/history", ("id", "a"))).Message, StringComparison.Ordinal);
        Run(shop, "store/check");
    }

    [Fact]
    public void The_records_of_one_customer_are_listed_and_the_listing_is_recorded()
    {
        using var shop = Shop();
        foreach (var id in new[] { "a", "b", "a" }) Run(shop, "store/history", ("id", id));
        var found = ListAudit.Run(new ListAuditRequest { Workspace = shop.Root, Person = "a", Actor = "key:*" }, Context(null), CancellationToken.None);
        Assert.Equal(2, found.Records.Count);
        Run(shop, "audit/list", ("person", "b"));
        Assert.Equal(["audit/list", "store/history"], ListAudit.Run(new ListAuditRequest { Workspace = shop.Root, Person = "b" }, Context(null), CancellationToken.None).Records.Select(record => record.Operation));
        var newest = ListAudit.Run(new ListAuditRequest { Workspace = shop.Root, Limit = 1 }, Context(null), CancellationToken.None);
        Assert.Equal("audit/list", Assert.Single(newest.Records).Operation);
        Assert.EndsWith($"There are older ones: --cursor {newest.Next}", ListAudit.Describe(newest), StringComparison.Ordinal);
        var older = ListAudit.Run(new ListAuditRequest { Workspace = shop.Root, Limit = 10, Cursor = newest.Next }, Context(null), CancellationToken.None);
        Assert.Equal((3, null), (older.Records.Count, older.Next));
        Assert.Throws<HoldfastException>(() => ListAudit.Run(new ListAuditRequest { Workspace = shop.Root, From = "soon" }, Context(null), CancellationToken.None));
        Assert.Empty(ListAudit.Run(new ListAuditRequest { Workspace = shop.Root, To = "2020-01-01" }, Context(null), CancellationToken.None).Records);
    }

    [Fact]
    public void Who_is_erased_is_nameless_in_the_log_which_still_verifies_and_the_erasure_does_not_name_them_again()
    {
        using var shop = Shop();
        foreach (var id in new[] { "a", "b" }) Run(shop, "store/history", ("id", id));
        var before = Read(shop);
        Erase();
        Assert.Throws<HoldfastException>(() => Run(shop, "audit/list", ("person", "a")));
        Erase();

        using var log = AuditLog.Open(AuditTrail.FolderOf(shop.Root));
        var records = Read(shop);
        Assert.Equal(before, records.Take(2));
        Assert.Null(log.MarkOf("a"));
        Assert.Equal(records[1].PersonMark, log.MarkOf("b"));
        Assert.Equal(["privacy/erase begun", "privacy/erase done", "audit/list failed", "privacy/erase begun", "privacy/erase done"], records.Skip(2).Select(record => $"{record.Operation} {record.Outcome}"));
        Assert.Equal((records[0].PersonMark, true), (records[2].PersonMark, records.Skip(3).All(record => record.PersonMark is null)));
        var people = File.ReadAllText(Path.Combine(AuditTrail.FolderOf(shop.Root), "people"));
        Assert.DoesNotContain("\"a\"", people, StringComparison.Ordinal);
        Assert.Contains("\"b\"", people, StringComparison.Ordinal);
        Assert.Empty(log.Verify(null, [], CancellationToken.None).Faults);

        void Erase()
        {
            using var trail = new AuditTrail();
            Catalog.All.Single(operation => operation.Path == "privacy/erase").Run(new JsonObject { ["workspace"] = shop.Root, ["id"] = "a", ["confirmed"] = true }, Context(trail), CancellationToken.None);
        }
    }

    static Loading Shop()
    {
        var loading = Loading.Of(
            ("sources/told.yaml", "file: told.csv\nfacts:\n  - fact: event\n    columns: { party: who, event: id, at: at, kind: { value: fee }, amount: sum }\n"),
            ("told.csv", "who,id,at,sum\na,1,2024-01-10,1.50\nb,2,2024-01-11,-7\n"));
        loading.Run();
        return loading;
    }

    static void Run(Loading shop, string path, params (string Name, string Value)[] given)
    {
        using var trail = new AuditTrail();
        var request = new JsonObject { ["workspace"] = shop.Root };
        foreach (var (name, value) in given) request[name] = value;
        Catalog.All.Single(operation => operation.Path == path).Run(request, Context(trail), CancellationToken.None);
    }

    static OperationContext Context(AuditTrail? trail) => new(new Progress<StageProgress>(), TimeProvider.System) { Actor = "key:7", RequestId = "r-1", Trail = trail };

    static List<AuditRecord> Read(Loading shop)
    {
        using var log = AuditLog.Open(AuditTrail.FolderOf(shop.Root));
        return [.. log.Read()];
    }
}
