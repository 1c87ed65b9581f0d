namespace Holdfast.Numerics.Trees;

/// <summary>
/// Shapley values of one leaf as a game: the leaf is worth value x product over its columns of (flow if the column is unknown, else 1
/// or 0 as the row satisfies it). The subsets of size s are the coefficient of t^s in the product of (flow + satisfied t), so the
/// sum over all subsets costs d^2 instead of 2^d.
/// Source: Lundberg et al. 2020, From local explanations to global understanding with explainable AI for trees, algorithm 2.
/// </summary>
sealed class ShapleyWeights
{
    readonly double[][] _weights;
    readonly double[] _polynomial;

    public ShapleyWeights(int longestPath)
    {
        _polynomial = new double[longestPath + 1];
        _weights = new double[longestPath + 1][];
        for (var d = 1; d <= longestPath; d++)
        {
            // s! (d - 1 - s)! / d!
            _weights[d] = new double[d];
            _weights[d][0] = 1.0 / d;
            for (var s = 1; s < d; s++)
                _weights[d][s] = _weights[d][s - 1] * s / (d - s);
        }
    }

    /// <summary>Puts the value of each column of the path into <paramref name="result"/>.</summary>
    public void Explain(LeafPath path, ReadOnlySpan<bool> satisfied, Span<double> result)
    {
        var conditions = path.Conditions;
        Expand(conditions, satisfied);
        for (var j = 0; j < conditions.Length; j++)
        {
            var flow = conditions[j].Flow;
            result[j] = satisfied[j]
                ? path.Value * (1 - flow) * WithoutSatisfied(flow, conditions.Length)
                : -path.Value * Without(conditions.Length);
        }
    }

    void Expand(PathCondition[] conditions, ReadOnlySpan<bool> satisfied)
    {
        Array.Clear(_polynomial);
        _polynomial[0] = 1;
        for (var k = 0; k < conditions.Length; k++)
        {
            for (var s = k + 1; s > 0; s--)
                _polynomial[s] = _polynomial[s] * conditions[k].Flow + (satisfied[k] ? _polynomial[s - 1] : 0);
            _polynomial[0] *= conditions[k].Flow;
        }
    }

    // The polynomial divided by (flow + t), from its highest power down, weighted.
    double WithoutSatisfied(double flow, int d)
    {
        double coefficient = 0, sum = 0;
        for (var s = d - 1; s >= 0; s--)
        {
            coefficient = _polynomial[s + 1] - flow * coefficient;
            sum += coefficient * _weights[d][s];
        }
        return sum;
    }

    // Dividing by the constant flow cancels against the factor (0 - flow) in front.
    double Without(int d)
    {
        var sum = 0.0;
        for (var s = 0; s < d; s++)
            sum += _polynomial[s] * _weights[d][s];
        return sum;
    }
}
