using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Journeys;

/// <summary>The stored facts under several processes, kills, a full disk, and later knowledge.</summary>
public class StoreTests(SmallShop shop) : IClassFixture<SmallShop>
{
    static readonly bool Long = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes";

    [Fact]
    public void Processes_that_publish_at_once_lose_and_double_nothing()
    {
        using var folder = new TemporaryFolder();
        var first = shop.CopyTo(folder);
        var others = Enumerable.Range(0, 2).Select(i => Beside(folder.In($"other-{i}"), first, $"D{i}-")).ToList();
        Append(first, 40, "E-", "2025-12-30");
        var running = others.Append(first).Select(workspace => HoldfastCommand.Start("run", "--workspace", workspace, "--as-of", "2025-12-01"))
            .Append(HoldfastCommand.Start("store", "compact", "--workspace", first)).ToList();
        foreach (var process in running) Ended(process);
        Assert.Equal("", string.Join(' ', HoldfastCommand.Json("store", "check", "--workspace", first)["faults"]!.AsArray()));
        var told = Events(first, folder.In("told"));
        var purchases = SmallShop.Purchases.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1;
        Assert.Equal(purchases + 40 + 2 * 40, told.Count);
        Assert.Equal(told.Count, told.Distinct().Count());
    }

    [Fact]
    public void A_load_killed_at_any_moment_leaves_what_was_acknowledged_and_repeating_it_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var start = shop.CopyTo(folder);
        Append(start, 200, "E-", "2025-12-30");
        var before = Manifest(start);
        var undisturbed = Copy(start, folder.In("undisturbed"));
        var watch = Stopwatch.StartNew();
        HoldfastCommand.Json("run", "--workspace", undisturbed);
        AssertSurvives(start, folder, watch.Elapsed * 0.8, (before, Manifest(undisturbed)), "run", "--workspace");
    }

    [Fact]
    public void A_compaction_killed_at_any_moment_leaves_the_facts_and_repeating_it_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var start = shop.CopyTo(folder);
        Append(start, 40, "E-", "2025-12-30");
        HoldfastCommand.Json("run", "--workspace", start);
        var before = Manifest(start);
        var undisturbed = Copy(start, folder.In("undisturbed"));
        var watch = Stopwatch.StartNew();
        Assert.True(HoldfastCommand.Json("store", "compact", "--workspace", undisturbed)["published"]!.GetValue<bool>());
        AssertSurvives(start, folder, watch.Elapsed, (before, Manifest(undisturbed)), "store", "compact", "--workspace");
    }

    [Fact]
    public void A_disk_that_takes_no_more_ends_the_load_with_a_sentence_and_leaves_the_facts()
    {
        using var folder = new TemporaryFolder();
        var copy = shop.CopyTo(folder);
        Append(copy, 60_000, "E-", "2025-12-30");
        var before = Manifest(copy);

        // The system's own limit on the size of a file stands for a full disk: the same call fails, with another number.
        using var limited = Limited("ulimit -f 64; trap '' XFSZ; exec \"$0\" \"$@\"", "run", "--workspace", copy);
        var errors = limited.StandardError.ReadToEnd();
        limited.WaitForExit();
        Assert.True(limited.ExitCode == 1, $"ended with {limited.ExitCode}: {errors}");
        Assert.Contains("error: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Equal(before, Manifest(copy));
        Assert.Equal(0, HoldfastCommand.Run("store", "check", "--workspace", copy).ExitCode);
    }

    [Fact]
    public void A_run_for_a_past_day_is_the_same_to_the_byte_after_facts_learned_later_have_arrived()
    {
        const string Day = "2025-07-01";
        using var folder = new TemporaryFolder();
        var copy = shop.CopyTo(folder);
        HoldfastCommand.Json("run", "--workspace", copy, "--as-of", Day);
        var before = Prints(copy, Day);
        Assert.Contains(before, file => file.StartsWith("predict/", StringComparison.Ordinal));
        WriteLate(copy);
        HoldfastCommand.Json("run", "--workspace", copy, "--as-of", Day);
        Assert.Equal(before, Prints(copy, Day));

        // The same facts count as soon as they are known.
        var later = HoldfastCommand.Json("store", "history", "C001", "--workspace", copy, "--as-of", "2025-09-02");
        Assert.Equal(["C001", "C002"], later["toldAs"]!.AsArray().Select(id => id!.GetValue<string>()));
    }

    // Facts of before the day that were learned after it: purchases, among them of customers who were not known, and an alias.
    static void WriteLate(string workspace)
    {
        var lines = Enumerable.Range(0, 400).Select(i =>
            FormattableString.Invariant($"{(i % 3 == 0 ? $"N{i:000}" : $"C{1 + i % 300:000}")},{new DateOnly(2025, 3, 1).AddDays(i % 100):yyyy-MM-dd},2025-{7 + i % 3:00}-{1 + i % 28:00},{5 + i}.50,L{i}"));
        File.WriteAllText(Path.Combine(workspace, "data", "late.csv"), "customer,bought_on,learned,sum,receipt\n" + string.Join('\n', lines) + "\n");
        File.WriteAllText(Path.Combine(workspace, "sources", "late.yaml"), "file: data/late.csv\nfacts:\n  - fact: event\n    columns:\n      party: customer\n      event: receipt\n      at: bought_on\n      known_at: learned\n      kind: { value: a later kind }\n      amount: sum\n");
        File.WriteAllText(Path.Combine(workspace, "data", "same.csv"), "one,other,learned\nC002,C001,2025-09-01\n");
        File.WriteAllText(Path.Combine(workspace, "sources", "same.yaml"), "file: data/same.csv\nfacts:\n  - fact: alias\n    columns:\n      from: one\n      to: other\n      known_at: learned\n");
    }

    void AssertSurvives(string start, TemporaryFolder folder, TimeSpan length, (string Before, string After) manifests, params string[] command)
    {
        var random = new Random(20261121);
        for (var kill = 0; kill < (Long ? 100 : 2); kill++)
        {
            var killed = Copy(start, folder.In($"killed-{kill}"));
            using (var process = HoldfastCommand.Start([.. command, killed]))
            {
                Drain(process);
                if (!process.WaitForExit(length * (0.1 + 0.9 * random.NextDouble()))) process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            Assert.Contains(Manifest(killed), new[] { manifests.Before, manifests.After });
            var check = Watched.Run("store", "check", "--workspace", killed);
            Assert.True(check.Outcome.ExitCode == 0, check.Outcome.Output + check.Outcome.Errors);

            // Processor seconds: by the clock a start takes as long as its neighbours on the machine let it.
            Assert.InRange(check.CpuSeconds, 0, 5);
            Assert.Equal(0, HoldfastCommand.Run([.. command, killed]).ExitCode);
            Assert.Equal(manifests.After, Manifest(killed));
            Assert.Equal(0, HoldfastCommand.Run("store", "check", "--workspace", killed).ExitCode);
            Directory.Delete(killed, recursive: true);
        }
    }

    // A workspace with a source of its own and the warehouse of another one.
    static string Beside(string workspace, string first, string prefix)
    {
        Directory.CreateDirectory(Path.Combine(workspace, "sources"));
        Directory.CreateDirectory(Path.Combine(workspace, "data"));
        File.Copy(Path.Combine(first, "holdfast.yaml"), Path.Combine(workspace, "holdfast.yaml"));
        File.WriteAllText(Path.Combine(workspace, "sources", prefix.ToLowerInvariant() + "shop.yaml"), SmallShop.Mapping);
        File.WriteAllText(SmallShop.PurchasesOf(workspace), "customer,bought_on,sum,receipt\n" + More(40, prefix, "2025-11-30"));
        Directory.CreateSymbolicLink(Path.Combine(workspace, "data", "warehouse"), Path.Combine(first, "data", "warehouse"));
        return workspace;
    }

    static void Append(string workspace, int purchases, string prefix, string day) => File.AppendAllText(SmallShop.PurchasesOf(workspace), More(purchases, prefix, day));

    static string More(int purchases, string prefix, string day) =>
        string.Concat(Enumerable.Range(0, purchases).Select(i => FormattableString.Invariant($"C{1 + i % 300:000},{day},{i * 7919 % 100_003}.25,{prefix}{i}\n")));

    static List<string> Events(string workspace, string into)
    {
        HoldfastCommand.Json("store", "export", "--workspace", workspace, "--into", into, "--format", "csv", "--kinds", "event");
        var lines = File.ReadAllLines(Path.Combine(into, "event.csv"));
        var columns = lines[0].Split(',');
        var (source, id) = (Array.IndexOf(columns, "source"), Array.IndexOf(columns, "event"));
        return [.. lines.Skip(1).Select(line => line.Split(',')).Select(cells => cells[source] + " " + cells[id])];
    }

    // The manifest tells the hash of every data file: equal manifests, equal bytes. The number differs where a load was repeated.
    static string Manifest(string workspace)
    {
        var folder = Path.Combine(workspace, "data", "warehouse", "manifests");
        var newest = Directory.GetFiles(folder, "*.json").MaxBy(file => long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture))!;
        return string.Join('\n', File.ReadLines(newest).Where(line => line.Contains("\"sha256\"", StringComparison.Ordinal)).Skip(1));
    }

    static List<string> Prints(string workspace, string day)
    {
        var root = Path.Combine(workspace, "data", "runs", day);
        string[] ofTheMachine = ["stage.json", "timings.json"];
        return [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(file => !ofTheMachine.Contains(Path.GetFileName(file)))
            .Select(file => $"{Path.GetRelativePath(root, file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
    }

    static string Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    static Process Limited(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-c", script, "dotnet", HoldfastCommand.Program }.Concat(arguments)) start.ArgumentList.Add(argument);
        start.Environment["OMP_WAIT_POLICY"] = "passive";

        // The runtime maps its own code through a large file in memory, which the limit forbids too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    static void Drain(Process process)
    {
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    static void Ended(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors + output.Result);
        }
    }
}
