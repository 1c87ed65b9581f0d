using Holdfast.Retention.Facts;

namespace Holdfast.Tests.Ingest;

public class ConversionTests
{
    /// <summary>Loads one row with one column 'x' into a column of a fact and gives the history of the party 'p'.</summary>
    static History Load(string cell, string fact, string settings, string business = "name: T\nchurn: [{ kind: closed }]\n")
    {
        using var loading = Loading.Of(
            ("holdfast.yaml", business), ("sources/s.yaml", $"file: data/s.tsv\n{settings}\nfacts:\n  - {fact}\n"), ("data/s.tsv", $"x\ty\n{cell}\tp\n"));
        var report = loading.RunOne();
        Assert.True(report.Accepted == 1, report.RejectsFile is { } file ? loading.ReadText(file) : "");
        return loading.History("p");
    }

    static string At(string cell, string settings, string business = "name: T\nchurn: [{ kind: closed }]\n") =>
        Load(cell, "{ fact: event, columns: { party: y, at: x, kind: { value: k } } }", settings, business).Events.Span[0].At.ToString();

    static long Amount(string cell, string settings, string business = "name: T\nchurn: [{ kind: closed }]\n") =>
        Load(cell, "{ fact: event, columns: { party: y, at: { value: 2024-01-01 }, kind: { value: k }, amount: x } }", settings, business).Events.Span[0].Amount;

    [Theory]
    [InlineData("2024-02-29", "", "2024-02-29T00:00:00")]
    [InlineData("2024-02-29 3:05", "", "2024-02-29T03:05:00")]
    [InlineData("2024-02-29T13:05:06.25", "", "2024-02-29T13:05:06")]
    [InlineData("29.02.2024", "dates: [dd.MM.yyyy]", "2024-02-29T00:00:00")]
    [InlineData("1/2/24 1:30 PM", "dates: [yyyy-MM-dd, 'M/d/yy h:mm tt']", "2024-01-02T13:30:00")]
    [InlineData("3 Jan 2024", "dates: [d MMM yyyy]", "2024-01-03T00:00:00")]
    [InlineData("20240103", "dates: [yyyyMMdd]", "2024-01-03T00:00:00")]
    [InlineData("۲۰۲۴-۰۱-۰۳", "", "2024-01-03T00:00:00")]
    [InlineData("1704240000", "dates: [unix]", "2024-01-03T00:00:00")]
    [InlineData("1704240000500", "dates: [unix_ms]", "2024-01-03T00:00:00")]
    public void Days_and_moments_are_read_by_the_formats_of_the_mapping(string cell, string settings, string expected) =>
        Assert.Equal(expected, At(cell, settings));

    [Theory]
    [InlineData("2024-07-01T23:30:00Z", "", "2024-07-02T02:30:00")]
    [InlineData("2024-07-01 23:30:00+03:30", "", "2024-07-01T23:00:00")]
    [InlineData("01.07.2024 23:30 +0000", "dates: ['dd.MM.yyyy HH:mm zzz']", "2024-07-02T02:30:00")]
    public void Moments_with_an_offset_come_on_the_clock_of_the_business(string cell, string settings, string expected) =>
        Assert.Equal(expected, At(cell, settings, "name: T\ntime_zone: Europe/Kyiv\nchurn: [{ kind: closed }]\n"));

    [Theory]
    [InlineData("12.5", "", 1250)]
    [InlineData("0.285", "", 29)]
    [InlineData("-0.285", "", -29)]
    [InlineData("12.344996", "", 1234)]
    [InlineData("90071992547409.93", "", 9007199254740993)]
    [InlineData("1.234,56", "decimal_sign: ','\ngrouping: '.'", 123456)]
    [InlineData("1\u00A0234,5", "decimal_sign: ','\ngrouping: ' '", 123450)]
    [InlineData("۱۲۳٫۵", "", 12350)]
    [InlineData("1250", "money: minor", 1250)]
    public void Money_is_read_exactly_and_rounded_half_away_from_zero(string cell, string settings, long expected) =>
        Assert.Equal(expected, Amount(cell, settings));

    [Fact]
    public void The_currency_says_how_many_minor_units_there_are() =>
        Assert.Equal(12, Amount("12.4", "", "name: T\ncurrency: IRR\nminor_digits: 0\nchurn: [{ kind: closed }]\n"));

