using Holdfast.Numerics.Distributions;
using Holdfast.Numerics.Regression;

namespace Holdfast.Retention.Predict.Models;

/// <summary>
/// From a model's log-odds to a probability that means what it says: logit P = level + slope (margin - centre), fitted on rows
/// the model never saw. Keeps the order of customers.
/// </summary>
/// <param name="Level">Log-odds at the centre.</param>
/// <param name="Slope">Stretch; below 1 where the model was too sure.</param>
/// <param name="Centre">The margin at which level and slope are uncorrelated.</param>
/// <param name="LevelError">Standard error of the level.</param>
/// <param name="SlopeError">Standard error of the slope.</param>
/// <remarks>
/// <b>Source</b>: Cox 1958, Two further applications of a model for binary regression. The interval of a probability is that of
/// the calibration line (delta method on the logit), widened for customers who stand in several rows: how sure we are of the
/// share that leaves among customers of this score. It is no interval for one customer's own fate.
/// </remarks>
public sealed record ScoreCalibration(double Level, double Slope, double Centre, double LevelError, double SlopeError)
{
    static readonly double Normal80 = NormalDistribution.Quantile(0.9);

    /// <summary>Leaves the log-odds as they are, with the standard error of a share of so many leavers.</summary>
    public static ScoreCalibration None(double centre, int leavers) => new(centre, 1, centre, 1 / Math.Sqrt(leavers + 0.5), 0);

    /// <summary>Fits level and slope.</summary>
    /// <param name="margins">Log-odds of rows the model never saw.</param>
    /// <param name="labels">Whether the row left; both outcomes must occur.</param>
    /// <param name="weights">Weight of each row.</param>
    /// <param name="rowsPerCustomer">Mean rows of one customer: errors are widened by its root.</param>
    public static ScoreCalibration Fit(double[] margins, bool[] labels, double[] weights, double rowsPerCustomer)
    {
        var targets = Array.ConvertAll(labels, label => label ? 1.0 : 0.0);
        var options = new LogisticOptions { Ridge = 1 };
        var first = LogisticRegression.Fit(margins, 1, targets, weights, options);
        double sum = 0, total = 0;
        for (var i = 0; i < margins.Length; i++)
        {
            var p = first.Probability([margins[i]]);
            sum += weights[i] * p * (1 - p) * margins[i];
            total += weights[i] * p * (1 - p);
        }

        var centre = total > 0 ? sum / total : margins.Average();
        var fit = LogisticRegression.Fit(Array.ConvertAll(margins, m => m - centre), 1, targets, weights, options);
        var wider = Math.Sqrt(Math.Max(1, rowsPerCustomer) * weights.Sum() / weights.Length);
        return new ScoreCalibration(fit.Intercept, fit.Coefficients[0], centre, wider * fit.InterceptStandardError, wider * fit.StandardErrors[0]);
    }

    /// <summary>The probability.</summary>
    public double Probability(double margin) => Logistic.Probability(Logit(margin));

    /// <summary>Its 80 % interval.</summary>
    public (double Low, double High) Interval(double margin)
    {
        var distance = Normal80 * Math.Sqrt(LevelError * LevelError + SlopeError * SlopeError * (margin - Centre) * (margin - Centre));
        return (Logistic.Probability(Logit(margin) - distance), Logistic.Probability(Logit(margin) + distance));
    }

    double Logit(double margin) => Level + Slope * (margin - Centre);
}
