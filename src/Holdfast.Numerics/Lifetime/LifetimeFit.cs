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
/// <param name="Convergence">
/// How the search ended; <see cref="ConvergenceReason.Boundary"/> when a parameter ran away or its logarithm has a standard error above 3: the data do not determine it.
/// </param>
public sealed record LifetimeFit<TModel>(TModel Model, Estimate[] Parameters, double LogLikelihood, Convergence Convergence)
{
    /// <summary>Akaike's criterion, 2 k - 2 ln L: smaller is better.</summary>
    public double Aic => 2 * Parameters.Length - 2 * LogLikelihood;
}

/// <summary>Maximum likelihood on the logarithms of positive parameters.</summary>
static class LifetimeFitting
{
    // Standard error of a logarithm: an interval from a four-hundredth to four hundred times the value.
    const double LargestError = 3;

    /// <summary>
    /// As below, but begins where a sample of the rows ended, with the sample's curvature: a few passes over all rows are then enough.
    /// Where the sample does not settle, the starts are tried.
    /// </summary>
    public static LifetimeFit<TModel> Fit<TModel>(Objective negative, double rows, (Objective Negative, double Rows) sample, double[][] starts, Func<double[], TModel> model)
    {
        var few = Minimiser.Find(sample.Negative, Array.ConvertAll(starts[0], Math.Log), new MinimiserOptions { Scale = sample.Rows });
        if (few.Convergence.Settled)
        {
            var curvature = Array.ConvertAll(few.Hessian, h => h * rows / sample.Rows);
            var found = Judged(Minimiser.Find(negative, few.Point, new MinimiserOptions { Scale = rows, Curvature = curvature }));
            if (found.Convergence.Settled)
                return Result(found, model);
        }
        return Fit(negative, rows, starts, model);
    }

    /// <summary>Climbs from each start in turn until a search settles; keeps the best.</summary>
    public static LifetimeFit<TModel> Fit<TModel>(Objective negative, double rows, double[][] starts, Func<double[], TModel> model)
    {
        Minimum? best = null;
        foreach (var start in starts)
        {
            var found = Judged(Minimiser.Find(negative, Array.ConvertAll(start, Math.Log), new MinimiserOptions { Scale = rows }));
            if (best is null || (found.Convergence.Settled && !best.Convergence.Settled) || (found.Convergence.Settled == best.Convergence.Settled && found.Value < best.Value))
                best = found;
            if (best.Convergence.Settled)
                break;
        }
        return Result(best!, model);
    }

    static LifetimeFit<TModel> Result<TModel>(Minimum best, Func<double[], TModel> model)
    {
        var parameters = Array.ConvertAll(best.Point, Math.Exp);
        return new LifetimeFit<TModel>(model(parameters), Estimates(best, parameters), -best.Value, best.Convergence);
    }

    // A ridge that hardly falls ends searches anywhere on it: what the data leave open by such factors, they do not determine.
    static Minimum Judged(Minimum found)
    {
        var undetermined = Array.Exists(Errors(found), error => !(error < LargestError));
        return undetermined && found.Convergence.Settled ? found with { Convergence = found.Convergence with { Reason = ConvergenceReason.Boundary } } : found;
    }

    static double[] Errors(Minimum found)
    {
        var n = found.Point.Length;
        var factor = new Cholesky(found.Hessian, n);
        var covariance = factor.Inverse();
        var errors = new double[n];
        for (var i = 0; i < n; i++)
            errors[i] = factor.Aliased.Contains(true) ? double.PositiveInfinity : Math.Sqrt(covariance[i * n + i]);
        return errors;
    }

    static Estimate[] Estimates(Minimum found, double[] parameters)
    {
        var errors = Errors(found);
        var z = Distributions.NormalDistribution.TwoSided(0.95);
        var estimates = new Estimate[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var error = errors[i];
            estimates[i] = new Estimate(parameters[i], parameters[i] * error, new Interval(parameters[i] * Math.Exp(-z * error), parameters[i] * Math.Exp(z * error)));
        }
        return estimates;
    }
}
