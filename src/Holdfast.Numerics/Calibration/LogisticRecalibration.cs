using Holdfast.Numerics.Regression;

namespace Holdfast.Numerics.Calibration;

/// <summary>Recalibration of probabilities on the logit: logit P' = intercept + slope logit P. Keeps the order of customers.</summary>
/// <param name="Intercept">Shift of the log-odds.</param>
/// <param name="Slope">Stretch of the log-odds.</param>
/// <param name="Convergence">How the fit ended.</param>
/// <remarks>
/// Assumptions: 1. the probabilities come from rows the model was not trained on. 2. what is wrong with them is a shift and a stretch, as after sampling or over-fitting.
/// <para>Source: Cox 1958, Two further applications of a model for binary regression.</para>
/// <para>Checked against: undoing a known shift and stretch by simulation.</para>
/// <para>Cost: some passes of O(n).</para>
/// </remarks>
public sealed record LogisticRecalibration(double Intercept, double Slope, Convergence Convergence)
{
    /// <summary>Fits shift and stretch.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True where the outcome happened; both outcomes must occur.</param>
    /// <param name="weights">One per row, 0 or more; empty for 1 each.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of range, or only one outcome occurs.</exception>
    public static LogisticRecalibration Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, ReadOnlySpan<double> weights)
    {
        Require.Length(probabilities.Length, labels.Length, nameof(probabilities));
        var logits = new double[labels.Length];
        var targets = new double[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            logits[i] = Logistic.Logit(probabilities[i]);
            targets[i] = labels[i] ? 1 : 0;
        }
        var fit = LogisticRegression.Fit(logits, 1, targets, weights, new LogisticOptions { Ridge = 0 });
        return new LogisticRecalibration(fit.Intercept, fit.Coefficients[0], fit.Convergence);
    }

    /// <summary>The recalibrated probability.</summary>
    /// <param name="probability">0 to 1.</param>
    public double Apply(double probability) => Logistic.Probability(Intercept + Slope * Logistic.Logit(probability));
}
