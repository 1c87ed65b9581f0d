using Holdfast.Operations;
using Holdfast.Operations.Jobs;
using Holdfast.Operations.Workspaces;

namespace Holdfast.Journeys;

/// <summary>The nightly run of two servers beside somebody who runs from the command line.</summary>
public class NightTests(SmallShop shop) : IClassFixture<SmallShop>
{
    static readonly CancellationToken Never = CancellationToken.None;
    static readonly JobWorkerSettings Quick = new() { Poll = TimeSpan.FromMilliseconds(20), Beat = TimeSpan.FromMilliseconds(50), Busy = TimeSpan.FromMilliseconds(50) };

    [Fact]
    public async Task A_run_from_the_command_line_is_seen_and_waited_for_and_the_night_is_performed_once()
    {
        using var folder = new TemporaryFolder();
        var copy = shop.CopyTo(folder);
        File.AppendAllText(Path.Combine(copy, "holdfast.yaml"), "nightly:\n  at: 02:30\n");
        var workspace = WorkspaceFiles.Load(copy, null).ForRun();
        using var records = workspace.OpenRecords();
        var jobs = new JobTable(records, TimeProvider.System);
        var servers = Enumerable.Range(0, 2).Select(_ => Nights.Of(workspace, jobs, TimeProvider.System)!).ToList();
        using var stop = new CancellationTokenSource();
        List<Task> running;

        // Holds the workspace as a run from the command line does.
        using (new FileStream(Path.Combine(copy, "data", "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            running =
            [
                .. servers.Select(server => server.RunAsync(stop.Token)),
                .. servers.Select(_ => new JobWorker(jobs, CatalogJobs.Performed(new OperationContext(new Progress<StageProgress>(), TimeProvider.System)), Quick, TimeProvider.System).RunAsync(stop.Token)),
            ];
            var waiting = await Until(jobs, job => job.Doing.Contains("Another run is going on", StringComparison.Ordinal));
            Assert.Equal((JobState.Waiting, "schedule"), (waiting.State, waiting.AskedBy));
            var second = HoldfastCommand.Run("run", "--workspace", copy);
            Assert.Equal(1, second.ExitCode);
            Assert.Contains("Another run is going on", second.Errors, StringComparison.Ordinal);
        }

        var done = await Until(jobs, job => job.State == JobState.Succeeded);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        Assert.Equal(1, done.Attempts);
        Assert.Contains("\"asOf\":\"2026-01-01\"", done.Result, StringComparison.Ordinal);
        Assert.Equal(done.Id, Assert.Single(servers.Select(server => server.EnqueueLatest(Never).Job.Id).Distinct()));
        var listed = Assert.Single(HoldfastCommand.Json("jobs", "list", "--workspace", copy)["jobs"]!.AsArray())!;
        Assert.Equal(("succeeded", "run"), ((string?)listed["state"], (string?)listed["kind"]));
        Assert.Equal("2026-01-01", (string?)HoldfastCommand.Json("jobs", "show", done.Id, "--workspace", copy)["result"]!["asOf"]);
    }

    static async Task<Job> Until(JobTable jobs, Func<Job, bool> holds)
    {
        for (var tries = 0; tries < 3000; tries++)
        {
            if (jobs.List(null, 10) is [var only] && holds(only)) return only;
            await Task.Delay(20);
        }

        throw new TimeoutException($"It did not come to pass: {string.Join(", ", jobs.List(null, 10))}");
    }
}
