using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations.Ingest;

namespace Holdfast.Operations.Workspaces.Schemas;

/// <summary>A schema of one kind of file.</summary>
/// <param name="Name">Its name: the schema's file is <c>name.schema.json</c>.</param>
/// <param name="Files">Which files of a workspace it is for.</param>
/// <param name="Schema">The JSON Schema (2020-12).</param>
public sealed record WorkspaceSchema(string Name, string Files, JsonObject Schema)
{
    static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Name of the file it is shipped in.</summary>
    public string File => Name + ".schema.json";

    /// <summary>Its text as shipped.</summary>
    public string Text => Schema.ToJsonString(Layout) + "\n";
}

/// <summary>
/// The JSON Schemas of the workspace's files, made from the records that the files are bound to: types and names from their JSON
/// contracts, descriptions from their documentation, ranges from <see cref="RangeAttribute"/>, defaults from their initialisers.
/// </summary>
public static class WorkspaceSchemas
{
    static readonly Lazy<IReadOnlyList<WorkspaceSchema>> Made = new(() =>
    [
        Make("holdfast", "holdfast.yaml", WorkspaceJson.Bound.Business),
        Make("source", "sources/*.yaml", WorkspaceJson.Bound.SourceMapping),
        Make("actions", "actions.yaml", WorkspaceJson.Bound.IReadOnlyListRetentionAction),
        Make("policy", "policy.yaml", WorkspaceJson.Bound.Policy),
        Make("segments", "segments.yaml", WorkspaceJson.Bound.IReadOnlyListSegmentRule),
        Make("programmes", "programmes.yaml", WorkspaceJson.Bound.Programmes),
        Make("words", "words/*.yaml", WorkspaceJson.Bound.Words),
    ]);

    static readonly JsonSchemaExporterOptions Export = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    /// <summary>All schemas, in the order of the manual.</summary>
    public static IReadOnlyList<WorkspaceSchema> All => Made.Value;

    /// <summary>The schema of a name.</summary>
    internal static JsonObject Of(string name) => All.Single(schema => schema.Name == name).Schema;

    static WorkspaceSchema Make(string name, string files, JsonTypeInfo type)
    {
        var made = type.GetJsonSchemaAsNode(Export).AsObject();
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = files,
            ["description"] = made["description"]?.DeepClone(),
            ["type"] = Single(made["type"]!),
        };
        foreach (var (key, value) in made.Where(entry => entry.Key is not ("description" or "type")))
        {
            schema[key] = value?.DeepClone();
        }

        // Once through text: a number in a node made by code can only be read back as the type it was written with.
        var whole = JsonNode.Parse(schema.ToJsonString())!.AsObject();
        return new(name, files, Inline(whole, whole).AsObject());
    }

    // The exporter writes a record that stands twice as a pointer to the first place; written out, each place reads by itself.
    static JsonNode Inline(JsonNode node, JsonNode root)
    {
        if (node is JsonArray list)
        {
            return new JsonArray([.. list.Select(item => item is null ? null : Inline(item, root))]);
        }

        if (node is not JsonObject map)
        {
            return node.DeepClone();
        }

        var plain = map["$ref"] is { } pointer ? Inline(Target((string)pointer!, root), root).AsObject() : [];
        foreach (var (key, value) in map.Where(entry => entry.Key != "$ref"))
        {
            plain[key] = value is null ? null : Inline(value, root);
        }

        return plain;
    }

    static JsonNode Target(string pointer, JsonNode root) => pointer.Split('/').Skip(1)
        .Aggregate(root, (node, step) => node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);

    // A file as a whole is never "nothing", whatever its record allows.
    static JsonNode Single(JsonNode type) => type is JsonArray several ? several[0]!.DeepClone() : type.DeepClone();

    static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        var described = DescribedSchema.Describe(context, schema);
        RemoveDerived(context.TypeInfo, described);
        return context.TypeInfo.Type == typeof(ColumnMapping) ? BareText(described) : described;
    }

    // What is worked out from other settings is no setting.
    static void RemoveDerived(JsonTypeInfo type, JsonObject schema)
    {
        if (type.Kind != JsonTypeInfoKind.Object || schema["properties"] is not JsonObject properties) return;
        foreach (var derived in type.Properties.Where(property => property.Set is null)) properties.Remove(derived.Name);
    }

    static JsonObject BareText(JsonObject full)
    {
        var description = full["description"]?.DeepClone();
        full.Remove("description");
        return new()
        {
            ["description"] = description,
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "string", ["description"] = "A file's or derived column.", ["bare"] = "column" },
                full),
        };
    }
}
