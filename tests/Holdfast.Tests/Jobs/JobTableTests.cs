using System.Globalization;
using Holdfast.Operations;
using Holdfast.Operations.Jobs;
using Holdfast.Store.Records;
using Holdfast.Tests.Store.Records;

namespace Holdfast.Tests.Jobs;

public class JobTableTests
{
    static readonly CancellationToken Never = CancellationToken.None;
    static readonly StageProgress SomeProgress = new("predict", 0.5, "training trees");
    readonly HandClock _clock = new(new DateTimeOffset(2026, 11, 22, 0, 30, 0, TimeSpan.Zero));

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void What_is_done_once_is_asked_for_once_however_many_ask(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var asked = new (Job Job, bool IsNew)[40];
        Parallel.For(0, asked.Length, i => asked[i] = jobs.Enqueue(New("night 2026-11-22"), Never));
        Assert.Single(asked, one => one.IsNew);
        Assert.Single(asked.Select(one => one.Job.Id).Distinct());
        Assert.True(jobs.Enqueue(New("night 2026-11-23"), Never).IsNew);
        Assert.True(jobs.Enqueue(New(null), Never).IsNew && jobs.Enqueue(New(null), Never).IsNew);

        // Also once it has ended.
        var lease = jobs.Lease("w", Never)!;
        Assert.True(jobs.Succeed(lease, "{}", null, Never));
        Assert.Equal(JobState.Succeeded, jobs.Enqueue(New("night 2026-11-22"), Never).Job.State);
        Assert.Equal(4, jobs.List(null, 100).Count);
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void Of_workers_at_once_each_job_goes_to_one(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var ids = Enumerable.Range(0, 60).Select(_ => jobs.Enqueue(New(null), Never).Job.Id).ToList();
        var taken = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            while (jobs.Lease($"w{i}", Never) is { } lease)
            {
                taken.Add(lease.Job.Id);
                Assert.True(jobs.Succeed(lease, "{}", null, Never));
            }
        });
        Assert.Equal(ids.Order(), taken.Order());
        Assert.All(jobs.List(null, 100), job => Assert.Equal((JobState.Succeeded, 1), (job.State, (int)job.Attempts)));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_job_waits_for_its_time_and_the_one_due_longest_goes_first(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var later = jobs.Enqueue(New(null) with { DueAt = _clock.Now.AddMinutes(10) }, Never).Job;
        var sooner = jobs.Enqueue(New(null) with { DueAt = _clock.Now.AddMinutes(5) }, Never).Job;
        Assert.Null(jobs.Lease("w", Never));
        _clock.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(sooner.Id, jobs.Lease("w", Never)!.Job.Id);
        Assert.Null(jobs.Lease("w", Never));
        _clock.Pass(TimeSpan.FromMinutes(5.5));
        Assert.Equal([sooner.Id, later.Id], new[] { jobs.Lease("w", Never)!.Job.Id, jobs.Lease("w", Never)!.Job.Id });
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void Who_is_not_heard_of_loses_the_job_and_can_change_nothing_any_more(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var id = jobs.Enqueue(New(null), Never).Job.Id;
        var first = jobs.Lease("first", Never)!;
        for (var i = 0; i < 5; i++)
        {
            _clock.Pass(JobTable.LeaseLength / 2);
            Assert.Equal(LeaseStanding.Held, jobs.Beat(first, SomeProgress, Never));
            Assert.Null(jobs.Lease("second", Never));
        }

        Assert.Equal(("predict", 0.5, "training trees"), (jobs.Find(id)!.Stage, jobs.Find(id)!.Done, jobs.Find(id)!.Doing));
        _clock.Pass(JobTable.LeaseLength);
        var second = jobs.Lease("second", Never)!;
        Assert.Equal((2, "second"), ((int)second.Job.Attempts, second.Job.Worker));
        Assert.Equal(LeaseStanding.Lost, jobs.Beat(first, SomeProgress, Never));
        Assert.False(jobs.Succeed(first, "{}", _ => Assert.Fail("A lost job leaves nothing."), Never));
        Assert.False(jobs.Fail(first, "no", again: true, Never));
        Assert.False(jobs.GiveBack(first, TimeSpan.Zero, "", Never));
        Assert.False(jobs.Cancelled(first, Never));
        Assert.True(jobs.Succeed(second, """{"a":1}""", null, Never));
        Assert.Equal((JobState.Succeeded, """{"a":1}"""), (jobs.Find(id)!.State, jobs.Find(id)!.Result));
        Assert.False(jobs.Succeed(second, "{}", null, Never));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_failing_job_is_tried_again_later_and_later_until_its_limit(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var id = jobs.Enqueue(New(null) with { AttemptLimit = 10 }, Never).Job.Id;
        var pauses = new List<double>();
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            Assert.True(jobs.Fail(jobs.Lease("w", Never)!, $"fault {attempt}", again: true, Never));
            if (attempt == 10) break;
            var waiting = jobs.Find(id)!;
            Assert.Equal((JobState.Waiting, $"fault {attempt}"), (waiting.State, waiting.Fault));
            Assert.Null(jobs.Lease("w", Never));
            pauses.Add((waiting.DueAt - _clock.Now).TotalSeconds);
            _clock.Pass(waiting.DueAt - _clock.Now);
        }

        Assert.Equal([30, 60, 120, 240, 480, 960, 1920, 3600, 3600], pauses);
        Assert.Equal((JobState.Failed, "fault 10", _clock.Now), (jobs.Find(id)!.State, jobs.Find(id)!.Fault, jobs.Find(id)!.EndedAt));
        _clock.Pass(TimeSpan.FromDays(30));
        Assert.Null(jobs.Lease("w", Never));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_fault_that_no_repetition_mends_ends_the_job_at_once(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var id = jobs.Enqueue(New(null), Never).Job.Id;
        Assert.True(jobs.Fail(jobs.Lease("w", Never)!, "no such day", again: false, Never));
        Assert.Equal(JobState.Failed, jobs.Find(id)!.State);
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_job_that_takes_its_program_down_each_time_fails_in_the_end(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var id = jobs.Enqueue(New(null), Never).Job.Id;
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(attempt, jobs.Lease("w", Never)!.Job.Attempts);
            _clock.Pass(JobTable.LeaseLength);
        }

        Assert.Null(jobs.Lease("w", Never));
        Assert.Equal(JobState.Failed, jobs.Find(id)!.State);
        Assert.Contains("each of 3 attempts", jobs.Find(id)!.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_job_given_back_loses_no_attempt(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var id = jobs.Enqueue(New(null) with { AttemptLimit = 1 }, Never).Job.Id;
        for (var i = 0; i < 5; i++)
        {
            var lease = jobs.Lease("w", Never)!;
            Assert.Equal(1, lease.Job.Attempts);
            Assert.True(jobs.GiveBack(lease, TimeSpan.FromSeconds(15), "waits: another run", Never));
            Assert.Equal("waits: another run", jobs.Find(id)!.Doing);
            Assert.Null(jobs.Lease("w", Never));
            _clock.Pass(TimeSpan.FromSeconds(15));
        }

        Assert.True(jobs.Succeed(jobs.Lease("w", Never)!, "{}", null, Never));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void Cancelling_ends_what_waits_asks_what_runs_and_leaves_what_has_ended(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var waiting = jobs.Enqueue(New(null), Never).Job.Id;
        Assert.Equal(JobState.Cancelled, jobs.Cancel(waiting, Never)!.State);
        Assert.Null(jobs.Lease("w", Never));

        var running = jobs.Enqueue(New(null), Never).Job.Id;
        var lease = jobs.Lease("w", Never)!;
        Assert.Equal((JobState.Running, true), (jobs.Cancel(running, Never)!.State, jobs.Find(running)!.CancelAsked));
        Assert.Equal(LeaseStanding.CancelAsked, jobs.Beat(lease, SomeProgress, Never));
        Assert.True(jobs.Cancelled(lease, Never));
        Assert.Equal(JobState.Cancelled, jobs.Cancel(running, Never)!.State);

        // Its worker dies before it hears of it: nobody begins it again.
        var orphan = jobs.Enqueue(New(null), Never).Job.Id;
        Assert.NotNull(jobs.Lease("w", Never));
        jobs.Cancel(orphan, Never);
        _clock.Pass(JobTable.LeaseLength);
        Assert.Null(jobs.Lease("w", Never));
        Assert.Equal(JobState.Cancelled, jobs.Find(orphan)!.State);

        var done = jobs.Enqueue(New(null), Never).Job.Id;
        jobs.Succeed(jobs.Lease("w", Never)!, "{}", null, Never);
        Assert.Equal(JobState.Succeeded, jobs.Cancel(done, Never)!.State);
        foreach (var none in new[] { "999", "-1", "x", "", "99999999999999999999" }) Assert.Null(jobs.Cancel(none, Never));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_list_is_read_on_where_it_ended(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        var ids = Enumerable.Range(0, 7).Select(_ => jobs.Enqueue(New(null), Never).Job.Id).Reverse().ToList();
        jobs.Cancel(ids[3], Never);
        var read = new List<string>();
        for (string? before = null; jobs.List(null, 3, before) is [.., var last] page; before = last.Id) read.AddRange(page.Select(job => job.Id));
        Assert.Equal(ids, read);
        Assert.Equal([ids[3]], jobs.List(JobState.Cancelled, 10).Select(job => job.Id));
        Assert.Equal(6, jobs.List(JobState.Waiting, 10).Count);
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void What_a_job_leaves_in_the_records_is_there_exactly_when_it_succeeded(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var jobs = new JobTable(records, _clock);
        records.Write(tx => tx.Execute($"CREATE TABLE left_behind (id text)"), Never);
        var id = jobs.Enqueue(New(null), Never).Job.Id;
        var lease = jobs.Lease("w", Never)!;
        Assert.Throws<InvalidDataException>(() => jobs.Succeed(lease, "{}", _ => throw new InvalidDataException("no"), Never));
        Assert.Equal(JobState.Running, jobs.Find(id)!.State);
        Assert.True(jobs.Succeed(lease, "{}", tx => tx.Execute($"INSERT INTO left_behind (id) VALUES ({id})"), Never));
        Assert.Equal("1", records.Read(tx => tx.One($"SELECT count(*) AS n FROM left_behind", row => row.Whole("n"))).ToString(CultureInfo.InvariantCulture));
    }

    static NewJob New(string? key) => new() { Kind = "run", Request = "{}", AskedBy = "test", OnceKey = key };
}
