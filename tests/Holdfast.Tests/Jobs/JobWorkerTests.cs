using System.Collections.Concurrent;
using System.Diagnostics;
using Holdfast.Operations;
using Holdfast.Operations.Jobs;
using Holdfast.Store.Records;
using Holdfast.Tests.Store.Records;

namespace Holdfast.Tests.Jobs;

public class JobWorkerTests
{
    static readonly CancellationToken Never = CancellationToken.None;
    static readonly JobWorkerSettings Quick = new() { Poll = TimeSpan.FromMilliseconds(10), Beat = TimeSpan.FromMilliseconds(10), Busy = TimeSpan.FromMilliseconds(10), AtOnce = 2 };

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public async Task Workers_perform_each_job_once_and_keep_its_result(Dialect dialect)
    {
        using var scene = new Scene(dialect);
        var ids = Enumerable.Range(0, 20).Select(_ => scene.Enqueue()).ToList();
        var performed = new ConcurrentBag<string>();
        PerformJob perform = (job, _, _) =>
        {
            performed.Add(job.Id);
            return $$"""{"id":"{{job.Id}}"}""";
        };
        await scene.WorkUntil(() => ids.TrueForAll(id => scene.Jobs.Find(id)!.State == JobState.Succeeded), perform, perform);
        Assert.Equal(ids.Order(), performed.Order());
        Assert.All(ids, id => Assert.Equal($$"""{"id":"{{id}}"}""", scene.Jobs.Find(id)!.Result));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public async Task Progress_is_told_and_a_cancelled_job_stops(Dialect dialect)
    {
        using var scene = new Scene(dialect);
        var id = scene.Enqueue();
        await scene.WorkUntil(
            () =>
            {
                if (scene.Jobs.Find(id) is { Stage: "predict" }) scene.Jobs.Cancel(id, Never);
                return scene.Jobs.Find(id)!.State == JobState.Cancelled;
            },
            (_, progress, cancel) =>
            {
                progress.Report(new StageProgress("predict", 0.25, "training trees"));
                cancel.WaitHandle.WaitOne();
                cancel.ThrowIfCancellationRequested();
                return "{}";
            });
        Assert.Equal(1, scene.Jobs.Find(id)!.Attempts);
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public async Task A_worker_that_is_stopped_gives_its_job_back_for_the_next_start(Dialect dialect)
    {
        using var scene = new Scene(dialect);
        var id = scene.Enqueue();
        await scene.WorkUntil(() => scene.Jobs.Find(id)!.State == JobState.Running, (_, _, cancel) =>
        {
            cancel.WaitHandle.WaitOne();
            cancel.ThrowIfCancellationRequested();
            return "{}";
        });
        Assert.Equal((JobState.Waiting, 0), (scene.Jobs.Find(id)!.State, (int)scene.Jobs.Find(id)!.Attempts));
        await scene.WorkUntil(() => scene.Jobs.Find(id)!.State == JobState.Succeeded, (_, _, _) => "{}");
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public async Task What_is_in_the_way_is_waited_for_and_other_faults_are_told(Dialect dialect)
    {
        using var scene = new Scene(dialect);
        var (busy, wrong, broken) = (scene.Enqueue("busy"), scene.Enqueue("wrong"), scene.Enqueue("broken"));
        var tried = 0;
        await scene.WorkUntil(
            () => scene.Jobs.Find(busy)!.State == JobState.Succeeded && scene.Jobs.Find(wrong)!.HasEnded && scene.Jobs.Find(broken)!.Fault is not null,
            (job, _, _) => job.Kind switch
            {
                "busy" => Interlocked.Increment(ref tried) < 5 ? throw HoldfastException.Busy("Another run is going on.", new IOException()) : "{}",
                "wrong" => throw HoldfastException.OfRequest("no such day"),
                _ => throw new InvalidOperationException("oh"),
            });
        Assert.Equal(5, tried);
        Assert.Equal(1, scene.Jobs.Find(busy)!.Attempts);
        Assert.Equal((JobState.Failed, "no such day"), (scene.Jobs.Find(wrong)!.State, scene.Jobs.Find(wrong)!.Fault));
        Assert.Equal((JobState.Waiting, "A bug of ours: oh (InvalidOperationException)"), (scene.Jobs.Find(broken)!.State, scene.Jobs.Find(broken)!.Fault));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public async Task A_job_lost_to_another_worker_is_stopped_and_leaves_the_others_work_alone(Dialect dialect)
    {
        using var scene = new Scene(dialect);
        var id = scene.Enqueue();
        var stopped = false;
        await scene.WorkUntil(
            () =>
            {
                // As if another had found the lease run out.
                if (scene.Jobs.Find(id)!.State == JobState.Running) scene.Records.Write(Isolation.Statements, tx => tx.Execute($"UPDATE job SET lease = lease + 1, worker = {"other"} WHERE worker <> {"other"}"), Never);
                return stopped;
            },
            (_, _, cancel) =>
            {
                cancel.WaitHandle.WaitOne();
                stopped = true;
                return "{}";
            });
        Assert.Equal((JobState.Running, "other"), (scene.Jobs.Find(id)!.State, scene.Jobs.Find(id)!.Worker));
    }

    [Fact]
    public void A_job_of_somebody_who_may_no_longer_ask_for_it_is_refused()
    {
        var job = new Job("1", "store/compact", "{}", null, "account-7", JobState.Running, default, default, null, null, 1, 3, null, false, "", 0, "", null, null) { Account = 7 };
        var perform = CatalogJobs.Performed(new OperationContext(new Progress<StageProgress>(), TimeProvider.System), _ => null);
        var refused = Assert.Throws<HoldfastException>(() => perform(job, new Progress<StageProgress>(), Never));
        Assert.Equal(("Who asked for it may no longer use store/compact.", true), (refused.Message, refused.IsOfRequest));
    }

    sealed class Scene : IDisposable
    {
        readonly RecordsPlace _place;

        public Scene(Dialect dialect)
        {
            _place = new RecordsPlace(dialect);
            Records = _place.Open();
            Jobs = new JobTable(Records, TimeProvider.System);
        }

        public RecordsDatabase Records { get; }

        public JobTable Jobs { get; }

        public string Enqueue(string kind = "run") => Jobs.Enqueue(new NewJob { Kind = kind, Request = "{}", AskedBy = "test" }, Never).Job.Id;

        /// <summary>Lets a worker for each way to perform jobs work until something holds, and stops them.</summary>
        public async Task WorkUntil(Func<bool> holds, params PerformJob[] performing)
        {
            using var stop = new CancellationTokenSource();
            var workers = performing.Select(perform => new JobWorker(Jobs, perform, Quick, TimeProvider.System).RunAsync(stop.Token)).ToList();
            var watch = Stopwatch.StartNew();
            while (!holds())
            {
                Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), "It did not come to pass within a minute.");
                await Task.Delay(10);
            }

            await stop.CancelAsync();
            await Task.WhenAll(workers);
        }

        public void Dispose()
        {
            Records.Dispose();
            _place.Dispose();
        }
    }
}
