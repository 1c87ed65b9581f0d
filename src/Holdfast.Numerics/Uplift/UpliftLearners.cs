namespace Holdfast.Numerics.Uplift;

/// <summary>Five ways to make a model of an action's effect on a row out of any base learner.</summary>
/// <remarks>
/// Assumptions: 1. given what the row tells, treatment was by chance, with a known probability strictly between 0 and 1. 2. nobody's treatment changes another's outcome.
/// <para>Source: Künzel, Sekhon, Bickel and Yu 2019, PNAS 116:4156 (S, T, X); Nie and Wager 2021, Biometrika 108:299 (R); Kennedy 2023, EJS 17:3008 (DR).</para>
/// <para>Checked against: numpy 1.24 on the Hillstrom e-mail trial: the coefficients of the T, X, R and DR learners with linear least squares, to 1e-7.</para>
/// <para>Cost: S one fit, T two, X four, R one per fold and one, DR two per fold and one.</para>
/// </remarks>
public static class UpliftLearners
{
    /// <summary>S: one model with treatment as one more column; effect(x) = m(x, 1) - m(x, 0). With a linear base learner everyone has the same effect.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="options">The base learners.</param>
    public static OutcomeModel S(TrialRows trial, UpliftOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var width = trial.ColumnCount + 1;
        var rows = new double[trial.Outcomes.Length * width];
        for (var i = 0; i < trial.Outcomes.Length; i++)
        {
            trial.Row(i).CopyTo(rows.AsSpan(i * width));
            rows[i * width + width - 1] = trial.Treated[i] ? 1 : 0;
        }
        var model = options.Outcome(new LearningRows(rows, width, trial.Outcomes, []));
        return row =>
        {
            var longer = new double[width];
            row.CopyTo(longer);
            var without = model(longer);
            longer[^1] = 1;
            return model(longer) - without;
        };
    }

    /// <summary>T: one model per arm; effect(x) = m1(x) - m0(x).</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="options">The base learners.</param>
    public static OutcomeModel T(TrialRows trial, UpliftOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (one, zero) = Pair(trial, options);
        return row => one(row) - zero(row);
    }

    /// <summary>
    /// X: the effects imputed on each arm, y - m0(x) of the treated and m1(x) - y of the untreated, are modelled and mixed:
    /// effect(x) = e effect0(x) + (1 - e) effect1(x), where e is the share of treated rows (or the mean of the propensities).
    /// </summary>
    /// <param name="trial">The trial.</param>
    /// <param name="options">The base learners.</param>
    public static OutcomeModel X(TrialRows trial, UpliftOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (one, zero) = Pair(trial, options);
        var imputed = new double[trial.Outcomes.Length];
        var share = 0.0;
        for (var i = 0; i < imputed.Length; i++)
        {
            imputed[i] = trial.Treated[i] ? trial.Outcomes[i] - zero(trial.Row(i)) : one(trial.Row(i)) - trial.Outcomes[i];
            share += trial.Propensity(i) / imputed.Length;
        }
        var treated = trial.Treated.ToArray();
        var effect1 = CrossFitting.FitRows(trial, options.Effect, imputed, i => treated[i]);
        var effect0 = CrossFitting.FitRows(trial, options.Effect, imputed, i => !treated[i]);
        return row => share * effect0(row) + (1 - share) * effect1(row);
    }

    /// <summary>R: minimises sum ((y - m(x)) - (w - e) effect(x))^2 with m from the other folds, as a regression of (y - m) / (w - e) with weights (w - e)^2.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="options">The base learners and folds.</param>
    public static OutcomeModel R(TrialRows trial, UpliftOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var means = CrossFitting.Whole(trial, options);
        var (targets, weights) = (new double[means.Length], new double[means.Length]);
        for (var i = 0; i < means.Length; i++)
        {
            var surprise = (trial.Treated[i] ? 1 : 0) - trial.Propensity(i);
            targets[i] = (trial.Outcomes[i] - means[i]) / surprise;
            weights[i] = surprise * surprise;
        }
        return options.Effect(new LearningRows(trial.Values, trial.ColumnCount, targets, weights));
    }

    /// <summary>DR: a regression of each row's doubly robust effect (<see cref="AverageEffects.RowEffects"/>).</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="options">The base learners and folds.</param>
    public static OutcomeModel DR(TrialRows trial, UpliftOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Effect(new LearningRows(trial.Values, trial.ColumnCount, AverageEffects.RowEffects(trial, options), []));
    }

    static (OutcomeModel One, OutcomeModel Zero) Pair(TrialRows trial, UpliftOptions options) =>
        (CrossFitting.FitArm(trial, options.Outcome, true, _ => true), CrossFitting.FitArm(trial, options.Outcome, false, _ => true));
}
