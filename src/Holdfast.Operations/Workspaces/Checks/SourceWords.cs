using Holdfast.Operations.Ingest;

namespace Holdfast.Operations.Workspaces.Checks;

/// <summary>Which products and experiments the sources can tell.</summary>
sealed record SourceWords(KnownSet Products, KnownSet Experiments)
{
    /// <summary>Gathers them from all mappings and from what holdfast.yaml names.</summary>
    public static SourceWords Of(Parts parts)
    {
        var business = parts.Business?.Value;
        IEnumerable<string> named = business is null
            ? []
            : [.. business.StickyProducts, .. business.Churn.Select(churn => churn.Product).OfType<string>()];
        return new(Told(parts, ("agreement", "product"), named), Told(parts, ("assignment", "experiment"), []));
    }

    static KnownSet Told(Parts parts, (string Fact, string Column) what, IEnumerable<string> named)
    {
        var words = new SortedSet<string>(named, StringComparer.Ordinal);
        var columns = parts.Sources.SelectMany(source => source.Value.Facts
            .Where(fact => fact.Fact == what.Fact && fact.Columns.ContainsKey(what.Column))
            .Select(fact => (Source: source.Value, Column: fact.Columns[what.Column]))).ToList();
        foreach (var (source, column) in columns)
        {
            words.UnionWith(Words(source, column));
        }

        // Where a mapping could not be read, or passes on what stands in its file, nobody knows what else may come.
        var closed = parts.Business is not null && parts.SourcesWhole && columns.Count > 0
            && columns.All(told => told.Column.Codes is not null || told.Column.Value is not null);
        return new(words, closed);
    }

    static IEnumerable<string> Words(SourceMapping source, ColumnMapping column)
    {
        IEnumerable<string> coded = column.Codes is { } table && source.Codes.TryGetValue(table, out var codes) ? codes.Values : [];
        return coded.Concat(new[] { column.Codes is null ? column.Value : null, column.Default }.OfType<string>());
    }
}
