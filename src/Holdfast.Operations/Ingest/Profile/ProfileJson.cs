using System.Text.Json.Serialization;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>JSON shapes of the profile.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(WordEnum<ColumnContent>)])]
[JsonSerializable(typeof(ProfileFilesRequest))]
[JsonSerializable(typeof(ProfileFilesResult))]
sealed partial class ProfileJson : JsonSerializerContext;
