using System.Text;

namespace Holdfast.Native.DuckDb;

/// <summary>Quoting for SQL text.</summary>
public static class Sql
{
    /// <summary>A text as an SQL literal, paths of files too: <c>it's</c> becomes <c>'it''s'</c>; null becomes <c>NULL</c>.</summary>
    public static string Literal(string? text) => text is null ? "NULL" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name of a table or column as an SQL identifier: <c>last</c> becomes <c>"last"</c>.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Texts as a list of literals: <c>['a', 'b']</c>.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Literal))}]";

    /// <summary>UTF-8 with the closing zero that C wants.</summary>
    internal static byte[] Bytes(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
