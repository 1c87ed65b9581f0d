using System.Diagnostics;

namespace Holdfast.Journeys;

/// <summary>The main job on a small sample bank: repeatable and resumable.</summary>
[Collection(nameof(SampleBank))]
public class BankTests(SampleBank bank)
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(bank.Undisturbed, SampleBank.Prints(SampleBank.Night(SampleBank.Make(folder, "other"))));
    }

    [Fact]
    public void A_second_run_keeps_what_stands_and_changes_nothing()
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(bank.Undisturbed, SampleBank.Prints(SampleBank.Night(bank.Workspace)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_run_killed_at_any_moment_and_started_again_gives_the_results_of_an_undisturbed_one()
    {
        var kills = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes" ? 40 : 3;
        using var folder = new TemporaryFolder();
        var random = new Random(20261121);
        for (var kill = 0; kill < kills; kill++)
        {
            var killed = bank.CopyBeforeItsNight(folder, $"killed-{kill}");
            using (var run = HoldfastCommand.Start("run", "--workspace", killed, "--json"))
            {
                run.OutputDataReceived += (_, _) => { };
                run.ErrorDataReceived += (_, _) => { };
                run.BeginOutputReadLine();
                run.BeginErrorReadLine();
                if (!run.WaitForExit(bank.NightLength * (0.05 + 0.9 * random.NextDouble()))) run.Kill(entireProcessTree: true);
                run.WaitForExit();
            }

            Assert.Equal(bank.Undisturbed, SampleBank.Prints(SampleBank.Night(killed)));
            Directory.Delete(killed, recursive: true);
        }
    }
}
