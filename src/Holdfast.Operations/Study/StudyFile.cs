using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What a study that can be made of each group on its own is asked beside its own columns.</summary>
interface IGroupedStudy
{
    /// <summary>Path of the file.</summary>
    string File { get; }

    /// <summary>Column that parts the rows into groups; null for one study of all rows.</summary>
    string? By { get; }

    /// <summary>Path of the picture, or null.</summary>
    string? Plot { get; }
}

/// <summary>Where a study reads its rows from and draws to: all rows and the picture itself, or one group's rows and a panel of the picture.</summary>
sealed class StudyFile
{
    readonly StudyGrouping? _grouping;
    readonly string _path, _group;
    readonly string? _plot;

    /// <summary>All rows of a file.</summary>
    public StudyFile(string path, string? plot) => (_path, _plot, _group) = (path, plot, "");

    /// <summary>The rows of one group.</summary>
    public StudyFile(StudyGrouping grouping, string group, string? plot) => (_grouping, _path, _group, _plot) = (grouping, grouping.File, group, plot);

    /// <summary>The columns asked for, as <see cref="StudyTable.Read(string, IEnumerable{string?}, IEnumerable{string?}, CancellationToken)"/>.</summary>
    /// <exception cref="HoldfastException">As there, or the group has no row in which none of the columns is missing.</exception>
    public StudyTable Read(IEnumerable<string?> required, IEnumerable<string?> optional, CancellationToken cancel) =>
        _grouping is null ? StudyTable.Read(_path, required, optional, cancel) : _grouping.Read(_group, [.. required], [.. optional], cancel);

    /// <summary>As <see cref="Read(IEnumerable{string?}, IEnumerable{string?}, CancellationToken)"/> with required columns only.</summary>
    public StudyTable Read(IEnumerable<string?> required, CancellationToken cancel) => Read(required, [], cancel);

    /// <summary>Draws the answer; nothing where no picture is asked for.</summary>
    public void Draw(Func<Drawing> drawing, string description)
    {
        if (_grouping is null) StudyPlot.Write(_plot, drawing, description);
        else if (_plot is not null) _grouping.Panels.Add(new StudyPanel(_group, drawing(), description));
    }
}

/// <summary>A group's picture.</summary>
/// <param name="Group">The group.</param>
/// <param name="Drawing">The picture.</param>
/// <param name="Description">What it shows.</param>
sealed record StudyPanel(string Group, Drawing Drawing, string Description);

/// <summary>A file whose rows one column parts into groups; read once for all of them.</summary>
/// <param name="file">Path.</param>
/// <param name="by">The column.</param>
sealed class StudyGrouping(string file, string by)
{
    readonly Dictionary<string, (StudyTable Table, Dictionary<string, int[]> Rows)> _read = new(StringComparer.Ordinal);

    public string File => file;

    /// <summary>Pictures of the groups told so far.</summary>
    public List<StudyPanel> Panels { get; } = [];

    /// <summary>What is to be said of the file as a whole.</summary>
    public IEnumerable<string> Notes => _read.Values.SelectMany(read => read.Table.Notes).Distinct();

    /// <summary>A group's rows of some columns.</summary>
    /// <exception cref="HoldfastException">The file or a column is wrong, or the group has no complete row.</exception>
    public StudyTable Read(string group, IReadOnlyList<string?> required, IReadOnlyList<string?> optional, CancellationToken cancel)
    {
        var key = string.Join('\n', [.. required, null, .. optional]);
        if (!_read.TryGetValue(key, out var read))
        {
            var table = StudyTable.Read(file, [.. required, by], optional, cancel);
            _read[key] = read = (table, table.Groups(by).ToDictionary(g => g.Name, g => g.Rows, StringComparer.Ordinal));
        }

        return read.Rows.TryGetValue(group, out var rows) ? read.Table.Part(rows)
            : throw new HoldfastException($"no row is left: each lacks one of the columns {string.Join(", ", required.OfType<string>().Select(name => $"'{name}'"))}.");
    }
}
