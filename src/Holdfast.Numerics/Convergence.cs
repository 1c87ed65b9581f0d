namespace Holdfast.Numerics;

/// <summary>Why an iteration stopped.</summary>
public enum ConvergenceReason
{
    /// <summary>The answer is exact or in closed form; nothing was iterated.</summary>
    Exact,

    /// <summary>The gradient fell below the tolerance: the optimum is found.</summary>
    GradientSmall,

    /// <summary>No step improved the objective any more: the optimum to the accuracy of doubles.</summary>
    NoFurtherStep,

    /// <summary>The limit of iterations was reached before the tolerance.</summary>
    IterationLimit,

    /// <summary>The classes are separated and nothing holds the coefficients back: they grow without bound.</summary>
    Separation,

    /// <summary>A parameter ran to the edge of its range: the likelihood rises towards it and has no maximum inside, so the data do not determine it.</summary>
    Boundary,
}

/// <summary>How an iteration ended; part of every iterated result.</summary>
/// <param name="Iterations">How many steps were taken.</param>
/// <param name="Reason">Why it stopped.</param>
/// <param name="GradientNorm">Largest absolute entry of the gradient at the end, per unit of weight.</param>
public sealed record Convergence(int Iterations, ConvergenceReason Reason, double GradientNorm)
{
    /// <summary>True when the result may be used as the optimum.</summary>
    public bool Settled => Reason is ConvergenceReason.Exact or ConvergenceReason.GradientSmall or ConvergenceReason.NoFurtherStep;
}
