using System.Text.Json;
using Holdfast.Operations;
using Holdfast.Operations.Measure;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Measure;

/// <summary>The stage on real facts in a real warehouse.</summary>
public class MeasureStageTests
{
    const string Spells = """
        INSERT INTO staged_spell(party, joined, "left", leaving, origin, channel, unit, source, "row")
        SELECT concat('c', c), DATE '2022-01-01' + c::INTEGER, CASE WHEN c % 4 = 0 THEN DATE '2023-03-01' + c::INTEGER END,
               CASE WHEN c % 4 = 0 THEN 'voluntary' END, 'acquired', CASE WHEN c % 2 = 0 THEN 'web' ELSE 'branch' END, 'north', 'spells', c
        FROM range(200) t(c);
        INSERT INTO staged_event(party, "at", event, kind, source, "row")
        SELECT concat('c', c), TIMESTAMP '2022-01-01 09:00:00' + INTERVAL (c) DAY, concat('e', c), 'login', 'events', c FROM range(200) t(c);
        INSERT INTO staged_position(party, month, revenue, cost_to_serve, source, "row")
        SELECT concat('c', c), DATE '2023-01-01', 1000 + c, 200, 'positions', c FROM range(200) t(c);
        """;

    [Fact]
    public void It_writes_the_measures_and_the_lives_the_same_each_time()
    {
        using var folder = new TempFolder();
        folder.Load(Spells);
        var result = Run(folder, "a", new Business { Name = "bank", Churn = [new() { Kind = ChurnKind.Closed }] });
        Run(folder, "b", new Business { Name = "bank", Churn = [new() { Kind = ChurnKind.Closed }] });

        Assert.Equal(200, result.Rows);
        Assert.Contains(result.Notes, note => note.StartsWith("The funnel cannot be told: No outbound contact", StringComparison.Ordinal));
        foreach (var file in new[] { "measure.json", "lives.parquet" })
            Assert.Equal(File.ReadAllBytes(folder.File($"a/{file}")), File.ReadAllBytes(folder.File($"b/{file}")));

        using var json = JsonDocument.Parse(File.ReadAllText(folder.File("a/measure.json")));
        var year = json.RootElement.GetProperty("retention").GetProperty("result").GetProperty("lastYear");
        Assert.Equal(("2023", 200, 150), (year.GetProperty("name").GetString(), year.GetProperty("atStart").GetInt32(), year.GetProperty("atEnd").GetInt32()));
        Assert.Equal(0.75, year.GetProperty("kept").GetProperty("value").GetDouble());
        Assert.Equal("2024-01-01", json.RootElement.GetProperty("asOf").GetString());
        Assert.False(json.RootElement.GetProperty("funnel").GetProperty("answered").GetBoolean());

        var lives = ColumnTable.Read(folder.File("a/lives.parquet"));
        Assert.Equal(50, lives.Texts("left").Count(left => left is not null));
        Assert.Equal("voluntary", lives.Texts("kind")[Array.IndexOf(lives.Texts("customer"), "c4")]);
    }

    [Fact]
    public void A_migration_told_as_leaving_stops_the_run_and_says_what_to_do()
    {
        using var folder = new TempFolder();
        folder.Load("""
            INSERT INTO staged_spell(party, joined, "left", leaving, source, "row")
            SELECT concat('c', c), DATE '2022-01-01', CASE WHEN c < 40 THEN DATE '2023-05-02' WHEN c < 60 THEN DATE '2023-05-02' + c::INTEGER END, 'voluntary', 'spells', c
            FROM range(500) t(c);
            """);
        var bank = new Business { Name = "bank", Churn = [new() { Kind = ChurnKind.Closed }] };
        var fault = Assert.Throws<HoldfastException>(() => Run(folder, "a", bank));
        Assert.Contains("40 (8.0 %) on 2023-05-02", fault.Message, StringComparison.Ordinal);
        Assert.Contains("accepted_mass_endings", fault.Message, StringComparison.Ordinal);
        Assert.Equal(500, Run(folder, "b", bank with { AcceptedMassEndings = ["2023-05-02"] }).Rows);
    }

    static StageResult Run(TempFolder folder, string name, Business business)
    {
        Directory.CreateDirectory(folder.File(name));
        var workspace = new Workspace(folder.Path, null, business, [], [], new Policy(), []);
        var run = new RunContext(workspace, folder.Open(), Day.Parse("2024-01-01"), new RunFolder(folder.Path, folder.File(name)), new Progress<StageProgress>());
        return MeasureRetention.Run(run, CancellationToken.None);
    }
}
