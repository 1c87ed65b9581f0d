using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Holdfast.Native.DuckDb;

namespace Holdfast.Tests.Ingest;

public class FormatTests
{
    static readonly (string Id, DateOnly Day, decimal Amount, string Text)[] Rows =
    [
        ("a", new(2024, 1, 31), 12.5m, "plain"), ("b", new(2024, 2, 29), -0.05m, "with, comma and \"quotes\""),
        ("c", new(1999, 12, 31), 1234567.89m, "Київ 北京 تهران"), ("d", new(2024, 3, 1), 0m, ""),
    ];

    [Fact]
    public void All_formats_give_the_same_facts()
    {
        var expected = Fingerprint("csv", Encoding.UTF8.GetBytes(Delimited(',')));

        Assert.Equal(expected, Fingerprint("tsv", Encoding.UTF8.GetBytes(Delimited('\t'))));
        Assert.Equal(expected, Fingerprint("csv.gz", Packed(Encoding.UTF8.GetBytes(Delimited(',')))));
        Assert.Equal(expected, Fingerprint("csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Delimited(','))]));
        Assert.Equal(expected, Fingerprint("jsonl", Encoding.UTF8.GetBytes(JsonLines())));
        Assert.Equal(expected, Fingerprint("parquet", Parquet()));
        Assert.Equal(expected, Fingerprint("xlsx", Xlsx()));
    }

    [Fact]
    public void A_broken_line_of_json_is_rejected_and_inner_objects_have_dotted_names()
    {
        var records = Read.Bytes("{\"a\":1,\"b\":{\"c\":\"x\",\"d\":[1, 2]}}\n\n{\"a\":2,\n{\"b\":{\"c\":null},\"a\":true}"u8.ToArray(), null, ".jsonl");

        Assert.Equal("1: 1|x|[1, 2]", records[0]);
        Assert.StartsWith("3: || ! no JSON object: ", records[1], StringComparison.Ordinal);
        Assert.Equal("4: true||", records[2]);
    }

    [Fact]
    public void A_gzip_file_that_is_cut_off_is_told_and_not_half_loaded()
    {
        var whole = Packed(Encoding.UTF8.GetBytes("id,day,amount,text\n" + string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"c{i},2024-01-01,{i * 7919},{i * 104729}"))));
        using var loading = Loading.Of(("sources/s.yaml", Mapping("csv.gz")));
        loading.Write("data/s.csv.gz", whole[..(whole.Length / 2)]);

        Assert.Contains("gzip", loading.Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_file_of_several_members_is_read_whole() =>
        Assert.Equal(["2: 1", "3: 2"], Read.Bytes([.. Packed("a\n1\n"u8.ToArray()), .. Packed("2\n"u8.ToArray())], null, ".csv.gz"));

    [Theory]
    [InlineData("xlsx", "is not an .xlsx workbook")]
    [InlineData("parquet", "cannot be read as Parquet")]
    public void A_file_that_is_not_what_its_ending_says_is_told(string ending, string expected)
    {
        using var loading = Loading.Of(("sources/s.yaml", Mapping(ending)), ($"data/s.{ending}", Delimited(',')));

        Assert.Contains(expected, loading.Fault(), StringComparison.Ordinal);
    }

    static string Mapping(string ending) => $$"""
        name: s
        file: data/s.{{ending}}
        facts:
          - fact: event
            columns: { party: id, at: day, kind: { value: k }, amount: amount, counterparty: text }
        """;

    static string Fingerprint(string ending, byte[] bytes)
    {
        using var loading = Loading.Of(("sources/s.yaml", Mapping(ending)));
        loading.Write($"data/s.{ending}", bytes);
        Assert.Equal(4, loading.RunOne().Accepted);
        return loading.Warehouse.Current().Fingerprint;
    }

    static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Plain(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    static string Delimited(char sign) => $"id{sign}day{sign}amount{sign}text\r\n"
        + string.Concat(Rows.Select(r => $"{r.Id}{sign}{Iso(r.Day)}{sign}{Plain(r.Amount)}{sign}\"{r.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n"));

    static string JsonLines() => string.Join('\n', Rows.Select(r =>
        $"{{\"id\":\"{r.Id}\",\"day\":\"{Iso(r.Day)}\",\"amount\":{Plain(r.Amount)},\"text\":\"{r.Text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"}}"));

    static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }

    static byte[] Parquet()
    {
        using var folder = new Store.TempFolder();
        using var connection = DuckDbConnection.Open();
        var rows = string.Join(", ", Rows.Select(r => $"('{r.Id}', DATE '{Iso(r.Day)}', {Plain(r.Amount)}::DECIMAL(18,2), '{r.Text}')"));
        connection.Execute($"COPY (SELECT * FROM (VALUES {rows}) t(id, day, amount, text)) TO '{folder.File("s.parquet")}'");
        return File.ReadAllBytes(folder.File("s.parquet"));
    }

    static byte[] Xlsx()
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>();
            var strings = book.AddNewPart<SharedStringTablePart>();
            strings.SharedStringTable = new SharedStringTable(Rows.Select(r => new SharedStringItem(new Text(r.Text))));
            var styles = book.AddNewPart<WorkbookStylesPart>();
            // Style 1 is format 14, a day; style 2 a format of the file's own.
            styles.Stylesheet = new Stylesheet(
                new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "[$-409]d\\.m\\.yyyy \"г.\"" }),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14 }, new CellFormat { NumberFormatId = 164 }));
            var data = new SheetData(new Row(new[] { "id", "day", "amount", "text" }.Select(Inline)) { RowIndex = 1 });
            for (var i = 0; i < Rows.Length; i++) data.Append(Row(i));
            sheet.Worksheet = new Worksheet(data);
            book.Workbook = new Workbook(new Sheets(new Sheet { Name = "Data", SheetId = 1, Id = book.GetIdOfPart(sheet) }));
        }

        return stream.ToArray();
    }

    static Row Row(int i)
    {
        var days = Rows[i].Day.DayNumber - new DateOnly(1899, 12, 30).DayNumber;
        Cell[] cells =
        [
            Inline(Rows[i].Id),
            new() { CellValue = new CellValue(days), StyleIndex = (uint)(1 + i % 2) },
            new() { CellValue = new CellValue(Rows[i].Amount) },
            new() { CellValue = new CellValue(i), DataType = CellValues.SharedString },
        ];
        return new Row(cells) { RowIndex = (uint)(i + 2) };
    }

    static Cell Inline(string text) => new() { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) };
}
