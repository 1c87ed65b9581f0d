using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Ingest;

/// <summary>Facts one source tells, typed and waiting for all of the source's rows to be judged.</summary>
/// <param name="Kind">Kind of fact.</param>
/// <param name="Key">Where it stands in the mapping.</param>
/// <param name="Table">Table of its typed rows: the row's number, a column for each cell, and whether a cell is at fault.</param>
/// <param name="When">SQL of which rows tell it.</param>
/// <param name="Cells">Its columns.</param>
sealed record TypedFact(FactKind Kind, string Key, string Table, string When, IReadOnlyList<FactCell> Cells);

/// <summary>Turns the rows of a staged source into typed facts and finds the rows at fault.</summary>
sealed class FactTyping(DuckDbConnection connection, StagedSource source, CellWriter cells, CancellationToken cancel)
{
    /// <summary>Key of the attributes in a mapping.</summary>
    public const string AttributesKey = "attributes";

    /// <summary>Pairs of columns of which the second may not be before the first.</summary>
    public static (string From, string To)[] Orders { get; } =
        [("joined", "left"), ("started", "ended"), ("from_day", "to_day"), ("made", "answered")];

    /// <summary>Types the facts of a source into tables of their own.</summary>
    /// <exception cref="HoldfastException">The mapping names what is not there.</exception>
    public IReadOnlyList<TypedFact> Type()
    {
        var facts = source.Mapping.Facts.Select((fact, i) => Write(fact, $"facts[{i}] ({fact.Fact})", $"typed_{source.Number}_{i}")).ToList();
        if (source.Mapping.Attributes is { } attributes) facts.Add(WriteAttributes(attributes));
        foreach (var fact in facts) Create(fact);
        return facts;
    }

    TypedFact Write(FactMapping fact, string key, string table)
    {
        var kind = FactCatalog.Find(fact.Fact)
            ?? throw new HoldfastException($"{source.Shown}, {key}: there is no kind of fact '{fact.Fact}'. {Names.Suggest(fact.Fact, FactCatalog.All.Select(k => k.Name), "kinds")}");
        foreach (var name in fact.Columns.Keys.Where(name => kind.Columns.All(c => c.Name != name)))
            throw new HoldfastException($"{source.Shown}, {key}: a fact '{kind.Name}' has no column '{name}'. {Names.Suggest(name, kind.Columns.Select(c => c.Name), "columns")}");
        foreach (var column in kind.Columns.Where(c => IsRequired(kind, c, fact) && !fact.Columns.ContainsKey(c.Name)))
            throw new HoldfastException($"{source.Shown}, {key}: '{column.Name}' is required and not mapped: {column.Meaning}");
        var written = kind.Columns.Where(c => fact.Columns.ContainsKey(c.Name))
            .Select(c => Write(c with { Required = IsRequired(kind, c, fact) }, fact.Columns[c.Name], $"{key}.columns.{c.Name}"));
        if (fact.When is { } when) Try($"SELECT ({when}\n) FROM {source.Table} LIMIT 0", key + ".when");
        return new TypedFact(kind, key, table, fact.When is null ? "true" : $"({fact.When}\n)", [.. written]);
    }

    /// <summary>An event or position may leave out its party where the agreement tells it.</summary>
    public static bool IsRequired(FactKind kind, FactColumn column, FactMapping fact) =>
        column.Required && !(kind.Name is "event" or "position" && column.Name == "party" && fact.Columns.ContainsKey("agreement"));

    TypedFact WriteAttributes(AttributeMapping attributes)
    {
        var kind = FactCatalog.Find("attribute")!;
        var party = new ColumnMapping { Column = attributes.Party };
        var written = new List<FactCell> { Write(kind.Columns.First(c => c.Name == "party"), party, "attributes.party") };
        if (attributes.At is { } at)
            written.Add(Write(kind.Columns.First(c => c.Name == "at") with { Required = true }, new ColumnMapping { Column = at }, "attributes.at"));
        return new TypedFact(kind, AttributesKey, $"typed_{source.Number}_attributes", "true", written);
    }

    FactCell Write(FactColumn column, ColumnMapping map, string key)
    {
        var where = $"{source.Shown}, {key}";
        if (new[] { map.Column, map.Expression, map.Value }.Count(given => given is not null) != 1)
            throw new HoldfastException($"{where}: give exactly one of 'column', 'expression' and 'value'.");
        var cell = cells.Write(column, map, Source(map, column, key), where);
        Try($"SELECT {cell.Value} FROM {source.Table} LIMIT 0", key);
        foreach (var constant in new[] { map.Value, map.Codes is null ? map.Default : null }.OfType<string>()) RequireConstant(column, constant, map, where);
        return cell;
    }

