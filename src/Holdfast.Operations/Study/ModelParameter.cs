using Holdfast.Numerics;
using Holdfast.Numerics.Distributions;

namespace Holdfast.Operations.Study;

/// <summary>One fitted parameter of a model of lifetime value.</summary>
/// <param name="Name">Its name in the model's paper.</param>
/// <param name="Value">Its maximum-likelihood estimate.</param>
/// <param name="StandardError">Its standard error; null where the data do not determine it.</param>
/// <param name="Low">Lower bound of its interval, symmetric on the logarithm; null where the data do not determine it.</param>
/// <param name="High">Upper bound of its interval; null where the data do not determine it.</param>
public sealed record ModelParameter(string Name, double Value, double? StandardError, double? Low, double? High)
{
    internal static IReadOnlyList<ModelParameter> Of(IEnumerable<string> names, Estimate[] estimates, double alpha)
    {
        var z = NormalDistribution.TwoSided(StudyOperation.Level(alpha));
        return [.. names.Zip(estimates, (name, e) => new ModelParameter(name, e.Value, StudyText.Finite(e.StandardError),
            StudyText.Finite(e.Value * Math.Exp(-z * e.StandardError / e.Value)), StudyText.Finite(e.Value * Math.Exp(z * e.StandardError / e.Value))))];
    }

    internal static TextTable Table(IReadOnlyList<ModelParameter> parameters) => new("Parameters", ["name", "value", "std. error", "low", "high"],
        [.. parameters.Select(p => (string[])[p.Name, StudyText.Number(p.Value), StudyText.Number(p.StandardError), StudyText.Number(p.Low), StudyText.Number(p.High)])]);

    internal static IEnumerable<string> Caution(Convergence convergence) => convergence.Settled ? []
        : convergence.Reason == ConvergenceReason.Boundary
            ? ["The data do not determine all parameters: the likelihood keeps rising, or hardly falls, towards extreme values. Expected figures near the data still hold; do not read the parameters."]
            : ["The search for the best parameters did not settle; do not rely on the figures."];
}
