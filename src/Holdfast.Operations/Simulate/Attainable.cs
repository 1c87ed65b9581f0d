using Holdfast.Native.XGBoost;
using Holdfast.Numerics.Regression;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Simulate;

/// <summary>
/// What could be had from the same facts: boosted trees over the run's own features, taught the truth itself instead of who left, each
/// customer judged by trees that never saw it. What is missing from 1 is in no feature.
/// </summary>
static class Attainable
{
    const int Folds = 5;
    const double Rarest = 1e-4;

    static readonly BoosterParameters Trees = new()
    {
        Objective = BoosterObjective.SquaredError,
        Depth = 4,
        Eta = 0.05,
        Rounds = 200,
        MinChildWeight = 5,
        Subsample = 0.7,
        ColumnSample = 0.4,
        MaxBin = 64,
    };

    /// <summary>Rank correlation with the true risk; null where XGBoost is missing or there are too few customers to teach trees.</summary>
    /// <param name="features">The run's features, a row each customer.</param>
    /// <param name="trueRisk">The true probability by customer id; others are left out.</param>
    public static double? RankCorrelation(ColumnTable features, IReadOnlyDictionary<string, double> trueRisk)
    {
        var customers = features.Texts("customer");
        var known = Enumerable.Range(0, customers.Length).Where(i => trueRisk.ContainsKey(customers[i]!)).ToArray();
        if (!XGBoostLibrary.IsPresent || known.Length < 10 * Folds) return null;
        var columns = features.Names.Where(name => name != "customer").Select(features.Doubles).ToArray();
        var rows = known.Select(i => Array.ConvertAll(columns, column => (float)column[i])).ToArray();
        // On the log-odds, where the many of small risk are told apart as well as the few of great.
        var taught = known.Select(i => (float)Logistic.Logit(Math.Clamp(trueRisk[customers[i]!], Rarest, 1 - Rarest))).ToArray();
        var guessed = new double[known.Length];
        for (var fold = 0; fold < Folds; fold++) Guess(rows, taught, fold, guessed);
        return Ranks.Correlation(guessed, [.. known.Select(i => trueRisk[customers[i]!])]);
    }

    static void Guess(float[][] rows, float[] taught, int fold, double[] guessed)
    {
        var (own, others) = (new List<int>(), new List<int>());
        for (var i = 0; i < rows.Length; i++) (i % Folds == fold ? own : others).Add(i);
        var labels = others.Select(i => taught[i]).ToArray();
        var values = others.SelectMany(i => rows[i]).ToArray();
        using var trees = Booster.Train(new BoosterRows(values, rows[0].Length, labels, []), Trees with { BaseScore = labels.Average() }, CancellationToken.None);
        var margins = trees.PredictMargins([.. own.SelectMany(i => rows[i])]);
        for (var i = 0; i < own.Count; i++) guessed[own[i]] = margins[i];
    }
}
