namespace Holdfast.Numerics.Clusters;

/// <summary>Points to be grouped, row by row, checked.</summary>
/// <remarks>
/// Assumptions: 1. distances mean something: bring columns to one scale first (<see cref="Scaled"/>), take logarithms of money.
/// <para>Source: none; a container.</para>
/// <para>Checked against: none needed.</para>
/// <para>Cost: O(rows x columns).</para>
/// </remarks>
public sealed class Points
{
    /// <summary>Takes values row by row.</summary>
    /// <param name="values">Finite; a multiple of <paramref name="columnCount"/> of them, at least one row.</param>
    /// <param name="columnCount">1 or more.</param>
    /// <exception cref="ArgumentException">A length or a value is out of range.</exception>
    public Points(double[] values, int columnCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        Require.AtLeast(columnCount, 1, nameof(columnCount));
        Require.Some(values.Length, nameof(values));
        Require.That(values.Length % columnCount == 0, $"there are {values.Length} values; a multiple of the {columnCount} columns is needed");
        Require.Finite(values, nameof(values));
        (Values, Columns, Count) = (values, columnCount, values.Length / columnCount);
    }

    /// <summary>All values.</summary>
    public double[] Values { get; }

    /// <summary>Values per point.</summary>
    public int Columns { get; }

    /// <summary>How many points there are.</summary>
    public int Count { get; }

    /// <summary>One point.</summary>
    /// <param name="index">From 0.</param>
    public ReadOnlySpan<double> this[int index] => Values.AsSpan(index * Columns, Columns);

    /// <summary>The points with each column brought to mean 0 and standard deviation 1 (divisor n - 1); constant columns become 0.</summary>
    public Points Scaled()
    {
        var scaled = new double[Values.Length];
        for (var j = 0; j < Columns; j++)
        {
            var moments = new Experiments.Moments();
            for (var i = 0; i < Count; i++)
                moments.Add(Values[i * Columns + j]);
            var deviation = Math.Sqrt(moments.Variance);
            for (var i = 0; i < Count && deviation > 0; i++)
                scaled[i * Columns + j] = (Values[i * Columns + j] - moments.Mean) / deviation;
        }
        return new Points(scaled, Columns);
    }

    internal static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += (x[j] - y[j]) * (x[j] - y[j]);
        return sum;
    }

    /// <summary>How many different points there are, counted up to a limit.</summary>
    internal int Different(int limit)
    {
        var seen = new List<int>();
        for (var i = 0; i < Count && seen.Count < limit; i++)
        {
            var isNew = true;
            foreach (var other in seen)
                isNew &= !this[i].SequenceEqual(this[other]);
            if (isNew)
                seen.Add(i);
        }
        return seen.Count;
    }
}
