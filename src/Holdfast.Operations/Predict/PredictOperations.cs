using System.Text.Json.Serialization;
using Holdfast.Retention.Predict.Features;

namespace Holdfast.Operations.Predict;

/// <summary>The operations on predictions.</summary>
static class PredictOperations
{
    /// <summary>The operations, in the order of help.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new Operation<ListFeaturesRequest, ListFeaturesResult>("predict/features", typeof(ListFeatures), PredictOperationsJson.Default.ListFeaturesRequest, PredictOperationsJson.Default.ListFeaturesResult)
        {
            Kind = OperationKind.LooksAtPerson,
            Perform = ListFeatures.Run,
            Describe = ListFeatures.Describe,
        },
        new Operation<LookAtCustomerRequest, LookAtCustomerResult>("predict/customer", typeof(LookAtCustomer), PredictOperationsJson.Default.LookAtCustomerRequest, PredictOperationsJson.Default.LookAtCustomerResult)
        {
            Kind = OperationKind.LooksAtPerson,
            IsScoped = true,
            Perform = LookAtCustomer.Run,
            Describe = LookAtCustomer.Describe,
        },
    ];
}

/// <summary>JSON of the operations on predictions.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(WordEnum<FeatureUnit>), typeof(WordEnum<FeatureUse>)])]
[JsonSerializable(typeof(ListFeaturesRequest))]
[JsonSerializable(typeof(ListFeaturesResult))]
[JsonSerializable(typeof(LookAtCustomerRequest))]
[JsonSerializable(typeof(LookAtCustomerResult))]
sealed partial class PredictOperationsJson : JsonSerializerContext;
