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
    /// <param name="fact">Its typed rows: party and time.</param>
    /// <param name="names">What the attributes are called.</param>
    /// <param name="bad">Table of the rows at fault.</param>
    /// <returns>Facts staged.</returns>
    public long StageAttributes(TypedFact fact, AttributeNames names, string bad)
    {
        var attributes = source.Mapping.Attributes!;
        RequireColumns(attributes.Except, "attributes.except");
        RequireColumns(attributes.Trusted, "attributes.trusted");
        RequireColumns(attributes.Numbers, "attributes.numbers");
        RequireColumns(attributes.Words, "attributes.words");
        var columns = AttributeNames.ColumnsOf(source).ToList();
        var texts = columns.Select(c => c.IsText ? $"s.{Quoted.Name(c.Name)}" : $"nullif(CAST(s.{Quoted.Name(c.Name)} AS VARCHAR), '')").ToList();
        var numbers = columns.Select((c, i) => $"CASE WHEN isfinite({cells.Number(texts[i], c.IsText)}) THEN {cells.Number(texts[i], c.IsText)} END").ToList();
        var looks = LookLikeNumbers(texts, numbers, bad);
        var values = columns.Select((column, i) =>
        {
            var isNumber = !attributes.Words.Contains(column.Name) && (attributes.Numbers.Contains(column.Name) || looks[i]);
            var name = Quoted.Text(names.Of(source, column));
            return $"{{'name': {name}, 'text': {(isNumber ? "NULL::VARCHAR" : texts[i])}, 'number': {(isNumber ? numbers[i] : "NULL::DOUBLE")}}}";
        });
        if (columns.Count == 0) return 0;
        var time = TimeOf(fact) ?? (attributes.At is null ? "NULL" : Quoted.Name("at"));
        return Insert(
            "attribute",
            ["party", "at", "name", "text", "number"],
            ["party", time, "a.name", "a.text", "a.number"],
            $"(SELECT t.*, unnest([{string.Join(", ", values)}]) AS a FROM {fact.Table} t JOIN {source.Table} s USING ({StagedSource.Row}) WHERE {Good(bad)}) "
            + "WHERE a.text IS NOT NULL OR a.number IS NOT NULL");
    }

    void RequireColumns(IEnumerable<string> names, string key)
    {
        foreach (var name in names) source.Column(name, key);
    }

    /// <summary>For each column, whether every value given reads as a number and there are many of them, or fractions.</summary>
    bool[] LookLikeNumbers(List<string> texts, List<string> numbers, string bad)
    {
        var looks = texts.Select((text, i) =>
            $"count({text}) > 0 AND count({text}) = count({numbers[i]}) AND ("
            + $"count(DISTINCT {numbers[i]}) > {MostCodes} OR coalesce(bool_or({numbers[i]} <> floor({numbers[i]})), false))");
        using var found = connection.Query(
            $"SELECT {string.Join(", ", looks.DefaultIfEmpty("false"))} FROM {source.Table} s WHERE {StagedSource.Fault} IS NULL AND {Good(bad)}", cancel);
        return found.Next() ? [.. Enumerable.Range(0, texts.Count).Select(i => found[i].Whole(0) != 0)] : new bool[texts.Count];
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
