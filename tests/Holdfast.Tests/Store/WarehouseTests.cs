using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

public class WarehouseTests
{
    [Fact]
    public void Every_kind_of_fact_comes_back_as_it_was_told()
    {
        using var folder = new TempFolder();
        var outcome = folder.Load("""
            INSERT INTO staged_party VALUES ('c1', '2024-01-01', NULL, 'company', 'Ана', '1990-05-06', 'fa', 'h1', 'north', 'high', 'low', 's', 1);
            INSERT INTO staged_attribute VALUES ('c1', '2024-01-01', NULL, 'colour', 'a word beyond twelve bytes', NULL, 's', 1), ('c1', '2024-01-01', NULL, 'size', NULL, 1.5, 's', 1);
            INSERT INTO staged_contact_point VALUES ('c1', '2024-01-01', NULL, 'email', 'a@b.example', true, 'works', NULL, 's', 1);
            INSERT INTO staged_spell VALUES ('c1', NULL, '2024-01-05', '2025-02-03', 'involuntary', 'migrated', 'branch', 5000, 's17', 'u2', 's', 1);
            INSERT INTO staged_agreement VALUES ('c1', NULL, 'A-2', 'loan', 'fixed', '2024-02-05', '2025-02-03', 'moved', 'A-3', '2024-08-01', '2026-02-05', 900, 1200, 'dormant', 's', 2),
                                                ('c1', NULL, 'A-1', 'current account', NULL, '2024-01-05', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 's', 1);
            INSERT INTO staged_holding VALUES ('c1', NULL, 'A-1', 'holder', '2024-01-05', '2025-01-01', 's', 1);
            INSERT INTO staged_position VALUES ('c1', NULL, '2024-03-17', 'A-2', 1, 2, 30, 4, 5, 6, 's', 1), ('c1', NULL, '2024-03-01', NULL, 7, NULL, NULL, NULL, NULL, NULL, 's', 2);
            INSERT INTO staged_event VALUES ('c1', '2024-03-17 12:30:00.000001', NULL, 'e1', 'payment', 'card', 'A-2', -1250, 3, 'shop', 'atm', false, 's', 1),
                                            ('c1', '2024-03-16', NULL, NULL, 'login', NULL, 'unknown', NULL, NULL, NULL, NULL, NULL, 's', 2);
            INSERT INTO staged_contact VALUES ('c1', '2024-04-01 09:00:00', NULL, 'k1', 'inbound', 'phone', 'retain', 'call', 2, false, 'busy', 300, 's', 1);
            INSERT INTO staged_offer VALUES ('c1', NULL, 'o1', 'fee-waiver', '2024-04-01', '2024-04-05', true, '2024-05-01', 's', 1);
            INSERT INTO staged_feedback VALUES ('c1', '2024-04-02', NULL, 'f1', 'nps', 3, 10, 'черга була довга', 'uk', 'branch', 's', 1);
            INSERT INTO staged_exit_reason VALUES ('c1', '2025-02-03', NULL, NULL, 'price', 'too dear', 'Other Bank', 's', 1);
            INSERT INTO staged_assignment VALUES ('c1', '2024-04-01', NULL, 'spring', 'control', 0.1, 's', 1);
            INSERT INTO staged_unit VALUES (NULL, 'u2', 'Second', 'branch', 'u1', NULL, 's', 2), (NULL, 'u1', NULL, NULL, NULL, NULL, 's', 1);
            INSERT INTO staged_staff VALUES (NULL, 's17', 'Lee', 'u2', '2020-01-01', NULL, 's', 1);
            """);
        var facts = folder.Open();
        var h = Assert.Single(facts.Histories(CancellationToken.None));
        string Word(Code code) => facts.Codes.Name(code);

        Assert.Equal((1, true), (outcome.Manifest, outcome.Published));
        Assert.All(outcome.Kinds.Values, counts => Assert.Equal((0, 0), (counts.Duplicates, counts.Rejected)));
        Assert.Equal(15, facts.Rows.Count);
        Assert.Equal(Day.Parse("2025-02-03"), facts.LastFactDay);
        Assert.Equal("c1", h.Customer);
        Assert.False(h.HasLateFacts);
        var at = Day.Parse("2024-01-01").Start;
        Assert.Equal(new Party(at, Known.Since(at), PartyKind.Company, "Ана", Day.Parse("1990-05-06"), "fa", "h1", "north", "high", "low"), h.Parties.Span[0]);
        Assert.Equal(("colour", "a word beyond twelve bytes", double.NaN), (Word(h.Attributes.Span[0].Name), Word(h.Attributes.Span[0].Text), h.Attributes.Span[0].Number));
        Assert.Equal(("size", "", 1.5), (Word(h.Attributes.Span[1].Name), Word(h.Attributes.Span[1].Text), h.Attributes.Span[1].Number));
        Assert.Equal(("email", "a@b.example", true, "works", true), (Word(h.ContactPoints.Span[0].Kind), h.ContactPoints.Span[0].Value, h.ContactPoints.Span[0].Preferred, Word(h.ContactPoints.Span[0].State), h.ContactPoints.Span[0].Consent));
        var codes = facts.Codes;
        Assert.Equal(
            new Spell(Known.Since(Day.Parse("2024-01-05").Start), Day.Parse("2024-01-05"), Day.Parse("2025-02-03"), Leaving.Involuntary, Origin.Migrated, codes.Of("branch"), 5000, codes.Of("s17"), codes.Of("u2")),
            h.Spells.Span[0]);
        Assert.Equal([("A-1", 0, "current account"), ("A-2", 1, "loan")], h.Agreements.ToArray().Select(a => (a.Id, a.Number, Word(a.Product))));
        Assert.Equal(
            new Agreement(Known.Since(Day.Parse("2024-02-05").Start), 1, "A-2", codes.Of("loan"), Bond.Fixed, Day.Parse("2024-02-05"), Day.Parse("2025-02-03"), codes.Of("moved"), "A-3", Day.Parse("2024-08-01"), Day.Parse("2026-02-05"), 900, 1200, codes.Of("dormant")),
            h.Agreements.Span[1]);
        Assert.Equal(new Holding(Known.Since(Day.Parse("2024-01-05").Start), "A-1", codes.Of("holder"), Day.Parse("2024-01-05"), Day.Parse("2025-01-01")), h.Holdings.Span[0]);
        var month = Known.Since(new Instant(Day.Parse("2024-04-01").Start.Micros - 1));
        Assert.Equal([new Position(Day.Parse("2024-03-01"), month, -1, 7, 0, 0, 0, 0, 0), new Position(Day.Parse("2024-03-01"), month, 1, 1, 2, 30, 4, 5, 6)], h.Positions.ToArray());
        var noon = new Instant(Day.Parse("2024-03-17").Start.Micros + 45_000_000_001);
        Assert.Equal(new Event(noon, Known.Since(noon), codes.Of("payment"), codes.Of("card"), 1, -1250, 3, codes.Of("shop"), codes.Of("atm"), false), h.Events.Span[1]);
        Assert.Equal(("login", -1, true), (Word(h.Events.Span[0].Kind), h.Events.Span[0].Agreement, h.Events.Span[0].ByCustomer));
        var nine = new Instant(Day.Parse("2024-04-01").Start.Micros + 32_400_000_000);
        Assert.Equal(new Contact(nine, Known.Since(nine), true, codes.Of("phone"), codes.Of("retain"), codes.Of("call"), 2, false, codes.Of("busy"), 300), h.Contacts.Span[0]);
        Assert.Equal(new Offer(Known.Since(Day.Parse("2024-04-01").Start), codes.Of("fee-waiver"), Day.Parse("2024-04-01"), Day.Parse("2024-04-05"), true, Day.Parse("2024-05-01")), h.Offers.Span[0]);
        var said = Day.Parse("2024-04-02").Start;
        Assert.Equal(new Feedback(said, Known.Since(said), codes.Of("nps"), 3, 10, "черга була довга", codes.Of("uk"), codes.Of("branch")), h.Feedback.Span[0]);
        var left = Day.Parse("2025-02-03").Start;
        Assert.Equal(new ExitReason(left, Known.Since(left), codes.Of("clerk"), codes.Of("price"), "too dear", codes.Of("Other Bank")), h.ExitReasons.Span[0]);
        Assert.Equal(new Assignment(Day.Parse("2024-04-01").Start, Known.Since(Day.Parse("2024-04-01").Start), codes.Of("spring"), codes.Of("control"), 0.1), h.Assignments.Span[0]);
        Assert.Equal([new Unit("u1", "u1", "", null), new Unit("u2", "Second", "branch", "u1")], facts.Units);
        Assert.Equal(h.Events.ToArray(), facts.Find("c1")!.Events.ToArray());
        Assert.Null(facts.Find("c2"));
    }

