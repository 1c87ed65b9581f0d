using Holdfast.Retention.Predict.Models;

namespace Holdfast.Retention.Predict.Effects;

/// <summary>Brings features to one scale for effects: (value - mean) / deviation within +-3, 0 where missing.</summary>
public sealed class TraitScale
{
    readonly double[] _means;
    readonly double[] _deviations;

    /// <summary>Means and deviations of the columns of a table.</summary>
    public TraitScale(TrainingTable table)
    {
        (_means, _deviations) = (new double[table.ColumnCount], new double[table.ColumnCount]);
        for (var j = 0; j < table.ColumnCount; j++) (_means[j], _deviations[j]) = Of(table, j);
    }

    /// <summary>A row brought to scale.</summary>
    public double[] Apply(ReadOnlySpan<float> row)
    {
        var scaled = new double[row.Length];
        for (var j = 0; j < row.Length; j++)
            scaled[j] = float.IsNaN(row[j]) || _deviations[j] <= 0 ? 0 : Math.Clamp((row[j] - _means[j]) / _deviations[j], -3, 3);
        return scaled;
    }

    static (double Mean, double Deviation) Of(TrainingTable table, int column)
    {
        double sum = 0, squares = 0;
        var told = 0;
        for (var i = 0; i < table.Count; i++)
        {
            var value = table.Row(i)[column];
            if (float.IsNaN(value)) continue;
            sum += value;
            squares += (double)value * value;
            told++;
        }

        if (told == 0) return (0, 0);
        var mean = sum / told;
        return (mean, Math.Sqrt(Math.Max(0, squares / told - mean * mean)));
    }
}
