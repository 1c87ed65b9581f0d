using Holdfast.Operations;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Store;
using Holdfast.Store.Live;
using Holdfast.Store.Warehouse;
using Holdfast.Tests.Ingest;

namespace Holdfast.Tests.Store;

public class StoreOperationTests
{
    static readonly OperationContext Context = new(new Progress<StageProgress>(), TimeProvider.System);

    static Loading Shop()
    {
        var loading = Loading.Of(
            ("sources/told.yaml", "file: told.csv\nfacts:\n  - fact: event\n    columns: { party: who, event: id, at: at, known_at: learned, kind: { value: fee }, amount: sum }\n"),
            ("told.csv", "who,id,at,learned,sum\na,1,2024-01-10,2024-01-10,1.50\na,1,2024-01-10,2024-02-01,2.50\nb,2,2024-01-11,2024-01-11,-7\n"),
            ("sources/same.yaml", "file: same.csv\nfacts:\n  - fact: alias\n    columns: { from: one, to: other, known_at: learned }\n"),
            ("same.csv", "one,other,learned\na,b,2024-03-01\n"));
        loading.Run();
        return loading;
    }

    [Fact]
    public void The_history_of_a_customer_shows_both_times_the_ids_and_on_request_what_was_corrected()
    {
        using var shop = Shop();
        var now = CustomerHistory.Run(new CustomerHistoryRequest { Id = "a", Workspace = shop.Root }, Context, CancellationToken.None);
        Assert.Equal(("b", "a b"), (now.Customer, string.Join(' ', now.ToldAs)));
        Assert.Equal(["2.50", "-7.00"], now.Facts.Select(fact => fact.Values["amount"]));
        Assert.Equal(["2024-02-01T00:00:00", "2024-01-11T00:00:00"], now.Facts.Select(fact => fact.KnownAt));
        Assert.Contains("2024-01-10T00:00:00  2024-02-01T00:00:00  event of a event=1 kind=fee amount=2.50", CustomerHistory.Describe(now), StringComparison.Ordinal);
        var all = CustomerHistory.Run(new CustomerHistoryRequest { Id = "a", Workspace = shop.Root, Corrected = true }, Context, CancellationToken.None);
        Assert.Equal(["2024-02-01T00:00:00", null, null], all.Facts.Select(fact => fact.KnownUntil));
        var past = CustomerHistory.Run(new CustomerHistoryRequest { Id = "a", Workspace = shop.Root, AsOf = "2024-02-01" }, Context, CancellationToken.None);
        Assert.Equal(("a", "1.50"), (past.Customer, Assert.Single(past.Facts).Values["amount"]));
    }

    [Fact]
    public void Erasing_finds_what_arrived_since_the_last_load_and_refuses_while_somebody_adds()
    {
        using var shop = Shop();
        var warehouse = Warehouse.Open(Path.Combine(shop.Root, "data", "warehouse"));
        var sent = new LiveFact("event", "c", new Dictionary<string, object> { ["at"] = 0L, ["event"] = "e1", ["kind"] = "fee", ["amount"] = 1L, ["source"] = "journal" });
        var request = new ErasePersonRequest { Id = "c", Workspace = shop.Root, Confirmed = true };
        using (var live = LiveFacts.Open(warehouse, writes: true, CancellationToken.None))
        {
            live.Add([sent]);
            Assert.Contains("Another process adds facts", Assert.Throws<IOException>(() => ErasePerson.Run(request, Context, CancellationToken.None)).Message, StringComparison.Ordinal);
            Assert.NotNull(live.Reader().Find("c"));
        }

        Assert.Equal(1, ErasePerson.Run(request, Context, CancellationToken.None).Facts);
        using var after = LiveFacts.Open(warehouse, writes: true, CancellationToken.None);
        Assert.Null(after.Reader().Find("c"));
        Assert.Equal([Arrival.Erased], after.Add([sent]));
    }

