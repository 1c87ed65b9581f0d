namespace Holdfast.Numerics.Linear;

/// <summary>
/// X = Q R of a tall matrix by Householder's reflections, with the right side carried along. A column that depends on earlier
/// ones is left out ("aliased") and keeps its place; R is upper triangular over the others.
/// Source: Golub and Van Loan 2013, Matrix Computations, 5.2. Cost: 2 rows x columns^2 operations.
/// </summary>
sealed class HouseholderQr
{
    // What is left of a column after the earlier ones, against its own length: R's lm draws the line at the same place.
    const double Dependent = 1e-7;

    readonly double[] _columns;
    readonly double[] _right;
    readonly int _rows;
    readonly int[] _kept;

    // A kept column's tail holds its reflector, so that the diagonal of R stands apart.
    readonly List<double> _diagonal = [];

    /// <summary>Decomposes; both arrays are overwritten.</summary>
    /// <param name="columns">The matrix column by column.</param>
    /// <param name="right">The right side, one entry per row.</param>
    public HouseholderQr(double[] columns, double[] right)
    {
        (_columns, _right, _rows) = (columns, right, right.Length);
        var count = columns.Length / right.Length;
        Aliased = new bool[count];
        var kept = new List<int>();
        for (var j = 0; j < count; j++)
        {
            var whole = Norm(Column(j));
            foreach (var (step, earlier) in kept.Index())
                Reflect(Column(earlier)[step..], Column(j)[step..]);
            var rest = kept.Count < _rows ? Norm(Column(j)[kept.Count..]) : 0;
            Aliased[j] = !(rest > Dependent * whole);
            if (Aliased[j])
                continue;
            Prepare(Column(j)[kept.Count..], rest);
            Reflect(Column(j)[kept.Count..], _right.AsSpan(kept.Count));
            kept.Add(j);
        }
        _kept = [.. kept];
    }

    /// <summary>Columns left out.</summary>
    public bool[] Aliased { get; }

    /// <summary>Columns kept.</summary>
    public int Rank => _kept.Length;

    /// <summary>Sum of squares the columns leave unexplained.</summary>
    public double ResidualSquares
    {
        get
        {
            var norm = Norm(_right.AsSpan(Rank));
            return norm * norm;
        }
    }

    /// <summary>Least-squares coefficients; 0 for aliased columns.</summary>
    public double[] Solve()
    {
        var solution = new double[Aliased.Length];
        for (var i = Rank - 1; i >= 0; i--)
        {
            var sum = _right[i];
            for (var k = i + 1; k < Rank; k++)
                sum -= Upper(i, k) * solution[_kept[k]];
            solution[_kept[i]] = sum / _diagonal[i];
        }
        return solution;
    }

    /// <summary>Diagonal of (X'X)^-1; 0 for aliased columns.</summary>
    public double[] InverseDiagonal()
    {
        var result = new double[Aliased.Length];
        var unit = new double[Rank];
        for (var j = 0; j < Rank; j++)
        {
            // Column j of R^-1, from the bottom up; row i of R^-1 (R^-1)' sums the squares of row i over all j.
            unit.AsSpan().Clear();
            unit[j] = 1 / _diagonal[j];
            for (var i = j - 1; i >= 0; i--)
            {
                var sum = 0.0;
                for (var k = i + 1; k <= j; k++)
                    sum -= Upper(i, k) * unit[k];
                unit[i] = sum / _diagonal[i];
            }
            for (var i = 0; i <= j; i++)
                result[_kept[i]] += unit[i] * unit[i];
        }
        return result;
    }

    double Upper(int i, int k) => _columns[_kept[k] * _rows + i];

    Span<double> Column(int j) => _columns.AsSpan(j * _rows, _rows);

    // Turns a tail into its reflector v with |v|^2 = 2, so that H = 1 - v v'.
    void Prepare(Span<double> tail, double norm)
    {
        var sign = tail[0] < 0 ? -1 : 1;
        _diagonal.Add(-sign * norm);
        for (var i = 0; i < tail.Length; i++)
            tail[i] /= norm;
        tail[0] += sign;
        var scale = Math.Sqrt(Math.Abs(tail[0]));
        for (var i = 0; i < tail.Length; i++)
            tail[i] /= scale;
    }

    static void Reflect(ReadOnlySpan<double> reflector, Span<double> target)
    {
        var product = 0.0;
        for (var i = 0; i < target.Length; i++)
            product += reflector[i] * target[i];
        for (var i = 0; i < target.Length; i++)
            target[i] -= product * reflector[i];
    }

    // Scaled, so that large and tiny values neither overflow nor vanish.
    static double Norm(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var v in values)
            largest = Math.Max(largest, Math.Abs(v));
        if (largest == 0)
            return 0;
        var sum = 0.0;
        foreach (var v in values)
            sum += v / largest * (v / largest);
        return largest * Math.Sqrt(sum);
    }
}
