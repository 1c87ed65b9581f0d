using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Operations.Ingest;
using Holdfast.Retention.Act;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Listen;
using Holdfast.Retention.Segment;

namespace Holdfast.Operations.Workspaces.Schemas;

/// <summary>How the records of the workspace look as JSON: snake_case names and words, unknown keys refused.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Business))]
[JsonSerializable(typeof(SourceMapping))]
[JsonSerializable(typeof(IReadOnlyList<RetentionAction>))]
[JsonSerializable(typeof(Policy))]
[JsonSerializable(typeof(IReadOnlyList<SegmentRule>))]
[JsonSerializable(typeof(Programmes))]
[JsonSerializable(typeof(Words))]
sealed partial class WorkspaceJson : JsonSerializerContext
{
    /// <summary>The one context in use.</summary>
    public static WorkspaceJson Bound { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    });
}
