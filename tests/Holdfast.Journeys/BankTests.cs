using System.Diagnostics;
using System.Security.Cryptography;

namespace Holdfast.Journeys;

/// <summary>The main job on a small sample bank: repeatable, resumable, quiet on standard output.</summary>
public class BankTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var first = Prints(Night(Bank(folder, "one")));
        var second = Prints(Night(Bank(folder, "two")));
        Assert.Equal(first, second);
    }

    [Fact]
    public void A_second_run_keeps_what_stands_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var bank = Bank(folder, "bank");
        var before = Prints(Night(bank));
        var watch = Stopwatch.StartNew();
        var after = Prints(Night(bank));
        Assert.Equal(before, after);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_run_killed_at_any_moment_and_started_again_gives_the_results_of_an_undisturbed_one()
    {
        var kills = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes" ? 40 : 3;
        using var folder = new TemporaryFolder();
        var undisturbed = Prints(Night(Bank(folder, "undisturbed")));
        var random = new Random(20261121);
        for (var kill = 0; kill < kills; kill++)
        {
            var bank = Bank(folder, $"killed-{kill}");
            using (var run = HoldfastCommand.Start("run", "--workspace", bank, "--json"))
            {
                run.OutputDataReceived += (_, _) => { };
                run.ErrorDataReceived += (_, _) => { };
                run.BeginOutputReadLine();
                run.BeginErrorReadLine();
                if (!run.WaitForExit(TimeSpan.FromMilliseconds(300 + random.Next(6000)))) run.Kill(entireProcessTree: true);
                run.WaitForExit();
            }

            Assert.Equal(undisturbed, Prints(Night(bank)));
            Directory.Delete(bank, recursive: true);
        }
    }

    static string Bank(TemporaryFolder folder, string name)
    {
        var bank = folder.In(name);
        Assert.Equal(0, HoldfastCommand.Run("init", bank, "--template", "bank").ExitCode);
        Assert.Equal(0, HoldfastCommand.Run("simulate", "bank", "--customers", "600", "--years", "2", "--seed", "7", "--workspace", bank).ExitCode);
        return bank;
    }

    static string Night(string bank) => HoldfastCommand.Json("run", "--workspace", bank)["folder"]!.GetValue<string>();

    // Everything of a run but its timings.
    static SortedDictionary<string, string> Prints(string folder) =>
        new(Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "timings.json")
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))), StringComparer.Ordinal);
}
