using System.Text.Json.Serialization;

namespace Holdfast.Operations.Study;

/// <summary>Studies of lifetime value, experiments and groups.</summary>
static class LifetimeStudies
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        StudyOperation.Grouped<CohortRequest, CohortResult>("sbg", typeof(StudySbg), LifetimeStudyJson.Default, StudySbg.Run),
        StudyOperation.Grouped<CohortRequest, CohortResult>("bdw", typeof(StudyBdw), LifetimeStudyJson.Default, StudyBdw.Run),
        StudyOperation.Grouped<PurchaseModelRequest, PurchaseModelResult>("bg-nbd", typeof(StudyBgNbd), LifetimeStudyJson.Default, StudyBgNbd.Run),
        StudyOperation.Grouped<PurchaseModelRequest, PurchaseModelResult>("mbg-nbd", typeof(StudyMbgNbd), LifetimeStudyJson.Default, StudyMbgNbd.Run),
        StudyOperation.Grouped<PurchaseModelRequest, PurchaseModelResult>("pareto-nbd", typeof(StudyParetoNbd), LifetimeStudyJson.Default, StudyParetoNbd.Run),
        StudyOperation.Grouped<BgBbRequest, BgBbResult>("bg-bb", typeof(StudyBgBb), LifetimeStudyJson.Default, StudyBgBb.Run),
        StudyOperation.Grouped<GammaGammaRequest, GammaGammaResult>("gamma-gamma", typeof(StudyGammaGamma), LifetimeStudyJson.Default, StudyGammaGamma.Run),
        StudyOperation.Grouped<CupedRequest, CupedResult>("cuped", typeof(StudyCuped), LifetimeStudyJson.Default, StudyCuped.Run),
        StudyOperation.Grouped<SequentialRequest, SequentialResult>("sequential", typeof(StudySequential), LifetimeStudyJson.Default, StudySequential.Run),
        StudyOperation.Grouped<PowerRequest, PowerResult>("power", typeof(StudyPower), LifetimeStudyJson.Default, StudyPower.Run),
        StudyOperation.Grouped<SrmRequest, SrmResult>("srm", typeof(StudySrm), LifetimeStudyJson.Default, StudySrm.Run),
        StudyOperation.Grouped<KMeansRequest, KMeansResult>("kmeans", typeof(StudyKMeans), LifetimeStudyJson.Default, StudyKMeans.Run),
        StudyOperation.Grouped<MixtureRequest, MixtureResult>("mixture", typeof(StudyMixture), LifetimeStudyJson.Default, StudyMixture.Run),
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
[JsonSerializable(typeof(StudyResult))]
[JsonSerializable(typeof(StudyParts<CohortResult>))]
[JsonSerializable(typeof(StudyParts<PurchaseModelResult>))]
[JsonSerializable(typeof(StudyParts<BgBbResult>))]
[JsonSerializable(typeof(StudyParts<GammaGammaResult>))]
[JsonSerializable(typeof(StudyParts<CupedResult>))]
[JsonSerializable(typeof(StudyParts<SequentialResult>))]
[JsonSerializable(typeof(StudyParts<PowerResult>))]
[JsonSerializable(typeof(StudyParts<SrmResult>))]
[JsonSerializable(typeof(StudyParts<KMeansResult>))]
[JsonSerializable(typeof(StudyParts<MixtureResult>))]
sealed partial class LifetimeStudyJson : JsonSerializerContext;
