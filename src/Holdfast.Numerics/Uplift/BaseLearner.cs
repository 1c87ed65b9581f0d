using Holdfast.Numerics.Regression;

namespace Holdfast.Numerics.Uplift;

/// <summary>A fitted model of an outcome: the expected outcome of a row; or of an effect: the expected effect on a row.</summary>
/// <param name="row">One value per column.</param>
public delegate double OutcomeModel(ReadOnlySpan<double> row);

/// <summary>Rows that a base learner learns from.</summary>
public readonly ref struct LearningRows
{
    /// <summary>Puts them together.</summary>
    /// <param name="values">Values row by row.</param>
    /// <param name="columnCount">Values per row.</param>
    /// <param name="outcomes">One outcome per row.</param>
    /// <param name="weights">One per row, 0 or more; empty for 1 each.</param>
    public LearningRows(ReadOnlySpan<double> values, int columnCount, ReadOnlySpan<double> outcomes, ReadOnlySpan<double> weights)
    {
        Values = values;
        ColumnCount = columnCount;
        Outcomes = outcomes;
        Weights = weights;
    }

    /// <summary>Values row by row.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>Values per row.</summary>
    public int ColumnCount { get; }

    /// <summary>One outcome per row.</summary>
    public ReadOnlySpan<double> Outcomes { get; }

    /// <summary>One weight per row, or none.</summary>
    public ReadOnlySpan<double> Weights { get; }
}

/// <summary>Any way to fit a model of an outcome; uplift learners are built from it.</summary>
/// <param name="rows">Rows to learn from.</param>
public delegate OutcomeModel BaseLearner(LearningRows rows);

/// <summary>Base learners that are here; trees join by a delegate of their own.</summary>
/// <remarks>
/// Source: see the regressions they wrap.
/// <para>Checked against: see there.</para>
/// <para>Cost: see there.</para>
/// </remarks>
public static class BaseLearners
{
    /// <summary>Linear least squares: for outcomes and effects of any size.</summary>
    public static BaseLearner Linear { get; } = rows =>
    {
        var fit = LinearRegression.Fit(rows.Values, rows.ColumnCount, rows.Outcomes, rows.Weights);
        return row => fit.Predict(row);
    };

    /// <summary>Logistic regression of an outcome in 0..1; a constant where only one outcome occurs. Not for effects, which may be negative.</summary>
    /// <param name="options">Penalty and limits.</param>
    public static BaseLearner Logistic(LogisticOptions options) => rows =>
    {
        var outcomes = rows.Outcomes;
        var weights = rows.Weights;
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
        var fit = LogisticRegression.Fit(rows.Values, rows.ColumnCount, outcomes, weights, options);
        return row => fit.Probability(row);
    };
}