    ValueSource Source(ColumnMapping map, FactColumn column, string key)
    {
        if (map.Value is { } value) return new ValueSource(Quoted.Text(value), false, column.Name);
        if (map.Column is not { } name) return Typed($"({map.Expression}\n)", column.Name, key);
        var found = source.Column(name, key);
        return new ValueSource(Quoted.Name(found.Name), found.IsText, found.Name);
    }

    ValueSource Typed(string expression, string shown, string key)
    {
        Try($"SELECT {expression} FROM {source.Table} LIMIT 0", key);
        using var typed = connection.Query($"SELECT {expression} FROM {source.Table} LIMIT 0", cancel);
        var isText = typed.Type(0) == DuckDbType.Varchar;
        return new ValueSource(isText ? $"nullif({expression}, '')" : expression, isText, shown);
    }

    void RequireConstant(FactColumn column, string constant, ColumnMapping map, string where)
    {
        var cell = cells.Write(column, new ColumnMapping { Value = constant, Dates = map.Dates }, new ValueSource(Quoted.Text(constant), false, column.Name), where);
        using var result = connection.Query($"SELECT {cell.Kept("g", "v")} IS NOT NULL FROM (SELECT {cell.Given} AS g, {cell.Value} AS v)", cancel);
        if (!result.Next() || result[0].Whole(0) == 0) throw new HoldfastException($"{where}: '{constant}' is not allowed here; allowed is {cell.Allowed}.");
    }

    void Try(string sql, string key)
    {
        try
        {
            connection.Execute(sql, cancel);
        }
        catch (DuckDbException fault)
        {
            throw Expressions.Refused(source, key, fault);
        }
    }

    void Create(TypedFact fact)
    {
        var inner = fact.Cells.Select((cell, i) => $"{cell.Given} AS g{i}, {cell.Value} AS v{i}").Prepend(StagedSource.Row);
        var outer = fact.Cells.Select((cell, i) => $"{cell.Kept($"g{i}", $"v{i}")} AS {Quoted.Name(cell.Column.Name)}");
        var faults = Faults(fact).Select(f => $"({f.Sql})").DefaultIfEmpty("false");
        Try(
            $"CREATE TABLE {fact.Table} AS SELECT {StagedSource.Row}, {string.Join(", ", outer)}, coalesce({string.Join(" OR ", faults)}, false) AS __bad "
            + $"FROM (SELECT {string.Join(", ", inner)} FROM {source.Table} WHERE {StagedSource.Fault} IS NULL AND {fact.When})",
            fact.Key);
    }

    /// <summary>The ways a row may be at fault: SQL over g and v, the column to name, what was found, what is allowed.</summary>
    static IEnumerable<(string Sql, string Shown, string Found, string Allowed)> Faults(TypedFact fact)
    {
        for (var i = 0; i < fact.Cells.Count; i++)
        {
            var cell = fact.Cells[i];
            var kept = cell.Kept($"g{i}", $"v{i}");
            yield return ($"g{i} IS NOT NULL AND {kept} IS NULL", cell.Shown, $"g{i}", "allowed is " + cell.Allowed);
            if (cell.Column.Required) yield return ($"g{i} IS NULL AND {kept} IS NULL", cell.Shown, "NULL", $"it is required: {cell.Column.Meaning}");
        }

        var names = fact.Cells.Select(c => c.Column.Name).ToList();
        foreach (var (from, to) in Orders.Where(o => names.Contains(o.From) && names.Contains(o.To)))
        {
            var (first, second) = (names.IndexOf(from), names.IndexOf(to));
            yield return ($"v{second} < v{first}", fact.Cells[second].Shown, $"g{second}", $"allowed is a day not before {fact.Cells[first].Shown}");
        }
    }

    /// <summary>Writes what is wrong with each faulty row into the table of faults.</summary>
    public void Explain(TypedFact fact, string faults)
    {
        var inner = fact.Cells.Select((cell, i) => $"{cell.Given} AS g{i}, {cell.Value} AS v{i}").Prepend(StagedSource.Row);
        var rows = $"(SELECT {string.Join(", ", inner)} FROM {source.Table} WHERE {StagedSource.Row} IN (SELECT {StagedSource.Row} FROM {fact.Table} WHERE __bad))";
        foreach (var fault in Faults(fact))
        {
            connection.Execute(
                $"INSERT INTO {faults} SELECT {StagedSource.Row}, {Quoted.Text(fault.Shown)}, "
                + $"coalesce('''' || left({fault.Found}, 80) || ''' stands here; ', 'nothing stands here; ') || {Quoted.Text(fault.Allowed)} FROM {rows} WHERE {fault.Sql}",
                cancel);
        }
    }
}