    [Fact]
    public void An_empty_warehouse_has_no_histories()
    {
        using var folder = new TempFolder();
        var facts = folder.Open();
        Assert.Equal((0, false), (facts.Manifest, facts.HasDatedFacts));
        Assert.Empty(facts.Histories(CancellationToken.None));
        Assert.Null(facts.Find("c1"));
        Assert.Empty(facts.Units);
        Assert.Throws<InvalidOperationException>(() => facts.LastFactDay);
    }

    [Fact]
    public void Loading_the_same_facts_again_publishes_nothing()
    {
        using var folder = new TempFolder();
        var sql = Bank.Sql(customers: 40, eventsEach: 50);
        folder.Load(sql);
        var before = folder.Open();
        var again = folder.Load(sql);
        Assert.Equal((before.Manifest, false), (again.Manifest, again.Published));
        Assert.Equal(before.Fingerprint, folder.Open().Fingerprint);
        Assert.Equal(2000, again.Kinds["event"].Duplicates);
        Assert.All(again.Kinds.Values, counts => Assert.Equal((0, 0, 0), (counts.New, counts.Corrections, counts.Rejected)));
    }

    [Fact]
    public void Equal_facts_give_equal_bytes_whatever_the_order_they_come_in()
    {
        using TempFolder one = new(), other = new();
        one.Load(Bank.Sql(40, 50));
        other.Load(Bank.Sql(40, 50, order: "ORDER BY md5(concat(c, e))"));
        Assert.Equal(one.Open().Fingerprint, other.Open().Fingerprint);
        Assert.Equal(one.Files(), other.Files());
    }

