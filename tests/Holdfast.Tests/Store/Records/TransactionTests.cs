using Holdfast.Store.Records;

namespace Holdfast.Tests.Store.Records;

public class TransactionTests
{
    enum Colour
    {
        Red,
        DarkBlue,
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void What_is_written_is_read_back_as_it_was(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        var instant = new DateTimeOffset(2026, 3, 29, 1, 59, 59, TimeSpan.FromHours(2)).AddTicks(1_234_560);
        var bytes = new byte[] { 0, 255, 1 };
        const string Text = "سلام 'quoted' $1 -- \U0001F600";
        records.Write(tx => tx.Execute($"INSERT INTO thing (id, whole, number, flag, at, bytes, colour) VALUES ({Text}, {long.MinValue}, {0.1}, {true}, {instant}, {bytes}, {Colour.DarkBlue})"), CancellationToken.None);
        var read = records.Read(tx => tx.One($"SELECT * FROM thing WHERE id = {Text}",
            row => (row.Text("id"), row.Whole("whole"), row.Number("number"), row.Flag("flag"), row.Instant("at"), row.Bytes("bytes"), row.Word<Colour>("colour"))));
        Assert.Equal((Text, long.MinValue, 0.1, true, instant.ToUniversalTime()), (read.Item1, read.Item2, read.Item3, read.Item4, read.Item5));
        Assert.Equal(bytes, read.Item6);
        Assert.Equal(Colour.DarkBlue, read.Item7);
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void Null_is_a_value_of_every_type_and_may_be_compared(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        records.Write(tx => tx.Execute($"INSERT INTO thing (id, whole, number, flag, at, bytes, colour) VALUES ({"a"}, {(long?)null}, {(double?)null}, {(bool?)null}, {(DateTimeOffset?)null}, {(byte[]?)null}, {(string?)null})"), CancellationToken.None);
        var read = records.Read(tx => tx.One($"SELECT * FROM thing", row =>
            (row.WholeOrNull("whole"), row.NumberOrNull("number"), row.InstantOrNull("at"), row.BytesOrNull("bytes"), row.TextOrNull("colour"))));
        Assert.Equal((null, null, null, null, null), read);
        Assert.Equal(1, records.Read(tx => tx.One($"SELECT count(*) AS n FROM thing WHERE ({(long?)null} IS NULL OR whole = {(long?)null}) AND ({(string?)null} IS NULL OR colour = {(string?)null})", row => row.Whole("n"))));
        records.Write(tx => tx.Execute($"UPDATE thing SET whole = 40"), CancellationToken.None);
        Assert.Equal(42, records.Read(tx => tx.One($"SELECT sum(whole) + 2 AS n FROM thing", row => row.Whole("n"))));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_part_of_a_statement_brings_its_own_parameters(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        foreach (var (id, whole) in new[] { ("a", 1), ("b", 2), ("c", 3), ("d", 4) }) Insert(records, id, whole);
        StatementPart Above(int? least) => least is { } bound ? StatementPart.Of($" AND whole > {bound} AND whole < {bound + 3}") : StatementPart.None;
        IReadOnlyList<string> Ids(int? least) => records.Read(tx => tx.List($"SELECT id FROM thing WHERE id <> {"x"}{Above(least)} AND id <> {"c"} ORDER BY id", row => row.Text("id")));
        Assert.Equal(["a", "b", "d"], Ids(null));
        Assert.Equal(["b"], Ids(1));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void Text_that_cannot_be_kept_is_refused_with_its_place(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        Assert.Contains("U+0000 at place 2", Assert.Throws<ArgumentException>(() => Insert(records, "a\0b", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("U+D83D at place 1", Assert.Throws<ArgumentException>(() => Insert(records, "\uD83D", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("U+DE00 at place 1", Assert.Throws<ArgumentException>(() => Insert(records, "\uDE00x", 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void Text_is_ordered_by_its_code_points(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        string[] ids = ["b", "A", "a", "B", "é", "_", "-", "a b", "ab"];
        foreach (var id in ids) Insert(records, id, 1);
        Assert.Equal(ids.Order(StringComparer.Ordinal), records.Read(tx => tx.List($"SELECT id FROM thing ORDER BY id", row => row.Text("id"))));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_unit_of_work_that_fails_leaves_nothing_and_its_fault_comes_through(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        var fault = Assert.Throws<InvalidDataException>(() => records.Write<int>(
            tx =>
            {
                tx.Execute($"INSERT INTO thing (id) VALUES ({"a"})");
                throw new InvalidDataException("no");
            },
            CancellationToken.None));
        Assert.Equal("no", fault.Message);
        Assert.Equal(0, Count(records));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => records.Write(
            tx =>
            {
                tx.Execute($"INSERT INTO thing (id) VALUES ({"a"})");
                return tx.Execute($"INSERT INTO thing (id) VALUES ({"a"})");
            },
            CancellationToken.None));
        Assert.Equal(0, Count(records));
        Insert(records, "a", 1);
        Assert.Equal(1, Count(records));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public async Task Of_units_that_share_a_commit_a_failing_one_takes_back_only_itself(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        var works = Enumerable.Range(0, 300).Select(i => records.WriteAsync(
            tx =>
            {
                tx.Execute($"INSERT INTO thing (id, whole) VALUES ({i.ToString(System.Globalization.CultureInfo.InvariantCulture)}, {i})");
                return i % 3 == 0 ? throw new InvalidDataException("no") : i;
            },
            CancellationToken.None)).ToList();
        for (var i = 0; i < works.Count; i++)
        {
            if (i % 3 == 0) await Assert.ThrowsAsync<InvalidDataException>(() => works[i]);
            else Assert.Equal(i, await works[i]);
        }

        var kept = records.Read(tx => tx.List($"SELECT whole FROM thing ORDER BY whole", row => row.Whole("whole")));
        Assert.Equal(Enumerable.Range(0, 300).Where(i => i % 3 != 0).Select(i => (long)i), kept);
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public async Task Units_of_work_happen_as_if_one_after_the_other(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        Insert(records, "sum", 0);

        // Read, then write what was read: without order between them, additions would be lost. Each also writes a row if none is there.
        var works = Enumerable.Range(0, 200).Select(i => records.WriteAsync(
            tx =>
            {
                var before = tx.One($"SELECT whole FROM thing WHERE id = {"sum"}", row => row.Whole("whole"));
                tx.Execute($"UPDATE thing SET whole = {before + 1} WHERE id = {"sum"}");
                if (!tx.Any($"SELECT 1 FROM thing WHERE colour = {"first"}")) tx.Execute($"INSERT INTO thing (id, colour) VALUES ({$"first-{i}"}, {"first"})");
                return before;
            },
            CancellationToken.None)).ToList();
        var seen = await Task.WhenAll(works);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), seen.Order());
        Assert.Equal(2, Count(records));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_reader_sees_one_moment_and_cannot_write(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        Insert(records, "a", 1);
        records.Read(tx =>
        {
            var before = tx.List($"SELECT id FROM thing", row => row.Text("id"));
            Insert(records, "b", 1);
            Assert.Equal(before, tx.List($"SELECT id FROM thing", row => row.Text("id")));
            return 0;
        });
        Assert.Equal(2, Count(records));
        Assert.Throws<InvalidOperationException>(() => records.Read(tx => tx.Execute($"DELETE FROM thing")));
        Assert.Equal(2, Count(records));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void Work_that_is_cancelled_before_it_begins_never_happens(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => records.Write(tx => tx.Execute($"INSERT INTO thing (id) VALUES ({"a"})"), stop.Token));
        Assert.Equal(0, Count(records));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void A_transaction_is_of_no_use_after_its_work(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        var kept = records.Write(tx => tx, CancellationToken.None);
        Assert.Throws<InvalidOperationException>(() => kept.Execute($"DELETE FROM thing"));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void One_row_is_one_row(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = Opened(place);
        Assert.Null(records.Read(tx => tx.Find($"SELECT id FROM thing", row => row.Text("id"))));
        Assert.Throws<InvalidOperationException>(() => records.Read(tx => tx.One($"SELECT id FROM thing", row => row.Text("id"))));
        Insert(records, "a", 1);
        Insert(records, "b", 1);
        Assert.Equal("a", records.Read(tx => tx.Find($"SELECT id FROM thing ORDER BY id", row => row.Text("id"))));
        Assert.Throws<InvalidOperationException>(() => records.Read(tx => tx.One($"SELECT id FROM thing", row => row.Text("id"))));
    }

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void What_was_written_is_there_after_closing(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using (var records = Opened(place)) Insert(records, "a", 1);
        using var again = place.Open();
        Assert.Equal(1, Count(again));
    }

    static RecordsDatabase Opened(RecordsPlace place)
    {
        var records = place.Open();
        records.Write(
            tx => place.Dialect == Dialect.Sqlite
                ? tx.Execute($"CREATE TABLE thing (id text PRIMARY KEY, whole integer, number real, flag integer, at integer, bytes blob, colour text) STRICT")
                : tx.Execute($"""CREATE TABLE thing (id text COLLATE "C" PRIMARY KEY, whole bigint, number double precision, flag bigint, at bigint, bytes bytea, colour text COLLATE "C")"""),
            CancellationToken.None);
        return records;
    }

    static void Insert(RecordsDatabase records, string id, int whole) =>
        records.Write(tx => tx.Execute($"INSERT INTO thing (id, whole) VALUES ({id}, {whole})"), CancellationToken.None);

    static long Count(RecordsDatabase records) => records.Read(tx => tx.One($"SELECT count(*) AS n FROM thing", row => row.Whole("n")));
}
