using Holdfast.Tests.Store;

namespace Holdfast.Tests.Audit;

public class KillTests
{
    static readonly int Kills = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes" ? 200 : 6;

    [Fact]
    public async Task Two_writers_killed_at_any_moment_lose_nothing_acknowledged_and_double_nothing()
    {
        using var folder = new TempFolder();
        var random = new Random(11);
        var acknowledged = new HashSet<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var writers = new[] { 0, 500_000 }.Select(from => DyingAppender.Start(folder.File("audit"), from + (kill * 2000))).ToList();
            var first = new TaskCompletionSource();
            var told = writers.Select(writer => Told(writer.StandardOutput, first)).ToList();

            // Every third kill falls anywhere from the start of the processes on, the others after something was acknowledged.
            if (kill % 3 > 0) await first.Task.WaitAsync(TimeSpan.FromMinutes(2));
            await Task.Delay(random.Next(kill % 3 > 0 ? 300 : 1500));
            foreach (var writer in writers)
            {
                writer.Kill();
                await writer.WaitForExitAsync();
                writer.Dispose();
            }

            foreach (var lines in told) acknowledged.UnionWith(await lines);
            using (var next = folder.Log()) next.Append(1_000_000 + kill, 1);
            var verdict = folder.Verify();
            Assert.True(verdict.Faults.Count == 0, $"kill {kill}: {string.Join(' ', verdict.Faults)}");
        }

        var there = folder.Requests();
        Assert.True(acknowledged.Count > Kills, $"{acknowledged.Count} acknowledged");
        Assert.Equal(there.Count, there.Distinct().Count());
        Assert.Empty(acknowledged.Except(there.Select(request => request![1..])));
    }

    static async Task<List<string>> Told(StreamReader output, TaskCompletionSource first)
    {
        var lines = new List<string>();
        while (await output.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            first.TrySetResult();
        }

        return lines;
    }
}
