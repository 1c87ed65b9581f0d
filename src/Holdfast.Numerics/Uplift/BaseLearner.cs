using Holdfast.Numerics.Regression;

namespace Holdfast.Numerics.Uplift;

/// <summary>A fitted model of an outcome: the expected outcome of a row.</summary>
/// <param name="row">One value per column.</param>
public delegate double OutcomeModel(ReadOnlySpan<double> row);

/// <summary>Any way to fit a model of an outcome; uplift learners are built from it.</summary>
/// <param name="rows">Values row by row.</param>
/// <param name="columnCount">Values per row.</param>
/// <param name="outcomes">One outcome per row.</param>
public delegate OutcomeModel BaseLearner(ReadOnlySpan<double> rows, int columnCount, ReadOnlySpan<double> outcomes);

/// <summary>Base learners that are here; trees join by a delegate of their own.</summary>
/// <remarks>
/// Source: see the regressions they wrap.
/// <para>Checked against: see there.</para>
/// <para>Cost: see there.</para>
/// </remarks>
public static class BaseLearners
{
    /// <summary>Logistic regression of an outcome in 0..1; a constant where only one outcome occurs.</summary>
    /// <param name="options">Penalty and limits.</param>
    public static BaseLearner Logistic(LogisticOptions options) => (rows, columnCount, outcomes) =>
    {
        var sum = 0.0;
        foreach (var y in outcomes)
            sum += y;
        if (sum == 0 || sum == outcomes.Length)
        {
            // Laplace's rule keeps a group without events from promising certainty.
            var share = (sum + 1) / (outcomes.Length + 2);
            return _ => share;
        }
        var fit = LogisticRegression.Fit(rows, columnCount, outcomes, [], options);
        return row => fit.Probability(row);
    };
}
