using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Survival;

/// <summary>How events at the same time are dealt with.</summary>
public enum TieMethod
{
    /// <summary>Efron 1977: the tied leave one after the other, in every order alike; accurate and fast. The default, as in R.</summary>
    Efron,

    /// <summary>Breslow 1974: each of the tied leaves while all the others are still at risk; biased towards 0 with many ties.</summary>
    Breslow,

    /// <summary>The exact likelihood of discrete time; slow with many ties.</summary>
    Exact,
}

/// <summary>How a Cox regression is fitted.</summary>
public sealed record CoxOptions
{
    /// <summary>What to do with ties; Efron by default.</summary>
    public TieMethod Ties { get; init; }

    /// <summary>Most Newton steps; 50 by default, where 4 to 7 are usual. Range: 1 or more.</summary>
    public int MaximumIterations { get; init; } = 50;

    /// <summary>The fit ends when no coefficient, per standard deviation of its column, would move by more than this; 1e-9 by default. Range: above 0.</summary>
    public double StepTolerance { get; init; } = 1e-9;
}

/// <summary>A test of one hypothesis by chi-squared.</summary>
/// <param name="Statistic">The statistic.</param>
/// <param name="Degrees">Its degrees of freedom.</param>
/// <param name="PValue">P of a statistic at least as large; 1 with no degree of freedom.</param>
public sealed record ChiSquaredTest(double Statistic, int Degrees, double PValue)
{
    internal static ChiSquaredTest Of(double statistic, int degrees)
    {
        var clean = Math.Max(0, statistic);
        return new ChiSquaredTest(clean, degrees, degrees == 0 ? 1 : ChiSquaredDistribution.UpperTail(clean, degrees));
    }
}

/// <summary>A fitted Cox regression: hazard(t | x) = baseline(t) x exp(coefficients x).</summary>
/// <remarks>
/// Source: the fit of <see cref="CoxRegression"/>.
/// <para>Checked against: see <see cref="CoxRegression"/>.</para>
/// <para>Cost: nothing is worked out again but the p-values.</para>
/// </remarks>
public sealed record CoxFit
{
    /// <summary>Change of the log-hazard per unit of each column; 0 for an aliased column.</summary>
    public required double[] Coefficients { get; init; }

    /// <summary>Covariance of the coefficients, row by row: the inverse information; 0 for aliased columns.</summary>
    public required double[] Covariance { get; init; }

    /// <summary>Columns that are constant or depend on earlier ones; they are left out.</summary>
    public required bool[] Aliased { get; init; }

    /// <summary>Columns whose coefficient grows without bound because they separate who left from who stayed.</summary>
    public required bool[] Runaway { get; init; }

    /// <summary>Where R counts from: each column's weighted mean, but 0 for a column that holds -1, 0 and 1 only.</summary>
    public required double[] Centre { get; init; }

    /// <summary>Partial log-likelihood with all coefficients 0.</summary>
    public required double NullLogLikelihood { get; init; }

    /// <summary>Partial log-likelihood at the end.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Score test of all coefficients being 0; with one group column it is the log-rank test.</summary>
    public required ChiSquaredTest Score { get; init; }

    /// <summary>Wald test of the same, from the covariance.</summary>
    public required ChiSquaredTest Wald { get; init; }

    /// <summary>How ties were dealt with.</summary>
    public required TieMethod Ties { get; init; }

    /// <summary>How the iteration ended.</summary>
    public required Convergence Convergence { get; init; }

    /// <summary>Likelihood-ratio test of all coefficients being 0.</summary>
    public ChiSquaredTest LikelihoodRatio => ChiSquaredTest.Of(2 * (LogLikelihood - NullLogLikelihood), Wald.Degrees);

    /// <summary>Standard error of each coefficient; 0 for an aliased column.</summary>
    public double[] StandardErrors => Errors(Covariance);

    /// <summary>Log-hazard of a row against a row of zeros.</summary>
    /// <param name="row">One value per column.</param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    public double LinearPredictor(ReadOnlySpan<double> row)
    {
        Require.Length(row.Length, Coefficients.Length, "the row");
        var sum = 0.0;
        for (var j = 0; j < row.Length; j++)
            sum += Coefficients[j] * row[j];
        return sum;
    }

    /// <summary>Log-hazard of many rows, row by row.</summary>
    /// <param name="rows">Values row by row.</param>
    /// <exception cref="ArgumentException">The rows do not fit the columns.</exception>
    public double[] LinearPredictors(ReadOnlySpan<double> rows)
    {
        var width = Coefficients.Length;
        Require.Length(rows.Length % width, 0, "the rest of the rows after whole rows");
        var scores = new double[rows.Length / width];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = LinearPredictor(rows.Slice(i * width, width));
        return scores;
    }

    /// <summary>Square roots of a covariance's diagonal.</summary>
    /// <param name="covariance">Row by row.</param>
    public static double[] Errors(ReadOnlySpan<double> covariance)
    {
        var width = (int)Math.Round(Math.Sqrt(covariance.Length));
        var errors = new double[width];
        for (var i = 0; i < width; i++)
            errors[i] = Math.Sqrt(Math.Max(0, covariance[i * width + i]));
        return errors;
    }
}
