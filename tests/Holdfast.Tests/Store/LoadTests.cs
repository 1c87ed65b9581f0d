using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

public class LoadTests
{
    const string Event = """INSERT INTO staged_event(party, "at", known_at, event, kind, amount, source, "row") VALUES """;
    const string Attribute = """INSERT INTO staged_attribute(party, "at", known_at, name, text, source, "row") VALUES """;

    [Fact]
    public void A_correction_is_seen_from_when_it_was_known_and_not_before()
    {
        using var folder = new TempFolder();
        folder.Load(Event + "('c', '2024-01-10', NULL, 'e1', 'fee', 100, 's', 1), ('c', '2024-01-11', NULL, 'e2', 'fee', 7, 's', 2)");
        var outcome = folder.Load(Event + "('c', '2024-01-09', '2024-02-01', 'e1', 'fee', 250, 's', 1)");
        Assert.Equal(new FactCounts(1, 1, 0, 0), outcome.Kinds["event"]);
        var history = folder.Open().Find("c")!;
        Assert.True(history.HasLateFacts);
        Assert.Equal([250L, 100, 7], history.Events.ToArray().Select(e => e.Amount));
        Assert.Equal(Day.Parse("2024-02-01").Start, history.Events.Span[1].Known.Until);
        Assert.Equal([100L, 7], history.AsOf(Day.Parse("2024-02-01").Start).Events.ToArray().Select(e => e.Amount));
        Assert.Equal([250L, 7], history.AsOf(Day.Parse("2024-02-02").Start).Events.ToArray().Select(e => e.Amount));
    }

    [Fact]
    public void One_event_told_half_a_million_times_stands_once_however_little_memory_the_load_may_take()
    {
        using var folder = new TempFolder();
        using var load = Warehouse.Open(folder.Path).BeginLoad();
        load.Connection.Execute("""INSERT INTO staged_event(party, "at", event, kind, source, "row") SELECT 'c', TIMESTAMP '2024-01-10', 'e', 'fee', 's', range FROM range(500000)""");
        load.Connection.Execute("""INSERT INTO staged_event(party, "at", kind, source, "row") SELECT 'c', TIMESTAMP '2024-01-11', 'use', 's', 500000 + range FROM range(500000)""");
        load.Connection.Execute("SET memory_limit = '32MB'");
        Assert.Equal(new FactCounts(500_001, 0, 499_999, 0), load.Publish(CancellationToken.None).Kinds["event"]);
        Assert.Equal(500_001, folder.Open().Find("c")!.Events.Length);
    }

    [Fact]
    public void A_correction_that_arrives_before_what_it_corrects_gives_the_same_history()
    {
        using TempFolder one = new(), other = new();
        var first = Attribute + "('c', '2024-01-01', '2024-01-01', 'plan', 'gold', 's', 1)";
        var second = Attribute + "('c', '2024-03-01', '2024-03-01', 'plan', 'silver', 's', 2)";
        foreach (var sql in new[] { first, second }) one.Load(sql);
        foreach (var sql in new[] { second, first }) other.Load(sql);
        Assert.Equal(Seen(one), Seen(other));

        static IEnumerable<(string, Instant)> Seen(TempFolder folder)
        {
            var facts = folder.Open();
            return [.. facts.Find("c")!.Attributes.ToArray().Select(a => (facts.Codes.Name(a.Text), a.Known.Until))];
        }
    }

    [Fact]
    public void Going_back_to_an_older_value_is_a_correction_and_telling_the_same_again_later_is_none_but_is_kept()
    {
        using var folder = new TempFolder();
        folder.Load(Event + "('c', '2024-01-10', '2024-01-10', 'e', 'fee', 1, 's', 1), ('c', '2024-01-10', '2024-01-20', 'e', 'fee', 2, 's', 2)");
        var outcome = folder.Load(Event + "('c', '2024-01-10', '2024-01-30', 'e', 'fee', 1, 's', 1), ('c', '2024-01-10', '2024-02-10', 'e', 'fee', 1, 's', 2)");
        Assert.Equal(new FactCounts(2, 1, 0, 0), outcome.Kinds["event"]);
        Assert.Equal([1L, 2, 1, 1], folder.Open().Find("c")!.Events.ToArray().Select(e => e.Amount));
    }

