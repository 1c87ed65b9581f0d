namespace Holdfast.Numerics.Calibration;

/// <summary>
/// Isotonic calibration: the rising step function closest to the outcomes, by pooling adjacent violators; between steps
/// linear, beyond the ends constant.
/// </summary>
/// <remarks>
/// Assumptions: 1. the scores come from rows the model was not trained on. 2. some thousand rows: with few, whole ranges become 0 or 1; consider <see cref="PlattCalibration"/> there.
/// <para>Source: Ayer et al. 1955 (pool adjacent violators); Zadrozny and Elkan 2002 (for probabilities).</para>
/// <para>Checked against: scikit-learn 1.2.1 on twelve scores with ties, to 1e-12.</para>
/// <para>Cost: O(n log n) to fit, O(log steps) per score.</para>
/// </remarks>
public sealed class IsotonicCalibration
{
    /// <summary>Makes one from stored steps.</summary>
    /// <param name="scores">Rising scores, at least one.</param>
    /// <param name="values">Probability at each score, not falling.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the scores or values are out of order.</exception>
    public IsotonicCalibration(IReadOnlyList<double> scores, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(values);
        Require.Some(scores.Count, nameof(scores));
        Require.Length(values.Count, scores.Count, nameof(values));
        (Scores, Values) = ([.. scores], [.. values]);
        Require.Finite(Scores, nameof(scores));
        Require.Shares(Values, nameof(values));
        for (var i = 1; i < scores.Count; i++)
            Require.That(scores[i] > scores[i - 1] && values[i] >= values[i - 1], $"scores[{i}] = {scores[i]} with value {values[i]} is out of order; rising scores with values that do not fall are allowed");
    }

    /// <summary>Scores at the ends of the steps, rising.</summary>
    public double[] Scores { get; }

    /// <summary>Probabilities there, not falling.</summary>
    public double[] Values { get; }

    /// <summary>Fits the step function.</summary>
    /// <param name="scores">Raw scores, finite.</param>
    /// <param name="labels">True where the outcome happened.</param>
    /// <param name="weights">One per row, 0 or more; empty for 1 each.</param>
    /// <exception cref="ArgumentException">Lengths differ or a value is not finite.</exception>
    public static IsotonicCalibration Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, ReadOnlySpan<double> weights)
    {
        Require.Some(scores.Length, nameof(scores));
        Require.Length(labels.Length, scores.Length, nameof(labels));
        Require.Countable(scores, nameof(scores));
        Require.Weights(weights, scores.Length);
        var steps = new List<Step>();
        foreach (var point in Points(scores, labels, weights))
        {
            var next = point;
            while (steps.Count > 0 && steps[^1].Mean >= next.Mean)
            {
                next = steps[^1].With(next);
                steps.RemoveAt(steps.Count - 1);
            }
            steps.Add(next);
        }
        return FromSteps(steps);
    }

    /// <summary>Probability of a raw score.</summary>
    /// <param name="score">Any finite score.</param>
    public double Apply(double score)
    {
        Require.That(double.IsFinite(score), $"the score is {score}; a finite number is allowed");
        var at = Array.BinarySearch(Scores, score);
        if (at >= 0)
            return Values[at];
        at = ~at;
        if (at == 0 || at == Scores.Length)
            return at == 0 ? Values[0] : Values[^1];
        var way = (score - Scores[at - 1]) / (Scores[at] - Scores[at - 1]);
        return Values[at - 1] + way * (Values[at] - Values[at - 1]);
    }

    /// <summary>One point per score, whatever the outcomes tied there: neighbours may only be pooled after that.</summary>
    static List<Step> Points(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, ReadOnlySpan<double> weights)
    {
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(scores.ToArray(), order);
        var points = new List<Step>();
        foreach (var i in order)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight == 0)
                continue;
            var row = new Step(scores[i], scores[i], weight, labels[i] ? weight : 0);
            if (points.Count > 0 && points[^1].To == row.From)
                points[^1] = points[^1].With(row);
            else
                points.Add(row);
        }
        return points;
    }

    static IsotonicCalibration FromSteps(List<Step> steps)
    {
        var (scores, values) = (new List<double>(), new List<double>());
        foreach (var step in steps)
        {
            scores.Add(step.From);
            values.Add(step.Mean);
            if (step.To == step.From)
                continue;
            scores.Add(step.To);
            values.Add(step.Mean);
        }
        return new IsotonicCalibration(scores, values);
    }

    readonly record struct Step(double From, double To, double Weight, double Successes)
    {
        public double Mean => Successes / Weight;

        public Step With(Step next) => new(From, next.To, Weight + next.Weight, Successes + next.Successes);
    }
}
