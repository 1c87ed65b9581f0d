using System.Text.Json.Serialization;

namespace Holdfast.Operations.Study;

/// <summary>Studies of lifetime value, experiments and groups.</summary>
static class LifetimeStudies
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        StudyOperation.Of("sbg", typeof(StudySbg), LifetimeStudyJson.Default.CohortRequest, LifetimeStudyJson.Default.CohortResult, StudySbg.Run),
        StudyOperation.Of("bdw", typeof(StudyBdw), LifetimeStudyJson.Default.CohortRequest, LifetimeStudyJson.Default.CohortResult, StudyBdw.Run),
        StudyOperation.Of("bg-nbd", typeof(StudyBgNbd), LifetimeStudyJson.Default.PurchaseModelRequest, LifetimeStudyJson.Default.PurchaseModelResult, StudyBgNbd.Run),
        StudyOperation.Of("mbg-nbd", typeof(StudyMbgNbd), LifetimeStudyJson.Default.PurchaseModelRequest, LifetimeStudyJson.Default.PurchaseModelResult, StudyMbgNbd.Run),
        StudyOperation.Of("pareto-nbd", typeof(StudyParetoNbd), LifetimeStudyJson.Default.PurchaseModelRequest, LifetimeStudyJson.Default.PurchaseModelResult, StudyParetoNbd.Run),
        StudyOperation.Of("bg-bb", typeof(StudyBgBb), LifetimeStudyJson.Default.BgBbRequest, LifetimeStudyJson.Default.BgBbResult, StudyBgBb.Run),
        StudyOperation.Of("gamma-gamma", typeof(StudyGammaGamma), LifetimeStudyJson.Default.GammaGammaRequest, LifetimeStudyJson.Default.GammaGammaResult, StudyGammaGamma.Run),
        StudyOperation.Of("cuped", typeof(StudyCuped), LifetimeStudyJson.Default.CupedRequest, LifetimeStudyJson.Default.CupedResult, StudyCuped.Run),
        StudyOperation.Of("sequential", typeof(StudySequential), LifetimeStudyJson.Default.SequentialRequest, LifetimeStudyJson.Default.SequentialResult, StudySequential.Run),
        StudyOperation.Of("power", typeof(StudyPower), LifetimeStudyJson.Default.PowerRequest, LifetimeStudyJson.Default.PowerResult, StudyPower.Run),
        StudyOperation.Of("srm", typeof(StudySrm), LifetimeStudyJson.Default.SrmRequest, LifetimeStudyJson.Default.SrmResult, StudySrm.Run),
        StudyOperation.Of("kmeans", typeof(StudyKMeans), LifetimeStudyJson.Default.KMeansRequest, LifetimeStudyJson.Default.KMeansResult, StudyKMeans.Run),
        StudyOperation.Of("mixture", typeof(StudyMixture), LifetimeStudyJson.Default.MixtureRequest, LifetimeStudyJson.Default.MixtureResult, StudyMixture.Run),
    ];
}

/// <summary>JSON shapes of the studies of lifetime value, experiments and groups.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(WordEnum<PurchasePeriod>)])]
[JsonSerializable(typeof(CohortRequest))]
[JsonSerializable(typeof(CohortResult))]
[JsonSerializable(typeof(PurchaseModelRequest))]
[JsonSerializable(typeof(PurchaseModelResult))]
[JsonSerializable(typeof(BgBbRequest))]
[JsonSerializable(typeof(BgBbResult))]
[JsonSerializable(typeof(GammaGammaRequest))]
[JsonSerializable(typeof(GammaGammaResult))]
[JsonSerializable(typeof(CupedRequest))]
[JsonSerializable(typeof(CupedResult))]
[JsonSerializable(typeof(SequentialRequest))]
[JsonSerializable(typeof(SequentialResult))]
[JsonSerializable(typeof(PowerRequest))]
[JsonSerializable(typeof(PowerResult))]
[JsonSerializable(typeof(SrmRequest))]
[JsonSerializable(typeof(SrmResult))]
[JsonSerializable(typeof(KMeansRequest))]
[JsonSerializable(typeof(KMeansResult))]
[JsonSerializable(typeof(MixtureRequest))]
[JsonSerializable(typeof(MixtureResult))]
sealed partial class LifetimeStudyJson : JsonSerializerContext;
