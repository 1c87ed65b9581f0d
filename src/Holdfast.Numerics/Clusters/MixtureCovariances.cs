using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Clusters;

/// <summary>
/// The covariances that maximise the likelihood for given scatter matrices under a shape, and how many parameters they are.
/// Source: Celeux and Govaert 1995, Pattern Recognition 28:781, table 1 and section 3.
/// </summary>
static class MixtureCovariances
{
    // Models with a common shape and varying volumes have no closed form; alternating settles in some 10 rounds.
    const int Rounds = 100;

    /// <summary>Free parameters of the covariances of G groups in d columns.</summary>
    public static int Parameters(MixtureShape shape, int groups, int columns)
    {
        var (g, d) = (groups, columns);
        var turns = d * (d - 1) / 2;
        return shape switch
        {
            MixtureShape.EII => 1,
            MixtureShape.VII => g,
            MixtureShape.EEI => d,
            MixtureShape.VEI => g + d - 1,
            MixtureShape.EVI => 1 + g * (d - 1),
            MixtureShape.VVI => g * d,
            MixtureShape.EEE => d + turns,
            MixtureShape.VEE => g + d - 1 + turns,
            MixtureShape.EVE => 1 + g * (d - 1) + turns,
            MixtureShape.VVE => g * d + turns,
            MixtureShape.EEV => d + g * turns,
            MixtureShape.VEV => g + d - 1 + g * turns,
            MixtureShape.EVV => 1 + g * (d - 1 + turns),
            _ => g * (d + turns),
        };
    }

    /// <summary>One covariance per group.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="scatter">Per group, sum of weight x (x - mean)(x - mean)'.</param>
    /// <param name="weights">Per group, sum of weights.</param>
    /// <param name="d">Columns.</param>
    public static double[][] Of(MixtureShape shape, double[][] scatter, double[] weights, int d)
    {
        var total = 0.0;
        foreach (var w in weights)
            total += w;
        return shape switch
        {
            MixtureShape.EII => Same(Round(Trace(Sum(scatter), d) / (total * d), d), scatter.Length),
            MixtureShape.VII => Map(scatter, (s, k) => Round(Trace(s, d) / (weights[k] * d), d)),
            MixtureShape.EEI => Same(Diagonal(Scale(Sum(scatter), 1 / total), d), scatter.Length),
            MixtureShape.EEE => Same(Scale(Sum(scatter), 1 / total), scatter.Length),
            MixtureShape.VVI => Map(scatter, (s, k) => Diagonal(Scale(s, 1 / weights[k]), d)),
            MixtureShape.VVV => Map(scatter, (s, k) => Scale(s, 1 / weights[k])),
            MixtureShape.EVI => EqualVolume(Map(scatter, (s, _) => Diagonal(s, d)), total, d),
            MixtureShape.EVV => EqualVolume(scatter, total, d),
            MixtureShape.VEI => CommonShape(Map(scatter, (s, _) => Diagonal(s, d)), weights, d),
            MixtureShape.VEE => CommonShape(scatter, weights, d),
            MixtureShape.EVE => CommonAxes.Covariances(scatter, weights, d, spreads => EqualVolume(spreads, total, d)),
            MixtureShape.VVE => CommonAxes.Covariances(scatter, weights, d, spreads => Map(spreads, (s, k) => Scale(s, 1 / weights[k]))),
            MixtureShape.EEV => Turned(scatter, d, shapes => EqualVolume([Sum(shapes)], total, d, shapes.Length)),
            _ => Turned(scatter, d, shapes => CommonShape(shapes, weights, d)),
        };
    }

    // lambda C_k with C_k = W_k / |W_k|^(1/d) and lambda = sum |W_k|^(1/d) / n; repeated where one matrix stands for all.
    static double[][] EqualVolume(double[][] scatter, double total, int d, int copies = 1)
    {
        var volume = 0.0;
        foreach (var s in scatter)
            volume += Volume(s, d);
        var result = Map(scatter, (s, _) => Scale(s, volume / total / Volume(s, d)));
        return copies == 1 ? result : Same(result[0], copies);
    }