    [Fact]
    public void Of_three_versions_loaded_in_any_order_the_last_stands_where_it_says_the_same_as_the_first()
    {
        string[] versions = ["('c', '2024-01-10', '2024-01-10', 'e', 'fee', 1, 's', 1)", "('c', '2024-01-10', '2024-01-20', 'e', 'fee', 2, 's', 2)", "('c', '2024-01-10', '2024-01-30', 'e', 'fee', 1, 's', 3)"];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        foreach (var order in orders)
        {
            using var folder = new TempFolder();
            foreach (var i in order) folder.Load(Event + versions[i]);

            // Told once more, alone and together, they are all known.
            foreach (var i in order) Assert.Equal(new FactCounts(0, 0, 1, 0), folder.Load(Event + versions[i]).Kinds["event"]);
            Assert.Equal(new FactCounts(0, 0, 3, 0), folder.Load(Event + string.Join(", ", versions)).Kinds["event"]);
            var told = folder.Open().Find("c")!.Events.ToArray();
            Assert.Equal([1L, 2, 1], told.Select(e => e.Amount));
            Assert.Equal([Day.From(2024, 1, 20).Start, Day.From(2024, 1, 30).Start, Instant.Never], told.Select(e => e.Known.Until));
            Assert.Empty(Warehouse.Open(folder.Path).Check(CancellationToken.None).Faults);
        }
    }

    [Fact]
    public void Equal_rows_without_an_id_are_so_many_events_and_reloading_adds_none()
    {
        using var folder = new TempFolder();
        var file = Event + "('c', '2024-01-10', NULL, NULL, 'fee', 5, 's', 1), ('c', '2024-01-10', NULL, NULL, 'fee', 5, 's', 2)";
        Assert.Equal(new FactCounts(2, 0, 0, 0), folder.Load(file).Kinds["event"]);
        Assert.Equal(new FactCounts(0, 0, 2, 0), folder.Load(file).Kinds["event"]);
        Assert.Equal(new FactCounts(1, 0, 2, 0), folder.Load(file + ", ('c', '2024-01-10', NULL, NULL, 'fee', 5, 's', 3)").Kinds["event"]);
        Assert.Equal(3, folder.Open().Find("c")!.Events.Length);
        Assert.False(folder.Open().Find("c")!.HasLateFacts);
    }

    [Fact]
    public void Equal_ids_of_two_sources_are_two_events()
    {
        using var folder = new TempFolder();
        folder.Load(Event + "('c', '2024-01-10', NULL, 'e', 'fee', 5, 's', 1), ('c', '2024-01-10', NULL, 'e', 'fee', 5, 't', 1)");
        Assert.Equal(2, folder.Open().Find("c")!.Events.Length);
    }

    [Fact]
    public void A_contradiction_keeps_the_first_and_is_told_with_its_row()
    {
        using var folder = new TempFolder();
        folder.Load(Event + "('c', '2024-01-10', NULL, 'e', 'fee', 5, 's', 1)");
        using var load = Warehouse.Open(folder.Path).BeginLoad();
        load.Connection.Execute(Event + "('c', '2024-01-10', NULL, 'e', 'fee', 6, 's', 7), ('c', '2024-01-10', NULL, 'e', 'fee', 5, 's', 8), ('c', '2024-01-11', NULL, 'f', 'fee', 1, 's', 9)");
        Assert.Equal(new FactCounts(1, 0, 1, 1), load.Publish(CancellationToken.None).Kinds["event"]);
        Assert.Equal(["7 rejected event", "8 duplicate "], load.Connection.Texts($"SELECT concat(\"row\", ' ', state, ' ', kind) FROM {LoadOutcome.RowsTable} ORDER BY \"row\""));
        Assert.Contains("same known_at", load.Connection.Text($"SELECT reason FROM {LoadOutcome.RowsTable} WHERE \"row\" = 7"), StringComparison.Ordinal);
        Assert.Equal([5L, 1], folder.Open().Find("c")!.Events.ToArray().Select(e => e.Amount));
    }

