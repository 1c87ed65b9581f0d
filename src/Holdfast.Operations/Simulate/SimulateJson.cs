using System.Text.Json.Serialization;

namespace Holdfast.Operations.Simulate;

/// <summary>JSON shapes of the requests and results of simulated worlds.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SimulateBankRequest))]
[JsonSerializable(typeof(SimulateBankResult))]
sealed partial class SimulateJson : JsonSerializerContext;
