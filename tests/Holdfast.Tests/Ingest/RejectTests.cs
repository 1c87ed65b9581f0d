namespace Holdfast.Tests.Ingest;

public class RejectTests
{
    const string Mapping = """
        file: data/accounts.csv
        facts:
          - fact: spell
            columns: { party: id, joined: opened, left: closed }
          - fact: agreement
            columns: { party: id, agreement: id, product: product, started: opened, price: price }
        """;

    const string Accounts = """
        id,opened,closed,product,price
        a,2024-01-31,,card,12.50
        b,31/02/2024,,card,1
        c,2024-01-01,2023-12-31,card,ten
        d,2024-02-29,2024-05-01,loan,7
        ,2024-03-01,,card,1
        f,2024-03-01,,card
        """;

    static Loading Broken(string more = "") => Loading.Of(("sources/accounts.yaml", Mapping + "\n" + more), ("data/accounts.csv", Accounts));

    [Fact]
    public void Faulty_rows_go_to_the_rejects_file_with_line_column_and_reason_and_good_rows_are_loaded()
    {
        using var loading = Broken();
        var report = loading.RunOne();

        Assert.Equal((6, 2, 4, 0), (report.Rows, report.Accepted, report.Rejected, report.Duplicate));
        Assert.Equal(["a", "d"], loading.Histories().Select(h => h.Customer));
        var rejects = loading.ReadText(report.RejectsFile!).Split('\n');
        Assert.Equal("id,opened,closed,product,price,reject_line,reject_column,reject_reason,reject_beyond", rejects[0]);
        Assert.StartsWith("b,31/02/2024,,card,1,3,opened,\"'31/02/2024' stands here; allowed is a day from 1800 to 2199, written yyyy-MM-dd", rejects[1], StringComparison.Ordinal);
        Assert.StartsWith("c,2024-01-01,2023-12-31,card,ten,4,closed; price,'2023-12-31' stands here; allowed is a day not before opened; 'ten' stands here; allowed is a sum of money", rejects[2], StringComparison.Ordinal);
        Assert.Contains(",6,id,nothing stands here; it is required", rejects[3], StringComparison.Ordinal);
        Assert.StartsWith("f,2024-03-01,,card,,7,row,4 fields where the table has 5 columns", rejects[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Loading_again_loads_nothing_twice_and_mended_rows_are_added()
    {
        using var loading = Broken();
        loading.Run();
        var before = loading.Warehouse.Current().Fingerprint;
        var again = loading.RunOne();
        Assert.Equal((6, 0, 4, 2), (again.Rows, again.Accepted, again.Rejected, again.Duplicate));
        Assert.Equal(before, loading.Warehouse.Current().Fingerprint);

        var mended = loading.ReadText(again.RejectsFile!).Replace("31/02/2024", "2024-02-29", StringComparison.Ordinal);
        loading.Write("data/mended/accounts.csv", string.Join('\n', mended.Split('\n').Take(2)));
        var third = loading.RunOne();

        Assert.Equal((7, 1, 4, 2), (third.Rows, third.Accepted, third.Rejected, third.Duplicate));
        Assert.Equal(["a", "b", "d"], loading.Histories().Select(h => h.Customer));
        Assert.Contains(",accounts.csv:4,", loading.ReadText(third.RejectsFile!), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rejects_file_goes_away_with_its_last_reject()
    {
        using var loading = Broken();
        var file = Path.Combine(loading.Root, loading.RunOne().RejectsFile!);
        loading.Write("data/accounts.csv", "id,opened,closed,product,price\na,2024-01-31,,card,12.50\n");

        Assert.Null(loading.RunOne().RejectsFile);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_mapping_may_refuse_the_whole_file()
    {
        using var loading = Broken("on_fault: refuse");
        var fault = loading.Fault();

        Assert.Contains("4 of 6 rows are at fault", fault, StringComparison.Ordinal);
        Assert.Contains("line 3, opened: '31/02/2024' stands here", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_stands_twice_is_a_duplicate_and_one_that_contradicts_its_key_is_rejected()
    {
        using var loading = Loading.Of(
            ("sources/accounts.yaml", Mapping),
            ("data/accounts.csv", "id,opened,closed,product,price\na,2024-01-31,,card,12.50\na,2024-01-31,,card,12.50\na,2024-01-31,,loan,12.50\n"));
        var report = loading.RunOne();

        Assert.Equal((3, 1, 1, 1), (report.Rows, report.Accepted, report.Rejected, report.Duplicate));
        Assert.Contains("a,2024-01-31,,loan,12.50,4,agreement,", loading.ReadText(report.RejectsFile!), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_rows_without_id_count_as_so_many_events()
    {
        using var loading = Loading.Of(
            ("sources/log.yaml", "file: data/log.csv\nfacts:\n  - fact: event\n    columns: { party: id, at: at, kind: { value: purchase } }\n"),
            ("data/log.csv", "id,at\na,2024-01-01\na,2024-01-01\n"));

        Assert.Equal(2, loading.RunOne().Accepted);
        Assert.Equal(2, loading.RunOne().Duplicate);
        Assert.Equal(2, loading.History("a").Events.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_came_in_is_accepted_rejected_or_duplicate(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 400).Select(_ => string.Join(',', Enumerable.Range(0, random.Next(4, 7)).Select(i => Field(random, i))));
        using var loading = Loading.Of(("sources/accounts.yaml", Mapping), ("data/accounts.csv", "id,opened,closed,product,price\n" + string.Join('\n', rows)));
        var first = loading.RunOne();
        var second = loading.RunOne();

        Assert.Equal(first.Rows, first.Accepted + first.Rejected + first.Duplicate);
        Assert.True(first is { Accepted: > 0, Rejected: > 0, Duplicate: > 0 });
        // What was loaded once is known the second time; what was at fault still is.
        Assert.Equal((first.Rows, 0L, first.Rejected, first.Accepted + first.Duplicate), (second.Rows, second.Accepted, second.Rejected, second.Duplicate));
        Assert.Equal(first.Rejected, loading.ReadText(first.RejectsFile!).TrimEnd('\n').Split('\n').Length - 1);
    }

    static string Field(Random random, int column) => column switch
    {
        0 => random.Next(12) == 0 ? "" : $"c{random.Next(20)}",
        1 => random.Next(10) == 0 ? "2024-13-01" : $"2024-01-{random.Next(1, 3):00}",
        2 => random.Next(9) == 0 ? "2024-05-15" : "",
        3 => random.Next(2) == 0 ? "card" : "loan",
        _ => random.Next(10) == 0 ? "free" : $"{random.Next(3)}",
    };
}
