using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Regression;

/// <summary>Linear least squares with weights: minimises sum w (y - intercept - coefficients x)^2.</summary>
/// <remarks>
/// Assumptions: 1. for the standard errors: residuals are independent with variance proportional to 1 / w. 2. no value is missing.
/// <para>Source: Golub and Van Loan 2013, Matrix Computations, 5.3 (by Householder's QR, which keeps twice the digits of the normal equations).</para>
/// <para>Checked against: numpy 1.24 lstsq on 21,000 rows of the Hillstrom e-mail trial, to 1e-7; R 4.2.2 lm on weighted rows with a dependent column, to 1e-9.</para>
/// <para>Cost: 2 rows x columns^2 operations and one copy of the rows.</para>
/// </remarks>
public static class LinearRegression
{
    /// <summary>Fits outcomes to rows.</summary>
    /// <param name="rows">Values row by row, finite; <paramref name="columnCount"/> per row.</param>
    /// <param name="columnCount">Columns, 0 or more (0 fits the mean).</param>
    /// <param name="outcomes">One per row, finite; at least one.</param>
    /// <param name="weights">One per row, 0 or more; empty for 1 each.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a number is not finite or out of range.</exception>
    public static LinearFit Fit(ReadOnlySpan<double> rows, int columnCount, ReadOnlySpan<double> outcomes, ReadOnlySpan<double> weights)
    {
        Require.AtLeast(columnCount, 0, nameof(columnCount));
        Require.Some(outcomes.Length, nameof(outcomes));
        Require.Length(rows.Length, outcomes.Length * columnCount, nameof(rows));
        Require.Countable(rows, nameof(rows));
        Require.Countable(outcomes, nameof(outcomes));
        Require.Weights(weights, outcomes.Length);
        var (columns, right, used) = Weighted(rows, columnCount, outcomes, weights);
        var factor = new HouseholderQr(columns, right);
        var solution = factor.Solve();
        var errors = Errors(factor, used);
        return new LinearFit
        {
            Intercept = solution[0],
            Coefficients = solution[1..],
            InterceptStandardError = errors[0],
            StandardErrors = errors[1..],
            Aliased = factor.Aliased[1..],
            ResidualSquares = factor.ResidualSquares,
            DegreesOfFreedom = used - factor.Rank,
        };
    }

    // Rows times the root of their weight, column by column, the intercept first.
    static (double[] Columns, double[] Right, int Used) Weighted(
        ReadOnlySpan<double> rows, int columnCount, ReadOnlySpan<double> outcomes, ReadOnlySpan<double> weights)
    {
        var count = outcomes.Length;
        var columns = new double[(columnCount + 1) * count];
        var right = new double[count];
        var used = 0;
        for (var i = 0; i < count; i++)
        {
            var root = weights.IsEmpty ? 1 : Math.Sqrt(weights[i]);
            used += root > 0 ? 1 : 0;
            columns[i] = root;
            right[i] = root * outcomes[i];
            for (var j = 0; j < columnCount; j++)
                columns[(j + 1) * count + i] = root * rows[i * columnCount + j];
        }
        return (columns, right, used);
    }

    static double[] Errors(HouseholderQr factor, int used)
    {
        var free = used - factor.Rank;
        var variance = free > 0 ? factor.ResidualSquares / free : double.PositiveInfinity;
        var diagonal = factor.InverseDiagonal();
        for (var j = 0; j < diagonal.Length; j++)
            diagonal[j] = diagonal[j] == 0 ? 0 : Math.Sqrt(variance * diagonal[j]);
        return diagonal;
    }
}
