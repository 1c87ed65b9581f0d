using Holdfast.Numerics.Regression;

namespace Holdfast.Retention.Predict.Models;

/// <summary>
/// Where too few left to train a model: the share that left by band of tenure (up to 90 days, a year, two years, more), drawn to the
/// share of all by 50 customers' weight.
/// </summary>
public sealed class BaseRateRisk : IRiskModel
{
    const double Drawn = 50;
    static readonly int[] BandEnds = [90, 365, 730];

    readonly int _tenureColumn;
    readonly double[] _margins = new double[BandEnds.Length + 1];

    /// <summary>The shares of the rows of a table.</summary>
    /// <param name="counts">Customers at risk and leavers by month of tenure.</param>
    /// <param name="tenureColumn">Column that holds the tenure in days.</param>
    public BaseRateRisk(Value.TenureCounts counts, int tenureColumn)
    {
        _tenureColumn = tenureColumn;
        var all = (counts.Left.Sum() + 0.5) / (counts.AtRisk.Sum() + 1.0);
        for (var band = 0; band < _margins.Length; band++)
        {
            var months = Enumerable.Range(0, counts.AtRisk.Length).Where(m => Band(m * Value.TenureCounts.DaysPerMonth) == band).ToList();
            var share = (months.Sum(m => counts.Left[m]) + Drawn * all) / (months.Sum(m => counts.AtRisk[m]) + Drawn);
            _margins[band] = Logistic.Logit(Math.Min(share, 1));
        }
    }

    /// <inheritdoc/>
    public double Margin(ReadOnlySpan<float> row) => _margins[Band(row[_tenureColumn])];

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        contributions.Clear();
        contributions[_tenureColumn] = Margin(row) - _margins.Average();
    }

    static int Band(double tenureDays) => BandEnds.Count(end => tenureDays >= end);
}
