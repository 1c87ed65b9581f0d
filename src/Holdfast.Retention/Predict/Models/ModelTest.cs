using Holdfast.Numerics.Classification;

namespace Holdfast.Retention.Predict.Models;

/// <summary>How good a model is on rows it never saw.</summary>
public sealed record ModelTest
{
    /// <summary>trees, logistic or recency.</summary>
    public required string Name { get; init; }

    /// <summary>Probability that a leaver is ranked before another customer, 0..1.</summary>
    public required double Auc { get; init; }

    /// <summary>Lower end of its 95 % interval (DeLong), 0..1.</summary>
    public required double AucLow { get; init; }

    /// <summary>Upper end of its 95 % interval, 0..1.</summary>
    public required double AucHigh { get; init; }

    /// <summary>Mean precision at the leavers, 0..1.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>How many times the mean share of leavers the top tenth holds.</summary>
    public required double TopDecileLift { get; init; }

    /// <summary>Mean squared error of the probability, 0..1.</summary>
    public required double Brier { get; init; }

    /// <summary>Mean of -ln of the probability given to what happened.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Slope of the outcome's log-odds on the predicted ones; 1 is right, below 1 too sure.</summary>
    public required double CalibrationSlope { get; init; }

    /// <summary>Measures probabilities against what happened; null where only one outcome or one probability occurs.</summary>
    public static ModelTest? Of(string name, double[] probabilities, bool[] labels)
    {
        var leavers = labels.Count(label => label);
        if (leavers < 2 || labels.Length - leavers < 2 || probabilities.Distinct().Take(2).Count() < 2) return null;
        var auc = ClassificationMetrics.AucWithInterval(probabilities, labels);
        return new ModelTest
        {
            Name = name,
            Auc = auc.Value,
            AucLow = auc.Interval.Low,
            AucHigh = auc.Interval.High,
            AveragePrecision = ClassificationMetrics.AveragePrecision(probabilities, labels),
            TopDecileLift = ClassificationMetrics.TopDecileLift(probabilities, labels),
            Brier = ClassificationMetrics.Brier(probabilities, labels),
            LogLoss = ClassificationMetrics.LogLoss(probabilities, labels),
            CalibrationSlope = ClassificationMetrics.Calibration(probabilities, labels).Slope,
        };
    }
}
