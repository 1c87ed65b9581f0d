using Holdfast.Operations.Ingest;
using Holdfast.Operations.Workspaces;

namespace Holdfast.Tests.Ingest;

public class ReadinessTests
{
    const string Log = """
        file: log.csv
        facts:
          - fact: event
            columns: { party: who, at: day, kind: { value: purchase }, amount: sum }
        """;

    [Fact]
    public void What_a_log_of_purchases_tells_and_what_it_does_not_is_said_for_each_stage()
    {
        using var loading = Loading.Of(("sources/log.yaml", Log), ("log.csv", "who,day,sum\na,2024-01-02,5\na,2024-02-02,\nb,2024-01-05,7\n"));
        loading.Run();
        var report = Readiness.Of(loading.Warehouse.Current().Told(), WorkspaceFiles.Load(loading.Root, null).Workspace!);
        Assert.Equal(["measure", "predict", "segment", "decide", "act", "listen", "learn"], report.Items.Select(item => item.Stage).Distinct());
        var worth = report.Items.Single(item => item.Question == "What is a customer worth?");
        Assert.Equal((ReadyState.Ready, "what customers bring (event.amount 2)"), (worth.State, worth.There));
        var calls = report.Items.Single(item => item.Stage == "act");
        Assert.Equal(ReadyState.Missing, calls.State);
        Assert.Contains("map contact_point with kind, value and consent", calls.Mend, StringComparison.Ordinal);
        Assert.All(report.Items, item => Assert.Equal(item.State == ReadyState.Ready, item.Mend.Length == 0));
        Assert.Contains("ready    What is a customer worth?", Readiness.Describe(report), StringComparison.Ordinal);
    }
}
