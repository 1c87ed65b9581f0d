using Holdfast.Native.DuckDb;

namespace Holdfast.Operations.Ingest;

/// <summary>Completes a staged source: texts that mean "not given", columns looked up in other sources, derived columns.</summary>
sealed class SourcePreparation(DuckDbConnection connection, Func<string, StagedSource?> staged, CancellationToken cancel)
{
    /// <summary>The source with all columns its mapping speaks of.</summary>
    /// <exception cref="HoldfastException">A lookup or expression that does not work; the message names its key.</exception>
    public StagedSource Complete(StagedSource source)
    {
        var mapping = source.Mapping;
        if (mapping.Nulls.Count > 0) Replace(source, $"SELECT {StagedSource.Row}, {StagedSource.Fault}, {StagedSource.Beyond}, {NullsGone(source)} FROM {source.Table}", "nulls");
        if (mapping.Lookups.Count > 0) source = LookUp(source);
        if (mapping.Derive.Count > 0) source = Derive(source);
        return source;
    }

    static string NullsGone(StagedSource source) => string.Join(", ", source.Columns.Select(column =>
    {
        var name = Quoted.Name(column.Name);
        return $"CASE WHEN {name} NOT IN {Quoted.Texts(source.Mapping.Nulls)} THEN {name} END AS {name}";
    }));

    /// <summary>Looks columns up, those first whose key is in the file: a lookup may go on from what another one fetched.</summary>
    StagedSource LookUp(StagedSource source)
    {
        var left = source.Mapping.Lookups.ToList();
        while (left.Count > 0)
        {
            var now = left.Where(lookup => source.Columns.Any(column => column.Name == lookup.Value.Match)).ToList();
            // What can never be found is left to fail with its own words.
            if (now.Count == 0) now = left;
            source = LookUp(source, now);
            left = [.. left.Except(now)];
        }

        return source;
    }

    StagedSource LookUp(StagedSource source, List<KeyValuePair<string, LookupMapping>> lookups)
    {
        var joins = new List<string>();
        var columns = new List<string>();
        foreach (var (name, lookup) in lookups)
        {
            var key = $"lookups.{name}";
            RequireNew(source, name, key);
            var other = staged(lookup.Source) ?? throw new HoldfastException($"{source.Shown}, {key}: there is no source '{lookup.Source}'.");
            source.Column(lookup.Match, key);
            var otherKey = Quoted.Name(other.Column(lookup.Key ?? lookup.Match, key).Name);
            var value = Quoted.Name(other.Column(lookup.Column ?? name, key).Name);
            RequireUnique(source, other, otherKey, key);
            joins.Add($"LEFT JOIN {other.Table} l{joins.Count} ON l{joins.Count}.{otherKey} = s.{Quoted.Name(lookup.Match)}");
            columns.Add($"l{joins.Count - 1}.{value} AS {Quoted.Name(name)}");
        }

        Replace(source, $"SELECT s.*, {string.Join(", ", columns)} FROM {source.Table} s {string.Join(' ', joins)}", "lookups");
        return source with { Columns = [.. source.Columns, .. lookups.Select(lookup => new StagedColumn(lookup.Key, true, false))] };
    }

    void RequireUnique(StagedSource source, StagedSource other, string otherKey, string key)
    {
        using var twice = connection.Query(
            $"SELECT {otherKey} FROM {other.Table} WHERE {otherKey} IS NOT NULL GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1", cancel);
        if (twice.Next())
        {
            throw new HoldfastException(
                $"{source.Shown}, {key}: '{twice[0].Text(0)}' stands more than once in column {otherKey} of source '{other.Mapping.Name}', so nobody can tell which row is meant.");
        }
    }

    StagedSource Derive(StagedSource source)
    {
        var columns = source.Columns.ToList();
        // One after the other, so that an expression may use those before it and a fault names the one that has it.
        foreach (var (name, expression) in source.Mapping.Derive)
        {
            var key = $"derive.{name}";
            RequireNew(source with { Columns = columns }, name, key);
            Replace(source, $"SELECT *, ({expression}\n) AS {Quoted.Name(name)} FROM {source.Table}", key);
            using var typed = connection.Query($"SELECT {Quoted.Name(name)} FROM {source.Table} LIMIT 0", cancel);
            columns.Add(new StagedColumn(name, typed.Type(0) == DuckDbType.Varchar, false));
        }

        return source with { Columns = columns };
    }

    static void RequireNew(StagedSource source, string name, string key)
    {
        if (source.Columns.Any(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)))
            throw new HoldfastException($"{source.Shown}, {key}: the file has a column '{name}' already; give this one another name.");
    }

    void Replace(StagedSource source, string select, string key)
    {
        try
        {
            connection.Execute($"CREATE TABLE {source.Table}_next AS {select}", cancel);
        }
        catch (DuckDbException fault)
        {
            throw Expressions.Refused(source, key, fault);
        }

        connection.Execute($"DROP TABLE {source.Table}; ALTER TABLE {source.Table}_next RENAME TO {source.Table}", cancel);
    }
}