    [Fact]
    public void Facts_loaded_in_parts_give_the_same_histories_as_facts_loaded_at_once()
    {
        using TempFolder one = new(), other = new();
        one.Load(Bank.Sql(40, 50));
        for (var part = 0; part < 12; part++) other.Load(Bank.Sql(40, 50, where: $"WHERE e % 12 = {part}"));
        Assert.Equal(Told(one.Open()), Told(other.Open()));
        Assert.Equal(12, other.Open().Manifest);
        Assert.InRange(File.ReadAllText(other.File("manifests/12.json")).Split("-event-").Length - 1, 2, 5);
    }

    [Fact]
    public void A_warehouse_that_grew_into_shards_tells_the_same_as_one_that_began_with_them()
    {
        using TempFolder one = new(), other = new();
        var (first, second) = (Bank.Sql(400, 900), Bank.Sql(400, 120, firstCustomer: 400));
        one.Load(first + second);
        other.Load(first);
        Assert.Single(other.Files(), file => file.Contains("-event-", StringComparison.Ordinal));
        other.Load(second);
        Assert.Equal(2, one.Files().Count(file => file.Contains("-event-", StringComparison.Ordinal)));
        Assert.Equal(one.Open().Fingerprint, other.Open().Fingerprint);
        Assert.Equal(800, other.Open().Histories(CancellationToken.None).Select(h => h.Customer).Distinct().Count());
        Assert.All([0, 7, 777], i => Assert.Equal(i < 400 ? 900 : 120, other.Open().Find($"c{i}")!.Events.Length));
    }

    [Fact]
    public void The_last_day_counts_ends_but_no_plans()
    {
        using var folder = new TempFolder();
        folder.Load("""
            INSERT INTO staged_agreement(party, agreement, started, ended, term_ends, promotion_ends, source, "row") VALUES ('c', 'a', '2024-01-01', '2024-06-01', '2030-01-01', '2031-01-01', 's', 1);
            INSERT INTO staged_event(party, "at", kind, source, "row") VALUES ('c', '2024-03-01 10:00:00', 'login', 's', 1);
            """);
        Assert.Equal(Day.Parse("2024-06-01"), folder.Open().LastFactDay);
        folder.Load("""INSERT INTO staged_position(party, month, balance, source, "row") VALUES ('c', '2024-06-05', 1, 's', 1)""");
        Assert.Equal(Day.Parse("2024-06-30"), folder.Open().LastFactDay);
        Assert.Equal(1, folder.Open().Find("c")!.AsOf(Day.Parse("2024-07-01").Start).Positions.Length);
        Assert.Equal(0, folder.Open().Find("c")!.AsOf(Day.Parse("2024-06-30").Start).Positions.Length);
    }

    [Fact]
    public void A_leaving_that_is_a_code_of_reasons_becomes_the_reason_of_the_spell()
    {
        using var folder = new TempFolder();
        folder.Load("""INSERT INTO staged_spell(party, joined, "left", leaving, source, "row") VALUES ('c', '2024-01-01', '2024-06-01', 'moved abroad', 's', 1)""");
        var facts = folder.Open();
        var reason = Assert.Single(facts.Find("c")!.ExitReasons.ToArray());
        Assert.Equal(("moved abroad", Day.Parse("2024-06-01").Start), (facts.Codes.Name(reason.Reason), reason.At));
    }

    static SortedDictionary<string, string> Told(Snapshot facts)
    {
        var told = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var h in facts.Histories(CancellationToken.None))
        {
            told[h.Customer] = string.Join(';', h.Events.ToArray().Select(e => $"{e.At} {facts.Codes.Name(e.Kind)} {e.Agreement} {e.Amount} {e.Known.From}"))
                + string.Join(';', h.Agreements.ToArray().Select(a => $"{a.Id} {a.Number} {a.Started}"));
        }

        return told;
    }
}
