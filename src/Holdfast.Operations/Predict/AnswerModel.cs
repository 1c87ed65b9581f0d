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
    const double Ridge = 100;

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

    /// <summary>Fits; both outcomes must occur in both tables.</summary>
    /// <param name="taught">Rows to learn from; leaving stands for a yes.</param>
    /// <param name="held">Rows to calibrate and test on.</param>
    /// <param name="logged">For each column, whether its values are taken by their logarithm.</param>
    /// <param name="cancel">Looked at between two trees.</param>
    public static AnswerModel Fit(TrainingTable taught, TrainingTable held, bool[] logged, CancellationToken cancel)
    {
        var labels = taught.Infos.Select(info => info.Left ? 1f : 0f).ToArray();
        using var booster = Booster.Train(new BoosterRows(taught.Values, taught.ColumnCount, labels, []), Boosting with { BaseScore = labels.Average() }, cancel);
        return new AnswerModel(new TreeRisk(booster.SaveJson()), LogisticRisk.Fit(taught, logged, Ridge), held);
    }

    /// <summary>The chance of a yes, 0..1.</summary>
    public double Probability(float[] row) => _calibration.Probability(Margin(row));

    /// <summary>The same without the calibration.</summary>
    public double Uncalibrated(float[] row) => Logistic.Probability(Margin(row));

    double Margin(ReadOnlySpan<float> row) => 0.5 * (_trees.Margin(row) + _logistic.Margin(row));
}
