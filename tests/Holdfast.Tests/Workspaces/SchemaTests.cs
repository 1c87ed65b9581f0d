using System.Text.Json.Nodes;
using Holdfast.Operations.Workspaces.Schemas;

namespace Holdfast.Tests.Workspaces;

public class SchemaTests
{
    /// <summary>With HOLDFAST_UPDATE=1 the shipped files are written instead of compared.</summary>
    static readonly bool Update = Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1";

    [Fact]
    public void The_shipped_schemas_say_what_the_records_say()
    {
        var folder = Path.Combine(House.Root, "schemas");
        foreach (var schema in WorkspaceSchemas.All)
        {
            var path = Path.Combine(folder, schema.File);
            if (Update) File.WriteAllText(path, schema.Text);
            Assert.True(File.Exists(path) && File.ReadAllText(path) == schema.Text,
                $"schemas/{schema.File} is out of step: run the tests with HOLDFAST_UPDATE=1 and commit it");
        }

        Assert.Equal(WorkspaceSchemas.All.Count, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_schema_tells_meaning_range_and_default()
    {
        var days = Of("holdfast")["properties"]!["horizons"]!["properties"]!["churn_days"]!;
        Assert.Equal((1, 730, 90), ((int)days["minimum"]!, (int)days["maximum"]!, (int)days["default"]!));
        Assert.Equal("How far ahead churn is predicted. Default 90.", (string?)days["description"]);
    }

    [Fact]
    public void Every_setting_has_a_description()
    {
        foreach (var schema in WorkspaceSchemas.All)
        {
            foreach (var property in Properties(schema.Schema))
            {
                Assert.False(string.IsNullOrEmpty((string?)property.Value!["description"]), $"{schema.File}: {property.Key}");
            }
        }
    }

    [Fact]
    public void A_setting_derived_from_others_is_not_asked_for() =>
        Assert.DoesNotContain("is_sale", Properties(Of("actions")).Select(property => property.Key));

    static JsonObject Of(string name) => WorkspaceSchemas.All.Single(schema => schema.Name == name).Schema;

    static IEnumerable<KeyValuePair<string, JsonNode?>> Properties(JsonNode? node) => node switch
    {
        JsonObject map => (map["properties"] as JsonObject ?? []).Concat(map.Where(entry => entry.Key is not "default").SelectMany(entry => Properties(entry.Value))),
        JsonArray list => list.SelectMany(Properties),
        _ => [],
    };
}
