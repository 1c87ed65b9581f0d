using Holdfast.Native.DuckDb;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

public class ColumnTableTests
{
    static ColumnTable Table(int rows) => new ColumnTable(rows)
        .Add("customer", [.. Enumerable.Range(0, rows).Select(i => i % 7 == 3 ? null : $"customer {i}, а ещё")])
        .Add("margin", [.. Enumerable.Range(0, rows).Select(i => (long)i * 1_000_000_007)])
        .Add("last", [.. Enumerable.Range(0, rows).Select(i => i % 90)])
        .Add("score", [.. Enumerable.Range(0, rows).Select(i => i == 5 ? double.NaN : i / 3.0)])
        .Add("held out", [.. Enumerable.Range(0, rows).Select(i => i % 10 == 0)]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public void What_was_written_is_read_back(int rows)
    {
        using var folder = new TempFolder();
        var written = Table(rows);
        written.Write(folder.File("it's.parquet"));
        var read = ColumnTable.Read(folder.File("it's.parquet"));
        Assert.Equal(written.Names, read.Names);
        Assert.Equal(written.Texts("customer"), read.Texts("customer"));
        Assert.Equal(written.Longs("margin"), read.Longs("margin"));
        Assert.Equal(written.Ints("last"), read.Ints("last"));
        Assert.Equal(written.Longs("last"), read.Longs("last"));
        Assert.Equal(written.Doubles("score"), read.Doubles("score"));
        Assert.Equal(written.Flags("held out"), read.Flags("held out"));
    }

    [Fact]
    public void The_same_table_gives_the_same_bytes()
    {
        using var folder = new TempFolder();
        Table(200_000).Write(folder.File("a.parquet"));
        Table(200_000).Write(folder.File("b.parquet"));
        Assert.Equal(File.ReadAllBytes(folder.File("a.parquet")), File.ReadAllBytes(folder.File("b.parquet")));
    }

    [Fact]
    public void A_wrong_column_is_named_with_those_there_are()
    {
        var table = Table(3);
        Assert.Contains("'scores'; there are customer, margin", Assert.Throws<ArgumentException>(() => table.Doubles("scores")).Message, StringComparison.Ordinal);
        Assert.Contains("holds DOUBLE", Assert.Throws<ArgumentException>(() => table.Longs("score")).Message, StringComparison.Ordinal);
        Assert.Contains("2 rows, the table 3", Assert.Throws<ArgumentException>(() => table.Add("x", new long[2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => table.Add("score", new long[3]));
        Assert.Throws<InvalidOperationException>(() => new ColumnTable(3).Write("nowhere.parquet"));
        Assert.Throws<DuckDbException>(() => ColumnTable.Read("/nowhere/a.parquet"));
    }
}
