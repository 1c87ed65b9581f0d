using Holdfast.Numerics.Regression;

namespace Holdfast.Numerics.Uplift;

/// <summary>A fitted model of an outcome: the expected outcome of a row; or of an effect: the expected effect on a row.</summary>
/// <param name="row">One value per column.</param>
public delegate double OutcomeModel(ReadOnlySpan<double> row);

/// <summary>Any way to fit a model of an outcome; uplift learners are built from it.</summary>
/// <param name="rows">Values row by row.</param>
/// <param name="columnCount">Values per row.</param>
/// <param name="outcomes">One outcome per row.</param>
/// <param name="weights">One per row, 0 or more; empty for 1 each.</param>
public delegate OutcomeModel BaseLearner(ReadOnlySpan<double> rows, int columnCount, ReadOnlySpan<double> outcomes, ReadOnlySpan<double> weights);

/// <summary>Base learners that are here; trees join by a delegate of their own.</summary>
/// <remarks>
/// Source: see the regressions they wrap.
/// <para>Checked against: see there.</para>
/// <para>Cost: see there.</para>
/// </remarks>
public static class BaseLearners
{
    /// <summary>Linear least squares: for outcomes and effects of any size.</summary>
    public static BaseLearner Linear { get; } = (rows, columnCount, outcomes, weights) =>
    {
        var fit = LinearRegression.Fit(rows, columnCount, outcomes, weights);
        return row => fit.Predict(row);
    };

    /// <summary>Logistic regression of an outcome in 0..1; a constant where only one outcome occurs. Not for effects, which may be negative.</summary>
    /// <param name="options">Penalty and limits.</param>
    public static BaseLearner Logistic(LogisticOptions options) => (rows, columnCount, outcomes, weights) =>
    {
        var total = Require.Weights(weights, outcomes.Length);
        var sum = 0.0;
        for (var i = 0; i < outcomes.Length; i++)
            sum += outcomes[i] * (weights.IsEmpty ? 1 : weights[i]);
        if (sum == 0 || sum == total)
        {
            // Laplace's rule keeps a group without events from promising certainty.
            var share = (sum + 1) / (total + 2);
            return _ => share;
        }
        var fit = LogisticRegression.Fit(rows, columnCount, outcomes, weights, options);
        return row => fit.Probability(row);
    };
}
