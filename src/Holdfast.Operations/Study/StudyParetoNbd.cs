using Holdfast.Numerics.Lifetime;

namespace Holdfast.Operations.Study;

/// <summary>How often customers without a contract will buy, if they may leave at any time (Pareto/NBD).</summary>
public static class StudyParetoNbd
{
    /// <summary>Fits the model to a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static PurchaseModelResult Run(PurchaseModelRequest request, StudyFile file, CancellationToken cancel) => PurchaseStudy.Run(request, customers =>
    {
        var fit = ParetoNbd.Fit(customers);
        var model = fit.Model;
        return new FittedPurchases(["r", "alpha", "s", "beta"], fit.Parameters, fit.LogLikelihood, fit.Aic, fit.Convergence,
            model.ProbabilityAlive, model.ExpectedPurchases, model.ExpectedPurchases, model.DiscountedResidual);
    }, file, cancel);
}
