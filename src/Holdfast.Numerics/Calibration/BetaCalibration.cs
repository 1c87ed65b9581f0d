using Holdfast.Numerics.Regression;

namespace Holdfast.Numerics.Calibration;

/// <summary>Beta calibration of a probability: logit P' = c + a ln P - b ln(1 - P), with a and b not negative so that the order is kept.</summary>
/// <param name="A">Weight of ln P; 0 or more.</param>
/// <param name="B">Weight of -ln(1 - P); 0 or more.</param>
/// <param name="C">Offset.</param>
/// <param name="Convergence">How the fit ended.</param>
/// <remarks>
/// Assumptions: 1. the probabilities come from rows the model was not trained on. 2. they are spread like beta distributions in each class. a = b = 1, c = 0 changes nothing; a = b is <see cref="LogisticRecalibration"/>.
/// <para>Source: Kull, Silva Filho and Flach 2017, AISTATS, section 4: a logistic regression on the two logarithms; one that would get a negative weight is left out and the other fitted alone.</para>
/// <para>Checked against: scikit-learn 1.2.1's unpenalised logistic regression on the two logarithms of twelve scores, to 1e-4 (its own tolerance); R 4.2.2 glm, to 1e-6.</para>
/// <para>Cost: some passes of O(n).</para>
/// </remarks>
public sealed record BetaCalibration(double A, double B, double C, Convergence Convergence)
{
    // Certainty is believed up to this much; its logarithm would be infinite.
    const double Edge = 1e-12;

    /// <summary>Fits the three parameters.</summary>
    /// <param name="probabilities">0 to 1; kept 1e-12 away from both ends.</param>
    /// <param name="labels">True where the outcome happened; both outcomes must occur.</param>
    /// <param name="weights">One per row, 0 or more; empty for 1 each.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of range, or only one outcome occurs.</exception>
    public static BetaCalibration Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, ReadOnlySpan<double> weights)
    {
        Require.Length(probabilities.Length, labels.Length, nameof(probabilities));
        Require.Shares(probabilities, nameof(probabilities));
        var both = Fit(probabilities, labels, weights, (true, true));
        if (both.Coefficients is [>= 0, >= 0])
            return new BetaCalibration(both.Coefficients[0], both.Coefficients[1], both.Intercept, both.Convergence);
        var low = both.Coefficients[0] >= 0;
        var alone = Fit(probabilities, labels, weights, (low, !low));
        if (alone.Coefficients[0] >= 0)
            return new BetaCalibration(low ? alone.Coefficients[0] : 0, low ? 0 : alone.Coefficients[0], alone.Intercept, alone.Convergence);
        // A score that falls where it should rise is worth nothing in this family: only the level is left.
        var level = Fit(probabilities, labels, weights, (false, false));
        return new BetaCalibration(0, 0, level.Intercept, level.Convergence);
    }

    /// <summary>The recalibrated probability.</summary>
    /// <param name="probability">0 to 1.</param>
    public double Apply(double probability)
    {
        var p = Math.Clamp(Require.Share(probability, nameof(probability)), Edge, 1 - Edge);
        return Logistic.Probability(C + A * Math.Log(p) - B * Math.Log(1 - p));
    }

    static LogisticFit Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, ReadOnlySpan<double> weights, (bool Low, bool High) use)
    {
        var width = (use.Low ? 1 : 0) + (use.High ? 1 : 0);
        var rows = new List<double>(width * labels.Length);
        var targets = new double[labels.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            var p = Math.Clamp(probabilities[i], Edge, 1 - Edge);
            if (use.Low)
                rows.Add(Math.Log(p));
            if (use.High)
                rows.Add(-Math.Log(1 - p));
            targets[i] = labels[i] ? 1 : 0;
        }
        return LogisticRegression.Fit([.. rows], width, targets, weights, new LogisticOptions { Ridge = 0 });
    }
}
