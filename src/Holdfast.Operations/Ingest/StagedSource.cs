namespace Holdfast.Operations.Ingest;

/// <summary>A column of a staged source.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsText">Whether it is text; derived columns may be typed.</param>
/// <param name="IsOfFile">Whether the file has it; others are looked up or derived.</param>
sealed record StagedColumn(string Name, bool IsText, bool IsOfFile);

/// <summary>A source whose rows lie in a table, not yet understood.</summary>
/// <param name="Mapping">Its mapping.</param>
/// <param name="Number">Its number in the load; tables are named by it.</param>
/// <param name="Files">Its files; a row's number is the file's place in the list times <see cref="RowsPerFile"/> plus its line.</param>
/// <param name="Columns">The columns of the table.</param>
/// <param name="Rows">Rows read, those that took the short way among them.</param>
/// <param name="Plain">Facts told by rows that took the short way, see <see cref="PlainRows"/>, by kind; those rows are not in the table.</param>
/// <param name="HasOtherSigns">Whether signs beyond ASCII may stand in it, such as Persian digits.</param>
/// <param name="Notes">What was guessed about the files.</param>
sealed record StagedSource(
    SourceMapping Mapping,
    int Number,
    IReadOnlyList<SourceFile> Files,
    IReadOnlyList<StagedColumn> Columns,
    long Rows,
    IReadOnlyDictionary<string, long> Plain,
    bool HasOtherSigns,
    IReadOnlyList<string> Notes)
{
    /// <summary>Greatest line number within one file, plus one.</summary>
    public const long RowsPerFile = 1L << 40;

    /// <summary>The row's number.</summary>
    public const string Row = "__row";

    /// <summary>Why the row could not be read; NULL where it could.</summary>
    public const string Fault = "__fault";

    /// <summary>What stood beyond the columns.</summary>
    public const string Beyond = "__beyond";

    /// <summary>Name of its table.</summary>
    public string Table => $"source_{Number}";

    /// <summary>How errors name it.</summary>
    public string Shown => $"source '{Mapping.Name}'";

    /// <summary>The column of a name; an error that suggests the nearest where there is none.</summary>
    /// <exception cref="HoldfastException">There is no such column.</exception>
    public StagedColumn Column(string name, string key)
    {
        if (Columns.FirstOrDefault(c => c.Name == name) is { } found) return found;
        var only = Columns.Count(c => c.IsOfFile) == 1 && Columns[0].Name.AsSpan().ContainsAny(";|\t,") ? " All columns seem to be in one: set 'delimiter:'." : "";
        throw new HoldfastException(
            $"{Shown}, {key}: there is no column '{name}' in {Path.GetFileName(Files[0].Path)}. {Names.Suggest(name, Columns.Select(c => c.Name), "columns")}{only}");
    }
}
