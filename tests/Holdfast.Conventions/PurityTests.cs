namespace Holdfast.Conventions;

public class PurityTests
{
    static readonly string[] Banned = ["System.IO.", "System.Net.", "System.Threading.", "System.Console", "System.Environment", "System.TimeProvider", "System.Random", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process"];

    // Parallel lives in one file of Numerics (fixed blocks, joined in block order); CancellationToken is an argument, not a thread.
    static readonly string[] Permitted = ["System.Threading.CancellationToken", "System.Threading.Interlocked", "System.Threading.Lock"];

    [Theory]
    [InlineData("Holdfast.Numerics")]
    [InlineData("Holdfast.Retention")]
    [InlineData("Holdfast.Simulation")]
    public void A_pure_project_refers_to_no_clock_file_task_network_or_environment(string assembly) =>
        Assert.Empty(Assemblies.References(assembly).Where(name =>
            Banned.Any(b => name.StartsWith(b, StringComparison.Ordinal)) && !Permitted.Contains(name) && !IsParallel(assembly, name)));

    [Fact]
    public void Parallel_stands_in_at_most_one_file_of_Numerics() =>
        Assert.True(SourceFiles.Under("src/Holdfast.Numerics/").Count(f => f.Text.Contains("Parallel.", StringComparison.Ordinal)) <= 1);

    [Fact]
    public void Of_Retention_the_store_sees_only_the_vocabulary_of_facts() =>
        Assert.All(Assemblies.References("Holdfast.Store").Where(name => name.StartsWith("Holdfast.Retention.", StringComparison.Ordinal)), name => Assert.StartsWith("Holdfast.Retention.Facts.", name));

    [Fact]
    public void No_stage_of_the_loop_knows_the_simulated_truth() =>
        Assert.Empty(SourceFiles.Under("src/").Where(f => !f.Path.Contains("/Simulate/", StringComparison.Ordinal) && !f.Path.StartsWith("src/Holdfast.Simulation/", StringComparison.Ordinal))
            .Where(f => f.Text.Contains("\"truth", StringComparison.OrdinalIgnoreCase)).Select(f => f.Path));

    static bool IsParallel(string assembly, string name) => assembly == "Holdfast.Numerics" && name is "System.Threading.Tasks.Parallel" or "System.Threading.Tasks.ParallelLoopResult" or "System.Threading.Tasks.ParallelOptions";
}
