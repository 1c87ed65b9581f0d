using System.Text.Json.Serialization;

namespace Holdfast.Operations.Simulate;

/// <summary>JSON shapes of the requests and results of simulated worlds.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SimulateBankRequest))]
[JsonSerializable(typeof(SimulateBankResult))]
[JsonSerializable(typeof(SimulateStepRequest))]
[JsonSerializable(typeof(SimulateStepResult))]
[JsonSerializable(typeof(PlayWorldRequest))]
[JsonSerializable(typeof(PlayWorldResult))]
[JsonSerializable(typeof(SimulateWorldRequest))]
[JsonSerializable(typeof(WorldFile))]
[JsonSerializable(typeof(EvaluateRunRequest))]
[JsonSerializable(typeof(EvaluateRunResult))]
sealed partial class SimulateJson : JsonSerializerContext;
