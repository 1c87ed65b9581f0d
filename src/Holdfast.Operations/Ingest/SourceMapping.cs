namespace Holdfast.Operations.Ingest;

/// <summary>One file of <c>sources/</c>: how a file or table becomes facts.</summary>
public sealed record SourceMapping
{
    /// <summary>Name of the source, unique; where not given, the mapping file's name without ending.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// File, relative to the workspace; <c>${data}</c> stands for the folder given by --data or HOLDFAST_DATA, and the file's name may
    /// hold <c>*</c> and <c>?</c>: all files that fit are read in the order of their names and must have the same columns.
    /// </summary>
    public required string File { get; init; }

    /// <summary>Format; where not given, by the file's ending (a trailing .gz is unpacked).</summary>
    public SourceFormat? Format { get; init; }

    /// <summary>Field separator of delimited text: one character, <c>tab</c>, or <c>whitespace</c> for runs of blanks. Default ',' (tab for TSV).</summary>
    public string? Delimiter { get; init; }

    /// <summary>Encoding name such as utf-8 or windows-1251; where not given it is detected.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether the first line names the columns. Default true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Names of the columns where there is no header; where there is one, they replace its names.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Sheet of a workbook; where not given, the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>Day (yyyy-MM-dd) on which the table's attributes hold, for static tables.</summary>
    public string? Snapshot { get; init; }

    /// <summary>What a faulty row does: it goes to the rejects file, or the whole file is refused. Default keep_good.</summary>
    public OnFault OnFault { get; init; } = OnFault.KeepGood;

    /// <summary>Texts that mean "not given", besides the empty field.</summary>
    public IReadOnlyList<string> Nulls { get; init; } = [];

    /// <summary>
    /// Date formats to try in order: yyyy, yy, MM, M, MMM (Jan), MMMM (January), dd, d, HH, H, hh, h, mm, ss, fff, tt (AM/PM), zzz
    /// (offset), <c>unix</c> and <c>unix_ms</c>, and <c>jalali yyyy/MM/dd</c> for the Solar Hijri calendar. Default: yyyy-MM-dd, with or without a time. A moment with an offset is turned into
    /// the business's time zone.
    /// </summary>
    public IReadOnlyList<string> Dates { get; init; } = [];

    /// <summary>Whether money is written in major units (12.34) or minor units (1234). Default major.</summary>
    public MoneyUnit Money { get; init; } = MoneyUnit.Major;

    /// <summary>Decimal sign of numbers. Default '.'.</summary>
    public string DecimalSign { get; init; } = ".";

    /// <summary>Sign that groups the digits of numbers, such as ',' in 1,234.56; a blank also stands for the no-break ones. Default: none.</summary>
    public string Grouping { get; init; } = "";

    /// <summary>Code tables by name: from what stands in the file to what it means.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Codes { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Columns fetched from other sources by name: for each row, the value in the row of the other source with the same key.</summary>
    public IReadOnlyDictionary<string, LookupMapping> Lookups { get; init; } = new Dictionary<string, LookupMapping>();

    /// <summary>
    /// Derived columns by name: SQL expressions (of DuckDB) over the file's and looked-up columns, which are text, and the derived
    /// columns before them. A result that is no text keeps its type.
    /// </summary>
    public IReadOnlyDictionary<string, string> Derive { get; init; } = new Dictionary<string, string>();

    /// <summary>The facts each row tells.</summary>
    public IReadOnlyList<FactMapping> Facts { get; init; } = [];

    /// <summary>Properties of the party that each row tells.</summary>
    public AttributeMapping? Attributes { get; init; }
}

/// <summary>Formats that can be loaded.</summary>
public enum SourceFormat
{
    /// <summary>Comma- or otherwise separated text.</summary>
    Csv,

    /// <summary>Tab-separated text.</summary>
    Tsv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Office Open XML workbook.</summary>
    Xlsx,
}

/// <summary>What a faulty row does.</summary>
public enum OnFault
{
    /// <summary>It goes to the rejects file; good rows are loaded.</summary>
    KeepGood,

    /// <summary>Nothing of the file is loaded.</summary>
    Refuse,
}

/// <summary>How money is written.</summary>
public enum MoneyUnit
{
    /// <summary>In major units, such as 12.34.</summary>
    Major,

    /// <summary>In minor units, such as 1234.</summary>
    Minor,
}

/// <summary>A column fetched from another source.</summary>
public sealed record LookupMapping
{
    /// <summary>Name of the other source.</summary>
    public required string Source { get; init; }

    /// <summary>Column of this source that holds the key.</summary>
    public required string Match { get; init; }

    /// <summary>Column of the other source that holds the key, each value once; where not given, the same name as <see cref="Match"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Column of the other source to fetch; where not given, the name of the lookup.</summary>
    public string? Column { get; init; }
}

/// <summary>One kind of fact that each row of a source tells.</summary>
public sealed record FactMapping
{
    /// <summary>Name of the kind, see <see cref="Retention.Facts.FactCatalog"/>.</summary>
    public required string Fact { get; init; }

    /// <summary>SQL condition over the file's and derived columns; rows where it is not true do not tell this fact.</summary>
    public string? When { get; init; }

    /// <summary>From the fact's column to where its value comes from.</summary>
    public required IReadOnlyDictionary<string, ColumnMapping> Columns { get; init; }
}

/// <summary>Where a fact's column gets its value: exactly one of column, expression, value. In YAML a bare text is a column.</summary>
public sealed record ColumnMapping
{
    /// <summary>A file's or derived column.</summary>
    public string? Column { get; init; }

    /// <summary>An SQL expression over the file's and derived columns.</summary>
    public string? Expression { get; init; }

    /// <summary>A constant.</summary>
    public string? Value { get; init; }

    /// <summary>Name of a code table to send the value through; a value that is not in it is a fault, and "" there means not given.</summary>
    public string? Codes { get; init; }

    /// <summary>Date formats for this column, before those of the source.</summary>
    public IReadOnlyList<string> Dates { get; init; } = [];

    /// <summary>What to take where the value is not given.</summary>
    public string? Default { get; init; }
}

/// <summary>
/// Which columns become named attributes of the party. An attribute has the column's name; where the attributes of several sources
/// share one, each is called <c>source.column</c>.
/// </summary>
public sealed record AttributeMapping
{
    /// <summary>Column that holds the party's id.</summary>
    public required string Party { get; init; }

    /// <summary>The columns; where empty, every column of the file that no fact uses; <c>*</c> stands for every column of the file.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>
    /// Columns that are numbers. A column that is in neither list is one where every value given reads as a number and there are more
    /// than 12 different ones, or fractions.
    /// </summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Columns that are words though they look like numbers, such as post codes.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Column with the moment from which they hold; where not given, the source's snapshot day.</summary>
    public string? At { get; init; }

    /// <summary>Columns the leakage check must accept because they were known before: your word against its suspicion.</summary>
    public IReadOnlyList<string> Trusted { get; init; } = [];
}
