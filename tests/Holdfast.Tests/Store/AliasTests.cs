using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

public class AliasTests
{
    const string Alias = """INSERT INTO staged_alias("from", "to", known_at, merged, source, "row") VALUES """;
    const string Event = """INSERT INTO staged_event(party, "at", known_at, event, kind, amount, source, "row") VALUES """;
    const string Attribute = """INSERT INTO staged_attribute(party, "at", known_at, name, text, source, "row") VALUES """;

    [Fact]
    public void Merged_customers_are_one_history_under_the_id_that_stays_and_taking_it_back_restores_both()
    {
        using var folder = new TempFolder();
        folder.Load(Event + "('old', '2024-01-10', NULL, 'e1', 'fee', 1, 's', 1), ('new', '2024-01-11', NULL, 'e2', 'fee', 2, 's', 2), ('third', '2024-01-12', NULL, 'e3', 'fee', 4, 's', 3)");
        folder.Load(Alias + "('old', 'new', '2024-02-01', NULL, 's', 1)");
        using (var facts = folder.Open())
        {
            Assert.Equal(["new", "third"], facts.Histories(CancellationToken.None).Select(h => h.Customer).Order());
            foreach (var id in new[] { "old", "new" })
            {
                var history = facts.Find(id)!;
                Assert.Equal("new", history.Customer);
                Assert.Equal(["new", "old"], history.ToldAs);
                Assert.Equal([1L, 2], history.Events.ToArray().Select(e => e.Amount));
            }

            Assert.Equal(["old", "new"], facts.FactsOf("new", CancellationToken.None).Select(fact => fact.ToldAs));
            Assert.Empty(facts.Find("third")!.ToldAs);
        }

        folder.Load(Alias + "('old', 'new', '2024-03-01', false, 's', 2)");
        using var restored = folder.Open();
        Assert.Equal(["new", "old", "third"], restored.Histories(CancellationToken.None).Select(h => h.Customer).Order());
        Assert.Equal([1L], restored.Find("old")!.Events.ToArray().Select(e => e.Amount));
        Assert.Equal("old", restored.Resolve("old"));
    }

    [Fact]
    public void Who_is_who_is_told_as_it_was_known_at_the_cut_off()
    {
        using var folder = new TempFolder();
        folder.Load(Event + "('old', '2024-01-10', NULL, 'e1', 'fee', 1, 's', 1), ('new', '2024-01-11', NULL, 'e2', 'fee', 2, 's', 2);"
            + Alias + "('old', 'new', '2024-02-01', NULL, 's', 1), ('old', 'new', '2024-03-01', false, 's', 2)");
        using var facts = folder.Open();
        Assert.Equal([2, 1, 2], new[] { "2024-02-01", "2024-03-01", "2024-03-02" }.Select(day => facts.KnownBefore(Day.Parse(day).Start).Histories(CancellationToken.None).Count()));
    }

    [Fact]
    public void Of_two_ids_that_tell_one_key_the_version_learned_later_stands()
    {
        using var folder = new TempFolder();
        folder.Load(Attribute + "('old', '2024-01-01', '2024-01-05', 'plan', 'gold', 's', 1), ('new', '2024-01-01', '2024-01-03', 'plan', 'silver', 's', 2);" + Alias + "('old', 'new', NULL, NULL, 's', 1)");
        using var facts = folder.Open();
        var history = facts.Find("new")!;
        Assert.Equal(["gold"], Words(history.AsOf(Day.Parse("2025-01-01").Start)));
        Assert.Equal(["silver"], Words(history.AsOf(Day.Parse("2024-01-04").Start)));

        string[] Words(History seen) => [.. seen.Attributes.ToArray().Select(a => facts.Codes.Name(a.Text))];
    }

    [Fact]
    public void Chains_circles_and_ids_without_facts_have_one_answer()
    {
        Assert.Equal("c", Identities.Of([("a", "b"), ("b", "c")]).Resolve("a"));
        Assert.Equal("a", Identities.Of([("a", "b"), ("b", "a")]).Resolve("b"));
        Assert.Equal("b", Identities.Of([("a", "c"), ("a", "b")]).Resolve("c"));
        Assert.Equal(["a", "b", "c", "d"], Identities.Of([("a", "b"), ("c", "d"), ("b", "d")]).Groups["d"]);
        using var folder = new TempFolder();
        folder.Load(Event + "('told', '2024-01-10', NULL, 'e1', 'fee', 1, 's', 1);" + Alias + "('told', 'never seen', NULL, NULL, 's', 1), ('x', 'y', NULL, NULL, 's', 2)");
        using var facts = folder.Open();
        Assert.Equal("never seen", Assert.Single(facts.Histories(CancellationToken.None)).Customer);
        Assert.Equal(1, facts.Find("told")!.Events.Length);
        Assert.Null(facts.Find("x"));
        Assert.Contains("same known_at", Refusal(folder, Alias + "('told', 'never seen', NULL, false, 's', 7)"), StringComparison.Ordinal);
    }

    [Fact]
    public void Merging_random_customers_gives_what_telling_them_under_one_id_would_have_given()
    {
        using TempFolder merged = new(), one = new();
        var random = new Random(5);
        var groups = Enumerable.Range(0, 300).Select(c => (Id: $"c{c}", Resolved: $"r{random.Next(120)}")).ToList();
        merged.Load(Bank.Sql(300, 7) + Alias + string.Join(", ", groups.Select((g, i) => $"('{g.Id}', '{g.Resolved}', NULL, NULL, 's', {i})")));
        one.Load(Bank.Sql(300, 7) + string.Concat(new[] { "spell", "agreement", "event" }.Select(kind =>
            $"UPDATE staged_{kind} SET party = m.r FROM (VALUES {string.Join(", ", groups.Select(g => $"('{g.Id}', '{g.Resolved}')"))}) m(c, r) WHERE party = m.c;")));
        using Snapshot two = merged.Open(), whole = one.Open();
        Assert.Equal(whole.InWords(), two.InWords());
        Assert.Equal(groups.Select(g => g.Resolved).Distinct().Count(), two.Histories(CancellationToken.None).Count());
        var id = groups[77].Id;
        Assert.Equal(whole.Find(groups[77].Resolved)!.Events.Length, two.Find(id)!.Events.Length);
    }

    static string Refusal(TempFolder folder, string sql)
    {
        using var load = Warehouse.Open(folder.Path).BeginLoad();
        load.Connection.Execute(sql);
        load.Publish(CancellationToken.None);
        return load.Connection.Text($"SELECT reason FROM {LoadOutcome.RowsTable}")!;
    }
}
