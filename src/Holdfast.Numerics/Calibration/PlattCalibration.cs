using Holdfast.Numerics.Regression;

namespace Holdfast.Numerics.Calibration;

/// <summary>Platt's sigmoid from a raw score to a probability: P = 1 / (1 + exp(A score + B)).</summary>
/// <param name="A">Slope; negative when a higher score means likelier.</param>
/// <param name="B">Offset.</param>
/// <param name="Convergence">How the fit ended.</param>
/// <remarks>
/// Assumptions: 1. the scores come from rows the model was not trained on. 2. the log-odds are linear in the score.
/// <para>Source: Platt 1999, with targets (n1 + 1) / (n1 + 2) and 1 / (n0 + 2); Lin, Lin and Weng 2007.</para>
/// <para>Checked against: scikit-learn 1.2.1 on twelve scores, to 1e-4 (its own tolerance).</para>
/// <para>Cost: some passes of O(n).</para>
/// </remarks>
public sealed record PlattCalibration(double A, double B, Convergence Convergence)
{
    /// <summary>Fits the sigmoid.</summary>
    /// <param name="scores">Raw scores, finite.</param>
    /// <param name="labels">True where the outcome happened; both outcomes must occur.</param>
    /// <param name="weights">One per row, 0 or more; empty for 1 each.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite, or only one outcome occurs.</exception>
    public static PlattCalibration Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, ReadOnlySpan<double> weights)
    {
        Require.Length(scores.Length, labels.Length, nameof(scores));
        var total = Require.Weights(weights, labels.Length);
        var positives = 0.0;
        for (var i = 0; i < labels.Length; i++)
            positives += labels[i] ? weights.IsEmpty ? 1 : weights[i] : 0;
        Require.That(positives > 0 && positives < total, $"the positives weigh {positives} of {total}; both outcomes must occur");
        var targets = new double[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            targets[i] = labels[i] ? (positives + 1) / (positives + 2) : 1 / (total - positives + 2);
        var fit = LogisticRegression.Fit(scores, 1, targets, weights, new LogisticOptions { Ridge = 0 });
        return new PlattCalibration(-fit.Coefficients[0], -fit.Intercept, fit.Convergence);
    }

    /// <summary>Probability of a raw score.</summary>
    /// <param name="score">Any finite score.</param>
    public double Apply(double score) => Logistic.Probability(-(A * score + B));
}
