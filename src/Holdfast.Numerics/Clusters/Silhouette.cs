namespace Holdfast.Numerics.Clusters;

/// <summary>How well points lie in their groups: (b - a) / max(a, b), a the mean distance to the own group, b to the nearest other one; 1 is best, below 0 is wrong.</summary>
/// <param name="Average">Over all points looked at.</param>
/// <param name="Groups">Average per group; 0 for a group none of whose points was looked at.</param>
/// <param name="Points">Value per point looked at.</param>
/// <param name="Sampled">Whether only a sample was looked at, because all pairs of points would be too many.</param>
/// <remarks>
/// Assumptions: 1. distances are Euclidean.
/// <para>Source: Rousseeuw 1987, Journal of Computational and Applied Mathematics 20:53; a point alone in its group counts 0.</para>
/// <para>Checked against: R's cluster 2.1.4 on ruspini and iris.</para>
/// <para>Cost: O(points^2 x columns), points limited.</para>
/// </remarks>
public sealed record Silhouette(double Average, double[] Groups, double[] Points, bool Sampled)
{
    /// <summary>Measures a grouping.</summary>
    /// <param name="points">The points.</param>
    /// <param name="labels">Group of each point, from 0; two groups or more in use.</param>
    /// <param name="most">Most points to look at; above it a sample drawn with a fixed seed is compared with itself. 5,000 by default.</param>
    /// <exception cref="ArgumentException">A length or a label is out of range, or there is one group only.</exception>
    public static Silhouette Of(Points points, ReadOnlySpan<int> labels, int most = 5000)
    {
        ArgumentNullException.ThrowIfNull(points);
        Require.Length(labels.Length, points.Count, nameof(labels));
        Require.AtLeast(most, 2, nameof(most));
        var groups = 0;
        for (var i = 0; i < labels.Length; i++)
            groups = Math.Max(groups, Require.AtLeast(labels[i], 0, nameof(labels)) + 1);
        var chosen = Choose(points.Count, most);
        var sizes = new int[groups];
        foreach (var i in chosen)
            sizes[labels[i]]++;
        var used = 0;
        foreach (var size in sizes)
            used += size > 0 ? 1 : 0;
        Require.That(used >= 2, $"{used} group is in use; two or more are needed");
        var values = new double[chosen.Length];
        var (sums, average) = (new double[groups], 0.0);
        for (var i = 0; i < chosen.Length; i++)
        {
            values[i] = One(points, labels, chosen, sizes, i);
            sums[labels[chosen[i]]] += values[i];
            average += values[i] / chosen.Length;
        }
        for (var g = 0; g < groups; g++)
            sums[g] = sizes[g] > 0 ? sums[g] / sizes[g] : 0;
        return new Silhouette(average, sums, values, chosen.Length < points.Count);
    }

    static double One(Points points, ReadOnlySpan<int> labels, int[] chosen, int[] sizes, int at)
    {
        var own = labels[chosen[at]];
        if (sizes[own] == 1)
            return 0;
        var sums = new double[sizes.Length];
        foreach (var other in chosen)
            sums[labels[other]] += Math.Sqrt(Clusters.Points.Distance(points[chosen[at]], points[other]));
        var a = sums[own] / (sizes[own] - 1);
        var b = double.PositiveInfinity;
        for (var g = 0; g < sizes.Length; g++)
        {
            if (g != own && sizes[g] > 0)
                b = Math.Min(b, sums[g] / sizes[g]);
        }
        return Math.Max(a, b) > 0 ? (b - a) / Math.Max(a, b) : 0;
    }

    static int[] Choose(int count, int most)
    {
        var all = new int[count];
        for (var i = 0; i < count; i++)
            all[i] = i;
        if (count <= most)
            return all;
        new RandomStream(1).Shuffle(all.AsSpan());
        return all[..most];
    }
}