    [Fact]
    public void What_is_not_there_is_told_in_a_sentence()
    {
        using var shop = Shop();
        Refused("no facts of a customer 'z'", () => CustomerHistory.Run(new CustomerHistoryRequest { Id = "z", Workspace = shop.Root }, Context, CancellationToken.None));
        Refused("Before 2023-01-01 nothing was known", () => CustomerHistory.Run(new CustomerHistoryRequest { Id = "a", Workspace = shop.Root, AsOf = "2023-01-01" }, Context, CancellationToken.None));
        Refused("--as-of: found 'then'", () => CustomerHistory.Run(new CustomerHistoryRequest { Id = "a", Workspace = shop.Root, AsOf = "then" }, Context, CancellationToken.None));
        Refused("no version 9 of the facts; there are: 1", () => CustomerHistory.Run(new CustomerHistoryRequest { Id = "a", Workspace = shop.Root, Version = 9 }, Context, CancellationToken.None));
        Refused("--kinds: found 'sale'; allowed is party, attribute", () => ExportFacts.Run(new ExportFactsRequest { Workspace = shop.Root, Into = shop.Root, Kinds = ["sale"] }, Context, CancellationToken.None));
    }

    [Fact]
    public void Export_check_and_compact_say_what_they_did()
    {
        using var shop = Shop();
        var exported = ExportFacts.Run(new ExportFactsRequest { Workspace = shop.Root, Into = Path.Combine(shop.Root, "out"), Format = ExportFormat.Csv }, Context, CancellationToken.None);
        Assert.Equal([("event", "event.csv", 3L), ("alias", "alias.csv", 1)], exported.Files.Select(file => (file.Kind, file.File, file.Rows)));
        Assert.StartsWith("customer,told_as,at,known_at,event,kind", File.ReadLines(Path.Combine(shop.Root, "out", "event.csv")).First(), StringComparison.Ordinal);
        Assert.EndsWith("Every checksum fits, and no fact stands twice.", CheckStore.Describe(CheckStore.Run(new CheckStoreRequest { Workspace = shop.Root }, Context, CancellationToken.None)), StringComparison.Ordinal);
        Assert.StartsWith("Version 1: nothing to join, 3 files.", CompactStore.Describe(CompactStore.Run(new CompactStoreRequest { Workspace = shop.Root }, Context, CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public void Erasing_asks_first_then_takes_every_id_out_of_every_version_and_gives_a_receipt()
    {
        using var shop = Shop();
        var asked = Erase("a", confirmed: false);
        Assert.Equal((false, "a b", 3L, null), (asked.Erased, string.Join(' ', asked.Ids), asked.Facts, asked.Versions));
        Assert.Contains("Nothing was changed. Stored of a, b: 3 facts.", ErasePerson.Describe(asked), StringComparison.Ordinal);
        Assert.NotNull(shop.Warehouse.Current().Find("a"));

        var receipt = Erase("a", confirmed: true);
        Assert.Equal((true, "a b", 4L, 1, 0L), (receipt.Erased, string.Join(' ', receipt.Ids), receipt.Facts, receipt.Versions, receipt.Rows));
        Assert.Contains("a, b; 4 facts, out of 1 version of", ErasePerson.Describe(receipt), StringComparison.Ordinal);
        Assert.Null(shop.Warehouse.Current().Find("a"));
        var again = shop.Run().Sources.Single(source => source.Source == "told");
        Assert.Equal((3, 0, 3), (again.Rows, again.Accepted, again.Rejected));
        Assert.Null(shop.Warehouse.Current().Find("b"));

        ErasePersonResult Erase(string id, bool confirmed) =>
            ErasePerson.Run(new ErasePersonRequest { Id = id, Workspace = shop.Root, Confirmed = confirmed }, Context, CancellationToken.None);
    }

    static void Refused(string words, Action ask) => Assert.Contains(words, Assert.Throws<HoldfastException>(ask).Message, StringComparison.Ordinal);
}
