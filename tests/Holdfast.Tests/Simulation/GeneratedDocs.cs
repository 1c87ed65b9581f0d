namespace Holdfast.Tests.Simulation;

/// <summary>Parts of documents that are written by code: what stands between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
static class GeneratedDocs
{
    /// <summary>Whether to write, with HOLDFAST_UPDATE=1, instead of comparing.</summary>
    public static bool IsUpdate { get; } = Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1";

    /// <summary>Writes a part where documents are updated.</summary>
    public static void Write(string document, string part, string text)
    {
        if (!IsUpdate) return;
        var path = Path.Combine(Workspaces.House.Root, "docs", document);
        var (before, _, after) = Split(File.ReadAllText(path), part);
        File.WriteAllText(path, before + text + after);
    }

    /// <summary>What a part says now.</summary>
    public static string Read(string document, string part) => Split(File.ReadAllText(Path.Combine(Workspaces.House.Root, "docs", document)), part).Part;

    static (string Before, string Part, string After) Split(string text, string part)
    {
        var opening = $"<!-- {part} -->\n";
        var from = text.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        Assert.True(from >= opening.Length, $"{opening.Trim()} is not in the document");
        var to = text.IndexOf("<!-- end -->", from, StringComparison.Ordinal);
        return (text[..from], text[from..to], text[to..]);
    }
}
