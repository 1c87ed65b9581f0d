using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Clusters;

/// <summary>
/// The axes that groups of one orientation share, where their spreads along them differ: D in covariances D B_k D'. By turns the B_k
/// for given axes, and for given B_k each pair of axes turned in its plane to where sum over groups of tr(B_k^-1 D' W_k D) is least.
/// From the axes of all groups together and from those of each; the likeliest is kept, for there may be several maxima.
/// Source: Flury and Gautschi 1986, SIAM J. Sci. Stat. Comput. 7:169; Celeux and Govaert 1995, Pattern Recognition 28:781, appendix;
/// Browne and McNicholas 2014, Adv. Data Anal. Classif. 8:217 (the same problem by majorisation).
/// Cost: O(groups x columns^3) a round, some 10 rounds from each start.
/// </summary>
sealed class CommonAxes
{
    const int Rounds = 100;
    const double Settled = 1e-13;

    readonly int _d;
    readonly double[] _axes;
    readonly double[][] _scatter;
    double[][] _spreads;

    CommonAxes(double[][] scatter, double[] axes, int d, Func<double[][], double[][]> solve)
    {
        (_d, _axes) = (d, (double[])axes.Clone());
        _scatter = Array.ConvertAll(scatter, Turned);
        _spreads = solve(Spreads());
    }

    /// <summary>One covariance per group.</summary>
    /// <param name="scatter">Per group, sum of weight x (x - mean)(x - mean)'.</param>
    /// <param name="weights">Per group, sum of weights.</param>
    /// <param name="d">Columns.</param>
    /// <param name="solve">From the scatters along the axes, as diagonal matrices, to the variances along them.</param>
    public static double[][] Covariances(double[][] scatter, double[] weights, int d, Func<double[][], double[][]> solve)
    {
        var (best, least) = (Array.Empty<double[]>(), double.PositiveInfinity);
        foreach (var start in scatter.Prepend(MixtureCovariances.Sum(scatter)))
        {
            var axes = new CommonAxes(scatter, new SymmetricEigen(start, d).Vectors, d, solve);
            var loss = axes.Settle(weights, solve);
            if (loss < least || best.Length == 0)
                (best, least) = (axes.Back(), loss);
        }
        return best;
    }

    // Returns minus twice the log-likelihood but for a constant.
    double Settle(double[] weights, Func<double[][], double[][]> solve)
    {
        var loss = Loss(weights);
        for (var round = 0; round < Rounds; round++)
        {
            for (var l = 0; l < _d; l++)
            {
                for (var m = l + 1; m < _d; m++)
                    Turn(l, m);
            }
            _spreads = solve(Spreads());
            var next = Loss(weights);
            if (!(loss - next > Settled * Math.Abs(loss)))
                return next;
            loss = next;
        }
        return loss;
    }

    // The direction in the plane of two axes along which the quadratic form of the differences is least becomes the first.
    void Turn(int l, int m)
    {
        double first = 0, mixed = 0, second = 0;
        for (var k = 0; k < _scatter.Length; k++)
        {
            var difference = 1 / Spread(k, l) - 1 / Spread(k, m);
            first += difference * _scatter[k][l * _d + l];
            mixed += difference * _scatter[k][l * _d + m];
            second += difference * _scatter[k][m * _d + m];
        }
        var angle = 0.5 * (Math.Atan2(2 * mixed, first - second) + Math.PI);
        var (sine, cosine) = Math.SinCos(angle > Math.PI / 2 ? angle - Math.PI : angle);
        RotateColumns(_axes, l, m, (sine, cosine));
        foreach (var matrix in _scatter)
        {
            RotateColumns(matrix, l, m, (sine, cosine));
            for (var j = 0; j < _d; j++)
            {
                var (x, y) = (matrix[l * _d + j], matrix[m * _d + j]);
                (matrix[l * _d + j], matrix[m * _d + j]) = (cosine * x + sine * y, cosine * y - sine * x);
            }
        }
    }

    void RotateColumns(double[] matrix, int l, int m, (double Sine, double Cosine) turn)
    {
        for (var i = 0; i < _d; i++)
        {
            var (x, y) = (matrix[i * _d + l], matrix[i * _d + m]);
            (matrix[i * _d + l], matrix[i * _d + m]) = (turn.Cosine * x + turn.Sine * y, turn.Cosine * y - turn.Sine * x);
        }
    }

    double Loss(double[] weights)
    {
        var loss = 0.0;
        for (var k = 0; k < _scatter.Length; k++)
        {
            for (var j = 0; j < _d; j++)
                loss += weights[k] * Math.Log(Spread(k, j)) + _scatter[k][j * _d + j] / Spread(k, j);
        }
        return loss;
    }

    double Spread(int group, int axis) => MixtureCovariances.Minimum(_spreads[group][axis * _d + axis]);

    double[][] Spreads() => Array.ConvertAll(_scatter, s => MixtureCovariances.Diagonal(s, _d));

    // D' W D.
    double[] Turned(double[] matrix) => Product(Transposed(_axes), Product(matrix, _axes));

    // D B_k D'.
    double[][] Back() => Array.ConvertAll(_spreads, s => Product(_axes, Product(s, Transposed(_axes))));

    double[] Transposed(double[] matrix) => [.. Enumerable.Range(0, _d * _d).Select(at => matrix[at % _d * _d + at / _d])];

    double[] Product(double[] x, double[] y)
    {
        var result = new double[_d * _d];
        for (var at = 0; at < result.Length; at++)
        {
            for (var j = 0; j < _d; j++)
                result[at] += x[at / _d * _d + j] * y[j * _d + at % _d];
        }
        return result;
    }
}
