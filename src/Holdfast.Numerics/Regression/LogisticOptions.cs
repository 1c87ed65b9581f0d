namespace Holdfast.Numerics.Regression;

/// <summary>How a logistic regression is fitted.</summary>
public sealed record LogisticOptions
{
    /// <summary>
    /// Weight of the penalty ridge / 2 x sum of squared coefficients per standard deviation of their column, against a sum of
    /// log-losses; 0 is plain maximum likelihood. 1 by default: harmless above some hundred rows, finite under separation.
    /// The intercept is never penalised. Range: 0 or more.
    /// </summary>
    public double Ridge { get; init; } = 1;

    /// <summary>Most Newton steps; 50 by default, where 6 to 10 are usual. Range: 1 or more.</summary>
    public int MaximumIterations { get; init; } = 50;

    /// <summary>The fit ends when the largest gradient per unit of weight is at most this; 1e-11 by default. Range: above 0.</summary>
    public double GradientTolerance { get; init; } = 1e-11;
}
