using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.Act;
using Holdfast.Operations.Decide;
using Holdfast.Operations.Segment;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Segment;
using Holdfast.Store.Warehouse;
using Holdfast.Tests.Segment;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Decide;

/// <summary>The stages segment, decide and act on a real warehouse, with predictions written by hand.</summary>
public sealed class StageFilesTests
{
    const int Customers = 60;

    static readonly Policy Policy = new() { Budget = 20_000, StaffMinutes = 200, ControlShare = 0.2 };

    static string Facts() => string.Join('\n', Enumerable.Range(0, Customers).Select(i => $"""
        INSERT INTO staged_party VALUES ('c{i}', '2020-01-01', NULL, 'person', '{(i == 3 ? "=HYPERLINK(1)" : "Name " + i)}', NULL, '{(i % 2 == 0 ? "fa" : "en")}', NULL, 'north', NULL, NULL, 's', {i});
        INSERT INTO staged_contact_point VALUES ('c{i}', '2020-01-01', NULL, 'phone', '+1 {i}', true, 'works', {(i % 10 == 9 ? "false" : "true")}, 's', {i});
        INSERT INTO staged_spell VALUES ('c{i}', NULL, '2020-01-01', {(i == 0 ? "'2026-01-01'" : "NULL")}, {(i == 0 ? "'voluntary'" : "NULL")}, 'acquired', 'branch', 5000, 's17', 'u1', 's', {i});
        INSERT INTO staged_event VALUES ('c{i}', '2026-10-20', NULL, 'e{i}', 'login', 'app', NULL, NULL, NULL, NULL, NULL, true, 's', {i});
        """)) + "\nINSERT INTO staged_unit VALUES (NULL, 'u1', 'Main Street', 'branch', NULL, NULL, 's', 1);";

    static RunContext Context(TempFolder folder)
    {
        var root = Path.Combine(folder.Path, "run");
        var workspace = new Workspace(folder.Path, null, Samples.Business, [], Bank.Actions, Policy, [new SegmentRule { Id = "north", Name = "North", When = "region = \"north\" and value_decile > 5" }]);
        return new RunContext(workspace, folder.Open(), Bank.Today, new RunFolder(root, Path.Combine(root, "unfinished")), new Progress<StageProgress>());
    }

    static void Predict(RunFolder folder)
    {
        Directory.CreateDirectory(Path.Combine(folder.Root, "predict"));
        var scored = Enumerable.Range(1, Customers - 1).ToArray();
        var reasons = new string?[scored.Length];
        Array.Fill(reasons, "Logs in less often than before.");
        new ColumnTable(scored.Length)
            .Add("customer", [.. scored.Select(i => "c" + i)]).Add("tenure_days", [.. scored.Select(_ => 2_000)])
            .Add("churn_probability", [.. scored.Select(i => i % 7 == 0 ? 0.4 : 0.02)]).Add("churn_low", [.. scored.Select(_ => 0.01)]).Add("churn_high", [.. scored.Select(_ => 0.5)])
            .Add("monthly_hazard", [.. scored.Select(_ => 0.01)]).Add("median_remaining_months", [.. scored.Select(_ => 30.0)]).Add("median_remaining_months_before", [.. scored.Select(i => i == 8 ? 31.0 : 29.0)]).Add("monthly_margin", [.. scored.Select(i => 100L * i)])
            .Add("value", [.. scored.Select(i => 2_400L * i)]).Add("value_at_risk", [.. scored.Select(i => i % 7 == 0 ? 900L * i : 48L * i)])
            .Add("reason_1_feature", [.. scored.Select(_ => "logins")]).Add("reason_1_value", [.. scored.Select(_ => 1.0)])
            .Add("reason_1_contribution", [.. scored.Select(_ => 0.5)]).Add("reason_1_sentence", reasons)
            .Write(folder.Input("predict", "scores.parquet"));
        new ColumnTable(scored.Length).Add("customer", [.. scored.Select(i => "c" + i)]).Add("logins", [.. scored.Select(i => (double)i)]).Write(folder.Input("predict", "features.parquet"));
        new ColumnTable(1).Add("customer", ["c7"]).Add("action", ["fee_waiver"]).Add("effect", [0.2]).Add("low", [0.1]).Add("high", [0.3]).Add("source", ["experiment"]).Write(folder.Input("predict", "effects.parquet"));
    }

