using System.Text;
using Holdfast.Operations;
using Holdfast.Operations.Ingest;

namespace Holdfast.Tests.Ingest;

public class DelimitedReaderTests
{
    static readonly SourceMapping Any = new() { File = "x.csv" };

    [Fact]
    public void Quoted_fields_keep_separators_line_ends_and_quotes_and_lines_are_counted_exactly()
    {
        var records = Read.Text("a,b\r\n1,\"x, \"\"y\"\"\nz\"\n\n2,\"\"\r\n3,it's 5\" wide\r4,end");

        Assert.Equal(["2: 1|x, \"y\"\nz", "5: 2|", "6: 3|it's 5\" wide", "7: 4|end"], records);
    }

    [Fact]
    public void A_mark_is_skipped_and_blanks_around_fields_are_dropped() =>
        Assert.Equal(["2: 1|Zoë"], Read.Bytes([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("a , b\n 1 ,  Zoë \n")]));

    [Fact]
    public void Runs_of_blanks_separate_where_the_mapping_says_whitespace()
    {
        var mapping = Any with { Delimiter = "whitespace", Header = false, Columns = ["id", "date", "cds", "value"] };

        Assert.Equal(["1: 00001|19970101|1|11.77", "3: 2|19970112|5|77.00"], Read.Text(" 00001 19970101  1   11.77\n\n 2\t19970112 5 77.00  \n", mapping));
    }

    [Fact]
    public void Too_many_and_too_few_fields_are_faults_of_their_rows_only() => Assert.Equal(
        ["2: 1|2", "3: 1| ! 1 fields where the table has 2 columns", "4: 1|2 ! 3 fields where the table has 2 columns", "5: 5|6"],
        Read.Text("a,b\n1,2\n1\n1,2,3\n5,6\n"));

    [Fact]
    public void A_nul_byte_is_a_fault_of_its_row() =>
        Assert.Equal(["2: 1|x\0y ! a NUL byte, which is no text", "3: 2|z"], Read.Text("a,b\n1,x\0y\n2,z\n"));

    [Fact]
    public void An_unclosed_quote_is_reported_with_the_line_on_which_it_opened()
    {
        var fault = Read.Fault(Encoding.UTF8.GetBytes("a,b\n1,x\n2,\"never closed\n3,y\n4,z\n"));

        Assert.Contains("line 3: a quote that opens here is never closed", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_100_MB_is_a_clear_fault_and_takes_no_more_memory_than_the_limit()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".csv");
        using (var file = File.Create(path))
        {
            file.Write("a,b\n1,2\n"u8);
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (var i = 0; i < 100; i++) file.Write(block);
        }

        try
        {
            var fault = Assert.Throws<HoldfastException>(() => Read.All(path)).Message;
            Assert.Contains("line 3: the record that begins here is longer than 16 MB", fault, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_a_fault_with_line_and_byte_and_never_replaced()
    {
        var fault = Read.Fault([.. "a,b\n1,2\n3,"u8, 0xE9, 0x28, .. "\n"u8], Any with { Encoding = "utf-8" });

        Assert.Contains("line 3, byte 10: 0xE9 is not UTF-8", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_and_columns_of_one_name_are_told_in_clear_words()
    {
        Assert.Contains("the file is empty", Read.Fault([]), StringComparison.Ordinal);
        Assert.Contains("2 columns are called 'A'", Read.Fault("A,b,a\n1,2,3\n"u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_survive_any_place_at_which_the_buffer_ends()
    {
        // Rows of growing length move every kind of boundary across the window's edge.
        var text = new StringBuilder("a,b,c\n");
        var expected = new List<string>();
        var line = 2;
        for (var i = 0; i < 3000; i++)
        {
            var word = new string((char)('a' + i % 26), i % 517);
            text.Append(word).Append(",\"q\"\"").Append(word).Append("\r\nрядок\",").Append(i).Append(i % 2 == 0 ? "\r\n" : "\n");
            expected.Add($"{line}: {word}|q\"{word}\r\nрядок|{i}");
            line += 2;
        }

        Assert.Equal(expected, Read.Text(text.ToString()));
    }
}
