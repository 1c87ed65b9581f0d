using System.Globalization;
using System.Text;

namespace Holdfast.Tests.Ingest;

/// <summary>Rows that are plainly written skip SQL: what is stored, rejected and counted must be what SQL would have made of them.</summary>
public class PlainRowTests
{
    // A mapping takes the long way for all rows when a fact has a condition, even one that always holds.
    static string Mapping(string facts, string more = "") => $"file: rows.csv\n{more}\nfacts:\n{facts}";

    const string Event = "  - { fact: event, columns: { party: who, at: at, event: id, kind: what, amount: amount, quantity: pieces, by_customer: own } }\n";
    const string Feedback = "  - { fact: feedback, columns: { party: who, at: at, instrument: what, score: score } }\n";
    const string Contact = "  - { fact: contact, columns: { party: who, at: at, direction: direction, channel: { value: phone } } }\n";

    static readonly string[] Moments =
        ["2024-02-29", "2024-02-29 23:59:59", "2024-02-29T08:00:00", "2023-02-29", "2024-02-29 24:00:00", "2024-1-5", "2024-02-29 08:00:00.250", "2024-02-29 08:00", "1799-12-31", "2199-12-31", "2200-01-01", "1901-03-04", "2024-02-29 08:00:00Z", "۲۰۲۴-۰۲-۲۹", "0000-00-00", "2024-13-01", "20240229", "", "soon"];

    static readonly string[] Dotted = ["29/02/2024", "29/02/2024 10:11", "1/2/2024", "31/02/2024", "2024-02-29", "29/02/24", "29.02.2024", "29/02/2024 10:61", "", "29/02/0024"];

    static readonly string[] Numbers =
        ["0", "-0", "7", "-7", "12.5", "12.34", "-12.34", "12.345", "1,234.50", "1234,5", ".5", "5.", "-.5", "-", "+5", "1e3", "1e309", "007.10", "999999999999.99", "9999999999999999", "92233720368547758079", "١٢", "12.30.1", "nan", "inf", "", "--1", "1 000", "3.0"];

    static readonly string[] Flags = ["true", "False", "yes", "NO", "1", "0", "2", "y", "", "t"];

    [Theory]
    [InlineData("", "Moments")]
    [InlineData("dates: [dd/MM/yyyy, yyyy-MM-dd]", "Dotted")]
    [InlineData("dates: [dd/MM/yyyy HH:mm, d/M/yyyy]", "Dotted")]
    [InlineData("decimal_sign: ','\ngrouping: '.'", "Moments")]
    [InlineData("money: minor", "Moments")]
    [InlineData("nulls: ['0', 'soon']", "Moments")]
    public void Every_writing_gives_the_same_facts_rejects_and_counts_on_both_ways(string more, string dates)
    {
        var rows = Rows(1500, dates == "Moments" ? Moments : Dotted, new Random(7));
        using var shortWay = Loading.Of(("sources/rows.yaml", Mapping(Event + Feedback + Contact, more)), ("rows.csv", rows));
        using var longWay = Loading.Of(("sources/rows.yaml", Mapping((Event + Feedback + Contact).Replace("columns:", "when: \"true\", columns:", StringComparison.Ordinal), more)), ("rows.csv", rows));
        for (var time = 0; time < 2; time++)
        {
            var (one, other) = (shortWay.RunOne(), longWay.RunOne());
            Assert.Equal((other.Rows, other.Accepted, other.Rejected, other.Duplicate, other.WithoutId), (one.Rows, one.Accepted, one.Rejected, one.Duplicate, one.WithoutId));
            Assert.Equal(other.Facts.OrderBy(fact => fact.Key), one.Facts.OrderBy(fact => fact.Key));
            Assert.True(one.Rejected is > 0 and < 1500, $"{one.Rejected} rows were rejected");
            Assert.Equal(longWay.ReadText(other.RejectsFile!), shortWay.ReadText(one.RejectsFile!));
            Assert.Equal(longWay.Warehouse.Current().Fingerprint, shortWay.Warehouse.Current().Fingerprint);
        }
    }

    [Fact]
    public void A_plain_row_that_the_store_refuses_stands_in_the_rejects_file_as_it_was_written()
    {
        using var loading = Loading.Of(
            ("sources/a.yaml", "file: a.csv\nfacts:\n  - { fact: event, columns: { party: who, agreement: contract, at: day, event: id, kind: what } }\n"),
            ("a.csv", "who,contract,day,id,what,note\nann,k,2024-01-01,1,call,\"first, told\"\nann,k,2024-01-01,1,sale,\"second, told\"\nann,k,2024-01-02,2,call,third\n"));
        var report = loading.RunOne();
        Assert.Equal((3, 2, 1), (report.Rows, report.Accepted, report.Rejected));
        Assert.Contains("ann,k,2024-01-01,1,sale,\"second, told\",3,event,\"another event with the same key", loading.ReadText(report.RejectsFile!), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_rows_with_one_key_the_first_in_the_file_stands_though_only_the_second_is_plain()
    {
        using var loading = Loading.Of(
            ("sources/a.yaml", "file: a.csv\nfacts:\n  - { fact: event, columns: { party: who, at: day, event: id, kind: what } }\n"),
            ("a.csv", "who,day,id,what\nann,2024-01-01T00:00:00.000,1,first\nann,2024-01-01,1,second\n"));
        Assert.Equal((2, 1, 1), (loading.RunOne().Rows, loading.Warehouse.Current().Rows["event"], loading.RunOne().Rejected));
        var facts = loading.Warehouse.Current();
        Assert.Equal("first", facts.Codes.Name(facts.Find("ann")!.Events.Span[0].Kind));
    }

    static string Rows(int count, string[] dates, Random random)
    {
        var text = new StringBuilder("who,at,id,what,amount,pieces,own,score,direction,unused\n");
        for (var i = 0; i < count; i++)
        {
            // Most cells are plain, so that rows with several odd ones do not hide each other.
            var fields = new[]
            {
                Pick(["ann", "bob", "شیرین", ""], 5), Pick(dates, 4), random.Next(4) == 0 ? "" : (i % 300).ToString(CultureInfo.InvariantCulture), Pick(["call", "a longer word than twelve", "visit", ""], 8),
                Pick(Numbers, 4), Pick(Numbers, 4), Pick(Flags, 4), Pick(Numbers, 4), Pick(["inbound", "outbound", "sideways", ""], 6), "x",
            };
            text.AppendLine(string.Join(',', fields.Select(field => field.Contains(',', StringComparison.Ordinal) ? $"\"{field}\"" : field)).ReplaceLineEndings(""));
        }

        return text.ToString();

        string Pick(string[] all, int plain) => random.Next(plain) == 0 ? all[random.Next(all.Length)] : all[0];
    }
}
