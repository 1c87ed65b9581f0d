namespace Holdfast.Numerics.Linear;

/// <summary>
/// A = L L' of a symmetric matrix that is positive definite but for rows that depend on earlier ones: those are left out
/// ("aliased"), their entries of every solution are 0.
/// Source: Golub and Van Loan 2013, Matrix Computations, 4.2. Cost: n^3 / 6 multiplications.
/// </summary>
sealed class Cholesky
{
    // A pivot this much smaller than its diagonal is what rounding leaves of an exact dependence.
    const double Dependent = 1e-11;

    readonly double[] _l;
    readonly int _n;

    public Cholesky(ReadOnlySpan<double> matrix, int n)
    {
        Require.Length(matrix.Length, n * n, "the matrix");
        _n = n;
        _l = new double[n * n];
        Aliased = new bool[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!Aliased[j])
                    _l[i * n + j] = (matrix[i * n + j] - Dot(i, j, j)) / _l[j * n + j];
            }
            var diagonal = matrix[i * n + i];
            var pivot = diagonal - Dot(i, i, i);
            Aliased[i] = !(pivot > Dependent * diagonal);
            if (Aliased[i])
                _l.AsSpan(i * n, i).Clear();
            else
                _l[i * n + i] = Math.Sqrt(pivot);
        }
    }

    public bool[] Aliased { get; }

    public double[] Solve(ReadOnlySpan<double> right)
    {
        var x = right.ToArray();
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < i; j++)
                x[i] -= _l[i * _n + j] * x[j];
            x[i] = Aliased[i] ? 0 : x[i] / _l[i * _n + i];
        }
        for (var i = _n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < _n; j++)
                x[i] -= _l[j * _n + i] * x[j];
            x[i] = Aliased[i] ? 0 : x[i] / _l[i * _n + i];
        }
        return x;
    }

    /// <summary>The inverse, row by row; aliased rows and columns are 0.</summary>
    public double[] Inverse()
    {
        var inverse = new double[_n * _n];
        var unit = new double[_n];
        for (var j = 0; j < _n; j++)
        {
            unit[j] = 1;
            if (!Aliased[j])
                Solve(unit).CopyTo(inverse.AsSpan(j * _n));
            unit[j] = 0;
        }
        return inverse;
    }

    double Dot(int i, int j, int count)
    {
        var sum = 0.0;
        for (var k = 0; k < count; k++)
            sum += _l[i * _n + k] * _l[j * _n + k];
        return sum;
    }
}
