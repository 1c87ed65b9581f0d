using System.Text.Json.Serialization;
using Holdfast.Numerics;
using Holdfast.Numerics.Survival;

namespace Holdfast.Operations.Study;

/// <summary>Studies of time until something happens.</summary>
static class SurvivalStudies
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        StudyOperation.Of("km", typeof(StudyKaplanMeier), SurvivalStudyJson.Default.KaplanMeierRequest, SurvivalStudyJson.Default.KaplanMeierResult, StudyKaplanMeier.Run),
        StudyOperation.Of("nelson-aalen", typeof(StudyNelsonAalen), SurvivalStudyJson.Default.NelsonAalenRequest, SurvivalStudyJson.Default.NelsonAalenResult, StudyNelsonAalen.Run),
        StudyOperation.Of("logrank", typeof(StudyLogRank), SurvivalStudyJson.Default.LogRankRequest, SurvivalStudyJson.Default.LogRankResult, StudyLogRank.Run),
        StudyOperation.Of("rmst", typeof(StudyRestrictedMean), SurvivalStudyJson.Default.RestrictedMeanRequest, SurvivalStudyJson.Default.RestrictedMeanResult, StudyRestrictedMean.Run),
        StudyOperation.Of("cox", typeof(StudyCox), SurvivalStudyJson.Default.CoxRequest, SurvivalStudyJson.Default.CoxResult, StudyCox.Run),
        StudyOperation.Of("hazard", typeof(StudyHazard), SurvivalStudyJson.Default.HazardRequest, SurvivalStudyJson.Default.HazardResult, StudyHazard.Run),
        StudyOperation.Of("cumulative-incidence", typeof(StudyIncidence), SurvivalStudyJson.Default.IncidenceRequest, SurvivalStudyJson.Default.IncidenceResult, StudyIncidence.Run),
        StudyOperation.Of("concordance", typeof(StudyConcordance), SurvivalStudyJson.Default.ConcordanceRequest, SurvivalStudyJson.Default.ConcordanceResult, StudyConcordance.Run),
    ];
}

/// <summary>JSON shapes of the studies of survival.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    Converters = [typeof(WordEnum<SurvivalInterval>), typeof(WordEnum<TieMethod>), typeof(WordEnum<TimeScale>), typeof(WordEnum<HazardLink>), typeof(WordEnum<ConvergenceReason>)])]
[JsonSerializable(typeof(KaplanMeierRequest))]
[JsonSerializable(typeof(KaplanMeierResult))]
[JsonSerializable(typeof(NelsonAalenRequest))]
[JsonSerializable(typeof(NelsonAalenResult))]
[JsonSerializable(typeof(LogRankRequest))]
[JsonSerializable(typeof(LogRankResult))]
[JsonSerializable(typeof(RestrictedMeanRequest))]
[JsonSerializable(typeof(RestrictedMeanResult))]
[JsonSerializable(typeof(CoxRequest))]
[JsonSerializable(typeof(CoxResult))]
[JsonSerializable(typeof(HazardRequest))]
[JsonSerializable(typeof(HazardResult))]
[JsonSerializable(typeof(IncidenceRequest))]
[JsonSerializable(typeof(IncidenceResult))]
[JsonSerializable(typeof(ConcordanceRequest))]
[JsonSerializable(typeof(ConcordanceResult))]
sealed partial class SurvivalStudyJson : JsonSerializerContext;
