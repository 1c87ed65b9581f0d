using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Regression;

/// <summary>
/// Penalised log-likelihood with gradient and information, one pass over the rows in tiles; columns are standardised on the
/// fly, so no second copy of the rows is held. Parameter 0 is the intercept.
/// </summary>
ref struct LogisticObjective
{
    const int Rows = GramKernel.Rows;

    readonly ReadOnlySpan<double> _rows;
    readonly ReadOnlySpan<double> _labels;
    readonly ReadOnlySpan<double> _weights;
    readonly double _ridge;
    readonly int _columns;
    readonly double[] _tile;
    readonly double[] _weighted;

    public LogisticObjective(ReadOnlySpan<double> rows, int columnCount, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, double ridge)
    {
        _rows = rows;
        _columns = columnCount;
        _labels = labels;
        _weights = weights;
        _ridge = ridge;
        _tile = new double[(columnCount + 1) * Rows];
        _weighted = new double[(columnCount + 1) * Rows];
        Means = new double[columnCount];
        Deviations = new double[columnCount];
        Gradient = new double[columnCount + 1];
        Information = new double[(columnCount + 1) * (columnCount + 1)];
        Measure();
    }

    public double[] Means { get; }

    public double[] Deviations { get; }

    public double[] Gradient { get; }

    public double[] Information { get; }

    public double LogLikelihood { get; private set; }

    /// <summary>Largest |label - probability| of the last evaluation: near 0 only under complete separation.</summary>
    public double LargestResidual { get; private set; }

    /// <summary>Smallest p (1 - p) of the last evaluation.</summary>
    public double SmallestVariance { get; private set; }

    /// <summary>Evaluates at standardised parameters; returns the penalised log-likelihood.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters)
    {
        Gradient.AsSpan().Clear();
        Information.AsSpan().Clear();
        LogLikelihood = 0;
        LargestResidual = 0;
        SmallestVariance = 0.25;
        for (var start = 0; start < _labels.Length; start += Rows)
            AddTile(start, Math.Min(Rows, _labels.Length - start), parameters);
        var width = _columns + 1;
        var penalty = 0.0;
        for (var j = 1; j < width; j++)
        {
            Gradient[j] -= _ridge * parameters[j];
            Information[j * width + j] += _ridge;
            penalty += parameters[j] * parameters[j];
        }
        for (var i = 0; i < width; i++)
        {
            for (var j = i + 1; j < width; j++)
                Information[i * width + j] = Information[j * width + i];
        }
        return LogLikelihood - 0.5 * _ridge * penalty;
    }

    void AddTile(int start, int count, ReadOnlySpan<double> parameters)
    {
        Fill(start, count);
        Span<double> residual = stackalloc double[Rows];
        Span<double> root = stackalloc double[Rows];
        residual.Clear();
        root.Clear();
        for (var r = 0; r < count; r++)
        {
            var eta = 0.0;
            for (var j = 0; j <= _columns; j++)
                eta += parameters[j] * _tile[j * Rows + r];
            var weight = _weights.IsEmpty ? 1 : _weights[start + r];
            var label = _labels[start + r];
            var p = Logistic.Probability(eta);
            LogLikelihood += weight * (label * eta - Logistic.Softplus(eta));
            residual[r] = weight * (label - p);
            root[r] = Math.Sqrt(weight * p * (1 - p));
            if (weight > 0)
            {
                LargestResidual = Math.Max(LargestResidual, Math.Abs(label - p));
                SmallestVariance = Math.Min(SmallestVariance, p * (1 - p));
            }
        }
        for (var j = 0; j <= _columns; j++)
        {
            var column = _tile.AsSpan(j * Rows, Rows);
            Gradient[j] += GramKernel.Dot(column, residual);
            var target = _weighted.AsSpan(j * Rows, Rows);
            for (var r = 0; r < Rows; r++)
                target[r] = column[r] * root[r];
        }
        GramKernel.Add(_weighted, _columns + 1, Information);
    }

    void Fill(int start, int count)
    {
        if (count < Rows)
            _tile.AsSpan().Clear();
        _tile.AsSpan(0, count).Fill(1);
        for (var r = 0; r < count; r++)
        {
            var row = _rows.Slice((start + r) * _columns, _columns);
            for (var j = 0; j < row.Length; j++)
                _tile[(j + 1) * Rows + r] = (row[j] - Means[j]) / Deviations[j];
        }
    }

    void Measure()
    {
        var total = 0.0;
        for (var i = 0; i < _labels.Length; i++)
        {
            var weight = _weights.IsEmpty ? 1 : _weights[i];
            total += weight;
            // West 1979: running weighted mean and sum of squares, stable for columns far from 0.
            for (var j = 0; j < _columns && weight > 0; j++)
            {
                var delta = _rows[i * _columns + j] - Means[j];
                Means[j] += delta * weight / total;
                Deviations[j] += weight * delta * (_rows[i * _columns + j] - Means[j]);
            }
        }
        for (var j = 0; j < _columns; j++)
        {
            var deviation = Math.Sqrt(Deviations[j] / total);
            Deviations[j] = deviation > 1e-12 * Math.Abs(Means[j]) && deviation > 0 ? deviation : 1;
        }
    }
}
