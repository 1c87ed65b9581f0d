using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Clusters;

/// <summary>One start of EM for a Gaussian mixture.</summary>
sealed class MixtureSearch
{
    readonly Points _points;
    readonly MixtureShape _shape;
    readonly MixtureOptions _options;
    readonly int _groups, _d;
    readonly double _floor;
    readonly double[] _shares, _means, _memberships;
    double[][] _covariances = [];
    Convergence _convergence = new(0, ConvergenceReason.IterationLimit, 0);

    public MixtureSearch(Points points, int groups, MixtureShape shape, MixtureOptions options)
    {
        (_points, _groups, _d, _shape, _options) = (points, groups, points.Columns, shape, options);
        (_shares, _means, _memberships) = (new double[groups], new double[groups * _d], new double[points.Count * groups]);
        var covariance = Moments(points).Covariance;
        var variance = 0.0;
        for (var j = 0; j < _d; j++)
            variance += covariance[j * _d + j] / _d;
        Require.That(variance > 0, "no column varies; at least two different points are needed");
        _floor = options.Floor * variance;
    }

    public double LogLikelihood { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether the last covariances had to be lifted to the floor.</summary>
    public bool AtFloor { get; private set; }

    public static (double[] Mean, double[] Covariance) Moments(Points points)
    {
        var d = points.Columns;
        var (mean, covariance) = (new double[d], new double[d * d]);
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < d; j++)
                mean[j] += points[i][j] / points.Count;
        }
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < d; j++)
            {
                for (var k = 0; k < d; k++)
                    covariance[j * d + k] += (points[i][j] - mean[j]) * (points[i][k] - mean[k]) / points.Count;
            }
        }
        return (mean, covariance);
    }

    /// <summary>Begins with every point wholly in its group.</summary>
    public void Begin(int[] start)
    {
        for (var i = 0; i < start.Length; i++)
            _memberships[i * _groups + start[i]] = 1;
    }

    /// <summary>Climbs until it settles or has done so many rounds in all.</summary>
    public void Run(int rounds)
    {
        for (var round = _convergence.Iterations + 1; round <= rounds && !_convergence.Settled; round++)
        {
            Maximise();
            var value = Expect();
            var gain = value - LogLikelihood;
            LogLikelihood = value;
            _convergence = new Convergence(round, gain <= _options.Tolerance * _points.Count ? ConvergenceReason.NoFurtherStep : ConvergenceReason.IterationLimit, 0);
        }
    }

    public GaussianMixture Result()
    {
        var order = KMeansSearch.Order(_means, _groups, _d);
        var (shares, means, covariances) = (new double[_groups], new double[_means.Length], new double[_groups][]);
        for (var g = 0; g < _groups; g++)
        {
            shares[g] = _shares[order[g]];
            _means.AsSpan(order[g] * _d, _d).CopyTo(means.AsSpan(g * _d));
            covariances[g] = _covariances[order[g]];
        }
        var labels = new int[_points.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            for (var g = 1; g < _groups; g++)
            {
                if (_memberships[i * _groups + order[g]] > _memberships[i * _groups + order[labels[i]]])
                    labels[i] = g;
            }
        }
        var parameters = _groups * _d + _groups - 1 + MixtureCovariances.Parameters(_shape, _groups, _d);
        return new GaussianMixture(_shape, shares, means, covariances, labels, LogLikelihood, parameters, 2 * LogLikelihood - parameters * Math.Log(_points.Count), AtFloor, _convergence);
    }

    void Maximise()
    {
        var weights = new double[_groups];
        _means.AsSpan().Clear();
        for (var i = 0; i < _points.Count; i++)
        {
            var point = _points[i];
            for (var g = 0; g < _groups; g++)
            {
                var w = _memberships[i * _groups + g];
                weights[g] += w;
                for (var j = 0; j < _d; j++)
                    _means[g * _d + j] += w * point[j];
            }
        }
        for (var g = 0; g < _groups; g++)
        {
            // A group that no point belongs to keeps a share of nothing and stays at its place.
            weights[g] = Math.Max(weights[g], 1e-10);
            _shares[g] = weights[g] / _points.Count;
            for (var j = 0; j < _d; j++)
                _means[g * _d + j] /= weights[g];
        }
        AtFloor = false;
        _covariances = Array.ConvertAll(MixtureCovariances.Of(_shape, Scatter(), weights, _d), Lift);
    }

    double[][] Scatter()
    {
        var scatter = new double[_groups][];
        var distance = new double[_d];
        for (var g = 0; g < _groups; g++)
        {
            var sum = scatter[g] = new double[_d * _d];
            for (var i = 0; i < _points.Count; i++)
            {
                var w = _memberships[i * _groups + g];
                if (w < 1e-300)
                    continue;
                var point = _points[i];
                for (var j = 0; j < _d; j++)
                    distance[j] = point[j] - _means[g * _d + j];
                for (var j = 0; j < _d; j++)
                {
                    var scaled = w * distance[j];
                    for (var k = 0; k <= j; k++)
                        sum[j * _d + k] += scaled * distance[k];
                }
            }
            for (var j = 0; j < _d; j++)
            {
                for (var k = j + 1; k < _d; k++)
                    sum[j * _d + k] = sum[k * _d + j];
            }
        }
        return scatter;
    }

    double[] Lift(double[] covariance)
    {
        var eigen = new SymmetricEigen(covariance, _d);
        if (eigen.Values[^1] >= _floor)
            return covariance;
        AtFloor = true;
        return eigen.With(Array.ConvertAll(eigen.Values, v => Math.Max(v, _floor)));
    }

    double Expect()
    {
        Densities();
        var sum = 0.0;
        for (var i = 0; i < _points.Count; i++)
        {
            var row = _memberships.AsSpan(i * _groups, _groups);
            var peak = double.NegativeInfinity;
            foreach (var v in row)
                peak = Math.Max(peak, v);
            var total = 0.0;
            for (var g = 0; g < row.Length; g++)
                total += row[g] = Math.Exp(row[g] - peak);
            for (var g = 0; g < row.Length; g++)
                row[g] /= total;
            sum += peak + Math.Log(total);
        }
        return sum;
    }

    // Log of share x density, in the axes of each group.
    void Densities()
    {
        for (var g = 0; g < _groups; g++)
        {
            var eigen = new SymmetricEigen(_covariances[g], _d);
            var constant = Math.Log(_shares[g]) - 0.5 * _d * Math.Log(2 * Math.PI);
            foreach (var value in eigen.Values)
                constant -= 0.5 * Math.Log(value);
            for (var i = 0; i < _points.Count; i++)
            {
                var point = _points[i];
                var square = 0.0;
                for (var k = 0; k < _d; k++)
                {
                    var along = 0.0;
                    for (var j = 0; j < _d; j++)
                        along += (point[j] - _means[g * _d + j]) * eigen.Vectors[j * _d + k];
                    square += along * along / eigen.Values[k];
                }
                _memberships[i * _groups + g] = constant - 0.5 * square;
            }
        }
    }
}
