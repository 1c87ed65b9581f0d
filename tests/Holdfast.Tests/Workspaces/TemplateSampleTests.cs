using Holdfast.Operations;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Simulation.Small;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Workspaces;

public class TemplateSampleTests
{
    public static TheoryData<string> Names => [.. SmallTrade.All.Select(trade => trade.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sample_of_a_template_loads_without_a_rejected_row_and_its_customers_leave(string template)
    {
        using var folder = new TestWorkspace();
        InitWorkspace.Run(new(folder.Root, template, Customers: 150));
        var workspace = folder.Load().ForRun();
        var warehouse = Warehouse.Open(Path.Combine(folder.Root, "data", "warehouse"));
        var report = LoadSources.Run(workspace, warehouse, new Progress<StageProgress>(), CancellationToken.None);
        Assert.All(report.Sources, source => Assert.True(source.Rejected == 0 && source.Rows > 0, $"{source}"));

        var facts = warehouse.Current();
        Assert.Equal(SmallWorld.End - 1, facts.LastFactDay);
        var lives = facts.Histories(CancellationToken.None)
            .SelectMany(history => Lives.Of(history.AsOf(SmallWorld.End.Start), workspace.Business, SmallWorld.End)).ToList();
        Assert.InRange(lives.Count, 140, 400);
        var left = lives.Count(life => life.Left is not null && life.Kind == Leaving.Voluntary);
        Assert.True(left is > 20 and < 250, $"{left} of {lives.Count} lives ended");
        foreach (var churn in workspace.Business.Churn)
        {
            Assert.Contains(lives, life => life.How == churn.Kind);
        }
    }
}
