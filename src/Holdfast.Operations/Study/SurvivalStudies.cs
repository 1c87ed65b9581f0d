using System.Text.Json.Serialization;
using Holdfast.Numerics.Survival;

namespace Holdfast.Operations.Study;

/// <summary>Studies of time until something happens.</summary>
static class SurvivalStudies
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        StudyOperation.Of("km", typeof(StudyKaplanMeier), SurvivalStudyJson.Default.KaplanMeierRequest, SurvivalStudyJson.Default.KaplanMeierResult, StudyKaplanMeier.Run),
    ];
}

/// <summary>JSON shapes of the studies of survival.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(WordEnum<SurvivalInterval>)])]
[JsonSerializable(typeof(KaplanMeierRequest))]
[JsonSerializable(typeof(KaplanMeierResult))]
sealed partial class SurvivalStudyJson : JsonSerializerContext;
