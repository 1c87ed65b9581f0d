using Holdfast.Numerics.Regression;

namespace Holdfast.Numerics.Classification;

/// <summary>How probabilities are put into bins.</summary>
public enum Binning
{
    /// <summary>Bins of equal width on 0..1; a probability on an edge belongs to the lower bin.</summary>
    EqualWidth,

    /// <summary>Bins of equally many customers in order of probability; the first n mod bins have one more. A tie that an edge cuts counts with its rate on both sides.</summary>
    EqualMass,
}

/// <summary>One bin of a calibration picture.</summary>
/// <param name="Count">Customers in the bin, 1 or more.</param>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Observed">Share of positives.</param>
/// <param name="Interval">Wilson's 95 % interval of the observed share.</param>
public readonly record struct CalibrationBin(int Count, double Predicted, double Observed, Interval Interval);

/// <summary>Logistic recalibration of probabilities: logit(observed) = intercept + slope logit(predicted).</summary>
/// <param name="Slope">1 is ideal; below 1 the probabilities are too extreme.</param>
/// <param name="SlopeStandardError">Its standard error.</param>
/// <param name="Intercept">0 is ideal, fitted together with the slope.</param>
/// <param name="InterceptStandardError">Its standard error.</param>
/// <param name="InTheLarge">Intercept when the slope is held at 1: below 0 the probabilities are too high on the whole.</param>
/// <param name="Convergence">How the fit ended.</param>
public sealed record CalibrationLine(double Slope, double SlopeStandardError, double Intercept, double InterceptStandardError, double InTheLarge, Convergence Convergence);

public static partial class ClassificationMetrics
{
    /// <summary>Mean log-loss, natural logarithm; probabilities are kept 1e-15 away from 0 and 1.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True where the outcome happened.</param>
    /// <exception cref="ArgumentException">Lengths differ or a probability is out of range.</exception>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels)
    {
        Check(probabilities, labels);
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var p = Math.Clamp(probabilities[i], 1e-15, 1 - 1e-15);
            sum -= Math.Log(labels[i] ? p : 1 - p);
        }
        return sum / labels.Length;
    }

    /// <summary>Mean squared distance of probability and outcome.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True where the outcome happened.</param>
    /// <exception cref="ArgumentException">Lengths differ or a probability is out of range.</exception>
    public static double Brier(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels)
    {
        Check(probabilities, labels);
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var distance = probabilities[i] - (labels[i] ? 1 : 0);
            sum += distance * distance;
        }
        return sum / labels.Length;
    }

    /// <summary>Calibration slope and intercept by logistic recalibration (Cox 1958); probabilities are kept 1e-12 away from 0 and 1.</summary>
    /// <param name="probabilities">0 to 1, at least two different ones.</param>
    /// <param name="labels">True where the outcome happened; both outcomes must occur.</param>
    /// <exception cref="ArgumentException">Lengths differ, a probability is out of range, or only one outcome occurs.</exception>
    public static CalibrationLine Calibration(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels)
    {
        Check(probabilities, labels);
        var logits = new double[labels.Length];
        var targets = new double[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            logits[i] = Logistic.Logit(probabilities[i]);
            targets[i] = labels[i] ? 1 : 0;
        }
        var fit = LogisticRegression.Fit(logits, 1, targets, [], new LogisticOptions { Ridge = 0 });
        return new CalibrationLine(fit.Coefficients[0], fit.StandardErrors[0], fit.Intercept, fit.InterceptStandardError, InTheLarge(logits, targets), fit.Convergence);
    }

    /// <summary>Expected calibration error: mean over bins of |observed - predicted|, weighted by customers.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True where the outcome happened.</param>
    /// <param name="bins">Bins, 1 or more; 10 is usual.</param>
    /// <param name="binning">Which bins; the value depends on it, so always state it.</param>
    /// <exception cref="ArgumentException">Lengths differ or a value is out of range.</exception>
    public static double ExpectedCalibrationError(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, int bins, Binning binning)
    {
        var sum = 0.0;
        foreach (var bin in CalibrationBins(probabilities, labels, bins, binning))
            sum += bin.Count * Math.Abs(bin.Observed - bin.Predicted);
        return sum / labels.Length;
    }

    /// <summary>Predicted and observed shares by bin, lowest probabilities first; empty bins are left out.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True where the outcome happened.</param>
    /// <param name="bins">Bins, 1 or more.</param>
    /// <param name="binning">Which bins.</param>
    /// <exception cref="ArgumentException">Lengths differ or a value is out of range.</exception>
    public static CalibrationBin[] CalibrationBins(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, int bins, Binning binning)
    {
        Check(probabilities, labels);
        Require.AtLeast(bins, 1, nameof(bins));
        var sorted = probabilities.ToArray();
        var outcomes = labels.ToArray();
        Array.Sort(sorted, outcomes);
        var rates = TiedRates(sorted, outcomes);
        var result = new List<CalibrationBin>();
        for (int start = 0, bin = 0; bin < bins; bin++)
        {
            var end = start;
            if (binning == Binning.EqualMass)
                end += sorted.Length / bins + (bin < sorted.Length % bins ? 1 : 0);
            else
                while (end < sorted.Length && (sorted[end] <= (bin + 1.0) / bins || bin == bins - 1))
                    end++;
            if (end > start)
                result.Add(Summarise(sorted.AsSpan(start..end), rates.AsSpan(start..end)));
            start = end;
        }
        return [.. result];
    }

    static CalibrationBin Summarise(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> rates)
    {
        double sum = 0, positives = 0;
        for (var i = 0; i < rates.Length; i++)
        {
            sum += probabilities[i];
            positives += rates[i];
        }
        var observed = Math.Min(1, positives / rates.Length);
        return new CalibrationBin(rates.Length, sum / rates.Length, observed, Intervals.Wilson(observed * rates.Length, rates.Length));
    }

    // Every row of a tie counts with the tie's rate, so that a bin's edge through it favours no side whatever the order of the rows.
    static double[] TiedRates(double[] sorted, bool[] outcomes)
    {
        var rates = new double[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];)
                end++;
            rates.AsSpan(start..end).Fill((double)outcomes.AsSpan(start..end).Count(true) / (end - start));
        }
        return rates;
    }

    static double InTheLarge(double[] logits, double[] targets)
    {
        var a = 0.0;
        for (var iteration = 0; iteration < 100; iteration++)
        {
            double gradient = 0, information = 0;
            for (var i = 0; i < logits.Length; i++)
            {
                var p = Logistic.Probability(a + logits[i]);
                gradient += targets[i] - p;
                information += p * (1 - p);
            }
            var step = Math.Clamp(gradient / Math.Max(information, 1e-300), -5, 5);
            a += step;
            if (Math.Abs(step) < 1e-12)
                break;
        }
        return a;
    }

    static void Check(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels)
    {
        Require.Some(labels.Length, nameof(labels));
        Require.Length(probabilities.Length, labels.Length, nameof(probabilities));
        Require.Shares(probabilities, nameof(probabilities));
    }
}
