using Holdfast.Operations.Ingest;
using Holdfast.Operations.Workspaces.Schemas;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Workspaces.Checks;

/// <summary>What a mapping must mean beyond its shape.</summary>
static class SourceChecks
{
    static readonly string[] Kinds = [.. FactCatalog.All.Select(kind => kind.Name)];

    /// <summary>Adds what is wrong to the file's faults.</summary>
    /// <param name="file">The mapping.</param>
    /// <param name="lookedUp">Names of the sources in which others look something up: those may tell no fact of their own.</param>
    public static void Check(Located<SourceMapping> file, IReadOnlySet<string> lookedUp)
    {
        CheckReading(file);
        if (file.Value.Facts.Count == 0 && file.Value.Attributes is null && !lookedUp.Contains(file.Value.Name))
        {
            file.Fault("neither facts nor attributes", "at least one of them: what each row tells; or another source that looks something up here");
        }

        for (var i = 0; i < file.Value.Facts.Count; i++)
        {
            CheckFact(file, file.Value.Facts[i], i);
        }

        CheckAttributes(file);
    }

    static void CheckReading(Located<SourceMapping> file)
    {
        var source = file.Value;
        WordChecks.Day(file, source.Snapshot, "snapshot");
        if (source.File.Trim().Length == 0)
        {
            file.Fault("no file name", "a file or a pattern such as data/incoming/accounts-*.csv", "file");
        }

        if (source.Delimiter is { Length: not 1 } delimiter && delimiter is not ("tab" or "whitespace"))
        {
            file.Fault($"the delimiter '{delimiter}'", "one character, tab or whitespace", "delimiter");
        }

        if (source.DecimalSign is not ("." or ","))
        {
            file.Fault($"the decimal sign '{source.DecimalSign}'", "'.' or ','", "decimal_sign");
        }

        if (!source.Header && source.Columns.Count == 0)
        {
            file.Fault("no header and no columns", "columns: the names of the file's columns, in order", "header");
        }
    }

    static void CheckFact(Located<SourceMapping> file, FactMapping fact, int index)
    {
        if (FactCatalog.Find(fact.Fact) is not { } kind)
        {
            file.Fault($"the fact '{fact.Fact}'", Closest.Allowed(fact.Fact, Kinds), "facts", index, "fact");
            return;
        }

        string[] names = [.. kind.Columns.Select(column => column.Name)];
        foreach (var (name, mapping) in fact.Columns)
        {
            if (kind.Columns.FirstOrDefault(column => column.Name == name) is { } column)
            {
                CheckColumn(file, column, mapping, index);
            }
            else
            {
                file.FaultAtKey(name, $"the column '{name}', which '{kind.Name}' has not", Closest.Allowed(name, names), "facts", index, "columns");
            }
        }

        foreach (var missing in kind.Columns.Where(column => column.Required && !fact.Columns.ContainsKey(column.Name) && !Follows(column, kind, fact)))
        {
            file.Fault($"no '{missing.Name}' for '{kind.Name}'", $"{missing.Name}: {missing.Meaning}", "facts", index, "columns");
        }
    }

    // A row without party takes the agreement's, so naming the agreement is enough, except where the agreement itself is told.
    static bool Follows(FactColumn column, FactKind kind, FactMapping fact) =>
        column.Name == "party" && kind.Name is "event" or "position" && fact.Columns.ContainsKey("agreement");

    static void CheckColumn(Located<SourceMapping> file, FactColumn column, ColumnMapping mapping, int index)
    {
        ReadOnlySpan<object> path = ["facts", index, "columns", column.Name];
        var given = new[] { mapping.Column, mapping.Expression, mapping.Value }.Count(way => way is not null);
        if (given != 1)
        {
            var found = given == 0 ? "nothing to take the value from" : "several places to take the value from";
            file.Fault(found, "exactly one of column, expression, value", path);
        }

        CheckName(file, mapping.Column, path);
        if (mapping.Codes is { } table && !file.Value.Codes.ContainsKey(table))
        {
            var known = file.Value.Codes.Count == 0 ? "the name of a table under 'codes'" : Closest.Allowed(table, [.. file.Value.Codes.Keys]);
            file.Fault($"the code table '{table}', which is not there", known, [.. path, "codes"]);
        }

        CheckConstant(file, column, mapping.Codes is null ? mapping.Value : null, [.. path, "value"]);
        CheckConstant(file, column, mapping.Codes is null ? mapping.Default : null, [.. path, "default"]);
        CheckTable(file, column, mapping.Codes);
    }

    static void CheckConstant(Located<SourceMapping> file, FactColumn column, string? word, ReadOnlySpan<object> path)
    {
        if (word is null)
        {
            return;
        }

        if (column.Allowed is { } allowed && !allowed.Contains(word))
        {
            file.Fault($"'{word}' for {column.Name}", Closest.Allowed(word, [.. allowed]), path);
        }
        else if (column.Type == ColumnType.Flag && word is not ("true" or "false"))
        {
            file.Fault($"'{word}' for {column.Name}", "true or false", path);
        }
    }

    static void CheckTable(Located<SourceMapping> file, FactColumn column, string? table)
    {
        if (table is not null && column.Allowed is { } allowed && file.Value.Codes.TryGetValue(table, out var codes))
        {
            foreach (var (from, to) in codes.Where(code => code.Value.Length > 0 && !allowed.Contains(code.Value)))
            {
                file.Fault($"'{to}', used for {column.Name}", Closest.Allowed(to, [.. allowed]), "codes", table, from);
            }
        }
    }

    static void CheckName(Located<SourceMapping> file, string? name, ReadOnlySpan<object> path)
    {
        string[] known = [.. file.Value.Columns, .. file.Value.Lookups.Keys, .. file.Value.Derive.Keys];
        if (name is not (null or "*") && file.Value.Columns.Count > 0 && !known.Contains(name))
        {
            file.Fault($"the column '{name}', which the file has not", Closest.Allowed(name, known), path);
        }
    }

    static void CheckAttributes(Located<SourceMapping> file)
    {
        if (file.Value.Attributes is not { } attributes)
        {
            return;
        }

        CheckName(file, attributes.Party, ["attributes", "party"]);
        CheckName(file, attributes.At, ["attributes", "at"]);
        for (var i = 0; i < attributes.Columns.Count; i++)
        {
            CheckName(file, attributes.Columns[i], ["attributes", "columns", i]);
        }
    }
}
