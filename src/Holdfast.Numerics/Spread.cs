namespace Holdfast.Numerics;

/// <summary>Running mean and variance. Source: Welford 1962; stable for values far from 0.</summary>
struct Spread
{
    double _squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>Sample variance; 0 below two values.</summary>
    public readonly double Variance => Count > 1 ? _squares / (Count - 1) : 0;

    public readonly double VarianceOfMean => Count > 1 ? Variance / Count : 0;

    public void Add(double value)
    {
        var delta = value - Mean;
        Mean += delta / ++Count;
        _squares += delta * (value - Mean);
    }
}
