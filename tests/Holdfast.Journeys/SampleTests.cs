using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Holdfast.Journeys;

/// <summary>The five workspaces in samples/ on real public data, from files to report.</summary>
public class SampleTests
{
    static readonly ConcurrentDictionary<string, Lazy<JsonNode>> Runs = new();

    // Ten-fold figures of independent models: boosted trees reach .911-.914 (linked tables), .847-.849 (one table), .867 (bank).
    [PublicDataTheory]
    [InlineData("telecom", 0.900, 0.925)]
    [InlineData("telecom-table", 0.840, 0.855)]
    [InlineData("bank-table", 0.860, 0.880)]
    public void A_static_table_is_predicted_as_well_as_by_hand_and_without_leaks(string sample, double low, double high)
    {
        var run = Run(sample);
        var champion = run["models"]!.AsArray().Single(m => m!["champion"]!.GetValue<bool>())!;
        Assert.InRange(champion["auc"]!.GetValue<double>(), low, high);
        Assert.InRange(champion["calibrationSlope"]!.GetValue<double>(), 0.85, 1.15);
    }

    [PublicDataFact]
    public void The_telecom_tables_give_up_every_column_that_tells_the_answer()
    {
        var leaks = string.Join('|', Run("telecom")["leaks"]!.AsArray().Select(l => l!["column"]!.GetValue<string>()));
        foreach (var telling in new[] { "Churn Score", "Churn Category", "Churn Reason", "Satisfaction Score", "Customer Status" }) Assert.Contains(telling, leaks, StringComparison.OrdinalIgnoreCase);
        foreach (var honest in new[] { "Contract", "Tenure", "Number of Referrals", "Internet Type" }) Assert.DoesNotContain(honest, leaks, StringComparison.OrdinalIgnoreCase);
    }

    [PublicDataTheory]
    [InlineData("subscriptions")]
    [InlineData("shop")]
    public void A_log_of_subscriptions_or_purchases_goes_from_files_to_report(string sample)
    {
        var run = Run(sample);
        Assert.True(run["customers"]!["churned"]!.GetValue<long>() > 0);
        Assert.True(run["customers"]!["scored"]!.GetValue<long>() > 0);
    }

    // Each sample is run once, from files to report, whichever test asks first.
    static JsonNode Run(string sample) => Runs.GetOrAdd(sample, name => new Lazy<JsonNode>(() =>
    {
        using var folder = new TemporaryFolder();
        var workspace = folder.In(name);
        Copy(Path.Combine(PublicData.Repository, "samples", name), workspace);
        var run = HoldfastCommand.Json("run", "--workspace", workspace, "--data", PublicData.Folder!);
        Assert.True(File.Exists(Path.Combine(run["folder"]!.GetValue<string>(), "report", "report.html")));
        return run;
    })).Value;

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(f => !Path.GetRelativePath(from, f).StartsWith("data", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
