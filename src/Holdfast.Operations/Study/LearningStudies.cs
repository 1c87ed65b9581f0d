using System.Text.Json.Serialization;
using Holdfast.Numerics.Classification;

namespace Holdfast.Operations.Study;

/// <summary>Studies of scores, trials and logged decisions.</summary>
static class LearningStudies
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        StudyOperation.Of("logistic", typeof(StudyLogistic), LearningStudyJson.Default.LogisticRequest, LearningStudyJson.Default.LogisticResult, StudyLogistic.Run),
        StudyOperation.Of("calibrate", typeof(StudyCalibrate), LearningStudyJson.Default.CalibrateRequest, LearningStudyJson.Default.CalibrateResult, StudyCalibrate.Run),
        StudyOperation.Of("metrics", typeof(StudyMetrics), LearningStudyJson.Default.MetricsRequest, LearningStudyJson.Default.MetricsResult, StudyMetrics.Run),
        StudyOperation.Of("uplift", typeof(StudyUplift), LearningStudyJson.Default.UpliftRequest, LearningStudyJson.Default.UpliftResult, StudyUplift.Run),
        StudyOperation.Of("off-policy", typeof(StudyOffPolicy), LearningStudyJson.Default.OffPolicyRequest, LearningStudyJson.Default.OffPolicyResult, StudyOffPolicy.Run),
    ];
}

/// <summary>JSON shapes of these studies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(WordEnum<Binning>), typeof(WordEnum<UpliftLearner>), typeof(WordEnum<OutcomeLearner>)])]
[JsonSerializable(typeof(LogisticRequest))]
[JsonSerializable(typeof(LogisticResult))]
[JsonSerializable(typeof(CalibrateRequest))]
[JsonSerializable(typeof(CalibrateResult))]
[JsonSerializable(typeof(MetricsRequest))]
[JsonSerializable(typeof(MetricsResult))]
[JsonSerializable(typeof(UpliftRequest))]
[JsonSerializable(typeof(UpliftResult))]
[JsonSerializable(typeof(OffPolicyRequest))]
[JsonSerializable(typeof(OffPolicyResult))]
sealed partial class LearningStudyJson : JsonSerializerContext;
