using System.Text;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>Writes mappings and holdfast.yaml as people would: what is default is left out, what to check stands as a comment.</summary>
static class MappingYaml
{
    /// <summary>A mapping.</summary>
    public static string Of(SourceMapping mapping, string kind, IReadOnlyList<string> comments)
    {
        var text = new StringBuilder();
        Line(text, $"# Proposed by 'holdfast ingest profile': {kind}.");
        foreach (var comment in comments) Line(text, "# Check: " + comment);
        Line(text, $"file: {Scalar(mapping.File)}");
        if (mapping.Encoding is { } encoding) Line(text, $"encoding: {encoding}");
        if (mapping.Delimiter is { } delimiter) Line(text, $"delimiter: {Scalar(delimiter)}");
        if (!mapping.Header) Line(text, $"header: false\ncolumns: {List(mapping.Columns)}");
        if (mapping.Snapshot is { } snapshot) Line(text, $"snapshot: {snapshot}");
        if (mapping.DecimalSign != ".") Line(text, $"decimal_sign: {Scalar(mapping.DecimalSign)}");
        if (mapping.Grouping.Length > 0) Line(text, $"grouping: {Scalar(mapping.Grouping)}");
        if (mapping.Dates.Count > 0) Line(text, $"dates: {List(mapping.Dates)}");
        if (mapping.Nulls.Count > 0) Line(text, $"nulls: {List(mapping.Nulls)}");
        Lookups(text, mapping);
        if (mapping.Derive.Count > 0) Line(text, "derive:");
        foreach (var (name, expression) in mapping.Derive) Line(text, $"  {Scalar(name)}: {Scalar(expression)}");
        if (mapping.Codes.Count > 0) Line(text, "codes:");
        foreach (var (name, codes) in mapping.Codes) Line(text, $"  {name}: {{ {string.Join(", ", codes.Select(code => $"{Scalar(code.Key)}: {Scalar(code.Value)}"))} }}");
        if (mapping.Facts.Count > 0) Line(text, "facts:");
        foreach (var fact in mapping.Facts) Fact(text, fact);
        if (mapping.Attributes is { } attributes) Attributes(text, attributes);
        return text.ToString();
    }

    /// <summary>A text as YAML, quoted where it must be.</summary>
    public static string Scalar(string text)
    {
        var plain = text.Length > 0 && char.IsLetter(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is '_' or ' ' or '.' or '/' or '-') && text[^1] != ' '
            && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "null" or "on" or "off" or "y" or "n");
        return plain ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    static void Lookups(StringBuilder text, SourceMapping mapping)
    {
        if (mapping.Lookups.Count > 0) Line(text, "lookups:");
        foreach (var (name, lookup) in mapping.Lookups)
        {
            var rest = (lookup.Key is null ? "" : $", key: {Scalar(lookup.Key)}") + (lookup.Column is null ? "" : $", column: {Scalar(lookup.Column)}");
            Line(text, $"  {Scalar(name)}: {{ source: {Scalar(lookup.Source)}, match: {Scalar(lookup.Match)}{rest} }}");
        }
    }

    static void Fact(StringBuilder text, FactMapping fact)
    {
        Line(text, $"  - fact: {fact.Fact}");
        if (fact.When is { } when) Line(text, $"    when: {Scalar(when)}");
        Line(text, "    columns:");
        foreach (var (column, from) in fact.Columns) Line(text, $"      {column}: {Source(from)}");
    }

    static string Source(ColumnMapping from)
    {
        if (from is { Column: { } only, Codes: null, Default: null, Dates.Count: 0 }) return Scalar(only);
        var parts = new List<string>();
        if (from.Column is { } column) parts.Add($"column: {Scalar(column)}");
        if (from.Expression is { } expression) parts.Add($"expression: {Scalar(expression)}");
        if (from.Value is { } value) parts.Add($"value: {Scalar(value)}");
        if (from.Codes is { } codes) parts.Add($"codes: {codes}");
        if (from.Dates.Count > 0) parts.Add($"dates: {List(from.Dates)}");
        if (from.Default is { } fallback) parts.Add($"default: {Scalar(fallback)}");
        return $"{{ {string.Join(", ", parts)} }}";
    }

    static void Attributes(StringBuilder text, AttributeMapping attributes)
    {
        Line(text, $"attributes:\n  party: {Scalar(attributes.Party)}\n  columns: {List(attributes.Columns)}");
        if (attributes.Except.Count > 0) Line(text, $"  except: {List(attributes.Except)}");
        if (attributes.Numbers.Count > 0) Line(text, $"  numbers: {List(attributes.Numbers)}");
        if (attributes.Words.Count > 0) Line(text, $"  words: {List(attributes.Words)}");
        if (attributes.At is { } at) Line(text, $"  at: {Scalar(at)}");
    }

    static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(Scalar))}]";

    static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
