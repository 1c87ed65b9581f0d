namespace Holdfast.Numerics.Survival;

/// <summary>
/// Which periods each row lives through, and columns on a scale that is safe to compute with: powers of the centred and scaled
/// period, centred and scaled covariates. <see cref="Raw"/> takes an answer back to the caller's scale.
/// </summary>
sealed class PersonPeriods
{
    const double MostPeriods = 5e9;

    readonly double[] _means, _scales;
    readonly double _centre, _spread;

    public PersonPeriods(SurvivalSample sample, ReadOnlySpan<double> rows, int columnCount, int degree)
    {
        sample.Check();
        Require.AtLeast(columnCount, 0, nameof(columnCount));
        Require.Length(rows.Length, sample.Count * columnCount, nameof(rows));
        Require.Finite(rows, nameof(rows));
        (Count, Columns, Degree) = (sample.Count, columnCount, degree);
        (First, Last, IsEvent, Weight) = (new int[Count], new int[Count], new bool[Count], new double[Count]);
        (_means, _scales, Z) = (new double[columnCount], new double[columnCount], rows.ToArray());
        Place(sample);
        Scale();
        var longest = Last.Max();
        (_centre, _spread) = ((1 + longest) / 2.0, Math.Max(1, (longest - 1) / 2.0));
        Powers = new double[(longest + 1) * (degree + 1)];
        for (var t = 1; t <= longest; t++)
        {
            Powers[t * (degree + 1)] = 1;
            for (var k = 1; k <= degree; k++)
                Powers[t * (degree + 1) + k] = Powers[t * (degree + 1) + k - 1] * ((t - _centre) / _spread);
        }
    }

    public int Count { get; }

    public int Columns { get; }

    public int Degree { get; }

    public int TermCount => Degree + 1 + Columns;

    /// <summary>First period of each row, from 1.</summary>
    public int[] First { get; }

    /// <summary>Last period of each row; before the first when it lives through none.</summary>
    public int[] Last { get; }

    public bool[] IsEvent { get; }

    public double[] Weight { get; }

    /// <summary>Centred and scaled columns, row by row.</summary>
    public double[] Z { get; }

    /// <summary>1, s, s^2, ... of the scaled period s, from period 0.</summary>
    public double[] Powers { get; }

    public long Total { get; private set; }

    /// <summary>Coefficients and covariance on the caller's scale: powers of the period's number, columns as given.</summary>
    public (double[] Terms, double[] Covariance) Raw(double[] terms, double[] covariance)
    {
        var n = TermCount;
        var back = Back();
        var raw = new double[n];
        var (half, full) = (new double[n * n], new double[n * n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                raw[i] += back[i * n + j] * terms[j];
                for (var m = 0; m < n; m++)
                    half[i * n + j] += back[i * n + m] * covariance[m * n + j];
            }
        }
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var m = 0; m < n; m++)
                    full[i * n + j] += half[i * n + m] * back[j * n + m];
            }
        }
        return (raw, full);
    }

    // ((t - c) / s)^k = sum over j of binomial(k, j) t^j (-c)^(k-j) / s^k.
    double[] Back()
    {
        var n = TermCount;
        var back = new double[n * n];
        for (var k = 0; k <= Degree; k++)
        {
            var binomial = 1.0;
            for (var j = k; j >= 0; j--)
            {
                back[j * n + k] = binomial * Math.Pow(-_centre, k - j) / Math.Pow(_spread, k);
                binomial *= (double)j / (k - j + 1);
            }
        }
        for (var j = 0; j < Columns; j++)
        {
            back[(Degree + 1 + j) * n + Degree + 1 + j] = 1 / _scales[j];
            back[Degree + 1 + j] = -_means[j] / _scales[j];
        }
        return back;
    }

    void Place(SurvivalSample sample)
    {
        var total = 0.0;
        for (var i = 0; i < Count; i++)
        {
            var (entry, exit) = (sample.Entry(i), sample.Exits[i]);
            Require.That(exit <= int.MaxValue / 2, $"row {i} leaves in period {exit}; up to {int.MaxValue / 2} is allowed: use a longer period");
            Require.That(!sample.Events[i] || exit > 0, $"row {i} leaves at 0; an event must fall into a period, which the first starts after 0");
            (First[i], Last[i]) = ((int)Math.Ceiling(entry) + 1, (int)(sample.Events[i] ? Math.Ceiling(exit) : Math.Floor(exit)));
            // An event in the period of the entry: the period counts.
            First[i] = sample.Events[i] ? Math.Min(First[i], Last[i]) : First[i];
            (IsEvent[i], Weight[i]) = (sample.Events[i], sample.Weight(i));
            total += Math.Max(0, Last[i] - First[i] + 1);
        }
        Require.That(total <= MostPeriods, $"the rows live through {total:0.0e0} periods; up to {MostPeriods:0.0e0} are allowed: use a longer period");
        Require.That(total > 0, "no row lives through a whole period: use a shorter period");
        Total = (long)total;
    }

    void Scale()
    {
        for (var j = 0; j < Columns; j++)
        {
            for (var i = 0; i < Count; i++)
                _means[j] += Z[i * Columns + j] / Count;
            for (var i = 0; i < Count; i++)
            {
                var off = Z[i * Columns + j] -= _means[j];
                _scales[j] += off * off / Count;
            }
            _scales[j] = Math.Sqrt(_scales[j]);
            if (!(_scales[j] > 1e-12 * Math.Abs(_means[j])))
                _scales[j] = 1;
            for (var i = 0; i < Count; i++)
                Z[i * Columns + j] = _scales[j] == 1 && Math.Abs(Z[i * Columns + j]) <= 1e-12 * Math.Abs(_means[j]) ? 0 : Z[i * Columns + j] / _scales[j];
        }
    }
}
