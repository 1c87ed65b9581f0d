namespace Holdfast.Operations.Ingest;

/// <summary>Names and texts as they stand in SQL.</summary>
static class Quoted
{
    /// <summary>A name of a table or column.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Several texts, as the list of an IN.</summary>
    public static string Texts(IEnumerable<string> texts) => $"({string.Join(", ", texts.Select(Text))})";
}
