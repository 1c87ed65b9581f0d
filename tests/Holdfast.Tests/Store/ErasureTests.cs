using Holdfast.Native.DuckDb;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

public class ErasureTests
{
    const string Alias = """INSERT INTO staged_alias("from", "to", known_at, merged, source, "row") VALUES """;

    [Fact]
    public void An_erased_person_is_gone_from_every_version_and_every_file_and_never_comes_back()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(20, 5));
        folder.Load(Bank.Sql(20, 9) + Alias + "('c3', 'c4', NULL, NULL, 's', 1)");
        var others = Others(folder);
        var outcome = Warehouse.Open(folder.Path).Erase("c3", CancellationToken.None);
        Assert.Equal(["c3", "c4"], outcome.Ids);
        Assert.Equal((2, 2 * (1 + 2 + 9) + 1), (outcome.Versions, outcome.Facts));
        Assert.Equal(others, Others(folder));
        foreach (var number in new[] { 1L, 2 })
        {
            using var facts = Warehouse.Open(folder.Path).At(number)!;
            Assert.Null(facts.Find("c3"));
            Assert.Equal(18, facts.Histories(CancellationToken.None).Count());
        }

        Assert.Empty(Directory.GetFiles(folder.File("facts")).Where(Names));
        using var load = Warehouse.Open(folder.Path).BeginLoad();
        load.Connection.Execute(Bank.Sql(20, 9) + Alias + "('c9', 'c3', NULL, NULL, 's', 1)");
        var again = load.Publish(CancellationToken.None);
        Assert.False(again.Published);
        Assert.Equal(18, again.Kinds["event"].Rejected);
        Assert.Contains("was erased", load.Connection.Text($"SELECT min(reason) FROM {LoadOutcome.RowsTable} WHERE state = 'rejected'"), StringComparison.Ordinal);
        Assert.Empty(Warehouse.Open(folder.Path).Check(CancellationToken.None).Faults);

        static bool Names(string file)
        {
            using var db = DuckDbConnection.Open();
            return db.Whole($"SELECT count(*) FROM (SELECT unnest(string_split(to_json(f)::VARCHAR, '\"')) AS word FROM read_parquet('{file}') f) WHERE word IN ('c3', 'c4')") > 0;
        }
    }

    [Fact]
    public void Marks_outlive_loads_compactions_and_further_erasures()
    {
        using var folder = new TempFolder();
        var warehouse = Warehouse.Open(folder.Path);
        Assert.Equal(0, warehouse.Erase("c1", CancellationToken.None).Facts);
        folder.Load(Bank.Sql(6, 5));
        warehouse.Erase("c2", CancellationToken.None);
        folder.Load(Bank.Sql(6, 25));
        warehouse.Compact(CancellationToken.None);
        folder.Load(Bank.Sql(6, 26));
        Assert.Equal(["c0", "c3", "c4", "c5"], folder.Open().Histories(CancellationToken.None).Select(h => h.Customer).Order());
        Assert.Single(folder.Files(), file => file.Contains("-erased-", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_is_erased_while_somebody_reads_is_read_to_the_end_and_then_gone()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        var settings = new WarehouseSettings { KeepVersions = TimeSpan.Zero };
        using (var reader = folder.Open())
        {
            Warehouse.Open(folder.Path, settings).Erase("c1", CancellationToken.None);
            Assert.Equal(5, reader.Histories(CancellationToken.None).Count());
        }

        folder.Age();
        Warehouse.Open(folder.Path, settings).Compact(CancellationToken.None);
        Assert.Equal(5, folder.Files().Count);
        Assert.Equal(4, folder.Open().Histories(CancellationToken.None).Count());
    }

    static IReadOnlyList<string> Others(TempFolder folder)
    {
        using var facts = folder.Open();
        return [.. facts.InWords().Where(told => !told.StartsWith("c3:", StringComparison.Ordinal) && !told.StartsWith("c4:", StringComparison.Ordinal))];
    }
}
