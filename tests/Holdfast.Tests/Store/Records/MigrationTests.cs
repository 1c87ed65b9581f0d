using Holdfast.Store.Records;

namespace Holdfast.Tests.Store.Records;

public class MigrationTests
{
    [Fact]
    public void Both_dialects_have_the_same_steps_numbered_from_1_without_gaps()
    {
        var (sqlite, postgres) = (Migrations.Of(Dialect.Sqlite), Migrations.Of(Dialect.PostgreSql));
        Assert.NotEmpty(sqlite);
        Assert.Equal(Enumerable.Range(1, sqlite.Count), sqlite.Select(step => step.Number));
        Assert.Equal(sqlite.Select(step => (step.Number, step.Name)), postgres.Select(step => (step.Number, step.Name)));
    }

    [Fact]
    public void A_checksum_does_not_depend_on_how_lines_end() =>
        Assert.Equal(new Migration(1, "a", "x\ny\n").Checksum, new Migration(1, "a", "x\r\ny\r\n").Checksum);

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void From_every_earlier_layout_the_newest_is_reached_as_if_made_anew(Dialect dialect)
    {
        var steps = Migrations.Of(dialect);
        using var fresh = new RecordsPlace(dialect, empty: true);
        var newest = Layout(fresh.Open());
        Assert.NotEmpty(newest);
        for (var from = 0; from < steps.Count; from++)
        {
            using var older = new RecordsPlace(dialect, empty: true);
            using (var records = older.Open([.. steps.Take(from)])) Assert.Equal(from, Steps(records));
            Assert.Equal(newest, Layout(older.Open()));
            Assert.Equal(newest, Layout(older.Open()));
        }
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void What_stood_in_the_records_is_there_after_a_step(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect, empty: true);
        var first = new Migration(1, "first", "CREATE TABLE thing (id text PRIMARY KEY)");
        using (var records = place.Open([first])) records.Write(tx => tx.Execute($"INSERT INTO thing (id) VALUES ({"a"})"), CancellationToken.None);
        using var grown = place.Open([first, new Migration(2, "second", "ALTER TABLE thing ADD COLUMN more text; UPDATE thing SET more = 'b'; CREATE INDEX thing_more ON thing (more);")]);
        Assert.Equal("ab", grown.Read(tx => tx.One($"SELECT id || more AS both FROM thing", row => row.Text("both"))));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void Records_of_a_newer_program_are_refused_and_left_as_they_are(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect, empty: true);
        var steps = Migrations.Of(dialect);
        using (place.Open([.. steps, new Migration(steps.Count + 1, "later", "CREATE TABLE later (id text)")]))
        {
        }

        var message = Assert.Throws<RecordsException>(place.Open).Message;
        Assert.Contains($"layout {steps.Count + 1}", message, StringComparison.Ordinal);
        Assert.Contains("newer Holdfast", message, StringComparison.Ordinal);
        using var later = place.Open([.. steps, new Migration(steps.Count + 1, "later", "CREATE TABLE later (id text)")]);
        Assert.Equal(steps.Count + 1, Steps(later));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_changed_old_step_is_refused(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect, empty: true);
        using (place.Open([new Migration(1, "first", "CREATE TABLE thing (id text)")]))
        {
        }

        var fault = Assert.Throws<RecordsException>(() => place.Open([new Migration(1, "first", "CREATE TABLE thing (id text, more text)")]));
        Assert.Contains("Step 1 (first)", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_step_that_fails_leaves_the_layout_as_it_was(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect, empty: true);
        var first = new Migration(1, "first", "CREATE TABLE thing (id text)");
        Assert.ThrowsAny<Exception>(() => place.Open([first, new Migration(2, "second", "CREATE TABLE other (id text); INSERT INTO missing VALUES (1);")]));
        using var records = place.Open([first]);
        Assert.Equal(1, Steps(records));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => records.Read(tx => tx.Any($"SELECT 1 FROM other")));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public async Task Many_starts_at_once_make_the_layout_once(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect, empty: true);
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(place.Open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        foreach (var records in opened)
        {
            Assert.Equal(Migrations.Of(dialect).Count, Steps(records));
            records.Dispose();
        }
    }

    static long Steps(RecordsDatabase records) => records.Read(tx => tx.One($"SELECT count(*) AS n FROM migration", row => row.Whole("n")));

    // Every table, column, index and rule, as the database itself tells them.
    static IReadOnlyList<string> Layout(RecordsDatabase opened)
    {
        using var records = opened;
        return records.Read(tx => records.Dialect == Dialect.Sqlite
            ? tx.List($"SELECT type || ' ' || name || ': ' || coalesce(sql, '') AS line FROM sqlite_schema ORDER BY type, name", row => row.Text("line"))
            : tx.List($"""
                SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(collation_name, '') || ' ' || coalesce(column_default, '') AS line
                FROM information_schema.columns WHERE table_schema = 'public'
                UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
                UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
                ORDER BY line
                """, row => row.Text("line")));
    }
}
