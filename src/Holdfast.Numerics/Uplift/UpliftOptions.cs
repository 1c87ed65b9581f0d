namespace Holdfast.Numerics.Uplift;

/// <summary>How an uplift learner is put together.</summary>
public sealed record UpliftOptions
{
    /// <summary>Models the outcome; linear least squares by default, since it takes outcomes of any size.</summary>
    public BaseLearner Outcome { get; init; } = BaseLearners.Linear;

    /// <summary>Models the effect (X, R and DR learners); must take any number and weights. Linear least squares by default. Ignored by S and T.</summary>
    public BaseLearner Effect { get; init; } = BaseLearners.Linear;

    /// <summary>Folds of cross-fitting (R, DR and the average effect); 5 by default: more barely differ and cost as many fits. Range 2 to the rows of the smaller arm. Ignored where <see cref="FoldOfRow"/> is given.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The fold of each row, where it is to be fixed; null takes <see cref="CrossFitting.FoldsByArm"/>.</summary>
    public IReadOnlyList<int>? FoldOfRow { get; init; }

    internal int[] FoldsOf(TrialRows trial)
    {
        if (FoldOfRow is null)
            return CrossFitting.FoldsByArm(trial.Treated, Folds);
        Require.Length(FoldOfRow.Count, trial.Outcomes.Length, nameof(FoldOfRow));
        return [.. FoldOfRow];
    }
}
