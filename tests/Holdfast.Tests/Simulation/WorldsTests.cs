using Holdfast.Operations;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Simulate;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Simulation;

public sealed class WorldsTests
{
    public static TheoryData<string, string> Worlds => new() { { "telecom", "telecom" }, { "prepaid", "prepaid" }, { "saas", "saas" }, { "shop", "retail" } };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void A_small_world_is_lived_on_in_any_cut_and_its_files_load_without_a_rejected_row(string world, string template)
    {
        using var whole = new LivedWorkspace(world, template);
        var actions = WorkspaceFiles.Load(whole.Root, null).ForRun().Actions;
        whole.Decide(whole.Tomorrow, whole.Here.Take(60).Select((id, i) => LivedWorkspace.Call(id, actions[i % actions.Count].Id, actions[i % actions.Count].Channels[0])));
        using var parts = whole.Copy();
        var told = whole.Step(45);
        parts.Step(3);
        parts.Step(19);
        var last = parts.Step(23);
        Assert.Equal(whole.Told(), parts.Told());
        Assert.Equal(whole.TruthOf("customers.csv"), parts.TruthOf("customers.csv"));
        Assert.Equal(told.Result, last.Result);
        Assert.InRange(told.Tried, 0.8 * told.Planned, told.Planned);
        Assert.InRange(told.Reached, 0.3 * told.Tried, 0.95 * told.Tried);
        Assert.Equal(0, told.Unknown);
        var report = LoadSources.Run(
            WorkspaceFiles.Load(parts.Root, null).ForRun(), Warehouse.Open(Path.Combine(parts.Root, "data", "warehouse")), new Progress<StageProgress>(), CancellationToken.None);
        Assert.All(report.Sources, source => Assert.True(source.Rejected == 0 && source.Rows > 0, $"{source}"));
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void The_truth_of_a_small_world_knows_who_is_there_and_what_each_action_does(string world, string template)
    {
        using var made = new LivedWorkspace(world, template);
        var (day, customers) = TruthFile.Read(made.Root);
        Assert.Equal("2026-01-01", day.ToString());
        var here = customers.Where(customer => customer.State == "here").ToList();
        Assert.InRange(here.Count, 30, 95);
        var actions = WorkspaceFiles.Load(made.Root, null).ForRun().Actions;
        Assert.All(actions, action => Assert.Contains(action.Id, here[0].Gain.Keys));
        // In 90 days a twentieth to a third of the customers of such businesses leave; what truly happens is near what is expected.
        Assert.InRange(here.Average(customer => customer.Churn90), 0.02, 0.33);
        Assert.InRange(here.Count(customer => customer.Leaves90), 0, here.Count / 2);
        Assert.All(here, customer => Assert.InRange(customer.Churn90, 0, 1));
        Assert.Contains(here, customer => customer.Effect[actions[0].Id] > 0);
        Assert.True(here.Where(customer => customer.Response == "persuadable").Select(customer => customer.Effect[actions[0].Id]).DefaultIfEmpty(1).Average() > 0);
    }

    [Fact]
    public void A_world_that_is_none_is_refused_with_the_ones_there_are()
    {
        var fault = Assert.Throws<HoldfastException>(() => SimulateWorld.Run(
            new SimulateWorldRequest { World = "mars" }, new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None));
        Assert.Equal("world is 'mars'; bank, telecom, prepaid, saas, shop are allowed", fault.Message);
    }
}
