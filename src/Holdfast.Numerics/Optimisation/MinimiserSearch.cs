namespace Holdfast.Numerics.Optimisation;

/// <summary>Where a search stands, and its steps.</summary>
sealed class MinimiserSearch
{
    readonly Objective _objective;
    readonly double[] _trial, _trialGradient;

    public MinimiserSearch(Objective objective, ReadOnlySpan<double> start, double scale)
    {
        _objective = objective;
        Scale = scale;
        Point = start.ToArray();
        Gradient = new double[start.Length];
        _trial = new double[start.Length];
        _trialGradient = new double[start.Length];
        Value = objective(Point, Gradient);
    }

    public double Scale { get; }

    public double[] Point { get; }

    public double[] Gradient { get; }

    public double Value { get; private set; }

    /// <summary>Largest entry of the gradient per unit of scale; infinite where it is not a number.</summary>
    public double GradientNorm => Norm(Gradient);

    /// <summary>Goes against the direction until the value has fallen enough; false when no length does.</summary>
    public bool Step(ReadOnlySpan<double> direction, double longest)
    {
        var slope = Minimiser.Dot(direction, Gradient);
        if (!(slope > 0))
            return false;
        for (var length = Length(direction, longest); length > 1e-12; length *= 0.5)
        {
            var value = Try(direction, length);
            if (value <= Value - 1e-4 * length * slope + 1e-15 * Math.Abs(Value) && Norm(_trialGradient) < double.PositiveInfinity)
                return Accept(value);
        }
        return false;
    }

    /// <summary>Goes against the direction if that makes the gradient smaller: near the minimum the value is only noise.</summary>
    public bool StepBySlope(ReadOnlySpan<double> direction, double longest)
    {
        for (var length = Length(direction, longest); length > 1e-3; length *= 0.5)
        {
            var value = Try(direction, length);
            if (Norm(_trialGradient) < GradientNorm && value <= Value + 1e-12 * Math.Abs(Value))
                return Accept(value);
        }
        return false;
    }

    /// <summary>Second derivatives from central differences of the gradient.</summary>
    public double[] Hessian()
    {
        const double Half = 1e-4;
        var n = Point.Length;
        var hessian = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            foreach (var sign in (ReadOnlySpan<double>)[1, -1])
            {
                Point.CopyTo(_trial, 0);
                _trial[j] += sign * Half;
                _objective(_trial, _trialGradient);
                for (var i = 0; i < n; i++)
                {
                    hessian[i * n + j] += sign * _trialGradient[i] / (4 * Half);
                    hessian[j * n + i] += sign * _trialGradient[i] / (4 * Half);
                }
            }
        }
        return hessian;
    }

    double Try(ReadOnlySpan<double> direction, double length)
    {
        for (var i = 0; i < _trial.Length; i++)
            _trial[i] = Point[i] - length * direction[i];
        var value = _objective(_trial, _trialGradient);
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    bool Accept(double value)
    {
        _trial.CopyTo(Point, 0);
        _trialGradient.CopyTo(Gradient, 0);
        Value = value;
        return true;
    }

    double Norm(ReadOnlySpan<double> gradient)
    {
        var largest = 0.0;
        foreach (var g in gradient)
            largest = Math.Max(largest, double.IsNaN(g) ? double.PositiveInfinity : Math.Abs(g));
        return largest / Scale;
    }

    static double Length(ReadOnlySpan<double> direction, double longest)
    {
        var largest = longest;
        foreach (var d in direction)
            largest = Math.Max(largest, Math.Abs(d));
        return longest / largest;
    }
}
