using System.Text;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Ingest.Profile;
using Holdfast.Operations.Ingest.Readers;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Study;

/// <summary>
/// The columns of one file that a study asks for, as text, and only the rows in which none of the required ones is missing. What was
/// left out is counted by column and said in <see cref="Notes"/>; nothing is dropped in silence.
/// </summary>
/// <remarks>Missing is an empty field or one of NA, N/A, NaN, null (upper or lower case alike), as R, pandas and SQL write it.</remarks>
sealed class StudyTable
{
    static readonly string[] Missing = ["NA", "N/A", "NAN", "NULL"];
    static readonly string[] Delimiters = [";", "\t", "|", " "];

    readonly Dictionary<string, string?[]> _columns;
    readonly long[] _lines;
    readonly Dictionary<string, Day> _lastDays = new(StringComparer.Ordinal);

    StudyTable(string file, int rowsRead, Dictionary<string, string?[]> columns, long[] lines, IReadOnlyList<string> notes)
    {
        (File, RowsRead, _columns, _lines, Notes) = (file, rowsRead, columns, lines, notes);
        Whole = this;
    }

    /// <summary>Path of the file as it was given.</summary>
    public string File { get; }

    /// <summary>Rows of the file.</summary>
    public int RowsRead { get; }

    /// <summary>Rows used: those with every required column.</summary>
    public int Rows => _lines.Length;

    /// <summary>What was guessed about the file and which rows were left out, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Reads the columns of a file: CSV (separated by comma, semicolon, tab, bar or blanks), TSV, JSON lines, Parquet or XLSX.</summary>
    /// <param name="file">Path.</param>
    /// <param name="required">Names of columns; a row in which one is missing is left out. Null entries stand for options not given.</param>
    /// <param name="optional">Names of columns in which a missing value means something.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="HoldfastException">No such file or column, a row that cannot be read, or no row is left.</exception>
    public static StudyTable Read(string file, IEnumerable<string?> required, IEnumerable<string?> optional, CancellationToken cancel)
    {
        var must = required.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var names = must.Concat(optional.OfType<string>()).Distinct(StringComparer.Ordinal).ToList();
        if (!System.IO.File.Exists(file)) throw HoldfastException.OfRequest($"there is no file {file}.");
        var mapping = new SourceMapping { File = file, Name = Path.GetFileName(file) };
        var format = RecordReaders.FormatOf(new SourceFile(file, mapping, false));
        var raw = format == SourceFormat.Parquet ? OfParquet(file, names) : OfRecords(file, mapping, format, names, cancel);
        return Complete(file, raw, must);
    }

    /// <summary>As <see cref="Read(string, IEnumerable{string?}, IEnumerable{string?}, CancellationToken)"/> with required columns only.</summary>
    public static StudyTable Read(string file, IEnumerable<string?> required, CancellationToken cancel) => Read(file, required, [], cancel);

    /// <summary>A column that was asked for; null only where it is optional and missing.</summary>
    public string?[] Column(string name) => _columns[name];

    /// <summary>The table of which this is a part; itself where it is none. How a column is coded is seen in all of it, not in a group.</summary>
    public StudyTable Whole { get; private init; }

    /// <summary>The last day of a column.</summary>
    /// <exception cref="HoldfastException">A value is no day.</exception>
    public Day LastDay(string column)
    {
        if (!_lastDays.TryGetValue(column, out var last)) _lastDays[column] = last = this.Days(column).Max();
        return last;
    }

    /// <summary>Some of the rows as a table of their own; what is to be said of the file stays with the whole.</summary>
    public StudyTable Part(int[] rows) =>
        new(File, rows.Length, _columns.ToDictionary(column => column.Key, column => column.Value.At(rows), StringComparer.Ordinal), _lines.At(rows), []) { Whole = this };

    /// <summary>Where a used row stands, for errors: file and line.</summary>
    public string Place(int row) => $"{File}, line {_lines[row]}";

