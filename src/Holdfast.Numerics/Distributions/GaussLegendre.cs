namespace Holdfast.Numerics.Distributions;

/// <summary>Nodes and weights of Gauss and Legendre's rule with 16 points on (0, 1). Source: Davis and Rabinowitz 1984, 2.7; the roots by Newton's method. Cost: once.</summary>
static class GaussLegendre
{
    public const int Count = 16;

    static readonly double[] _nodes = new double[Count], _weights = new double[Count];

    static GaussLegendre()
    {
        for (var i = 0; i < Count; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (Count + 0.5));
            double slope = 1;
            for (var round = 0; round < 10; round++)
            {
                double p = 1, previous = 0;
                for (var n = 0; n < Count; n++)
                    (p, previous) = (((2 * n + 1) * x * p - n * previous) / (n + 1), p);
                slope = Count * (x * p - previous) / (x * x - 1);
                x -= p / slope;
            }
            _nodes[i] = 0.5 * (1 - x);
            _weights[i] = 1 / ((1 - x * x) * slope * slope);
        }
    }

    public static ReadOnlySpan<double> Nodes => _nodes;

    public static ReadOnlySpan<double> Weights => _weights;
}