    [Fact]
    public void A_row_is_a_duplicate_only_when_all_its_facts_are()
    {
        using var folder = new TempFolder();
        folder.Load(Attribute + "('c', '2024-01-01', NULL, 'plan', 'gold', 's', 1)");
        using var load = Warehouse.Open(folder.Path).BeginLoad();
        load.Connection.Execute(Attribute + "('c', '2024-01-01', NULL, 'plan', 'gold', 's', 1), ('c', '2024-01-01', NULL, 'size', 'big', 's', 1), ('c', '2024-01-01', NULL, 'plan', 'gold', 's', 2)");
        load.Publish(CancellationToken.None);
        Assert.Equal(["2"], load.Connection.Texts($"SELECT \"row\"::VARCHAR FROM {LoadOutcome.RowsTable}"));
    }

    [Fact]
    public void An_end_told_later_without_a_known_at_is_known_on_that_day()
    {
        using var folder = new TempFolder();
        const string Spell = """INSERT INTO staged_spell(party, joined, "left", source, "row") VALUES """;
        folder.Load(Spell + "('c', '2024-01-01', NULL, 's', 1)");
        Assert.Equal(new FactCounts(1, 1, 0, 0), folder.Load(Spell + "('c', '2024-01-01', '2024-05-05', 's', 1)").Kinds["spell"]);
        Assert.Equal(new FactCounts(0, 0, 1, 0), folder.Load(Spell + "('c', '2024-01-01', '2024-05-05', 's', 1)").Kinds["spell"]);
        var history = folder.Open().Find("c")!;
        Assert.Null(Assert.Single(history.AsOf(Day.Parse("2024-05-05").Start).Spells.ToArray()).Left);
        Assert.Equal(Day.Parse("2024-05-05"), Assert.Single(history.AsOf(Day.Parse("2024-05-06").Start).Spells.ToArray()).Left);
    }

    [Fact]
    public void A_row_without_party_takes_that_of_its_agreement_staged_or_stored()
    {
        using var folder = new TempFolder();
        const string Agreement = """INSERT INTO staged_agreement(party, agreement, started, source, "row") VALUES """;
        const string Use = """INSERT INTO staged_event(party, agreement, "at", kind, source, "row") VALUES """;
        folder.Load(Agreement + "('c1', 'a1', '2024-01-01', 's', 1)");
        using var load = Warehouse.Open(folder.Path).BeginLoad();
        load.Connection.Execute(Agreement + "('c2', 'a2', '2024-01-01', 's', 2);" + Use + "(NULL, 'a1', '2024-02-01', 'call', 'u', 1), (NULL, 'a2', '2024-02-01', 'call', 'u', 2), (NULL, 'a3', '2024-02-01', 'call', 'u', 3), (NULL, NULL, '2024-02-01', 'call', 'u', 4)");
        Assert.Equal(new FactCounts(2, 0, 0, 2), load.Publish(CancellationToken.None).Kinds["event"]);
        Assert.Equal(["3 no party is given, and agreement 'a3' is not known", "4 no party is given"], load.Connection.Texts($"SELECT concat(\"row\", ' ', reason) FROM {LoadOutcome.RowsTable} ORDER BY \"row\""));
        Assert.Equal((1, 1), (folder.Open().Find("c1")!.Events.Length, folder.Open().Find("c2")!.Events.Length));
        Assert.Equal(0, folder.Open().Find("c2")!.Events.Span[0].Agreement);
    }

    [Fact]
    public void A_fact_learned_after_it_happened_makes_the_history_late()
    {
        using var folder = new TempFolder();
        folder.Load(Event + "('late', '2024-01-10', '2024-01-12', 'e', 'fee', 5, 's', 1), ('prompt', '2024-01-10', '2024-01-10', 'f', 'fee', 5, 's', 2)");
        Assert.Equal((true, false), (folder.Open().Find("late")!.HasLateFacts, folder.Open().Find("prompt")!.HasLateFacts));
    }

    [Fact]
    public void A_cancelled_load_publishes_nothing()
    {
        using var folder = new TempFolder();
        using var load = Warehouse.Open(folder.Path).BeginLoad();
        load.Connection.Execute(Bank.Sql(10, 10));
        Assert.ThrowsAny<OperationCanceledException>(() => load.Publish(new CancellationToken(canceled: true)));
        Assert.Equal(0, folder.Open().Manifest);
    }
}
