namespace Holdfast.Numerics.Experiments;

/// <summary>p-values adjusted for how many were looked at; each may be compared with the level itself.</summary>
/// <remarks>
/// Assumptions: 1. Benjamini and Hochberg: tests are independent or positively dependent; the others: none.
/// <para>Source: Benjamini and Hochberg 1995, JRSS B 57:289; Holm 1979, Scandinavian Journal of Statistics 6:65; Bonferroni.</para>
/// <para>Checked against: R's p.adjust on its documented rules, worked out by hand.</para>
/// <para>Cost: O(n log n).</para>
/// </remarks>
public static class MultipleComparisons
{
    /// <summary>Benjamini and Hochberg: keeps the expected share of false findings among the findings at the level.</summary>
    /// <param name="pValues">0 to 1 each.</param>
    /// <returns>Adjusted values in the order given.</returns>
    /// <exception cref="ArgumentException">A value is not a share.</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        var (order, adjusted) = Ordered(pValues);
        var smallest = 1.0;
        for (var rank = order.Length; rank >= 1; rank--)
            adjusted[order[rank - 1]] = smallest = Math.Min(smallest, pValues[order[rank - 1]] * order.Length / rank);
        return adjusted;
    }

    /// <summary>Holm: keeps the probability of any false finding at the level; never worse than Bonferroni.</summary>
    /// <param name="pValues">0 to 1 each.</param>
    /// <returns>Adjusted values in the order given.</returns>
    /// <exception cref="ArgumentException">A value is not a share.</exception>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        var (order, adjusted) = Ordered(pValues);
        var largest = 0.0;
        for (var rank = 1; rank <= order.Length; rank++)
            adjusted[order[rank - 1]] = largest = Math.Max(largest, Math.Min(1, pValues[order[rank - 1]] * (order.Length - rank + 1)));
        return adjusted;
    }

    /// <summary>Bonferroni: each value times how many there are.</summary>
    /// <param name="pValues">0 to 1 each.</param>
    /// <exception cref="ArgumentException">A value is not a share.</exception>
    public static double[] Bonferroni(ReadOnlySpan<double> pValues)
    {
        var (_, adjusted) = Ordered(pValues);
        for (var i = 0; i < adjusted.Length; i++)
            adjusted[i] = Math.Min(1, pValues[i] * adjusted.Length);
        return adjusted;
    }

    static (int[] Order, double[] Adjusted) Ordered(ReadOnlySpan<double> pValues)
    {
        Require.Shares(pValues, nameof(pValues));
        var (keys, order) = (pValues.ToArray(), new int[pValues.Length]);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(keys, order);
        return (order, new double[order.Length]);
    }
}
