namespace Holdfast.Numerics.Clusters;

/// <summary>One start of k-means: means drawn far from each other, rounds of Lloyd, then single points moved while that helps.</summary>
sealed class KMeansSearch
{
    readonly Points _points;
    readonly int _groups;
    readonly int[] _labels, _sizes;
    readonly double[] _centres;
    int _rounds;
    bool _settled;

    public KMeansSearch(Points points, int groups, RandomStream stream)
    {
        (_points, _groups) = (points, groups);
        (_labels, _sizes, _centres) = (new int[points.Count], new int[groups], new double[groups * points.Columns]);
        Draw(stream);
    }

    public double Total { get; private set; }

    public void Run(int limit)
    {
        while (_rounds < limit && !_settled)
        {
            while (_rounds < limit && Assign())
            {
                _rounds++;
                Recentre();
            }
            _settled = !MovePoints();
            _rounds++;
        }
        Recentre();
        Total = 0;
        foreach (var w in Within())
            Total += w;
    }

    public KMeans Result()
    {
        var order = Order(_centres, _groups, _points.Columns);
        var (centres, sizes, within, labels, place) = (new double[_centres.Length], new int[_groups], new double[_groups], new int[_labels.Length], new int[_groups]);
        var old = Within();
        for (var g = 0; g < _groups; g++)
        {
            Centre(order[g]).CopyTo(centres.AsSpan(g * _points.Columns));
            (sizes[g], within[g], place[order[g]]) = (_sizes[order[g]], old[order[g]], g);
        }
        for (var i = 0; i < labels.Length; i++)
            labels[i] = place[_labels[i]];
        return new KMeans(labels, centres, sizes, within, new Convergence(_rounds, _settled ? ConvergenceReason.NoFurtherStep : ConvergenceReason.IterationLimit, 0));
    }

    /// <summary>Groups in order of their means, column by column.</summary>
    public static int[] Order(double[] centres, int groups, int columns)
    {
        var order = new int[groups];
        for (var g = 0; g < groups; g++)
            order[g] = g;
        Array.Sort(order, (x, y) =>
        {
            var compared = centres.AsSpan(x * columns, columns).SequenceCompareTo(centres.AsSpan(y * columns, columns));
            return compared != 0 ? compared : x.CompareTo(y);
        });
        return order;
    }

    // k-means++: each next mean is a point drawn in proportion to its squared distance from the nearest mean so far.
    void Draw(RandomStream stream)
    {
        var nearest = new double[_points.Count];
        nearest.AsSpan().Fill(double.PositiveInfinity);
        var next = stream.Index(_points.Count);
        for (var g = 0; g < _groups; g++)
        {
            _points[next].CopyTo(_centres.AsSpan(g * _points.Columns));
            var sum = 0.0;
            for (var i = 0; i < nearest.Length; i++)
                sum += nearest[i] = Math.Min(nearest[i], Points.Distance(_points[i], Centre(g)));
            if (g + 1 < _groups)
                next = sum > 0 ? stream.Categorical(nearest) : 0;
        }
        _labels.AsSpan().Fill(-1);
    }

    bool Assign()
    {
        var changed = false;
        for (var i = 0; i < _labels.Length; i++)
        {
            var (best, distance) = (0, double.PositiveInfinity);
            for (var g = 0; g < _groups; g++)
            {
                var d = Points.Distance(_points[i], Centre(g));
                if (d < distance)
                    (best, distance) = (g, d);
            }
            changed |= best != _labels[i];
            _labels[i] = best;
        }
        Count();
        for (var g = 0; g < _groups; g++)
        {
            if (_sizes[g] == 0)
                changed |= Refill(g);
        }
        return changed;
    }

    // A group that lost its last point takes the one farthest from its mean.
    bool Refill(int group)
    {
        var (farthest, distance) = (-1, -1.0);
        for (var i = 0; i < _labels.Length; i++)
        {
            var d = _sizes[_labels[i]] > 1 ? Points.Distance(_points[i], Centre(_labels[i])) : -1;
            if (d > distance)
                (farthest, distance) = (i, d);
        }
        _sizes[_labels[farthest]]--;
        _sizes[group]++;
        _labels[farthest] = group;
        _points[farthest].CopyTo(_centres.AsSpan(group * _points.Columns));
        return true;
    }

    // Moving x from a group of n to one of m changes the sum by m d'^2 / (m + 1) - n d^2 / (n - 1).
    bool MovePoints()
    {
        var moved = false;
        for (var i = 0; i < _labels.Length; i++)
        {
            var from = _labels[i];
            if (_sizes[from] < 2)
                continue;
            var gain = _sizes[from] * Points.Distance(_points[i], Centre(from)) / (_sizes[from] - 1);
            var (best, cost) = (from, gain * (1 - 1e-12));
            for (var g = 0; g < _groups; g++)
            {
                var c = _sizes[g] * Points.Distance(_points[i], Centre(g)) / (_sizes[g] + 1);
                if (g != from && c < cost)
                    (best, cost) = (g, c);
            }
            if (best == from)
                continue;
            Shift(from, i, -1);
            Shift(best, i, 1);
            _labels[i] = best;
            moved = true;
        }
        return moved;
    }

    void Shift(int group, int point, int sign)
    {
        _sizes[group] += sign;
        var centre = _centres.AsSpan(group * _points.Columns, _points.Columns);
        for (var j = 0; j < centre.Length; j++)
            centre[j] += sign * (_points[point][j] - centre[j]) / _sizes[group];
    }

    void Recentre()
    {
        Count();
        _centres.AsSpan().Clear();
        for (var i = 0; i < _labels.Length; i++)
        {
            var centre = _centres.AsSpan(_labels[i] * _points.Columns, _points.Columns);
            for (var j = 0; j < centre.Length; j++)
                centre[j] += _points[i][j];
        }
        for (var g = 0; g < _groups; g++)
        {
            for (var j = 0; j < _points.Columns; j++)
                _centres[g * _points.Columns + j] /= Math.Max(1, _sizes[g]);
        }
    }

    void Count()
    {
        _sizes.AsSpan().Clear();
        foreach (var label in _labels)
            _sizes[label]++;
    }

    double[] Within()
    {
        var within = new double[_groups];
        for (var i = 0; i < _labels.Length; i++)
            within[_labels[i]] += Points.Distance(_points[i], Centre(_labels[i]));
        return within;
    }

    ReadOnlySpan<double> Centre(int group) => _centres.AsSpan(group * _points.Columns, _points.Columns);
}
