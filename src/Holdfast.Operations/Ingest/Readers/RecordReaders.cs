namespace Holdfast.Operations.Ingest.Readers;

/// <summary>Opens the reader that a file needs.</summary>
static class RecordReaders
{
    /// <summary>The format of a file: as the mapping says, else by its ending.</summary>
    /// <exception cref="HoldfastException">The ending tells nothing.</exception>
    public static SourceFormat FormatOf(SourceFile file)
    {
        if (file.Mapping.Format is { } format) return format;
        var name = Path.GetFileName(file.Path).ToLowerInvariant();
        if (name.EndsWith(".gz", StringComparison.Ordinal)) name = name[..^3];
        return Path.GetExtension(name) switch
        {
            ".csv" or ".txt" or ".log" or ".dat" => SourceFormat.Csv,
            ".tsv" or ".tab" => SourceFormat.Tsv,
            ".jsonl" or ".ndjson" or ".json" => SourceFormat.JsonLines,
            ".parquet" => SourceFormat.Parquet,
            ".xlsx" or ".xlsm" => SourceFormat.Xlsx,
            var ending => throw new HoldfastException(
                $"source '{file.Mapping.Name}': the ending '{ending}' of {file.Path} does not tell its format; say 'format:' csv, tsv, json_lines, parquet or xlsx."),
        };
    }

    /// <summary>Opens a file that is not Parquet.</summary>
    /// <exception cref="HoldfastException">The file is empty, no such format, or an ill-told form.</exception>
    public static RecordReader Open(SourceFile file, SourceFormat format)
    {
        var mapping = file.Mapping;
        if (new FileInfo(file.Path).Length == 0) throw new HoldfastException($"{file.Path}: the file is empty (0 bytes).");
        var form = new DelimitedForm(Delimiter(mapping, format), mapping.Header, mapping.Columns) { TellsCase = file.TellsCase };
        return format switch
        {
            SourceFormat.Xlsx => new XlsxReader(file.Path, mapping.Sheet, form),
            SourceFormat.JsonLines => new JsonLinesReader(file.Path, mapping.Encoding, file.TellsCase),
            _ => new DelimitedReader(OpenedText.Open(file.Path, mapping.Encoding), form),
        };
    }

    static char Delimiter(SourceMapping mapping, SourceFormat format) => mapping.Delimiter switch
    {
        null => format == SourceFormat.Tsv ? '\t' : ',',
        "tab" or "\\t" => '\t',
        "whitespace" => '\0',
        { Length: 1 } sign when sign[0] < 128 && sign[0] is not ('"' or '\n' or '\r' or '\0') => sign[0],
        var other => throw new HoldfastException(
            $"source '{mapping.Name}', delimiter: '{other}' is none. Allowed are one sign such as ',' ';' or '|', tab, or whitespace for runs of blanks."),
    };
}