    static StageResult Perform(RunContext run, string stage, Func<RunContext, CancellationToken, StageResult> perform)
    {
        Directory.CreateDirectory(run.Folder.Writing);
        var result = perform(run, CancellationToken.None);
        Directory.Move(run.Folder.Writing, Path.Combine(run.Folder.Root, stage));
        return result;
    }

    static RunContext Loop(TempFolder folder)
    {
        folder.Load(Facts());
        var run = Context(folder);
        Predict(run.Folder);
        Assert.Equal(Customers, Perform(run, "segment", SegmentCustomers.Run).Rows);
        Assert.Equal(Customers - 1, Perform(run, "decide", DecideActions.Run).Rows);
        Perform(run, "act", WriteCallList.Run);
        return run;
    }

    static JsonNode Json(RunContext run, string stage, string file) => JsonNode.Parse(File.ReadAllBytes(run.Folder.Input(stage, file)))!;

    [Fact]
    public void The_stages_hand_on_from_scores_to_the_call_list()
    {
        using var folder = new TempFolder();
        var run = Loop(folder);
        var segments = ColumnTable.Read(run.Folder.Input("segment", "segments.parquet"));
        Assert.Equal("churned", segments.Texts("stage")[Array.IndexOf(segments.Texts("customer"), "c0")]);
        Assert.Equal("last_third", segments.Texts("stage")[Array.IndexOf(segments.Texts("customer"), "c8")]);
        Assert.Equal("mid_life", segments.Texts("stage")[Array.IndexOf(segments.Texts("customer"), "c9")]);
        Assert.Equal("at_risk", segments.Texts("stage")[Array.IndexOf(segments.Texts("customer"), "c7")]);
        Assert.Equal(Customers, Json(run, "segment", "segments.json")["stages"]!.AsArray().Sum(stage => stage!["customers"]!.GetValue<int>()));

        var decide = Json(run, "decide", "decide.json");
        Assert.True(decide["budget"]!["allocated"]!.GetValue<long>() <= 20_000);
        Assert.Contains("RetentionIsForTheLastThird", decide["refusals"]!.AsArray().Select(rule => rule!["rule"]!.GetValue<string>()));
        var refusals = ColumnTable.Read(run.Folder.Input("decide", "refusals.parquet"));
        Assert.Contains("no consent for phone", refusals.Texts("because"));

        var decisions = ColumnTable.Read(run.Folder.Input("decide", "decisions.parquet"));
        var treated = Enumerable.Range(0, decisions.RowCount).Where(i => decisions.Texts("action")[i] is not null && decisions.Texts("arm")[i] == "treatment").Select(i => decisions.Texts("customer")[i]!);
        var calls = Json(run, "act", "call-list.json").AsArray();
        Assert.NotEmpty(calls);
        Assert.Equal(treated.Order(), calls.Select(call => call!["customer"]!.GetValue<string>()).Order());
        Assert.All(calls, call => Assert.Equal("Main Street", call!["owner"]!.GetValue<string>()));
        Assert.Equal([0xEF, 0xBB, 0xBF], File.ReadAllBytes(run.Folder.Input("act", "call-list.csv"))[..3]);
    }

    [Fact]
    public void The_same_facts_give_the_same_bytes()
    {
        using var one = new TempFolder();
        using var other = new TempFolder();
        var (first, second) = (Loop(one), Loop(other));
        foreach (var (stage, file) in new[] { ("segment", "segments.parquet"), ("segment", "segments.json"), ("decide", "decisions.parquet"), ("decide", "refusals.parquet"), ("decide", "decide.json"), ("act", "call-list.csv"), ("act", "call-list.json") })
            Assert.Equal(File.ReadAllBytes(first.Folder.Input(stage, file)), File.ReadAllBytes(second.Folder.Input(stage, file)));
    }

    [Fact]
    public void A_condition_on_something_the_facts_do_not_tell_is_named_with_its_place()
    {
        using var folder = new TempFolder();
        folder.Load(Facts());
        var run = Context(folder);
        Predict(run.Folder);
        run = run with { Workspace = run.Workspace with { Segments = [new SegmentRule { Id = "x", Name = "X", When = "logins > 3 and incomes = 4" }] } };
        var fault = Assert.Throws<HoldfastException>(() => Perform(run, "segment", SegmentCustomers.Run));
        Assert.Contains("segments.yaml, segment 'x', when: at character 16: found 'incomes'", fault.Message, StringComparison.Ordinal);
    }
}