    static Raw OfRecords(string file, SourceMapping mapping, SourceFormat format, List<string> names, CancellationToken cancel)
    {
        using var reader = Open(file, mapping, format);
        var places = names.Select(name => Place(name, reader.Columns, file)).ToArray();
        var columns = names.Select(_ => new List<string?>()).ToArray();
        var lines = new List<long>();
        while (reader.Read())
        {
            if (reader.Fault is { } fault) throw new HoldfastException($"{file}, line {reader.Line}: {fault}. Mend the row or take it out.");
            if ((lines.Count & 0xFFFF) == 0) cancel.ThrowIfCancellationRequested();
            lines.Add(reader.Line);
            for (var i = 0; i < places.Length; i++) columns[i].Add(Text(Encoding.UTF8.GetString(reader.Field(places[i]))));
        }

        var table = names.Zip(columns).ToDictionary(c => c.First, c => c.Second.ToArray(), StringComparer.Ordinal);
        return new Raw(table, [.. lines], reader.Note);
    }

    /// <summary>The sign that parts most lines alike; where none does and the header seems to be one column, one that stands in it.</summary>
    static RecordReader Open(string file, SourceMapping mapping, SourceFormat format)
    {
        if (format == SourceFormat.Csv && new FileInfo(file).Length > 0) mapping = mapping with { Delimiter = FileSniff.Of(file, mapping.Name).Delimiter };
        var reader = RecordReaders.Open(new SourceFile(file, mapping, false) { TellsCase = true }, format);
        if (format != SourceFormat.Csv || reader.Columns.Count > 1) return reader;
        var header = reader.Columns[0];
        var delimiter = Array.Find(Delimiters, header.Contains);
        if (delimiter is null) return reader;
        reader.Dispose();
        return RecordReaders.Open(new SourceFile(file, mapping with { Delimiter = delimiter == " " ? "whitespace" : delimiter }, false) { TellsCase = true }, format);
    }

    static Raw OfParquet(string file, List<string> names)
    {
        var table = ColumnTable.ReadAsText(file);
        foreach (var name in names) Place(name, table.Names, file);
        var columns = names.ToDictionary(name => name, name => Array.ConvertAll(table.Texts(name), text => text is null ? null : Text(text)), StringComparer.Ordinal);
        return new Raw(columns, [.. Enumerable.Range(1, table.RowCount).Select(row => (long)row)], null);
    }

    static int Place(string name, IReadOnlyList<string> columns, string file)
    {
        var place = columns.ToList().IndexOf(name);
        return place >= 0 ? place : throw HoldfastException.OfRequest($"there is no column '{name}' in {file}. {Names.Suggest(name, columns, "columns")}");
    }

    static string? Text(string field) => field.Length == 0 || Missing.Contains(field, StringComparer.OrdinalIgnoreCase) ? null : field;

    static StudyTable Complete(string file, Raw raw, List<string> required)
    {
        var used = Enumerable.Range(0, raw.Lines.Length).Where(row => required.TrueForAll(name => raw.Columns[name][row] is not null)).ToArray();
        var notes = new List<string>();
        if (raw.Note is not null) notes.Add(raw.Note);
        var dropped = raw.Lines.Length - used.Length;
        if (dropped > 0)
        {
            var by = required.Select(name => (name, Count: raw.Columns[name].Count(value => value is null))).Where(column => column.Count > 0);
            notes.Add($"{dropped} of {raw.Lines.Length} rows were left out because a value is missing ({string.Join(", ", by.Select(column => $"{column.name}: {column.Count}"))}).");
        }

        if (used.Length == 0) throw new HoldfastException($"{file}: no row is left: {(dropped > 0 ? notes[^1] : "the file has a header and no rows.")}");
        if (dropped == 0) return new StudyTable(file, raw.Lines.Length, raw.Columns, raw.Lines, notes);
        var kept = raw.Columns.ToDictionary(column => column.Key, column => Array.ConvertAll(used, row => column.Value[row]), StringComparer.Ordinal);
        return new StudyTable(file, raw.Lines.Length, kept, Array.ConvertAll(used, row => raw.Lines[row]), notes);
    }

    sealed record Raw(Dictionary<string, string?[]> Columns, long[] Lines, string? Note);
}
