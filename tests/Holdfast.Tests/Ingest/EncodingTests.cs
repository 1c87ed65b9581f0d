using System.Text;
using Holdfast.Operations.Ingest;

namespace Holdfast.Tests.Ingest;

public class EncodingTests
{
    const string Ukrainian = "ім'я,місто\nОлена,Київ\nТарас,Львів\nСофія,Одеса\n";
    const string Persian = "نام,شهر\nمریم,تهران\nرضا,شیراز\nپریسا,گرگان\n";
    const string Chinese = "姓名,城市\n王小明,北京\n李雷,上海\n韩梅梅,广州\n";
    const string French = "nom,ville\nHélène,Orléans\nFrançois,Besançon\n";

    static readonly SourceMapping Any = new() { File = "x.csv" };

    static EncodingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("windows-1251", Ukrainian)]
    [InlineData("windows-1252", French)]
    [InlineData("gb18030", Chinese)]
    [InlineData("utf-16", Ukrainian)]
    [InlineData("utf-16BE", Persian)]
    [InlineData("utf-8", Persian)]
    public void A_named_or_detected_encoding_gives_the_same_records_as_utf8(string name, string text)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. name.StartsWith("utf", StringComparison.Ordinal) ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        var expected = Read.Text(text);

        Assert.Equal(expected, Read.Bytes(bytes));
        Assert.Equal(expected, Read.Bytes(bytes, Any with { Encoding = name }));
    }

    [Fact]
    public void Persian_in_windows_1256_is_detected()
    {
        var text = "نام,شهر\nرضا,شيراز\nمحمد,اهواز\n";
        Assert.Equal(Read.Text(text), Read.Bytes(Encoding.GetEncoding("windows-1256").GetBytes(text)));
    }

    [Fact]
    public void Utf16_without_mark_is_detected()
    {
        var text = "name,city\nAnn,York\nBob,Leeds\n";
        Assert.Equal(Read.Text(text), Read.Bytes(Encoding.Unicode.GetBytes(text)));
    }

    [Fact]
    public void Bytes_that_are_no_text_in_the_named_encoding_are_a_fault_with_line_and_byte()
    {
        byte[] bytes = [.. Encoding.GetEncoding("gb18030").GetBytes("a,b\n王,1\n"), 0xFF, .. ",2\n"u8];

        Assert.Contains("line 3, byte 9: 0xFF is no text in", Read.Fault(bytes, Any with { Encoding = "gb18030" }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_clear_is_asked_for() =>
        Assert.Contains("do not tell what it is", Read.Fault([.. "a,b\n"u8, 0x81, 0x8D, 0x90, 0x9D, 0xAD, 0x81, .. ",x\n"u8]), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_encoding_is_refused_with_examples() =>
        Assert.Contains("there is no encoding 'klingon'", Read.Fault("a,b\n1,2\n"u8.ToArray(), Any with { Encoding = "klingon" }), StringComparison.Ordinal);
}