    [Theory]
    [InlineData("amount", "1,234.5", "")]
    [InlineData("amount", "1.234", "decimal_sign: ','")]
    [InlineData("amount", "12.5", "money: minor")]
    [InlineData("quantity", "12.5", "")]
    [InlineData("by_customer", "perhaps", "")]
    [InlineData("known_at", "2024-02-30", "")]
    [InlineData("known_at", "0024-02-03", "")]
    [InlineData("known_at", "9999-12-31", "")]
    [InlineData("known_at", "02.01.2024", "dates: [yyyy-MM-dd]")]
    public void What_is_not_written_so_is_rejected_never_guessed(string column, string cell, string settings)
    {
        using var loading = Loading.Of(
            ("sources/s.yaml", $"file: data/s.tsv\n{settings}\nfacts:\n  - {{ fact: event, columns: {{ party: y, at: {{ value: 2024-01-01 }}, kind: {{ value: k }}, {column}: x }} }}\n"),
            ("data/s.tsv", $"x\ty\n{cell}\tp\n"));

        Assert.Equal(1, loading.RunOne().Rejected);
    }

    [Fact]
    public void Codes_nulls_defaults_and_conditions_do_what_the_mapping_says()
    {
        using var loading = Loading.Of(
            ("sources/s.yaml", """
                file: data/s.csv
                nulls: [N/A]
                codes:
                  bond: { M2M: rolling, '2Y': fixed, '?': '' }
                facts:
                  - fact: agreement
                    when: kind <> 'gone'
                    columns:
                      party: id
                      agreement: id
                      started: { column: from, default: 2024-01-01 }
                      bond: { column: bond, codes: bond, default: prepaid }
                      product: { expression: upper(kind) }
                """),
            ("data/s.csv", "id,kind,from,bond\na,card,N/A,M2M\nb,card,2024-05-05,?\nc,card,,N/A\nd,card,,3Y\ne,gone,,\n"));
        var report = loading.RunOne();

        Assert.Equal((5, 4, 1), (report.Rows, report.Accepted, report.Rejected));
        Assert.Contains("'3Y' stands here; allowed is one of the codes 'bond': M2M, 2Y, ?", loading.ReadText(report.RejectsFile!), StringComparison.Ordinal);
        var agreements = loading.Histories().Select(h => h.Agreements.Span[0]).ToList();
        Assert.Equal(["2024-01-01", "2024-05-05", "2024-01-01"], agreements.Select(a => a.Started.ToString()));
        Assert.Equal([Bond.Rolling, Bond.Prepaid, Bond.Prepaid], agreements.Select(a => a.Bond));
        Assert.Equal("CARD", loading.History("a").Codes.Name(agreements[0].Product));
    }

    [Fact]
    public void Attributes_are_numbers_where_they_read_so_and_hold_from_the_snapshot_day()
    {
        var rows = string.Join('\n', Enumerable.Range(0, 20).Select(i => $"c{i},{i * 7},{i % 3},{(i % 2 == 0 ? "0.5" : "")},{90000 + i},w{i % 2}"));
        using var loading = Loading.Of(
            ("sources/s.yaml", "file: data/s.csv\nsnapshot: 2024-06-30\nattributes: { party: id, words: [zip] }\n"),
            ("data/s.csv", "id,spend,cars,share,zip,word\n" + rows));
        Assert.Equal(20, loading.RunOne().Accepted);

        var history = loading.History("c6");
        var found = history.Attributes.ToArray().ToDictionary(a => history.Codes.Name(a.Name), a => a.Text.IsGiven ? history.Codes.Name(a.Text) : (object)a.Number);
        Assert.Equal(new Dictionary<string, object> { ["spend"] = 42.0, ["cars"] = "0", ["share"] = 0.5, ["zip"] = "90006", ["word"] = "w0" }, found);
        Assert.All(history.Attributes.ToArray(), a => Assert.Equal("2024-06-30T00:00:00", a.At.ToString()));
    }

    [Fact]
    public void Columns_are_looked_up_in_other_sources_by_key()
    {
        using var loading = Loading.Of(
            ("sources/accounts.yaml", "file: data/accounts.csv\nfacts:\n  - { fact: agreement, columns: { party: owner, agreement: account, started: opened } }\n"),
            ("data/accounts.csv", "account,owner,opened\n1,ann,2024-01-01\n2,bob,2024-01-01\n"),
            ("sources/use.yaml", "file: data/use.csv\nlookups: { owner: { source: accounts, match: number, key: account } }\nfacts:\n  - { fact: event, columns: { party: owner, at: day, kind: { value: use } } }\n"),
            ("data/use.csv", "number,day\n1,2024-02-01\n2,2024-02-02\n3,2024-02-03\n"));
        var report = loading.Run().Sources[1];

        Assert.Equal((2, 1), (report.Accepted, report.Rejected));
        Assert.Equal(1, loading.History("bob").Events.Length);
        Assert.Contains("owner,nothing stands here; it is required", loading.ReadText(report.RejectsFile!), StringComparison.Ordinal);

        loading.Write("data/accounts.csv", "account,owner,opened\n1,ann,2024-01-01\n1,bob,2024-01-01\n");
        var fault = Assert.Throws<Holdfast.Operations.HoldfastException>(() => loading.Run()).Message;
        Assert.Contains("lookups.owner: '1' stands more than once", fault, StringComparison.Ordinal);
    }
}
