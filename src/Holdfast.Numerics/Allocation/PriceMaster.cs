namespace Holdfast.Numerics.Allocation;

/// <summary>
/// The restricted master of Dantzig and Wolfe: the best mixture of the choices seen so far that keeps the limits on average.
/// Its dual gives the next prices. Solved by the simplex method on a basis of (limits + 1) columns, inverted afresh at
/// every step: with a handful of limits that costs nothing and stays exact.
/// </summary>
sealed class PriceMaster
{
    const double Tolerance = 1e-11;

    readonly int _size;
    readonly double[] _right;
    readonly int[] _limits;
    readonly List<double[]> _columns = [];
    readonly List<double> _worths = [];
    readonly int[] _basis;
    readonly double[] _inverse;

    /// <summary>Starts with doing nothing and a slack per limit.</summary>
    /// <param name="limits">Ceiling and floor of each limit, and what missing the floor costs per unit: more than any use can be worth.</param>
    public PriceMaster(ReadOnlySpan<(double Ceiling, double Floor, double Penalty)> limits)
    {
        // A row per ceiling, one per floor that is set, and one for the mixture.
        (Prices, _limits) = (new double[limits.Length], [.. Enumerable.Range(0, limits.Length)]);
        _right = new double[limits.Length];
        for (var k = 0; k < limits.Length; k++)
        {
            _right[k] = limits[k].Ceiling;
            if (limits[k].Floor <= 0)
                continue;
            _limits = [.. _limits, k];
            _right = [.. _right, limits[k].Floor];
        }
        _right = [.. _right, 1];
        _size = _right.Length;
        _basis = new int[_size];
        _inverse = new double[_size * _size];
        for (var row = 0; row < _size; row++)
        {
            _basis[row] = row;
            AddUnit(row, 1, IsFloor(row) ? -limits[_limits[row]].Penalty : 0);
        }
        for (var row = limits.Length; IsFloor(row); row++)
            AddUnit(row, -1, 0);
    }

    /// <summary>Prices of the limits: above 0 where the ceiling binds, below 0 where the floor does.</summary>
    public double[] Prices { get; }

    /// <summary>Value of the best mixture: no more than the linear relaxation is worth.</summary>
    public double Value { get; private set; }

    /// <summary>What the limits are worth at the prices.</summary>
    public double Constant { get; private set; }

    bool IsFloor(int row) => row >= Prices.Length && row < _size - 1;

    void AddUnit(int row, double entry, double worth)
    {
        var unit = new double[_size];
        unit[row] = entry;
        _columns.Add(unit);
        _worths.Add(worth);
    }

    public void Add(double worth, ReadOnlySpan<double> usage)
    {
        var column = new double[_size];
        for (var row = 0; row < _size - 1; row++)
            column[row] = usage[_limits[row]];
        column[^1] = 1;
        _columns.Add(column);
        _worths.Add(worth);
    }

    /// <summary>Finds the best mixture and its prices.</summary>
    public void Solve()
    {
        for (var pivot = 0; pivot < 200 * _size; pivot++)
        {
            Invert();
            var duals = Duals();
            // After many pivots Bland's rule (first improving column) ends any cycle of ties.
            var enter = Entering(duals, first: pivot > 50 * _size);
            if (enter < 0 || !Exchange(enter))
                break;
        }
        Invert();
        var final = Duals();
        Value = 0;
        for (var k = 0; k < _size; k++)
            Value += final[k] * _right[k];
        Array.Clear(Prices);
        Constant = 0;
        for (var row = 0; row + 1 < _size; row++)
        {
            var price = IsFloor(row) ? Math.Min(0, final[row]) : Math.Max(0, final[row]);
            Prices[_limits[row]] += price;
            Constant += price * _right[row];
        }
    }

    int Entering(double[] duals, bool first)
    {
        var (best, most) = (-1, Tolerance * (1 + Math.Abs(duals[^1])));
        for (var c = 0; c < _columns.Count; c++)
        {
            var gain = _worths[c];
            for (var k = 0; k < _size; k++)
                gain -= duals[k] * _columns[c][k];
            if (gain <= most || Array.IndexOf(_basis, c) >= 0)
                continue;
            (best, most) = (c, gain);
            if (first)
                break;
        }
        return best;
    }

    bool Exchange(int enter)
    {
        var (leave, least) = (-1, double.PositiveInfinity);
        for (var row = 0; row < _size; row++)
        {
            double direction = 0, level = 0;
            for (var k = 0; k < _size; k++)
            {
                direction += _inverse[row * _size + k] * _columns[enter][k];
                level += _inverse[row * _size + k] * _right[k];
            }
            if (direction <= Tolerance)
                continue;
            var ratio = Math.Max(0, level) / direction;
            if (ratio < least || (ratio == least && _basis[row] < _basis[leave]))
                (leave, least) = (row, ratio);
        }
        if (leave >= 0)
            _basis[leave] = enter;
        return leave >= 0;
    }

    double[] Duals()
    {
        var duals = new double[_size];
        for (var row = 0; row < _size; row++)
        {
            for (var k = 0; k < _size; k++)
                duals[k] += _worths[_basis[row]] * _inverse[row * _size + k];
        }
        return duals;
    }

    // Gauss-Jordan with row pivots; the basis of a simplex step is never singular.
    void Invert()
    {
        var work = new double[_size * _size];
        Array.Clear(_inverse);
        for (var column = 0; column < _size; column++)
        {
            _inverse[column * _size + column] = 1;
            for (var row = 0; row < _size; row++)
                work[row * _size + column] = _columns[_basis[column]][row];
        }
        for (var column = 0; column < _size; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < _size; row++)
            {
                if (Math.Abs(work[row * _size + column]) > Math.Abs(work[pivot * _size + column]))
                    pivot = row;
            }
            Swap(work, pivot, column);
            Swap(_inverse, pivot, column);
            var factor = 1 / work[column * _size + column];
            Combine(work, column, factor - 1, column);
            Combine(_inverse, column, factor - 1, column);
            for (var row = 0; row < _size; row++)
            {
                var part = work[row * _size + column];
                if (row == column || part == 0)
                    continue;
                Combine(work, row, -part, column);
                Combine(_inverse, row, -part, column);
            }
        }
    }

    void Swap(double[] matrix, int a, int b)
    {
        for (var k = 0; k < _size; k++)
            (matrix[a * _size + k], matrix[b * _size + k]) = (matrix[b * _size + k], matrix[a * _size + k]);
    }

    void Combine(double[] matrix, int row, double factor, int other)
    {
        for (var k = 0; k < _size; k++)
            matrix[row * _size + k] += factor * matrix[other * _size + k];
    }
}
