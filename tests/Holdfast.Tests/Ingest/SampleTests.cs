using Holdfast.Operations;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Ingest;

public class SampleTests
{
    [Fact]
    public void Every_sample_workspace_is_without_faults_and_tells_its_data_only_by_the_data_folder()
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(Workspaces.House.Root, "samples")))
        {
            var loaded = WorkspaceFiles.Load(folder, "somewhere");
            Assert.True(loaded.Workspace is not null, $"{folder}: {LoadedWorkspace.Describe(loaded.Faults)}");
            Assert.All(loaded.Workspace.Sources, source => Assert.StartsWith("${data}/", source.File, StringComparison.Ordinal));
        }
    }

    [WithSampleData]
    public void Telecom_tells_7043_customers_of_whom_1869_left_six_of_them_by_death()
    {
        var (report, business, histories) = Load("telecom", "2018-09-30");

        Assert.All(report.Sources, source => Assert.Equal((7043L, 7043L), (source.Rows, source.Accepted)));
        Assert.Equal(7043, histories.Count);
        AssertLeft(histories, business, "2018-07-01", 1863, 6);
        // Nothing is left out by hand: the leakage check must find what tells the answer.
        var names = histories.SelectMany(h => h.Attributes.ToArray().Select(a => h.Codes.Name(a.Name))).ToHashSet();
        Assert.Equal(89, names.Count);
        Assert.Superset(new HashSet<string> { "status.Churn Score", "customers.Churn Score", "status.Churn Reason", "Churn Category", "status.Churn Label", "status.Churn Value", "Satisfaction Score", "Customer Status", "status.CLTV", "status.Quarter", "services.Quarter" }, names);
    }

    [WithSampleData]
    public void Telecom_table_tells_the_same_1869_leavers_from_one_table()
    {
        var (report, business, histories) = Load("telecom-table", "2018-09-30");

        Assert.Equal(7043, Assert.Single(report.Sources).Accepted);
        AssertLeft(histories, business, "2018-07-01", 1869, 0);
    }

    [WithSampleData]
    public void Bank_table_tells_10000_customers_of_whom_2037_left()
    {
        var (report, business, histories) = Load("bank-table", "2019-03-31");

        Assert.Equal(10_000, Assert.Single(report.Sources).Accepted);
        AssertLeft(histories, business, "2019-01-01", 2037, 0);
    }

    [WithSampleData]
    public void Shop_tells_every_purchase_to_the_cent_though_rows_repeat()
    {
        var (report, _, histories) = Load("shop", "1998-06-30");

        Assert.Equal(69_659, Assert.Single(report.Sources).Accepted);
        Assert.Equal(23_570, histories.Count);
        // Sums of the file's columns: awk '{n += $3; v += $4}'.
        Assert.Equal((167_881L, 250_031_563L), (histories.Sum(h => Sum(h, e => e.Quantity)), histories.Sum(h => Sum(h, e => e.Amount))));
    }

    [WithSampleData]
    public void Subscriptions_follow_the_churn_events_of_352_accounts()
    {
        var (report, business, histories) = Load("subscriptions", "2024-12-31");

        Assert.All(report.Sources, source => Assert.Equal(0, source.Rejected + source.Duplicate));
        Assert.Equal(500, histories.Count);
        var asOf = Day.Parse("2025-01-01");
        Assert.Equal(352, histories.Count(h => Lives.Of(h, business, asOf)[^1].Left is not null));
        Assert.Equal(25_000, histories.Sum(h => h.Events.ToArray().Count(e => h.Codes.Name(e.Kind) == "use")));
    }

    static long Sum(History history, Func<Event, long> figure) => history.Events.ToArray().Sum(figure);

    static void AssertLeft(IReadOnlyList<History> histories, Business business, string cutoff, int voluntary, int involuntary)
    {
        var (day, asOf) = (Day.Parse(cutoff), Day.Parse(cutoff) + business.Horizons.ChurnDays);
        var lives = histories.Select(h => Assert.Single(Lives.Of(h, business, asOf))).ToList();
        // All are in the choice the day after the snapshot, whatever becomes of them.
        Assert.All(lives, life => Assert.True(life.CoversDay(day)));
        Assert.All(histories, h => Assert.Equal(1, h.AsOf(day.Start).Spells.Length));
        Assert.Equal((voluntary, involuntary), (lives.Count(l => l.Kind == Leaving.Voluntary), lives.Count(l => l.Kind == Leaving.Involuntary)));
    }

    static (IngestReport Report, Business Business, IReadOnlyList<History> Histories) Load(string sample, string lastDay)
    {
        using var folder = new TempFolder();
        // The rejects would be written beside the sample; a copy keeps the repository clean.
        var workspace = WorkspaceFiles.Load(Path.Combine(Workspaces.House.Root, "samples", sample), SampleData.Root).ForRun() with { Root = folder.Path };
        var warehouse = Warehouse.Open(Path.Combine(folder.Path, "data", "warehouse"));
        var report = LoadSources.Run(workspace, warehouse, new Progress<StageProgress>(), CancellationToken.None);
        Assert.All(report.Sources, source => Assert.Equal(source.Rows, source.Accepted + source.Rejected + source.Duplicate));
        Assert.Equal(lastDay, warehouse.Current().LastFactDay.ToString());
        return (report, workspace.Business, [.. warehouse.Current().Histories(CancellationToken.None)]);
    }
}
