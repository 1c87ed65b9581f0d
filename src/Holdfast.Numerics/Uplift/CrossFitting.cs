using System.Runtime.InteropServices;

namespace Holdfast.Numerics.Uplift;

/// <summary>Which rows are predicted by models that never saw them: the models of a fold are fitted on all other folds.</summary>
public static class CrossFitting
{
    /// <summary>Folds in turn within each arm, so that every fold holds both arms whatever the order of the rows. Deterministic.</summary>
    /// <param name="treated">Who was treated.</param>
    /// <param name="count">Folds, 2 or more and at most the rows of the smaller arm.</param>
    /// <exception cref="ArgumentException">The number of folds is out of range.</exception>
    public static int[] FoldsByArm(ReadOnlySpan<bool> treated, int count)
    {
        var ones = System.MemoryExtensions.Count(treated, true);
        var smaller = Math.Min(ones, treated.Length - ones);
        Require.That(count >= 2 && count <= smaller, $"count is {count}; 2 folds to {smaller}, the rows of the smaller arm, are allowed");
        var folds = new int[treated.Length];
        var seen = new int[2];
        for (var i = 0; i < folds.Length; i++)
            folds[i] = seen[treated[i] ? 1 : 0]++ % count;
        return folds;
    }

    /// <summary>Expected outcomes with and without treatment of every row, each by models of the other folds.</summary>
    internal static (double[] Treated, double[] Untreated) Arms(TrialRows trial, UpliftOptions options)
    {
        var folds = options.FoldsOf(trial);
        var (ones, zeros) = (new double[folds.Length], new double[folds.Length]);
        foreach (var fold in Distinct(folds))
        {
            var one = FitArm(trial, options.Outcome, true, i => folds[i] != fold);
            var zero = FitArm(trial, options.Outcome, false, i => folds[i] != fold);
            for (var i = 0; i < folds.Length; i++)
            {
                if (folds[i] == fold)
                    (ones[i], zeros[i]) = (one(trial.Row(i)), zero(trial.Row(i)));
            }
        }
        return (ones, zeros);
    }

    /// <summary>Expected outcome of every row whatever its treatment, by models of the other folds.</summary>
    internal static double[] Whole(TrialRows trial, UpliftOptions options)
    {
        var folds = options.FoldsOf(trial);
        var means = new double[folds.Length];
        foreach (var fold in Distinct(folds))
        {
            var model = FitRows(trial, options.Outcome, trial.Outcomes, i => folds[i] != fold);
            for (var i = 0; i < folds.Length; i++)
            {
                if (folds[i] == fold)
                    means[i] = model(trial.Row(i));
            }
        }
        return means;
    }

    /// <summary>A model of one arm's outcomes on the rows included.</summary>
    internal static OutcomeModel FitArm(TrialRows trial, BaseLearner learner, bool arm, Func<int, bool> include)
    {
        var treated = trial.Treated.ToArray();
        return FitRows(trial, learner, trial.Outcomes, i => treated[i] == arm && include(i));
    }

    /// <summary>A model of any number per row on the rows included.</summary>
    internal static OutcomeModel FitRows(TrialRows trial, BaseLearner learner, ReadOnlySpan<double> targets, Func<int, bool> include)
    {
        var (rows, outcomes) = (new List<double>(), new List<double>());
        for (var i = 0; i < targets.Length; i++)
        {
            if (!include(i))
                continue;
            rows.AddRange(trial.Row(i));
            outcomes.Add(targets[i]);
        }
        Require.That(outcomes.Count > 0, "a fold leaves no row of one arm to learn from; give each fold rows of both arms");
        return learner(new LearningRows(CollectionsMarshal.AsSpan(rows), trial.ColumnCount, CollectionsMarshal.AsSpan(outcomes), []));
    }

    static SortedSet<int> Distinct(int[] folds) => [.. folds];
}
