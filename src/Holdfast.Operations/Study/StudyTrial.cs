using Holdfast.Numerics.Regression;
using Holdfast.Numerics.Uplift;

namespace Holdfast.Operations.Study;

/// <summary>The columns of a trial.</summary>
/// <param name="Treated">Who was treated.</param>
/// <param name="Outcomes">What came of it.</param>
/// <param name="Scores">The score to judge, or null.</param>
/// <param name="Propensities">How likely treatment was, or null.</param>
/// <param name="Design">What is known of each row, or null.</param>
sealed record StudyTrial(bool[] Treated, double[] Outcomes, double[]? Scores, double[]? Propensities, StudyDesign? Design)
{
    public int Width => Design?.Terms.Count ?? 0;

    public StudyTrial At(int[] rows) => new(
        Treated.At(rows), Outcomes.At(rows), Scores?.At(rows), Propensities?.At(rows), Design is null ? null : Design with { Values = [.. Design.Values.Select(column => column.At(rows))] });

    /// <summary>The trial; with a column of zeros where nothing is known of the rows.</summary>
    public TrialRows Rows() => new(Width == 0 ? new double[Treated.Length] : Design!.ByRow(), Math.Max(1, Width), Treated, Outcomes, Propensities);

    public BaseLearner Learner(OutcomeLearner model)
    {
        if (model == OutcomeLearner.Linear) return BaseLearners.Linear;
        if (Array.Exists(Outcomes, y => y is not (0 or 1))) throw HoldfastException.OfRequest("--model logistic: the outcome holds numbers other than 0 and 1; --model linear is allowed.");
        return BaseLearners.Logistic(new LogisticOptions());
    }

    /// <summary>Each row's effect by a model of the other folds.</summary>
    public double[] OtherFolds(UpliftLearner learner, UpliftOptions options)
    {
        var folds = CrossFitting.FoldsByArm(Treated, options.Folds);
        var effects = new double[Treated.Length];
        for (var fold = 0; fold < options.Folds; fold++)
        {
            var effect = Fit(learner, At([.. Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold)]).Rows(), options);
            for (var row = 0; row < effects.Length; row++)
            {
                if (folds[row] == fold) effects[row] = effect([.. Design!.Values.Select(column => column[row])]);
            }
        }

        return effects;
    }

    /// <summary>The effect learned from all rows, per unit of each column; empty unless it is linear.</summary>
    public IReadOnlyList<EffectTerm> Terms(UpliftRequest request, UpliftOptions options)
    {
        var linear = request.Model == OutcomeLearner.Linear || request.Learner is UpliftLearner.X or UpliftLearner.R or UpliftLearner.Dr;
        if (Width == 0 || Scores is not null || !linear) return [];
        var effect = Fit(request.Learner, Rows(), options);
        var level = effect(new double[Width]);
        return [new EffectTerm("(Intercept)", level), .. Design!.Terms.Select((term, j) => new EffectTerm(term.Name, effect(Unit(j)) - level))];
    }

    double[] Unit(int column)
    {
        var row = new double[Width];
        row[column] = 1;
        return row;
    }

    static OutcomeModel Fit(UpliftLearner learner, TrialRows rows, UpliftOptions options) => learner switch
    {
        UpliftLearner.S => UpliftLearners.S(rows, options),
        UpliftLearner.T => UpliftLearners.T(rows, options),
        UpliftLearner.X => UpliftLearners.X(rows, options),
        UpliftLearner.R => UpliftLearners.R(rows, options),
        _ => UpliftLearners.DR(rows, options),
    };
}
