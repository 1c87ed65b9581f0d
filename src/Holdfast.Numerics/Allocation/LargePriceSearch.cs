using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Allocation;

/// <summary>
/// Prices of large problems: with so many customers their use of the limits changes nearly smoothly with the prices, so a quasi-Newton
/// search on the dual gets to prices that use the limits up in a handful of passes. The first prices and slopes come from
/// samples, the passes over everyone are in single precision; what the prices prove is found out exactly afterwards.
/// Gives up where use is not smooth or a limit goes in or out of force: the thorough search decides there.
/// Source: Nocedal and Wright 2006, Numerical Optimization, 6.17 (BFGS).
/// </summary>
sealed class LargePriceSearch
{
    const int MostPasses = 8;
    const int SlopeStride = 8;
    const double SlopeStep = 0.02;

    // The share of the bound that another step promises.
    const double SmallEnough = 1e-9;

    // A limit out of force may be broken by this share: the repair mends it.
    const double NearlyKept = 1e-4;

    readonly AllocationProblem _problem;
    readonly AllocationLanes _lanes;
    readonly VectorWidth _width;
    readonly int[] _active;
    readonly double[] _targets;
    double[] _prices;

    LargePriceSearch(AllocationProblem problem, AllocationLanes lanes, double[] prices, VectorWidth width)
    {
        (_problem, _lanes, _prices, _width) = (problem, lanes, prices, width);
        _active = [.. Enumerable.Range(0, prices.Length).Where(k => prices[k] != 0)];
        _targets = [.. _active.Select(k => (double)(prices[k] > 0 ? problem.Ceiling(k) : problem.Floor(k)))];
    }

    /// <summary>Prices, with what another step promises as gradient; null where this way does not lead.</summary>
    public static PriceResult? Run(AllocationProblem problem, AllocationOptions options)
    {
        if (AllocationLanes.Of(problem) is not { } lanes)
            return null;
        return new LargePriceSearch(problem, lanes, PriceSearch.Sample(problem, options), options.Width).Descend();
    }

    PriceResult? Descend()
    {
        var size = _active.Length;
        var slopes = new Cholesky(Slopes(), size);
        if (slopes.Aliased.Contains(true))
            return null;
        var inverse = slopes.Inverse();
        var choice = _lanes.Choose(_prices, _width);
        for (var pass = 1; ; pass++)
        {
            if (!KeepsOthers(choice.Usage))
                return null;
            var gradient = Gradient(choice.Usage);
            var step = Step(inverse, gradient);
            var promise = -0.5 * Dot(step, gradient);
            var bound = choice.Value + Dot(gradient, [.. _active.Select(k => _prices[k])]);
            if (promise <= SmallEnough * Math.Abs(bound) || pass == MostPasses)
                return new PriceResult(_prices, bound, new Convergence(pass, pass == MostPasses ? ConvergenceReason.IterationLimit : ConvergenceReason.GradientSmall, promise / Math.Abs(bound)));
            var next = (double[])_prices.Clone();
            for (var a = 0; a < size; a++)
                next[_active[a]] += step[a];
            // A price that changes its sign goes out of force.
            if (!(Enumerable.Range(0, size).All(a => next[_active[a]] * _prices[_active[a]] > 0)))
                return null;
            _prices = next;
            choice = _lanes.Choose(_prices, _width);
            Update(inverse, step, Gradient(choice.Usage), gradient);
        }
    }

    bool KeepsOthers(double[] usage)
    {
        for (var k = 0; k < usage.Length; k++)
        {
            if (_prices[k] == 0 && (usage[k] > _problem.Ceiling(k) * (1 + NearlyKept) || usage[k] < _problem.Floor(k) * (1 - NearlyKept)))
                return false;
        }
        return true;
    }

    // Of the dual: what is left of each limit in force.
    double[] Gradient(double[] usage) => [.. _active.Select((k, a) => _targets[a] - usage[k])];

    // How much less is used per unit of price, symmetric as the second derivatives of the dual are.
    double[] Slopes()
    {
        var size = _active.Length;
        var slopes = new double[size * size];
        for (var a = 0; a < size; a++)
        {
            var (high, low) = ((double[])_prices.Clone(), (double[])_prices.Clone());
            high[_active[a]] *= 1 + SlopeStep;
            low[_active[a]] *= 1 - SlopeStep;
            var (more, less) = (_lanes.Choose(high, _width, SlopeStride).Usage, _lanes.Choose(low, _width, SlopeStride).Usage);
            for (var b = 0; b < size; b++)
            {
                var slope = (less[_active[b]] - more[_active[b]]) / (high[_active[a]] - low[_active[a]]) / _lanes.Share(SlopeStride);
                slopes[a * size + b] += slope / 2;
                slopes[b * size + a] += slope / 2;
            }
        }
        return slopes;
    }

    static double[] Step(double[] inverse, double[] gradient)
    {
        var step = new double[gradient.Length];
        for (var a = 0; a < step.Length; a++)
            step[a] = -Dot(inverse.AsSpan(a * step.Length, step.Length), gradient);
        return step;
    }

    // H <- (I - r s y') H (I - r y s') + r s s', r = 1 / s'y.
    static void Update(double[] inverse, double[] step, double[] after, double[] before)
    {
        var size = step.Length;
        double[] change = [.. after.Zip(before, (x, y) => x - y)];
        var curvature = Dot(step, change);
        if (curvature <= 0)
            return;
        var moved = new double[size];
        for (var a = 0; a < size; a++)
            moved[a] = Dot(inverse.AsSpan(a * size, size), change);
        var weight = 1 / curvature + Dot(change, moved) / (curvature * curvature);
        for (var a = 0; a < size; a++)
        {
            for (var b = 0; b < size; b++)
                inverse[a * size + b] += weight * step[a] * step[b] - (moved[a] * step[b] + step[a] * moved[b]) / curvature;
        }
    }

    static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }
}
