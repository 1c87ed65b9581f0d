namespace Holdfast.Operations.Ingest;

/// <summary>
/// What the attributes of all sources are called: a column keeps its name, and where several sources have one of the same name each
/// is called <c>source.column</c>, since a party has one attribute of a name.
/// </summary>
sealed class AttributeNames
{
    readonly HashSet<string> _several;

    /// <summary>Learns which names stand in several sources.</summary>
    public AttributeNames(IReadOnlyList<StagedSource> sources) => _several = sources
        .Where(source => source.Mapping.Attributes is not null)
        .SelectMany(source => ColumnsOf(source).Select(column => column.Name))
        .GroupBy(name => name, StringComparer.Ordinal)
        .Where(names => names.Count() > 1)
        .Select(names => names.Key)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The name of a column's attribute.</summary>
    public string Of(StagedSource source, StagedColumn column) =>
        _several.Contains(column.Name) ? $"{source.Mapping.Name}.{column.Name}" : column.Name;

    /// <summary>The columns of a source that become attributes.</summary>
    /// <exception cref="HoldfastException">A column named in the mapping is not there.</exception>
    public static IEnumerable<StagedColumn> ColumnsOf(StagedSource source)
    {
        var attributes = source.Mapping.Attributes!;
        var used = source.Mapping.Facts.SelectMany(f => f.Columns.Values).Select(c => c.Column).Append(attributes.Party).Append(attributes.At).ToHashSet();
        var named = attributes.Columns.SelectMany(name => name == "*" ? source.Columns.Where(c => c.IsOfFile) : [source.Column(name, "attributes.columns")]);
        var all = attributes.Columns.Count > 0 ? named : source.Columns.Where(c => c.IsOfFile && !used.Contains(c.Name));
        return all.Distinct().Where(c => !attributes.Except.Contains(c.Name) && c.Name != attributes.Party && c.Name != attributes.At);
    }
}
