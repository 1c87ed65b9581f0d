using System.Globalization;

namespace Holdfast.Journeys;

/// <summary>Facts sent one after the other to a process that is killed: what was told to be on the disk is there, once.</summary>
public class JournalTests(SmallShop shop) : IClassFixture<SmallShop>
{
    const int Sent = 3000;

    static readonly bool Long = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes";

    [Fact]
    public void A_process_killed_at_any_moment_between_or_during_appends_has_lost_and_doubled_nothing_it_acknowledged()
    {
        using var folder = new TemporaryFolder();
        var start = shop.CopyTo(folder);
        HoldfastCommand.Json("predict", "customer", "--customer", "C001", "--workspace", start);
        var random = new Random(20261122);
        var appended = 0;
        for (var kill = 0; kill < (Long ? 100 : 3); kill++)
        {
            var workspace = Copy(start, folder.In($"killed-{kill}"));

            // Facts acknowledged one by one, and, every other time, many at once: then some writes are longer than a page.
            var acknowledged = SendAndKill(workspace, kill % 2 == 0 ? 1 : 400, killAfter: 1 + random.Next(Sent / 10), pause: random.Next(4));
            appended += acknowledged > 0 ? 1 : 0;
            var all = Path.Combine(workspace, "all.jsonl");
            File.WriteAllText(all, Lines(0, Sent));
            var again = HoldfastCommand.Json("ingest", "fact", all, "--workspace", workspace);
            var (known, kept) = (again["known"]!.GetValue<int>(), again["kept"]!.GetValue<int>());
            Assert.True(known >= acknowledged, $"kill {kill}: {acknowledged} acknowledged, {known} there");
            Assert.Equal(Sent, known + kept);
            Assert.Empty(again["refused"]!.AsArray());
            Assert.Equal(Sent, HoldfastCommand.Json("predict", "customer", "--customer", "C001", "--workspace", workspace)["arrived"]!.GetValue<int>());
            if (kill == 0) AssertTakenIn(workspace, folder.In("told"));
            Directory.Delete(workspace, recursive: true);
        }

        Assert.True(appended > 0, "every process died before it acknowledged anything");
    }

    // Sends lines in batches, each when the one before was acknowledged, and kills the process some lines on. How many were acknowledged.
    static int SendAndKill(string workspace, int batch, int killAfter, int pause)
    {
        using var process = HoldfastCommand.StartFed("ingest", "fact", "/dev/stdin", "--workspace", workspace);
        var told = 0;
        using var news = new AutoResetEvent(false);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null || !line.Data.Contains("are on the disk", StringComparison.Ordinal)) return;
            Volatile.Write(ref told, int.Parse(line.Data.Split("up to line ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
            news.Set();
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var sent = 0; sent + batch < Sent && Volatile.Read(ref told) < killAfter * Math.Min(batch, 4); sent += batch)
        {
            process.StandardInput.Write(Lines(sent, batch));
            process.StandardInput.Flush();
            if (batch == 1) Assert.True(news.WaitOne(TimeSpan.FromMinutes(1)), process.HasExited ? "it ended" : "it acknowledges nothing");
        }

        // In the midst of the next write, or between two.
        process.StandardInput.Write(Lines(Sent - batch, batch));
        process.StandardInput.Flush();
        Thread.Sleep(pause);
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return Volatile.Read(ref told);
    }

    static string Lines(int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i =>
        $$"""{"fact":"event","party":"C{{1 + i % 300:000}}","event":"j{{i}}","at":"2025-12-30T10:00:00","kind":"purchase","amount":{{i % 90}}.25}""" + "\n"));

    static int Events(string workspace, string into)
    {
        HoldfastCommand.Json("store", "export", "--workspace", workspace, "--into", into, "--format", "csv", "--kinds", "event");
        return File.ReadLines(Path.Combine(into, "event.csv")).Count() - 1;
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

    // The next run takes them into the warehouse, and a second one does not take them in again.
    static void AssertTakenIn(string workspace, string told)
    {
        var before = Events(workspace, told + "-0");
        HoldfastCommand.Json("run", "--workspace", workspace);
        HoldfastCommand.Json("run", "--workspace", workspace);
        Assert.Equal(before + Sent, Events(workspace, told + "-1"));
        Assert.Equal(0, HoldfastCommand.Json("predict", "customer", "--customer", "C001", "--workspace", workspace)["arrived"]!.GetValue<int>());
        var again = HoldfastCommand.Json("ingest", "fact", Path.Combine(workspace, "all.jsonl"), "--workspace", workspace);
        Assert.Equal((Sent, 0), (again["known"]!.GetValue<int>(), again["kept"]!.GetValue<int>()));
    }
}
