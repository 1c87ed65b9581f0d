using System.Text.Json.Nodes;

namespace Holdfast.Journeys;

/// <summary>What programs and people who call the command rely on: one JSON object, exit codes, plain sentences, no stack traces.</summary>
public class CommandLineTests(SmallShop shop) : IClassFixture<SmallShop>
{
    [Fact]
    public void With_json_one_object_with_every_documented_key_is_all_that_stands_on_standard_output()
    {
        var run = JsonNode.Parse(shop.First.Output)!.AsObject();
        Assert.Equal("2026-01-01", run["asOf"]!.GetValue<string>());
        Assert.Equal(["churned", "scored", "total"], Keys(run["customers"]!));
        Assert.Equal(300, run["customers"]!["total"]!.GetValue<long>());
        Assert.Equal(["ingest", "measure", "predict", "segment", "decide", "act", "report"], run["stages"]!.AsArray().Select(stage => stage!["name"]!.GetValue<string>()));
        Assert.All(run["stages"]!.AsArray(), stage => Assert.Equal(["name", "rows", "seconds"], Keys(stage!)));
        Assert.Equal(
            ["auc", "averagePrecision", "brier", "calibrationSlope", "champion", "churned", "name", "rows", "target", "topDecileLift"],
            Keys(run["models"]!.AsArray().Single(model => model!["champion"]!.GetValue<bool>())!));
        Assert.Equal(["limit", "used"], Keys(run["budget"]!));
        foreach (var list in new[] { "decisions", "refusals", "leaks", "rejects", "files" }) Assert.IsType<JsonArray>(run[list]);
        var files = run["files"]!.AsArray().Select(file => file!.GetValue<string>()).ToList();
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(run["folder"]!.GetValue<string>(), file)), file));
        Assert.Contains("report/report.html", files);
        Assert.Contains("act/call-list.csv", files);
    }

    [Fact]
    public void An_earlier_day_can_be_asked_for_gives_what_was_known_then_and_can_be_repeated()
    {
        using var folder = new TemporaryFolder();
        var copy = shop.CopyTo(folder);
        var first = HoldfastCommand.Json("run", "--workspace", copy, "--as-of", "2025-07-01");
        var result = File.ReadAllBytes(Path.Combine(copy, "data", "runs", "2025-07-01", "result.json"));
        Directory.Delete(Path.Combine(copy, "data", "runs", "2025-07-01"), recursive: true);
        var second = HoldfastCommand.Json("run", "--workspace", copy, "--as-of", "2025-07-01");
        Assert.Equal("2025-07-01", first["asOf"]!.GetValue<string>());
        Assert.Equal(first["customers"]!.ToJsonString(), second["customers"]!.ToJsonString());
        Assert.Equal(result, File.ReadAllBytes(Path.Combine(copy, "data", "runs", "2025-07-01", "result.json")));
        Assert.True(first["customers"]!["churned"]!.GetValue<long>() < JsonNode.Parse(shop.First.Output)!["customers"]!["churned"]!.GetValue<long>());
    }

    [Fact]
    public void A_day_before_the_first_fact_is_refused_with_the_days_there_are() =>
        AssertRefused(1, "Nobody was a customer before 1999-01-01: the first one joined on 2024-01-0", "run", "--workspace", shop.Workspace, "--as-of", "1999-01-01");

    [Fact]
    public void Arguments_that_cannot_be_understood_end_with_code_two_and_change_nothing()
    {
        AssertRefused(2, "--as-of: found 'tomorrow'; a day such as", "run", "--workspace", shop.Workspace, "--as-of", "tomorrow");
        AssertRefused(2, "--wrkspace", "run", "--wrkspace", shop.Workspace);
        AssertRefused(2, "--customers: found 'many'; a whole number is allowed", "simulate", "bank", "--customers", "many");
        AssertRefused(2, "customers is 0; 1 to 5000000 is allowed", "simulate", "bank", "--customers", "0");
        AssertRefused(2, "--customer", "decide", "explain", "--workspace", shop.Workspace);
        AssertRefused(2, "found the template 'zoo'; allowed", "init", Path.Combine(shop.Workspace, "other"), "--template", "zoo");
        Assert.False(Directory.Exists(Path.Combine(shop.Workspace, "other")));
    }

    [Fact]
    public void A_workspace_that_is_not_there_or_has_not_run_is_told_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(1, "holdfast init", "run", "--workspace", folder.In("nowhere"), "--json");
        AssertRefused(1, "holdfast init", "serve", "--workspace", folder.In("nowhere"));
        AssertRefused(1, "holdfast init", "decide", "explain", "--workspace", folder.In("nowhere"), "--customer", "C001");
        AssertRefused(1, "Customer 'nobody' has no decision", "decide", "explain", "--workspace", shop.Workspace, "--customer", "nobody");
        Assert.False(Directory.Exists(folder.In("nowhere")));
    }

    [Fact]
    public void A_second_run_beside_one_that_is_going_on_is_refused()
    {
        using var folder = new TemporaryFolder();
        var copy = shop.CopyTo(folder);
        using var running = new FileStream(Path.Combine(copy, "data", "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        AssertRefused(1, "Another run is going on", "run", "--workspace", copy);
    }

    [Fact]
    public void A_workspace_that_cannot_be_written_is_told_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        var copy = shop.CopyTo(folder);
        Directory.Delete(Path.Combine(copy, "data", "runs"), recursive: true);
        File.WriteAllText(Path.Combine(copy, "data", "runs"), "a file where the folder of the runs should be");
        AssertRefused(1, Path.Combine(copy, "data", "runs"), "run", "--workspace", copy);
        Directory.Delete(Path.Combine(copy, "data"), recursive: true);
        File.WriteAllText(Path.Combine(copy, "data"), "a file where the folder of data should be");
        AssertRefused(1, Path.Combine(copy, "data"), "run", "--workspace", copy);
    }

    [Fact]
    public void Without_xgboost_the_run_goes_on_with_the_baseline_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var outcome = HoldfastCommand.Run([("HOLDFAST_XGBOOST", folder.In("libnothing.so"))], "run", "--workspace", shop.CopyTo(folder), "--json", "--as-of", "2025-12-01");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        var run = JsonNode.Parse(outcome.Output)!;
        Assert.Equal("logistic", run["models"]!.AsArray().Single(model => model!["champion"]!.GetValue<bool>())!["name"]!.GetValue<string>());
        Assert.Contains(run["notes"]!.AsArray(), note => note!.GetValue<string>().Contains("XGBoost is not installed: the logistic baseline is used", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_duckdb_one_sentence_says_what_to_install()
    {
        using var folder = new TemporaryFolder();
        var outcome = HoldfastCommand.Run([("HOLDFAST_DUCKDB", folder.In("libnothing.so"))], "run", "--workspace", shop.CopyTo(folder), "--as-of", "2025-11-01");
        AssertPlain(outcome, 1, "is missing: run 'npm ci --prefix eng/native'");
    }

    static void AssertRefused(int code, string words, params string[] arguments) => AssertPlain(HoldfastCommand.Run(arguments), code, words);

    static void AssertPlain(Outcome outcome, int code, string words)
    {
        Assert.True(outcome.ExitCode == code, $"ended with {outcome.ExitCode}: {outcome.Errors}");
        Assert.Equal("", outcome.Output);
        Assert.Contains(words, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal);
}
