using System.Diagnostics;
using System.Text;
using Holdfast.Native.DuckDb;

namespace Holdfast.Tests.Native;

public class DuckDbTests
{
    [Fact]
    public void A_missing_library_is_told_in_one_sentence_with_what_to_run()
    {
        var fault = Assert.Throws<DuckDbException>(() => DuckDbLibrary.Find("/nowhere/libduckdb.so"));
        Assert.Contains("/nowhere/libduckdb.so is missing", fault.Message, StringComparison.Ordinal);
        Assert.Contains("npm ci --prefix eng/native", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_is_found_above_the_program() => Assert.StartsWith("v1.5.", DuckDbLibrary.Version, StringComparison.Ordinal);

    [Fact]
    public void Every_type_is_read_as_a_span_with_its_nulls()
    {
        using var db = DuckDbConnection.Open();
        using var rows = db.Query("""
            SELECT * FROM (VALUES
              (1::BIGINT, DATE '1970-01-02', TIMESTAMP '1970-01-01 00:00:01', 0.5::DOUBLE, true, 'short', 3::HUGEINT),
              (NULL, NULL, NULL, NULL, NULL, NULL, NULL),
              (-7, DATE '1969-12-31', TIMESTAMP '1970-01-01 00:00:00', 2, false, 'longer than twelve bytes, нет?', 4)) t(a, b, c, d, e, f, g)
            """);
        Assert.True(rows.Next());
        Assert.Equal([1, -7], [rows[0].Values<long>()[0], rows[0].Values<long>()[2]]);
        Assert.Equal([1, -1], [rows[1].Values<int>()[0], rows[1].Values<int>()[2]]);
        Assert.Equal(1_000_000, rows[2].Whole(0));
        Assert.Equal(2.0, rows[3].Values<double>()[2]);
        Assert.Equal([1, 0], [rows[4].Values<byte>()[0], rows[4].Values<byte>()[2]]);
        Assert.Equal(("short", null, "longer than twelve bytes, нет?"), (rows[5].Text(0), rows[5].Text(1), rows[5].Text(2)));
        Assert.Equal(4, rows[6].Whole(2));
        for (var column = 0; column < rows.ColumnCount; column++) Assert.False(rows[column].IsValid(1));
        Assert.Equal("f", rows.Name(5));
        Assert.False(rows.Next());
    }

    [Fact]
    public void A_column_without_nulls_says_so_and_every_row_is_valid()
    {
        using var db = DuckDbConnection.Open();
        using var rows = db.Query("SELECT i FROM range(5000) t(i)");
        long sum = 0, count = 0;
        while (rows.Next())
        {
            count += rows.RowCount;
            for (var row = 0; row < rows.RowCount; row++) sum += rows[0].IsValid(row) ? rows[0].Values<long>()[row] : 0;
        }

        Assert.Equal((5000, 4999L * 5000 / 2), (count, sum));
    }

    [Fact]
    public void A_value_of_another_width_is_refused()
    {
        using var db = DuckDbConnection.Open();
        using var rows = db.Query("SELECT 1::INTEGER");
        Assert.True(rows.Next());
        Assert.Contains("4 bytes", Assert.Throws<InvalidCastException>(() => rows[0].Values<long>().Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_librarys_own_text_is_in_the_exception()
    {
        using var db = DuckDbConnection.Open();
        Assert.Contains("nosuch", Assert.Throws<DuckDbException>(() => db.Execute("SELECT * FROM nosuch")).Message, StringComparison.Ordinal);
        Assert.Contains("nosuch", Assert.Throws<DuckDbException>(() => db.Query("SELECT * FROM nosuch")).Message, StringComparison.Ordinal);
        Assert.Contains("nosuch", Assert.Throws<DuckDbException>(() => new DuckDbAppender(db, "nosuch")).Message, StringComparison.Ordinal);
        Assert.Throws<DuckDbException>(() => DuckDbConnection.Open(new DuckDbSettings { MemoryLimit = "much" }));
    }

    [Fact]
    public void A_fault_in_the_middle_of_a_stream_is_thrown_when_it_is_reached()
    {
        using var db = DuckDbConnection.Open(new DuckDbSettings { Threads = 1 });
        Assert.Throws<DuckDbException>(() =>
        {
            using var rows = db.Query("SELECT CASE WHEN i = 900000 THEN error('here') ELSE i END FROM range(1000000) t(i)");
            while (rows.Next())
            {
            }
        });
    }

    [Fact]
    public void Parameters_and_quoting_keep_quotes()
    {
        using var db = DuckDbConnection.Open();
        Assert.Equal("it's", db.Text("SELECT ?", "it's"));
        Assert.Equal("it's", db.Text($"SELECT {Sql.Literal("it's")}"));
        Assert.Equal(3, db.Whole($"SELECT {Sql.Name("last")} FROM (SELECT 3::BIGINT AS {Sql.Name("last")})"));
        Assert.Equal(12, db.Whole("SELECT $1 + $2", 5, 7L));
        Assert.Equal(1.5, db.Number("SELECT ?", 1.5));
        Assert.Null(db.Text("SELECT ?::VARCHAR", [null]));
        Assert.Throws<ArgumentException>(() => db.Text("SELECT ?", new object()));
    }

    [Fact]
    public void Cancelling_interrupts_a_statement()
    {
        using var db = DuckDbConnection.Open();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var clock = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => db.Execute("SELECT count(*) FROM range(10000000) a, range(1000000) b WHERE a.range % 7 = b.range % 11", cancel.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10));
        Assert.Equal(1, db.Whole("SELECT 1"));
    }

    [Fact]
    public void Connections_beside_each_other_see_the_same_tables_and_outlive_the_first()
    {
        var first = DuckDbConnection.Open();
        first.Execute("CREATE TABLE t AS SELECT 42 AS x");
        using var second = first.Beside();
        first.Dispose();
        Assert.Equal(42, second.Whole("SELECT x FROM t"));
    }

    [Fact]
    public void Appended_rows_come_back_with_their_nulls_across_chunks()
    {
        using var db = DuckDbConnection.Open();
        db.Execute("CREATE TABLE t(a BIGINT, b VARCHAR, c DATE, d DOUBLE, e BOOLEAN)");
        using (var rows = new DuckDbAppender(db, "t"))
        {
            for (var i = 0; i < 10_000; i++)
            {
                rows.Add((long)i);
                rows.Add(i % 3 == 0 ? null : new string('я', i % 40));
                rows.Add(i % 5 == 0 ? null : (int?)i);
                rows.Add(i / 2.0);
                rows.Add(i % 2 == 0);
                rows.EndRow();
            }

            rows.Finish();
        }

        Assert.Equal(10_000, db.Whole("SELECT count(*) FROM t WHERE (b IS NULL) = (a % 3 = 0) AND (c IS NULL) = (a % 5 = 0) AND coalesce(length(b), a % 40) = a % 40 AND d = a / 2 AND e = (a % 2 = 0)"));
    }

    [Fact]
    public void Rows_that_do_not_fit_the_table_are_refused()
    {
        using var db = DuckDbConnection.Open();
        db.Execute("CREATE TABLE t(a BIGINT, b VARCHAR)");
        using var rows = new DuckDbAppender(db, "t");
        Assert.Throws<InvalidCastException>(() => rows.Add("text"));
        Assert.Throws<InvalidCastException>(() => rows.Add(1));
        rows.Add(1L);
        Assert.Throws<InvalidOperationException>(rows.EndRow);
        Assert.Throws<ArgumentException>(() => rows.Add(new byte[] { 0xC3, 0x28 }));
    }

    [Fact]
    public void Hundreds_of_thousands_of_rows_of_ten_texts_are_appended_in_seconds()
    {
        using var db = DuckDbConnection.Open();
        db.Execute($"CREATE TABLE t({string.Join(", ", Enumerable.Range(0, 10).Select(i => $"c{i} VARCHAR"))})");
        var texts = Enumerable.Range(0, 10).Select(i => Encoding.UTF8.GetBytes(i < 7 ? $"word {i}" : $"a longer text that lies elsewhere {i}")).ToArray();
        var clock = Stopwatch.StartNew();
        using var rows = new DuckDbAppender(db, "t");
        for (var i = 0; i < 300_000; i++)
        {
            foreach (var text in texts) rows.Add(text);
            rows.EndRow();
        }

        rows.Finish();
        Console.Error.WriteLine($"300,000 rows of 10 texts appended in {clock.Elapsed.TotalMilliseconds:F0} ms");
        Assert.Equal(300_000, db.Whole("SELECT count(*) FROM t WHERE c9 LIKE 'a longer%9'"));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }
}
