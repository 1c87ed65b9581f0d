namespace Holdfast.Numerics.Experiments;

/// <summary>Number, mean and variance of values, updated one by one.</summary>
/// <remarks>
/// Source: Welford 1962, Technometrics 4:419.
/// <para>Checked against: two-pass sums, for values far from 0.</para>
/// <para>Cost: O(1) per value.</para>
/// </remarks>
public struct Moments
{
    double _squares;

    /// <summary>How many values there were.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; 0 without values.</summary>
    public double Mean { get; private set; }

    /// <summary>Their variance with divisor n - 1; 0 below two values.</summary>
    public readonly double Variance => Count > 1 ? Math.Max(0, _squares / (Count - 1)) : 0;

    /// <summary>Adds a value.</summary>
    /// <param name="value">Finite.</param>
    public void Add(double value)
    {
        Count++;
        var distance = value - Mean;
        Mean += distance / Count;
        _squares += distance * (value - Mean);
    }

    /// <summary>The moments of values.</summary>
    /// <param name="values">Finite.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        Require.Finite(values, nameof(values));
        var moments = new Moments();
        foreach (var v in values)
            moments.Add(v);
        return moments;
    }
}
