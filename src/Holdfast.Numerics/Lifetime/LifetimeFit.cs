using Holdfast.Numerics.Linear;
using Holdfast.Numerics.Optimisation;

namespace Holdfast.Numerics.Lifetime;

/// <summary>A model fitted by maximum likelihood.</summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="Model">The model at its best parameters.</param>
/// <param name="Parameters">
/// Parameters in the model's order: value, standard error, and the 95 % interval that is symmetric on the logarithm. Errors are infinite where
/// the data do not determine a parameter.
/// </param>
/// <param name="LogLikelihood">Log-likelihood at the end.</param>
/// <param name="Convergence">How the search ended; <see cref="ConvergenceReason.Boundary"/> when a parameter ran away.</param>
public sealed record LifetimeFit<TModel>(TModel Model, Estimate[] Parameters, double LogLikelihood, Convergence Convergence)
{
    /// <summary>Akaike's criterion, 2 k - 2 ln L: smaller is better.</summary>
    public double Aic => 2 * Parameters.Length - 2 * LogLikelihood;
}

/// <summary>Maximum likelihood on the logarithms of positive parameters.</summary>
static class LifetimeFitting
{
    /// <summary>Climbs from each start in turn until a search settles; keeps the best.</summary>
    public static LifetimeFit<TModel> Fit<TModel>(Objective negative, double rows, double[][] starts, Func<double[], TModel> model)
    {
        Minimum? best = null;
        foreach (var start in starts)
        {
            var found = Minimiser.Find(negative, Array.ConvertAll(start, Math.Log), new MinimiserOptions { Scale = rows });
            if (best is null || (found.Convergence.Settled && !best.Convergence.Settled) || (found.Convergence.Settled == best.Convergence.Settled && found.Value < best.Value))
                best = found;
            if (best.Convergence.Settled)
                break;
        }
        var parameters = Array.ConvertAll(best!.Point, Math.Exp);
        return new LifetimeFit<TModel>(model(parameters), Estimates(best, parameters), -best.Value, best.Convergence);
    }

    static Estimate[] Estimates(Minimum found, double[] parameters)
    {
        var factor = new Cholesky(found.Hessian, parameters.Length);
        var covariance = factor.Inverse();
        var known = !factor.Aliased.Contains(true);
        var z = Distributions.NormalDistribution.TwoSided(0.95);
        var estimates = new Estimate[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var error = known ? Math.Sqrt(covariance[i * parameters.Length + i]) : double.PositiveInfinity;
            estimates[i] = new Estimate(parameters[i], parameters[i] * error, new Interval(parameters[i] * Math.Exp(-z * error), parameters[i] * Math.Exp(z * error)));
        }
        return estimates;
    }
}
