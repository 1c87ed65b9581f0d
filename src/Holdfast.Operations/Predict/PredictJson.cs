using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Retention.Predict.Features;

namespace Holdfast.Operations.Predict;

/// <summary>JSON of the stage's files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(IReadOnlyList<HazardLine>))]
[JsonSerializable(typeof(IReadOnlyList<Feature>))]
[JsonSerializable(typeof(FeaturePlan))]
sealed partial class PredictJson : JsonSerializerContext
{
    public static void Write<T>(string path, T value) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), Default));
}

/// <summary>The baseline hazard of one month of tenure.</summary>
/// <param name="TenureMonth">Month of tenure, from 0.</param>
/// <param name="AtRisk">Customers at risk, over all cut-offs.</param>
/// <param name="Voluntary">Hazard per month of leaving of free will, 0..1.</param>
/// <param name="Otherwise">Hazard per month of leaving otherwise, 0..1.</param>
sealed record HazardLine(int TenureMonth, long AtRisk, double Voluntary, double Otherwise);
