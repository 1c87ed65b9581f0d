using Holdfast.Native.DuckDb;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>How a file's rows are tied to the customer.</summary>
/// <param name="Table">The file.</param>
/// <param name="Party">Column with the customer's id: of the file, looked up or derived under this name; null where nothing ties it.</param>
/// <param name="Lookups">The lookups that fetch it, one after the other; empty where the file has it itself.</param>
sealed record PartyTie(ReadTable Table, string? Party, IReadOnlyList<(string Name, LookupMapping Lookup)> Lookups)
{
    /// <summary>Whether each row of a table without any key is a customer, so that rows must be numbered.</summary>
    public bool IsNumbered { get; init; }

    /// <summary>Whether the file itself has the id.</summary>
    public bool IsOwn => Party is not null && Lookups.Count == 0 && !IsNumbered;
}

/// <summary>A column whose values stand in another file's key.</summary>
/// <param name="From">File and column.</param>
/// <param name="To">File and column of the key.</param>
/// <param name="Share">Share of the values found there, 0..1.</param>
sealed record Relation((string Source, string Column) From, (string Source, string Column) To, double Share);

/// <summary>Finds the customer's id in files, and the keys by which files hang together.</summary>
sealed class Parties(DuckDbConnection connection, IReadOnlyList<ReadTable> tables, CancellationToken cancel)
{
    const double EnoughShare = 0.9;

    /// <summary>The keys that lead from one file to another.</summary>
    public IReadOnlyList<Relation> Relations()
    {
        var found = new List<Relation>();
        foreach (var to in tables)
        {
            foreach (var key in to.Columns.Where(column => column.IsKey && MayBeId(column)))
            {
                foreach (var from in tables.Where(table => table != to))
                {
                    found.AddRange(from.Columns.Where(column => MayBeId(column) && Alike(column, to, key))
                        .Select(column => new Relation((from.Name, column.Name), (to.Name, key.Name), Share(from, column, to, key))).Where(relation => relation.Share >= EnoughShare));
                }
            }
        }

        return found;
    }

    /// <summary>Ties every file to the customer, by its own column or over other files.</summary>
    public IReadOnlyList<PartyTie> Tie(IReadOnlyList<Relation> relations)
    {
        var key = PartyKey(relations);
        if (key is null) return [.. tables.Select(Numbered)];
        var ties = tables.Select(table => new PartyTie(table, Own(table, key, relations), [])).ToDictionary(tie => tie.Table.Name, StringComparer.Ordinal);
        for (var again = true; again;)
        {
            again = false;
            foreach (var table in tables.Where(table => ties[table.Name].Party is null))
            {
                if (Through(table, ties, relations) is not { } tie) continue;
                ties[table.Name] = tie;
                again = true;
            }
        }

        return [.. tables.Select(table => ties[table.Name])];
    }

    /// <summary>How strongly a name says that it is a customer's id, 0..5.</summary>
    public static int Strength(string name)
    {
        var words = NameWords.Of(name);
        if (words.Count == 0 || words.Any(word => word is "name" or "kind" or "date" or "status" or "segment" or "service" or "value" or "since" or "age" or "count" or "category")) return 0;
        var id = words.Any(word => word is "id" or "number" or "code" or "key" or "uuid" or "hash");
        var person = words.Any(word => word is "customer" or "client" or "subscriber" or "consumer" or "party" or "patient" or "donor" or "buyer" or "shopper" or "policyholder" or "guest" or "person");
        if (person && id && words.Any(word => word is "unique" or "master" or "golden")) return 5;
        if (person && (id || words.Count == 1)) return 4;
        if (words.Any(word => word is "user" or "member" or "player" or "visitor" or "passenger" or "employee") && (id || words.Count == 1)) return 3;
        if (words.Any(word => word is "account" or "household" or "company" or "organization" or "organisation" or "phone" or "card" or "policy" or "contract" or "device") && (id || words.Count == 1)) return 2;
        return id && words.Count == 1 ? 1 : 0;
    }

    string? PartyKey(IReadOnlyList<Relation> relations)
    {
        var candidates = tables.SelectMany(table => table.Columns.Where(MayBeId).Select(column => (table, column))).GroupBy(one => NameWords.Bare(one.column.Name), StringComparer.Ordinal)
            .Select(group => (Key: group.Key, Strength: group.Max(one => Strength(one.column.Name)), Files: group.Select(one => one.table.Name).Distinct().Count(),
                Keys: group.Count(one => one.column.IsKey), Led: relations.Count(relation => NameWords.Bare(relation.To.Column) == group.Key)))
            .OrderByDescending(one => one.Strength).ThenByDescending(one => one.Files + one.Led).ThenByDescending(one => one.Keys).ThenBy(one => one.Key, StringComparer.Ordinal).ToList();
        var best = candidates.FirstOrDefault(one => one.Strength > 0);
        if (best.Key is not null) return best.Key;
        // No name says so: the column whose values repeat, or which is a key, that comes first.
        return tables[0].Columns.FirstOrDefault(column => MayBeId(column) && tables[0].Columns.Any(one => one.IsDate) && (column.IsKey || (column.Distinct > 20 && column.Distinct * 50 > column.Given))) is { } first ? NameWords.Bare(first.Name) : null;
    }

