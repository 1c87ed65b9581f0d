using Holdfast.Native.DuckDb;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

/// <summary>docs/formats/warehouse.md as other tools read it: the example of the page, and the layout by hand.</summary>
public class LayoutTests
{
    [Fact]
    public void The_example_of_the_page_reads_every_event_with_its_customer()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(600, 700));
        folder.Load(Bank.Sql(600, 703));
        Assert.Equal(2, folder.Files().Count(file => file.Contains("-event-", StringComparison.Ordinal) && file.StartsWith("000002", StringComparison.Ordinal)));
        using var db = DuckDbConnection.Open();
        db.Execute($"SET file_search_path = {Sql.Literal(folder.Path)}");
        var statements = Example().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        // The page says to stand in the folder; a test may not change where its process stands.
        foreach (var statement in statements[..^1]) db.Execute(Here(statement, folder));
        var facts = folder.Open();
        Assert.Equal(600 * 703, db.Whole($"SELECT count(*) FROM ({Here(statements[^1], folder)})"));
        Assert.Equal(
            facts.Find("c77")!.Events.ToArray().Select(e => e.Amount).Order(),
            db.Texts($"SELECT amount::VARCHAR FROM ({Here(statements[^1], folder)}) WHERE customer = 'c77'").Select(text => long.Parse(text!, System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public void An_export_holds_every_fact_with_its_customer_and_both_times()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(30, 20) + """
            INSERT INTO staged_alias("from", "to", source, "row") VALUES ('c1', 'c2', 's', 1);
            INSERT INTO staged_unit(unit, name, source, "row") VALUES ('u', 'Second', 's', 1);
            INSERT INTO staged_spell(party, known_at, joined, "left", leaving, source, "row") VALUES ('late', '2024-01-01', '2024-01-01', NULL, NULL, 's', 1), ('late', '2024-03-01', '2024-01-01', '2024-03-01', 'voluntary', 's', 2);
            """);
        using var facts = folder.Open();
        Assert.Equal(600, facts.Export("event", folder.File("event.parquet"), ExportFormat.Parquet, CancellationToken.None));
        Assert.Equal(1, facts.Export("unit", folder.File("unit.csv"), ExportFormat.Csv, CancellationToken.None));
        Assert.Equal(0, facts.Export("feedback", folder.File("feedback.csv"), ExportFormat.Csv, CancellationToken.None));
        Assert.False(File.Exists(folder.File("feedback.csv")));
        Assert.Equal("known_at,unit,name,kind,parent,from_day,source,known_until", File.ReadLines(folder.File("unit.csv")).First());
        using var db = DuckDbConnection.Open();
        Assert.Equal(["c1 20", "c2 20"], db.Texts($"SELECT concat(told_as, ' ', count(*)) FROM '{folder.File("event.parquet")}' WHERE customer = 'c2' GROUP BY told_as ORDER BY 1"));
        Assert.Equal(2 + 30, facts.Export("spell", folder.File("spell.parquet"), ExportFormat.Parquet, CancellationToken.None));
        var past = facts.KnownBefore(Holdfast.Retention.Facts.Day.Parse("2024-03-01").Start);
        Assert.Equal(1 + 30, past.Export("spell", folder.File("past.parquet"), ExportFormat.Parquet, CancellationToken.None));
        Assert.Equal(["2024-03-01 00:00:00 -"], Late("spell.parquet", "known_until IS NOT NULL"));
        Assert.Equal(["- 2024-03-01"], Late("spell.parquet", "known_until IS NULL"));
        Assert.Equal(["2024-03-01 00:00:00 -"], Late("past.parquet", "true"));

        IReadOnlyList<string?> Late(string file, string where) =>
            db.Texts($"SELECT concat(coalesce(known_until::VARCHAR, '-'), ' ', coalesce(\"left\"::VARCHAR, '-')) FROM '{folder.File(file)}' WHERE customer = 'late' AND {where}");
    }

    [Fact]
    public void What_a_customer_is_told_of_is_what_the_history_holds_at_every_cut_off()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(9, 30) + """
            INSERT INTO staged_agreement(party, known_at, agreement, started, ended, end_reason, source, "row") VALUES ('c5', '2023-05-01', 'x', '2023-05-01', '2023-06-10', 'moved', 's', 1);
            INSERT INTO staged_offer(party, offer, action, made, answered, accepted, source, "row") VALUES ('c5', 'o', 'call', '2023-06-01', '2023-06-05', true, 's', 1);
            INSERT INTO staged_position(party, month, balance, source, "row") VALUES ('c5', '2023-05-01', 5, 's', 1), ('c5', '2023-06-01', 6, 's', 2);
            INSERT INTO staged_event(party, "at", known_at, event, kind, amount, source, "row") VALUES ('c5', '2023-06-02', '2023-06-09', 'late', 'fee', 1, 's', 1), ('c5', '2023-06-02', '2023-06-20', 'late', 'fee', 2, 's', 2);
            """);
        using var facts = folder.Open();
        var whole = facts.Find("c5")!;
        for (var day = Holdfast.Retention.Facts.Day.Parse("2023-01-01"); day < Holdfast.Retention.Facts.Day.Parse("2023-08-01"); day += 3)
        {
            var known = Holdfast.Retention.Facts.HistoryView.AsOf(whole, day.Start);
            var told = facts.KnownBefore(day.Start).FactsOf("c5", CancellationToken.None).ToLookup(fact => fact.Kind);
            Assert.Equal(
                (known.Spells.Length, known.Agreements.Length, known.Offers.Length, known.Positions.Length, known.Events.Length),
                (told["spell"].Count(), told["agreement"].Count(), told["offer"].Count(), told["position"].Count(), told["event"].Count()));
            Assert.Equal(known.Agreements.ToArray().Count(a => a.Ended is not null), told["agreement"].Count(fact => fact.Values.ContainsKey("ended")));
            Assert.Equal(known.Offers.ToArray().Count(o => o.Answered is not null), told["offer"].Count(fact => fact.Values.ContainsKey("accepted")));
        }
    }

    static string Example() => File.ReadAllText(Path.Combine(Repository(AppContext.BaseDirectory), "docs", "formats", "warehouse.md")).Split("```sql")[1].Split("```")[0];

    static string Here(string sql, TempFolder folder) =>
        sql.Replace("'manifests/", $"'{folder.Path}/manifests/", StringComparison.Ordinal).Replace("'facts/'", $"'{folder.Path}/facts/'", StringComparison.Ordinal);

    static string Repository(string folder) => File.Exists(Path.Combine(folder, "Holdfast.slnx")) ? folder : Repository(Path.GetDirectoryName(folder)!);
}
