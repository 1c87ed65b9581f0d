namespace Holdfast.Numerics.Regression;

/// <summary>A fitted linear regression: E(y | x) = intercept + coefficients x.</summary>
/// <remarks>
/// Source: the fit of <see cref="LinearRegression"/>.
/// <para>Checked against: see <see cref="LinearRegression"/>.</para>
/// <para>Cost: one multiplication per column and row.</para>
/// </remarks>
public sealed record LinearFit
{
    /// <summary>Expected outcome where every column is 0.</summary>
    public required double Intercept { get; init; }

    /// <summary>Change of the outcome per unit of each column; 0 for an aliased column.</summary>
    public required double[] Coefficients { get; init; }

    /// <summary>Standard error of the intercept; infinite where no row is left over to judge by.</summary>
    public required double InterceptStandardError { get; init; }

    /// <summary>Standard error of each coefficient, 0 for an aliased column; infinite where no row is left over to judge by.</summary>
    public required double[] StandardErrors { get; init; }

    /// <summary>Columns that are constant or depend on earlier columns: nothing in the data determines them, they are left out.</summary>
    public required bool[] Aliased { get; init; }

    /// <summary>Weighted sum of squared residuals.</summary>
    public required double ResidualSquares { get; init; }

    /// <summary>Rows with weight less the coefficients that were determined.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>Expected outcome of a row.</summary>
    /// <param name="row">One value per column, finite.</param>
    /// <exception cref="ArgumentException">The row has another width or holds a number that is not finite.</exception>
    public double Predict(ReadOnlySpan<double> row)
    {
        Require.Length(row.Length, Coefficients.Length, "the row");
        var sum = Intercept;
        for (var j = 0; j < row.Length; j++)
            sum += Coefficients[j] * row[j];
        if (!double.IsFinite(sum))
            Require.Finite(row, "the row");
        return sum;
    }
}