    // lambda_k C by turns: C = sum W_k / lambda_k scaled to volume 1, lambda_k = tr(W_k C^-1) / (d n_k).
    static double[][] CommonShape(double[][] scatter, double[] weights, int d)
    {
        var volumes = new double[scatter.Length];
        for (var k = 0; k < volumes.Length; k++)
            volumes[k] = Trace(scatter[k], d) / (d * weights[k]);
        var common = scatter[0];
        for (var round = 0; round < Rounds; round++)
        {
            common = Sum(Map(scatter, (s, k) => Scale(s, 1 / volumes[k])));
            common = Scale(common, 1 / Volume(common, d));
            var inverse = new Cholesky(common, d).Inverse();
            var change = 0.0;
            for (var k = 0; k < volumes.Length; k++)
            {
                var next = Minimum(Inner(scatter[k], inverse) / (d * weights[k]));
                change = Math.Max(change, Math.Abs(next / volumes[k] - 1));
                volumes[k] = next;
            }
            if (change < 1e-12)
                break;
        }
        return Map(scatter, (_, k) => Scale(common, volumes[k]));
    }

    // Solves for the eigenvalues alone, each group in its own axes, and turns the answer back.
    static double[][] Turned(double[][] scatter, int d, Func<double[][], double[][]> solve)
    {
        var axes = Array.ConvertAll(scatter, s => new SymmetricEigen(s, d));
        var solved = solve(Array.ConvertAll(axes, a => FromDiagonal(a.Values)));
        return Map(solved, (s, k) => axes[k].With(ToDiagonal(s, d)));
    }

    // A group without spread must not divide by 0; the floor of the mixture lifts it afterwards.
    static double Volume(double[] matrix, int d)
    {
        var log = 0.0;
        foreach (var value in new SymmetricEigen(matrix, d).Values)
            log += Math.Log(Minimum(value));
        return Math.Exp(log / d);
    }

    public static double Minimum(double value) => Math.Max(value, 1e-200);

    static double Trace(double[] matrix, int d)
    {
        var sum = 0.0;
        for (var i = 0; i < d; i++)
            sum += matrix[i * d + i];
        return Minimum(sum);
    }

    static double Inner(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    public static double[] Sum(double[][] matrices)
    {
        var sum = new double[matrices[0].Length];
        foreach (var m in matrices)
        {
            for (var i = 0; i < sum.Length; i++)
                sum[i] += m[i];
        }
        return sum;
    }

    static double[] Scale(double[] matrix, double factor) => Array.ConvertAll(matrix, v => v * factor);

    static double[] Round(double variance, int d)
    {
        var values = new double[d];
        values.AsSpan().Fill(variance);
        return FromDiagonal(values);
    }

    static double[] FromDiagonal(double[] values)
    {
        var matrix = new double[values.Length * values.Length];
        for (var i = 0; i < values.Length; i++)
            matrix[i * values.Length + i] = values[i];
        return matrix;
    }

    static double[] ToDiagonal(double[] matrix, int d)
    {
        var values = new double[d];
        for (var i = 0; i < d; i++)
            values[i] = matrix[i * d + i];
        return values;
    }

    public static double[] Diagonal(double[] matrix, int d) => FromDiagonal(ToDiagonal(matrix, d));

    static double[][] Map(double[][] matrices, Func<double[], int, double[]> change)
    {
        var result = new double[matrices.Length][];
        for (var k = 0; k < result.Length; k++)
            result[k] = change(matrices[k], k);
        return result;
    }

    static double[][] Same(double[] matrix, int copies)
    {
        var result = new double[copies][];
        result.AsSpan().Fill(matrix);
        return result;
    }
}
