using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Holdfast.Operations.Workspaces.Schemas;
using Holdfast.Retention.Facts;

namespace Holdfast.Tests.Workspaces;

public partial class ManualTests
{
    static readonly string Manual = Path.Combine(House.Root, "docs", "workspace.md");
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>With HOLDFAST_UPDATE=1 the manual's tables are written instead of compared.</summary>
    [Fact]
    public void The_manual_names_every_key_and_every_column_as_the_code_has_them()
    {
        var text = File.ReadAllText(Manual);
        var written = Section().Replace(text, match => match.Groups[1].Value + "\n" + Table(match.Groups[2].Value) + "<!-- end -->");
        if (Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1") File.WriteAllText(Manual, text = written);
        Assert.True(text == written, "docs/workspace.md is out of step: run the tests with HOLDFAST_UPDATE=1 and commit it");
        Assert.All(WorkspaceSchemas.All, schema => Assert.Contains($"<!-- keys: {schema.Name} -->", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_shortest_workspace_of_the_manual_checks_clean()
    {
        var blocks = Block().Matches(File.ReadAllText(Manual)).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        using var folder = TestWorkspace.With([.. blocks.Select(block => (block.Key, block.Value))]);
        Assert.Equal(["holdfast.yaml", "sources/orders.yaml"], blocks.Keys.Order());
        Assert.Empty(folder.Faults());
    }

    static string Table(string what) => what == "facts" ? Facts() : Keys(WorkspaceSchemas.All.Single(schema => "keys: " + schema.Name == what).Schema);

    static string Keys(JsonObject schema)
    {
        var table = new StringBuilder("| key | what may stand there | default | meaning |\n|---|---|---|---|\n");
        Rows(table, "", schema);
        return table.ToString();
    }

    static void Rows(StringBuilder table, string path, JsonObject schema)
    {
        if (schema["anyOf"] is JsonArray either) Rows(table, path, either[1]!.AsObject());
        if (schema["items"] is JsonObject item) Rows(table, path + "[]", item);
        if (schema["additionalProperties"] is JsonObject any) Rows(table, path + ".<name>", any);
        foreach (var (name, value) in schema["properties"] as JsonObject ?? [])
        {
            var property = value!.AsObject();
            var key = path.Length == 0 ? name : path + "." + name;
            var required = (schema["required"] as JsonArray)?.Any(each => (string?)each == name) == true;
            var meaning = Cell((string?)property["description"] ?? "") + Words(property);
            table.Append(CultureInfo.InvariantCulture, $"| {(required ? $"**`{key}`**" : $"`{key}`")} | {Allowed(property)} | {Default(property)} | {meaning} |\n");
            Rows(table, key, property);
        }
    }

    static string Allowed(JsonObject schema)
    {
        if (schema["anyOf"] is not null) return "a column, or a map";
        if (schema["enum"] is JsonArray words) return string.Join(", ", words.Where(word => word is not null).Select(word => $"`{word}`"));
        var type = schema["type"] is JsonArray several ? (string)several[0]! : (string?)schema["type"];
        return type switch
        {
            "integer" => "whole number" + Range(schema),
            "number" => "number" + Range(schema),
            "boolean" => "`true` or `false`",
            "array" => "list of " + (schema["items"]?["properties"] is null ? Allowed(schema["items"]!.AsObject()) : "maps"),
            "object" => schema["properties"] is null ? "map" : "map of the keys below",
            _ => "text",
        };
    }

    static string Range(JsonObject schema) => (schema["minimum"], schema["maximum"]) switch
    {
        ({ } least, { } most) => $", {least} to {most}",
        ({ } least, null) => $", {least} or more",
        _ => "",
    };

    static string Default(JsonObject schema) => schema["default"] switch
    {
        null or JsonArray { Count: 0 } or JsonObject => "",
        JsonNode value when value.ToJsonString() == "\"\"" => "",
        JsonNode value => $"`{value.ToJsonString(Plain).Trim('"')}`",
    };

    static string Words(JsonObject schema)
    {
        var holder = schema["items"] as JsonObject ?? schema;
        return holder["enumDescriptions"] is not JsonArray told ? ""
            : " " + string.Join(" ", holder["enum"]!.AsArray().Zip(told, (word, meaning) => $"`{word}`: {Cell((string)meaning!)}"));
    }

    static string Facts()
    {
        var text = new StringBuilder();
        foreach (var kind in FactCatalog.All)
        {
            var key = string.Join(" + ", kind.Key.Select(column => $"`{column}`"));
            text.Append(CultureInfo.InvariantCulture, $"### {kind.Name}\n\n{kind.Meaning} Key: {key}; happened at `{kind.Time}`.\n\n");
            text.Append("| column | type | meaning |\n|---|---|---|\n");
            foreach (var column in kind.Columns.Where(column => column.Name != "known_at"))
            {
                var name = column.Required ? $"**`{column.Name}`**" : $"`{column.Name}`";
                text.Append(CultureInfo.InvariantCulture, $"| {name} | {Type(column.Type)} | {Cell(column.Meaning)} |\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    static string Type(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Code => "short word",
        ColumnType.Day => "day",
        ColumnType.Instant => "moment",
        ColumnType.Money => "money",
        ColumnType.Number => "number",
        ColumnType.Whole => "whole number",
        _ => "true or false",
    };

    static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex("(<!-- ((?:keys: [a-z]+)|facts) -->)\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("```yaml\n# (\\S+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
