using System.Text;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Ingest.Readers;

namespace Holdfast.Tests.Ingest;

/// <summary>Reads files of a test through the readers.</summary>
static class Read
{
    public static RecordReader Open(string path, SourceMapping mapping)
    {
        var file = new SourceFile(path, mapping with { File = path }, false);
        return RecordReaders.Open(file, RecordReaders.FormatOf(file));
    }

    /// <summary>Each record as "line: field|field", with its fault.</summary>
    public static IReadOnlyList<string> All(string path, SourceMapping? mapping = null)
    {
        using var reader = Open(path, mapping ?? new SourceMapping { File = path });
        var records = new List<string>();
        while (reader.Read())
        {
            var fields = reader.Columns.Select((_, i) => Encoding.UTF8.GetString(reader.Field(i)));
            records.Add($"{reader.Line}: {string.Join('|', fields)}{(reader.Fault is { } fault ? $" ! {fault}" : "")}");
        }

        return records;
    }

    public static IReadOnlyList<string> Text(string text, SourceMapping? mapping = null) => Bytes(Encoding.UTF8.GetBytes(text), mapping);

    public static IReadOnlyList<string> Bytes(byte[] bytes, SourceMapping? mapping = null, string ending = ".csv")
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ending);
        File.WriteAllBytes(path, bytes);
        try
        {
            return All(path, mapping);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static string Fault(byte[] bytes, SourceMapping? mapping = null) =>
        Assert.Throws<Holdfast.Operations.HoldfastException>(() => Bytes(bytes, mapping)).Message;
}
