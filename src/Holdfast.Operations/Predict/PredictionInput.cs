using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Predict;

/// <summary>What prediction works on.</summary>
/// <param name="Histories">Every customer once, in a stable order; may be asked for several times.</param>
/// <param name="Business">Horizons, costs and definitions of churn.</param>
/// <param name="Actions">The catalogue of actions, for their effects.</param>
/// <param name="Trusted">Attributes the mappings vouch for.</param>
/// <param name="AsOf">The day of the run.</param>
/// <param name="ThreadCount">Threads of XGBoost; changes the time, not the result.</param>
public sealed record PredictionInput(
    Func<IEnumerable<History>> Histories,
    Business Business,
    IReadOnlyList<RetentionAction> Actions,
    IReadOnlySet<string> Trusted,
    Day AsOf,
    int ThreadCount);
