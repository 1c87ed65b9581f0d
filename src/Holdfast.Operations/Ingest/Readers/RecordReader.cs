namespace Holdfast.Operations.Ingest.Readers;

/// <summary>
/// A cursor over a file's records, whatever its format: a line number and one text for each column, as UTF-8. It holds one record
/// at a time, so its memory does not grow with the file.
/// </summary>
abstract class RecordReader : IDisposable
{
    /// <summary>Most columns of a file: more are a table lying on its side or a wrong delimiter, and would take gigabytes.</summary>
    public const int MostColumns = 4096;

    /// <summary>Names of the columns, in the file's order; known as soon as the reader is made.</summary>
    public IReadOnlyList<string> Columns { get; protected init; } = [];

    /// <summary>How the file was understood where that was a guess, in a sentence; null where nothing was guessed.</summary>
    public string? Note { get; protected init; }

    /// <summary>Line (row of a sheet) on which the current record begins, from 1.</summary>
    public long Line { get; protected set; }

    /// <summary>Why the current record cannot be read as a row of the table; null where it can.</summary>
    public string? Fault { get; protected set; }

    /// <summary>What stands in the current record beyond the named columns; empty where nothing does.</summary>
    public string Beyond { get; protected set; } = "";

    /// <summary>Whether signs beyond ASCII were seen, such as Persian digits; true where nobody looked.</summary>
    public virtual bool HasOtherSigns => true;

    /// <summary>Goes to the next record; false at the end.</summary>
    /// <exception cref="HoldfastException">The file cannot be read on: bytes that are no text, a quote never closed, a line too long.</exception>
    public abstract bool Read();

    /// <summary>The field of a column, without blanks around it; empty where not given.</summary>
    public abstract ReadOnlySpan<byte> Field(int column);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The column names of a header, checked: unnamed ones get <c>column_N</c>, two of the same name are an error.</summary>
    /// <exception cref="HoldfastException">Two columns have one name, or there are more than <see cref="MostColumns"/>.</exception>
    /// <param name="names">The names.</param>
    /// <param name="file">Path, for errors.</param>
    /// <param name="tellsCase">Whether names that differ in upper and lower case only are names of their own.</param>
    protected static IReadOnlyList<string> Named(IEnumerable<string> names, string file, bool tellsCase)
    {
        var result = names.Select((name, i) => name.Length == 0 ? $"column_{i + 1}" : name).ToList();
        if (result.Count > MostColumns) throw new HoldfastException($"{file}: {result.Count:N0} columns were found; up to {MostColumns:N0} are allowed. Is the right sign given as 'delimiter:'? Nothing of the file was loaded.");
        // DuckDB does not tell upper from lower case in names of columns.
        var twice = result.GroupBy(n => n, tellsCase ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? result
            : throw new HoldfastException(
                $"{file}: {twice.Count()} columns are called '{twice.Key}'{(tellsCase ? ". Give every column a name of its own." : " (upper and lower case count as equal). Give every column a name of its own with 'columns:'.")}");
    }
}
