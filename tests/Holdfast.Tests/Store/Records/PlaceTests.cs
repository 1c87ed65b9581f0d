using System.Diagnostics;
using Holdfast.Store.Records;

namespace Holdfast.Tests.Store.Records;

/// <summary>Where the records are and what is said when they cannot be had.</summary>
public class PlaceTests
{
    [Fact]
    public void The_file_is_made_readable_by_its_owner_alone()
    {
        using var place = new RecordsPlace(Dialect.Sqlite);
        using var records = place.Open();
        records.Write(tx => tx.Execute($"CREATE TABLE thing (id text)"), CancellationToken.None);
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(place.File)!)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_file_that_is_no_database_is_told_with_its_name()
    {
        using var place = new RecordsPlace(Dialect.Sqlite);
        File.WriteAllText(place.File, new string('x', 10_000));
        var message = Assert.Throws<RecordsException>(place.Open).Message;
        Assert.Contains(place.File, message, StringComparison.Ordinal);
        Assert.Contains("backup", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_commit_waits_for_the_disk()
    {
        using var place = new RecordsPlace(Dialect.Sqlite);
        using var records = place.Open();
        var (journal, synchronous) = records.Write(
            tx => (tx.One($"PRAGMA journal_mode", row => row.Text("journal_mode")), tx.One($"PRAGMA synchronous", row => row.Whole("synchronous"))), CancellationToken.None);
        Assert.Equal(("wal", 2), (journal, synchronous));
    }

    [Fact]
    public void Another_process_that_writes_is_waited_for()
    {
        using var place = new RecordsPlace(Dialect.Sqlite);
        using var one = place.Open();
        using var other = place.Open();
        one.Write(tx => tx.Execute($"CREATE TABLE thing (id integer)"), CancellationToken.None);
        Parallel.For(0, 200, i => (i % 2 == 0 ? one : other).Write(tx => tx.Execute($"INSERT INTO thing (id) VALUES ({i})"), CancellationToken.None));
        Assert.Equal(200, one.Read(tx => tx.One($"SELECT count(*) AS n FROM thing", row => row.Whole("n"))));
    }

    [Fact]
    public void Work_that_starts_other_work_is_refused_instead_of_waiting_for_itself()
    {
        using var place = new RecordsPlace(Dialect.Sqlite);
        using var records = place.Open();
        Assert.Throws<InvalidOperationException>(() => records.Write(_ => records.Write(_ => 1, CancellationToken.None), CancellationToken.None));
    }

    [Fact]
    public void A_full_disk_fails_all_that_shared_the_commit_and_the_next_work_succeeds()
    {
        using var place = new RecordsPlace(Dialect.Sqlite);
        using var records = place.Open();
        records.Write(tx => tx.Execute($"CREATE TABLE thing (bytes blob)"), CancellationToken.None);
        var pages = records.Write(tx => tx.One($"PRAGMA page_count", row => row.Whole("page_count")) + 20, CancellationToken.None);
        records.Write(tx => tx.List(Statement.OfScript(FormattableString.Invariant($"PRAGMA max_page_count={pages}")), _ => 0), CancellationToken.None);
        using var gate = new ManualResetEventSlim();
        var first = records.WriteAsync(
            tx =>
            {
                gate.Wait();
                return tx.Execute($"INSERT INTO thing (bytes) VALUES ({new byte[10]})");
            },
            CancellationToken.None);
        var second = records.WriteAsync(tx => tx.Execute($"INSERT INTO thing (bytes) VALUES ({new byte[1_000_000]})"), CancellationToken.None);
        gate.Set();
        var told = Assert.Throws<AggregateException>(() => Task.WaitAll(first, second)).InnerExceptions;
        Assert.Contains(told, fault => fault is RecordsException && fault.Message.Contains("is full", StringComparison.Ordinal));
        var acknowledged = first.IsCompletedSuccessfully ? 1 : 0;
        Assert.Equal(acknowledged, records.Read(tx => tx.One($"SELECT count(*) AS n FROM thing", row => row.Whole("n"))));
        records.Write(tx => tx.Execute($"INSERT INTO thing (bytes) VALUES ({new byte[10]})"), CancellationToken.None);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Password=secret-word;Timeout=2", "127.0.0.1:1")]
    [InlineData("Host=127.0.0.1;Prot=1", "connection string")]
    public void A_database_that_cannot_be_reached_is_told_with_its_place_and_without_its_password(string connection, string told)
    {
        var watch = Stopwatch.StartNew();
        var message = Assert.Throws<RecordsException>(() => RecordsDatabase.Open(connection, "")).Message;
        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [OnPostgreSql]
    public void A_database_that_acknowledges_before_its_log_is_on_disk_is_told_to_wait(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using (var before = place.Open())
        {
            var name = new Npgsql.NpgsqlConnectionStringBuilder(place.Connection).Database;
            before.Write(tx => tx.Execute(Statement.OfScript($"ALTER DATABASE {name} SET synchronous_commit TO off")), CancellationToken.None);
        }

        using var records = place.Open();
        for (var i = 0; i < 3; i++) Assert.Equal("on", records.Write(tx => tx.One($"SELECT current_setting('synchronous_commit') AS now", row => row.Text("now")), CancellationToken.None));
    }

    [Theory]
    [OnPostgreSql]
    public async Task More_work_than_connections_waits_its_turn(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var works = Enumerable.Range(0, 200).Select(i => records.WriteAsync(tx => tx.One($"SELECT {i}::bigint AS n FROM pg_sleep(0.01)", row => row.Whole("n")), CancellationToken.None));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), await Task.WhenAll(works));
    }
}
