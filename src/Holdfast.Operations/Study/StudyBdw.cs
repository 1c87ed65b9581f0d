using Holdfast.Numerics.Lifetime;

namespace Holdfast.Operations.Study;

/// <summary>How long customers under contract will stay, if each one's own risk may rise or fall with tenure (beta-discrete-Weibull), tested against sBG.</summary>
public static class StudyBdw
{
    /// <summary>Fits the model to a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static CohortResult Run(CohortRequest request, StudyFile file, CancellationToken cancel) => CohortStudy.Run(request, losses =>
    {
        var (fit, simple) = (BetaDiscreteWeibull.Fit(losses), ShiftedBetaGeometric.Fit(losses));
        var (model, (statistic, p)) = (fit.Model, BetaDiscreteWeibull.Nested(simple, fit));
        return new FittedCohort(["alpha", "beta", "c"], fit.Parameters, fit.LogLikelihood, fit.Aic, fit.Convergence, new NestedTest(statistic, p), model.Survival, model.Retention, model.DiscountedResidualLifetime);
    }, file, cancel);
}
