namespace Holdfast.Numerics.Linear;

/// <summary>
/// A = V diag(values) V' of a small symmetric matrix, values from large to small, by Jacobi's rotations.
/// Source: Golub and Van Loan 2013, Matrix Computations, 8.5. Cost: some 10 n^3 multiplications.
/// </summary>
sealed class SymmetricEigen
{
    readonly int _n;

    public SymmetricEigen(ReadOnlySpan<double> matrix, int n)
    {
        Require.Length(matrix.Length, n * n, "the matrix");
        _n = n;
        var a = matrix.ToArray();
        var v = new double[n * n];
        for (var i = 0; i < n; i++)
            v[i * n + i] = 1;
        for (var sweep = 0; sweep < 60 && Rotate(a, v); sweep++)
        {
        }
        var (keys, order) = (new double[n], new int[n]);
        for (var i = 0; i < n; i++)
            (keys[i], order[i]) = (-a[i * n + i], i);
        Array.Sort(keys, order);
        Values = new double[n];
        Vectors = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            Values[j] = -keys[j];
            for (var i = 0; i < n; i++)
                Vectors[i * n + j] = v[i * n + order[j]];
        }
    }

    public double[] Values { get; }

    /// <summary>Row by row; column j belongs to value j.</summary>
    public double[] Vectors { get; }

    /// <summary>V diag(values) V' for other values.</summary>
    public double[] With(ReadOnlySpan<double> values)
    {
        var result = new double[_n * _n];
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _n; j++)
            {
                for (var k = 0; k < _n; k++)
                    result[i * _n + j] += Vectors[i * _n + k] * values[k] * Vectors[j * _n + k];
            }
        }
        return result;
    }

    // One sweep over all pairs; false when nothing was left to rotate.
    bool Rotate(double[] a, double[] v)
    {
        var moved = false;
        for (var p = 0; p < _n; p++)
        {
            for (var q = p + 1; q < _n; q++)
            {
                var off = a[p * _n + q];
                if (Math.Abs(off) <= 1e-17 * Math.Sqrt(Math.Abs(a[p * _n + p] * a[q * _n + q])) || off == 0)
                    continue;
                moved = true;
                var theta = (a[q * _n + q] - a[p * _n + p]) / (2 * off);
                var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                var c = 1 / Math.Sqrt(t * t + 1);
                Turn(a, v, (p, q), c, t * c);
            }
        }
        return moved;
    }

    void Turn(double[] a, double[] v, (int P, int Q) at, double c, double s)
    {
        var (p, q) = at;
        for (var k = 0; k < _n; k++)
            (a[k * _n + p], a[k * _n + q]) = (c * a[k * _n + p] - s * a[k * _n + q], s * a[k * _n + p] + c * a[k * _n + q]);
        for (var k = 0; k < _n; k++)
        {
            (a[p * _n + k], a[q * _n + k]) = (c * a[p * _n + k] - s * a[q * _n + k], s * a[p * _n + k] + c * a[q * _n + k]);
            (v[k * _n + p], v[k * _n + q]) = (c * v[k * _n + p] - s * v[k * _n + q], s * v[k * _n + p] + c * v[k * _n + q]);
        }
        (a[p * _n + q], a[q * _n + p]) = (0, 0);
    }
}
