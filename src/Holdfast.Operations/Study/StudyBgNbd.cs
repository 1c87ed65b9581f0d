using Holdfast.Numerics.Lifetime;

namespace Holdfast.Operations.Study;

/// <summary>How often customers without a contract will buy, if they may leave after each repeat purchase (BG/NBD).</summary>
public static class StudyBgNbd
{
    /// <summary>Fits the model to a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static PurchaseModelResult Run(PurchaseModelRequest request, StudyFile file, CancellationToken cancel) => PurchaseStudy.Run(request, customers =>
    {
        var fit = BgNbd.Fit(customers);
        var model = fit.Model;
        return new FittedPurchases(["r", "alpha", "a", "b"], fit.Parameters, fit.LogLikelihood, fit.Aic, fit.Convergence,
            model.ProbabilityAlive, model.ExpectedPurchases, model.ExpectedPurchases, model.DiscountedResidual);
    }, file, cancel);
}