    static string? Own(ReadTable table, string key, IReadOnlyList<Relation> relations)
    {
        if (table.Columns.FirstOrDefault(column => NameWords.Bare(column.Name) == key && MayBeId(column)) is { } same) return same.Name;
        // Another spelling of the same key: every value of it stands in the key.
        return relations.Where(relation => relation.From.Source == table.Name && NameWords.Bare(relation.To.Column) == key)
            .OrderByDescending(relation => Strength(relation.From.Column)).ThenBy(relation => relation.From.Column, StringComparer.Ordinal).Select(relation => relation.From.Column).FirstOrDefault();
    }

    /// <summary>Over a file that is tied already: its key is in this one. What fetched the id there fetches it here, one step later.</summary>
    static PartyTie? Through(ReadTable table, Dictionary<string, PartyTie> ties, IReadOnlyList<Relation> relations)
    {
        foreach (var relation in relations.Where(relation => relation.From.Source == table.Name).OrderByDescending(relation => relation.Share))
        {
            var other = ties[relation.To.Source];
            if (other.Party is null || other.IsNumbered || other.Party == relation.To.Column || other.Lookups.Count > 2) continue;
            var fetched = other.Lookups.Count == 0 ? other.Party : other.Lookups[0].Lookup.Match;
            var name = Free(table, fetched);
            var steps = new List<(string, LookupMapping)> { (name, new LookupMapping { Source = relation.To.Source, Match = relation.From.Column, Key = relation.To.Column == relation.From.Column ? null : relation.To.Column, Column = name == fetched ? null : fetched }) };
            foreach (var (next, lookup) in other.Lookups)
            {
                var free = Free(table, next);
                steps.Add((free, lookup with { Match = name, Key = lookup.Key ?? lookup.Match, Column = lookup.Column ?? (free == next ? null : next) }));
                name = free;
            }

            return new PartyTie(table, name, steps);
        }

        return null;
    }

    static string Free(ReadTable table, string name)
    {
        while (table.Columns.Any(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))) name += "_there";
        return name;
    }

    /// <summary>Nothing names a customer: the rows of a table without days are numbered, if it is alone.</summary>
    PartyTie Numbered(ReadTable table) => tables.Count == 1 && !table.Columns.Any(column => column.IsDate)
        ? new PartyTie(table, Free(table, "row_number"), []) { IsNumbered = true }
        : new PartyTie(table, null, []);

    static bool MayBeId(ColumnProfile column) => column.Content is ColumnContent.Whole or ColumnContent.Word && column.Distinct > 1 && column.NumberForm is null && !(column.Content == ColumnContent.Whole && ColumnProfile.AsNumber(column.Lowest) < 0);

    static bool Alike(ColumnProfile column, ReadTable to, ColumnProfile key)
    {
        var same = NameWords.Bare(column.Name) == NameWords.Bare(key.Name);
        if (same) return NameWords.Of(key.Name) is not ["row", ..] and not ["index"];
        var words = NameWords.Of(column.Name);
        // customer -> customers.id: the column's name holds that of the other file.
        if (NameWords.Of(key.Name) is ["id"] or ["key"] or ["code"]) return NameWords.Of(to.Name).Any(word => word.Length > 2 && words.Contains(word));
        if (Core(column.Name) is { Length: > 0 } core && core == Core(key.Name)) return true;
        // Running numbers of different things stand in each other by chance; long ids do not.
        return Strength(column.Name) >= 2 && Strength(key.Name) >= 2 && column.Content == ColumnContent.Word && key.Content == ColumnContent.Word && column.Top.All(value => value.Value.Length >= 5);
    }

    /// <summary>What a key is of: its words without those that only say that it is one, and one word for every kind of customer.</summary>
    static string Core(string name) => string.Join(' ', NameWords.Of(name).Where(word => word is not ("id" or "number" or "code" or "key" or "uuid" or "unique"))
        .Select(word => word is "client" or "user" or "member" or "subscriber" or "party" or "consumer" ? "customer" : word));

    double Share(ReadTable from, ColumnProfile column, ReadTable to, ColumnProfile key)
    {
        var (mine, theirs) = (Quoted.Name(column.Name), Quoted.Name(key.Name));
        var found = connection.Whole($"SELECT count(*) FROM (SELECT DISTINCT {mine} AS v FROM {from.Staged.Table} WHERE {mine} IS NOT NULL) WHERE v IN (SELECT {theirs} FROM {to.Staged.Table})") ?? 0;
        cancel.ThrowIfCancellationRequested();
        return column.Distinct == 0 ? 0 : found / (double)Math.Max(1, column.Distinct);
    }
}
