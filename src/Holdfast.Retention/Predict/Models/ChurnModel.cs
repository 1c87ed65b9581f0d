using Holdfast.Retention.Predict.Features;

namespace Holdfast.Retention.Predict.Models;

/// <summary>The model that scores customers: which columns it reads, how it ranks, what its log-odds mean.</summary>
/// <param name="Champion">trees, logistic or base_rate.</param>
/// <param name="Columns">Places of its columns among the features of the catalogue.</param>
/// <param name="Risk">Ranks by risk.</param>
/// <param name="Calibration">From log-odds to probability.</param>
public sealed record ChurnModel(string Champion, IReadOnlyList<int> Columns, IRiskModel Risk, ScoreCalibration Calibration)
{
    /// <summary>The model's columns of a row of the catalogue, narrowed to 32 bits.</summary>
    public float[] Narrowed(ReadOnlySpan<double> row)
    {
        var narrowed = new float[Columns.Count];
        for (var i = 0; i < narrowed.Length; i++) narrowed[i] = (float)row[Columns[i]];
        return narrowed;
    }

    /// <summary>What drives a customer's score up, strongest first, at most <paramref name="most"/>.</summary>
    /// <param name="row">The model's columns of the customer.</param>
    /// <param name="features">The catalogue's features.</param>
    /// <param name="most">Most reasons.</param>
    /// <param name="minorDigits">Digits after the decimal point of the currency.</param>
    /// <remarks>
    /// Contributions are exact Shapley values on the log-odds, added up by family of features. A family speaks through its
    /// feature with the highest contribution that may be said; a family of which nothing may be said is passed over.
    /// </remarks>
    public IReadOnlyList<ScoreReason> Reasons(ReadOnlySpan<float> row, IReadOnlyList<Feature> features, int most, int minorDigits)
    {
        var contributions = new double[row.Length];
        Risk.Explain(row, contributions);
        var families = new Dictionary<string, FamilySum>(StringComparer.Ordinal);
        for (var i = 0; i < row.Length; i++)
        {
            var feature = features[Columns[i]];
            if (!families.TryGetValue(feature.Family, out var family)) families[feature.Family] = family = new FamilySum(feature.Family);
            family.Add(feature, row[i], contributions[i]);
        }

        return
        [
            .. families.Values.Where(f => f.Sum > 0 && f.Speaker is not null)
                .OrderByDescending(f => f.Sum).ThenBy(f => f.Name, StringComparer.Ordinal)
                .Take(most).Select(f => new ScoreReason(f.Speaker!.Name, f.Value, f.Sum, FeatureSentence.Of(f.Speaker, f.Value, minorDigits)!)),
        ];
    }

    sealed class FamilySum(string name)
    {
        double _best = double.NegativeInfinity;

        public string Name { get; } = name;

        public double Sum { get; private set; }

        public Feature? Speaker { get; private set; }

        public double Value { get; private set; }

        public void Add(Feature feature, float value, double contribution)
        {
            Sum += contribution;
            if (contribution <= _best || !FeatureSentence.Says(feature, value)) return;
            (_best, Speaker, Value) = (contribution, feature, value);
        }
    }
}
