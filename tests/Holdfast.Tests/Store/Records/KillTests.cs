using System.Diagnostics;
using System.Globalization;
using Holdfast.Operations.Jobs;
using Holdfast.Store.Records;
using Xunit.Abstractions;

namespace Holdfast.Tests.Store.Records;

/// <summary>A process is killed in the middle of its work on the records, again and again.</summary>
public class KillTests(ITestOutputHelper output)
{
    static readonly CancellationToken Never = CancellationToken.None;
    static readonly bool Long = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes";

    const int MoreKills = 20;

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void Killed_at_any_moment_nothing_acknowledged_is_lost_nothing_is_doubled_and_no_job_is_done_twice(Dialect dialect)
    {
        var kills = Long ? 200 : 3;
        using var place = new RecordsPlace(dialect);
        Prepare(place);
        var random = new Random(20261122);
        var told = new List<string>();
        // On a slow machine a few lives may all end before anything of a kind was acknowledged: then some more are lived.
        var life = 1;
        for (; life <= kills || (!HasDoneAll(told) && life <= kills + MoreKills); life++)
        {
            // One in eight dies while it opens the records, the others in the thick of it.
            var heard = life % 8 == 0 ? LiveAndDie(place, life, 0, random.Next(0, 700)) : LiveAndDie(place, life, random.Next(1, 400), random.Next(0, 10));
            told.AddRange(heard);
            using var records = place.Open();
            var kept = records.Read(tx => tx.List($"SELECT id FROM ledger WHERE life = {life}", row => row.Text("id")));
            Assert.Equal(kept.Count, kept.Distinct().Count());
            Assert.Empty(Words(heard, "W").Select(words => words[1]).Except(kept));
        }

        using var last = place.Open();
        AssertWhole(last, told);
        AssertJobsOnce(last, told, life);
        output.WriteLine($"{dialect}: {life - 1} kills, {Words(told, "W").Count()} rows and {Words(told, "D").Count()} jobs acknowledged.");
        Assert.True(HasDoneAll(told), "It was killed before it did anything each time.");
    }

    static bool HasDoneAll(List<string> told) => Words(told, "W").Any() && Words(told, "D").Any() && Words(told, "E").Any();

    static void AssertWhole(RecordsDatabase records, List<string> told)
    {
        var (rows, different, balance) = records.Read(tx => (
            tx.One($"SELECT count(*) AS n FROM ledger", row => row.Whole("n")),
            tx.One($"SELECT count(DISTINCT id) AS n FROM ledger", row => row.Whole("n")),
            tx.One($"SELECT sum(amount) AS n FROM balance", row => row.Whole("n"))));
        Assert.Equal((rows, rows), (different, balance));
        Assert.True(rows >= Words(told, "W").Count());
    }

    static void AssertJobsOnce(RecordsDatabase records, List<string> told, int life)
    {
        // Both who asked for a night heard of the same job, in whatever life.
        Assert.All(Words(told, "E").GroupBy(words => words[2]), night => Assert.Single(night.Select(words => words[3]).Distinct()));
        var jobs = new JobTable(records, DyingWriter.ClockOf(life));
        var done = Words(told, "D").Select(words => words[1]).ToList();
        Assert.Equal(done.Count, done.Distinct().Count());
        Assert.All(done.Chunk(500).SelectMany(some => some), id => Assert.Equal(JobState.Succeeded, jobs.Find(id)!.State));
        while (jobs.Lease("last", Never) is { } lease) Assert.True(jobs.Succeed(lease, "{}", tx => DyingWriter.Leave(tx, lease.Job), Never));
        var left = records.Read(tx => tx.List($"SELECT job FROM left_behind", row => row.Text("job")));
        Assert.Equal(left.Count, left.Distinct().Count());
        Assert.Equal(records.Read(tx => tx.List($"SELECT number FROM job", row => row.Whole("number").ToString(CultureInfo.InvariantCulture))).Order(), left.Order());
    }

    static void Prepare(RecordsPlace place)
    {
        using var records = place.Open();
        records.Write(
            tx =>
            {
                tx.Execute($"CREATE TABLE ledger (id text NOT NULL, life bigint NOT NULL)");
                tx.Execute($"CREATE INDEX ledger_life ON ledger (life)");
                tx.Execute($"CREATE TABLE balance (writer bigint PRIMARY KEY, amount bigint NOT NULL)");
                tx.Execute($"CREATE TABLE left_behind (job text NOT NULL)");
                for (var writer = 0; writer < DyingWriter.Writers; writer++) tx.Execute($"INSERT INTO balance (writer, amount) VALUES ({writer}, 0)");
                return 0;
            },
            Never);
    }

    // Killed some milliseconds after it has told so many lines.
    static List<string> LiveAndDie(RecordsPlace place, int life, int lines, int milliseconds)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, nameof(DyingWriter), place.File, place.Connection ?? "-", life.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var heard = new List<string>();
        while (heard.Count <= lines && process.StandardOutput.ReadLine() is { } line) heard.Add(line);
        var ended = heard.Count <= lines || process.WaitForExit(milliseconds);
        if (!ended) process.Kill();
        var rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.False(ended, $"The process ended by itself: {errors.Result}");
        Assert.Equal("", errors.Result);

        // A line that was cut off by the kill was not told.
        return [.. heard, .. rest.Split('\n')[..^1]];
    }

    static IEnumerable<string[]> Words(IEnumerable<string> told, string first) => told.Select(line => line.Split(' ')).Where(words => words[0] == first);
}
