namespace Holdfast.Numerics.Regression;

/// <summary>A fitted logistic regression: P(y = 1 | x) = 1 / (1 + exp(-(intercept + coefficients x))).</summary>
/// <remarks>
/// Source: the fit of <see cref="LogisticRegression"/>.
/// <para>Checked against: see <see cref="LogisticRegression"/>.</para>
/// <para>Cost: one multiplication per column and row scored.</para>
/// </remarks>
public sealed record LogisticFit
{
    /// <summary>Log-odds where every column is 0.</summary>
    public required double Intercept { get; init; }

    /// <summary>Change of the log-odds per unit of each column; 0 for an aliased column.</summary>
    public required double[] Coefficients { get; init; }

    /// <summary>Standard error of the intercept, from the inverse of the (penalised) information.</summary>
    public required double InterceptStandardError { get; init; }

    /// <summary>Standard error of each coefficient; 0 for an aliased column.</summary>
    public required double[] StandardErrors { get; init; }

    /// <summary>Columns that are constant or depend on earlier columns: nothing in the data determines them, they are left out.</summary>
    public required bool[] Aliased { get; init; }

    /// <summary>Weighted mean of each column in the training rows: the point from which <see cref="Contribution"/> counts.</summary>
    public required double[] Means { get; init; }

    /// <summary>Weighted standard deviation of each column in the training rows; 1 where it is constant.</summary>
    public required double[] Deviations { get; init; }

    /// <summary>Weighted log-likelihood at the end, without the penalty.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Twice the log-likelihood lost against a model that fits every row; -2 x log-likelihood where all labels are 0 or 1.</summary>
    public required double Deviance { get; init; }

    /// <summary>The same of the model with the intercept alone.</summary>
    public required double NullDeviance { get; init; }

    /// <summary>True when the columns separate the classes, so that only the penalty (or the limit of steps) keeps the coefficients finite.</summary>
    public required bool Separated { get; init; }

    /// <summary>How the iteration ended.</summary>
    public required Convergence Convergence { get; init; }

    /// <summary>Log-odds of a row.</summary>
    /// <param name="row">One value per column, finite.</param>
    /// <exception cref="ArgumentException">The row has another width or holds a number that is not finite.</exception>
    public double Logit(ReadOnlySpan<double> row)
    {
        Require.Length(row.Length, Coefficients.Length, "the row");
        var sum = Intercept;
        for (var j = 0; j < row.Length; j++)
            sum += Coefficients[j] * row[j];
        if (!double.IsFinite(sum))
            Require.Finite(row, "the row");
        return sum;
    }

    /// <summary>Probability of a row, strictly between 0 and 1 for log-odds within +-36.</summary>
    /// <param name="row">One value per column, finite.</param>
    /// <exception cref="ArgumentException">The row has another width or holds a number that is not finite.</exception>
    public double Probability(ReadOnlySpan<double> row) => Logistic.Probability(Logit(row));

    /// <summary>
    /// What a column adds to a row's log-odds against the average row: coefficient x (value - mean). Together with
    /// <see cref="MeanLogit"/> the contributions add up to the log-odds; they are the exact Shapley values of a linear model.
    /// </summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="value">The row's value there.</param>
    public double Contribution(int column, double value) => Coefficients[column] * (value - Means[column]);

    /// <summary>Log-odds of the row of means.</summary>
    public double MeanLogit => Logit(Means);
}
