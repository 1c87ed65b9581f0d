using Holdfast.Native.XGBoost;
using Holdfast.Numerics.Classification;
using Holdfast.Numerics.Regression;
using Holdfast.Retention.Predict.Models;

namespace Holdfast.Operations.Predict;

/// <summary>
/// The chance of one answer: the mean log-odds of boosted trees and of a logistic regression with a strong penalty, which is better where
/// few yeses are spread over many weak signs; calibrated and tested on customers that neither was taught.
/// </summary>
sealed class AnswerModel
{
    const double Ridge = 300;
    const int CalibrationFolds = 5;
    const int FewestRows = 400;
    const int FewestOfEach = 30;

    static readonly BoosterParameters Boosting = new() { Depth = 2, Eta = 0.06, Rounds = 100, MinChildWeight = 5, Subsample = 0.7, ColumnSample = 0.4, MaxBin = 64 };

    readonly TreeRisk _trees;
    readonly LogisticRisk _logistic;
    readonly ScoreCalibration _calibration;

    AnswerModel(TreeRisk trees, LogisticRisk logistic, TrainingTable held)
    {
        (_trees, _logistic) = (trees, logistic);
        var margins = Enumerable.Range(0, held.Count).Select(i => Margin(held.Row(i))).ToArray();
        _calibration = ScoreCalibration.Fit(margins, held.Labels(), [.. margins.Select(_ => 1.0)], 1);
        Auc = ClassificationMetrics.Auc(margins, held.Labels());
    }

    /// <summary>Probability that a yes is ranked before a no among customers who were not taught.</summary>
    public double Auc { get; }

    /// <summary>Whether a customer is kept to calibrate and test on.</summary>
    public static bool Holds(RowInfo row) => row.Fold % CalibrationFolds == 0;

    /// <summary>Fits on customers but for one fold in five; null without XGBoost, below 400 rows or 30 of either answer.</summary>
    /// <param name="table">The rows; leaving stands for a yes.</param>
    /// <param name="logged">For each column, whether its values are taken by their logarithm.</param>
    /// <param name="cancel">Looked at between two trees.</param>
    public static AnswerModel? FitWhereEnough(TrainingTable table, bool[] logged, CancellationToken cancel)
    {
        var yes = table.Infos.Count(info => info.Left);
        if (!XGBoostLibrary.IsPresent || table.Count < FewestRows || Math.Min(yes, table.Count - yes) < FewestOfEach) return null;
        var (taught, held) = (table.Where(row => !Holds(row)), table.Where(Holds));
        return taught.Labels().Distinct().Count() < 2 || held.Labels().Distinct().Count() < 2 ? null : Fit(taught, held, logged, cancel);
    }

    /// <summary>Fits; both outcomes must occur in both tables.</summary>
    /// <param name="taught">Rows to learn from; leaving stands for a yes.</param>
    /// <param name="held">Rows to calibrate and test on.</param>
    /// <param name="logged">For each column, whether its values are taken by their logarithm.</param>
    /// <param name="cancel">Looked at between two trees.</param>
    static AnswerModel Fit(TrainingTable taught, TrainingTable held, bool[] logged, CancellationToken cancel)
    {
        var labels = taught.Infos.Select(info => info.Left ? 1f : 0f).ToArray();
        using var booster = Booster.Train(new BoosterRows(taught.Values, taught.ColumnCount, labels, []), Boosting with { BaseScore = labels.Average() }, cancel);
        return new AnswerModel(new TreeRisk(booster.SaveJson()), LogisticRisk.Fit(taught, logged, Ridge), held);
    }

    /// <summary>The chance of a yes, 0..1.</summary>
    public double Probability(float[] row) => _calibration.Probability(Margin(row));

    /// <summary>The same without the calibration.</summary>
    public double Uncalibrated(float[] row) => Logistic.Probability(Margin(row));

    /// <summary>Log-odds of a yes, not calibrated.</summary>
    public double Margin(ReadOnlySpan<float> row) => 0.5 * (_trees.Margin(row) + _logistic.Margin(row));
}
