using Holdfast.Numerics.Lifetime;

namespace Holdfast.Operations.Study;

/// <summary>How long customers under contract will stay, if each has a constant risk of its own at every renewal (shifted beta-geometric).</summary>
public static class StudySbg
{
    /// <summary>Fits the model to a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static CohortResult Run(CohortRequest request, StudyFile file, CancellationToken cancel) => CohortStudy.Run(request, losses =>
    {
        var fit = ShiftedBetaGeometric.Fit(losses);
        var model = fit.Model;
        return new FittedCohort(["alpha", "beta"], fit.Parameters, fit.LogLikelihood, fit.Aic, fit.Convergence, null, model.Survival, model.Retention, model.DiscountedResidualLifetime);
    }, file, cancel);
}
