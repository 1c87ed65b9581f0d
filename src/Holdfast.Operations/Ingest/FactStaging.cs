using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Ingest;

/// <summary>Puts the facts of a source's good rows into the tables that publishing takes them from.</summary>
sealed class FactStaging(DuckDbConnection connection, StagedSource source, CellWriter cells, CancellationToken cancel)
{
    /// <summary>A column that is a number by its looks has more different values than this, or fractions.</summary>
    const int MostCodes = 12;

    /// <summary>Stages one kind of fact.</summary>
    /// <param name="fact">Its typed rows.</param>
    /// <param name="bad">Table of the rows at fault.</param>
    /// <returns>Facts staged.</returns>
    public long Stage(TypedFact fact, string bad)
    {
        var names = fact.Cells.Select(c => c.Column.Name).ToList();
        var values = names.Select(Quoted.Name).ToList();
        if (TimeOf(fact) is { } time)
        {
            names.Add("at");
            values.Add(time);
        }

        return Insert(fact.Kind.Name, names, values, $"{fact.Table} WHERE {Good(bad)}");
    }

    /// <summary>Stages the attributes: one fact for each column that is given.</summary>
    /// <returns>Facts staged.</returns>
    public long StageAttributes(TypedFact fact, string bad)
    {
        var attributes = source.Mapping.Attributes!;
        var staged = 0L;
        foreach (var column in Attributes(attributes))
        {
            cancel.ThrowIfCancellationRequested();
            var text = column.IsText ? $"s.{Quoted.Name(column.Name)}" : $"nullif(CAST(s.{Quoted.Name(column.Name)} AS VARCHAR), '')";
            var number = cells.Number(text, column.IsText);
            var isNumber = !attributes.Words.Contains(column.Name) && (attributes.Numbers.Contains(column.Name) || LooksLikeNumber(text, number, bad));
            staged += Insert(
                "attribute",
                ["party", "at", "name", "text", "number"],
                ["t.party", TimeOf(fact) ?? (attributes.At is null ? "NULL" : "t.at"), Quoted.Text(column.Name), isNumber ? "NULL" : text, isNumber ? number : "NULL"],
                $"{fact.Table} t JOIN {source.Table} s USING ({StagedSource.Row}) WHERE {Good(bad)} AND {(isNumber ? number : text)} IS NOT NULL");
        }

        return staged;
    }

    IEnumerable<StagedColumn> Attributes(AttributeMapping attributes)
    {
        RequireColumns(attributes.Except, "attributes.except");
        RequireColumns(attributes.Trusted, "attributes.trusted");
        RequireColumns(attributes.Numbers, "attributes.numbers");
        RequireColumns(attributes.Words, "attributes.words");
        var used = source.Mapping.Facts.SelectMany(f => f.Columns.Values).Select(c => c.Column).Append(attributes.Party).Append(attributes.At).ToHashSet();
        var named = attributes.Columns.SelectMany(name => name == "*" ? source.Columns.Where(c => c.IsOfFile) : [source.Column(name, "attributes.columns")]);
        var all = attributes.Columns.Count > 0 ? named : source.Columns.Where(c => c.IsOfFile && !used.Contains(c.Name));
        return all.Distinct().Where(c => !attributes.Except.Contains(c.Name) && c.Name != attributes.Party && c.Name != attributes.At);
    }

    void RequireColumns(IEnumerable<string> names, string key)
    {
        foreach (var name in names) source.Column(name, key);
    }

    bool LooksLikeNumber(string text, string number, string bad)
    {
        using var looks = connection.Query(
            $"SELECT count(t) > 0 AND count(t) = count(n) AND (count(DISTINCT n) > {MostCodes} OR coalesce(bool_or(n <> floor(n)), false)) "
            + $"FROM (SELECT {text} AS t, CASE WHEN isfinite({number}) THEN {number} END AS n FROM {source.Table} s WHERE {StagedSource.Fault} IS NULL AND {Good(bad)})",
            cancel);
        return looks.Next() && looks[0].Whole(0) != 0;
    }

    /// <summary>SQL of the snapshot day, for a fact that is so at a time which is not mapped; null where there is none or it is mapped.</summary>
    string? TimeOf(TypedFact fact) =>
        fact.Cells.Any(c => c.Column.Name == "at") || fact.Kind.Columns.All(c => c.Name != "at" || c.Required) || SnapshotDay() is not { } day
            ? null
            : $"TIMESTAMP {Quoted.Text(day)}";

    string? SnapshotDay()
    {
        if (source.Mapping.Snapshot is not { } text) return null;
        return Day.TryParse(text, out _) ? text : throw new HoldfastException($"{source.Shown}, snapshot: '{text}' is no day; write yyyy-MM-dd.");
    }

    long Insert(string kind, IEnumerable<string> names, IEnumerable<string> values, string from) => connection.Execute(
        $"INSERT INTO staged_{kind} ({string.Join(", ", names.Select(Quoted.Name))}, source, row) "
        + $"SELECT {string.Join(", ", values)}, {Quoted.Text(source.Mapping.Name)}, {StagedSource.Row} FROM {from}",
        cancel);

    static string Good(string bad) => $"{StagedSource.Row} NOT IN (SELECT {StagedSource.Row} FROM {bad})";
}
