using System.IO.Compression;
using System.Text;
using Holdfast.Operations.Ingest;

namespace Holdfast.Tests.Ingest;

/// <summary>Files as they should not be: each gives an answer in words, in little memory, and nothing is dropped in silence.</summary>
public class HostileInputTests
{
    static readonly SourceMapping Any = new() { File = "x.csv" };

    static HostileInputTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public void Armenian_in_armscii_8_gives_the_same_records_as_utf8()
    {
        // AST 34.002: capital and small letters in turn from 0xB2, marks from 0xA1; here Երևան, and a question mark in a word.
        byte[] bytes = [.. "a,b\n"u8, 0xBA, 0xF1, 0xA2, 0xB3, 0xDD, (byte)',', 0xC7, 0xDD, 0xE3, 0xB1, .. "\n"u8];
        Assert.Equal(Read.Text("a,b\nԵրևան,ինչ՞\n"), Read.Bytes(bytes, Any with { Encoding = "armscii-8" }));
        Assert.Contains("line 2, byte 4: 0xFF is no text in armscii-8", Read.Fault([.. "a,b\n"u8, 0xFF, .. ",1\n"u8], Any with { Encoding = "ARMSCII-8" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Persian_words_are_not_taken_for_chinese_though_their_bytes_are_common_there()
    {
        var text = "who,city\n" + string.Concat(Enumerable.Repeat("1,تهران شهر\n", 50));
        Assert.Equal(Read.Text(text), Read.Bytes(Encoding.GetEncoding("windows-1256").GetBytes(text)));
    }

    [Fact]
    public void A_hundred_thousand_columns_are_refused_with_what_is_allowed() =>
        Assert.Contains("100,000 columns were found; up to 4,096 are allowed", Read.Fault(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"x{i}")) + "\n1\n")), StringComparison.Ordinal);

    [Fact]
    public void A_packed_file_that_unpacks_to_far_more_than_a_table_is_refused()
    {
        using var loading = Loading.Of(("sources/log.yaml", "file: log.csv.gz\nfacts:\n  - fact: event\n    columns: { party: who, at: day, kind: note }\n"));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("who,day,note\n"u8);
            var row = Encoding.ASCII.GetBytes("a,2024-01-01," + new string('x', 8 << 20) + "\n");
            for (var i = 0; i < 40; i++) gzip.Write(row);
        }

        loading.Write("log.csv.gz", packed.ToArray());
        var fault = Assert.ThrowsAny<Exception>(() => loading.Run());
        Assert.Contains("unpacks to more than 200 times its size", fault.Message, StringComparison.Ordinal);
    }
}
