using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Optimisation;

/// <summary>Finds the minimum of a smooth function of a few coordinates: quasi-Newton steps to its neighbourhood, Newton steps to the last digits.</summary>
/// <remarks>
/// Assumptions: 1. the gradient is analytic and exact. 2. coordinates are scaled so that a step of 1 is moderate, such as logarithms of positive parameters.
/// <para>Source: Nocedal and Wright 2006, Numerical Optimization, 6.1 (BFGS), 3.1 (sufficient decrease), 3.3 (Newton).</para>
/// <para>Checked against: Rosenbrock's function, quadratics of condition 1e6, all maximum-likelihood fits of this library.</para>
/// <para>Cost: 15 to 40 evaluations and 2 per coordinate for each of one or two Hessians.</para>
/// </remarks>
public static class Minimiser
{
    // No coordinate moves further than this in one step: on a log scale a factor of 7.
    const double LongestStep = 2;

    /// <summary>Searches from a start.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="start">Where to begin; the function must be finite there.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="ArgumentException">The start is empty or the function is not finite there.</exception>
    public static Minimum Find(Objective objective, ReadOnlySpan<double> start, MinimiserOptions options)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(options);
        Require.Some(start.Length, nameof(start));
        Require.AtLeast(options.MaximumIterations, 1, nameof(options.MaximumIterations));
        var search = new MinimiserSearch(objective, start, Require.Positive(options.Scale, nameof(options.Scale)));
        Require.That(double.IsFinite(search.Value), $"the function is {search.Value} at the start; a finite value is needed");
        var iterations = Approach(search, start, options);
        return Polish(search, start, options, iterations);
    }

    static int Approach(MinimiserSearch search, ReadOnlySpan<double> start, MinimiserOptions options)
    {
        var n = start.Length;
        var inverse = Known(options.Curvature, n) ?? Identity(n, 1 / Math.Max(1e-300, search.GradientNorm * search.Scale));
        for (var iteration = 0; iteration < options.MaximumIterations; iteration++)
        {
            // Newton takes over well before the gradient is at the noise of the value.
            if (search.GradientNorm <= Math.Max(options.GradientTolerance, 1e-6) || Away(search.Point, start, options.Reach))
                return iteration;
            var (before, gradient, value) = (search.Point.ToArray(), search.Gradient.ToArray(), search.Value);
            if (!search.Step(Product(inverse, search.Gradient), LongestStep))
            {
                if (IsIdentity(inverse))
                    return iteration;
                inverse = Identity(n, 1 / Math.Max(1e-300, search.GradientNorm * search.Scale));
                continue;
            }
            Update(inverse, Difference(search.Point, before), Difference(search.Gradient, gradient));
            if (value - search.Value <= 1e-15 * Math.Abs(value) && search.GradientNorm < 1e-4)
                return iteration + 1;
        }
        return options.MaximumIterations;
    }

    static Minimum Polish(MinimiserSearch search, ReadOnlySpan<double> start, MinimiserOptions options, int iterations)
    {
        var hessian = search.Hessian();
        var moved = true;
        for (var round = 0; round < 8 && search.GradientNorm > options.GradientTolerance && moved && !Away(search.Point, start, options.Reach); round++, iterations++)
        {
            var factor = new Cholesky(hessian, start.Length);
            if (factor.Aliased.Contains(true))
                break;
            var norm = search.GradientNorm;
            moved = search.StepBySlope(factor.Solve(search.Gradient), LongestStep);
            if (norm > 1e-6 && moved)
                hessian = search.Hessian();
        }
        var reason = Away(search.Point, start, options.Reach) ? ConvergenceReason.Boundary
            : search.GradientNorm <= options.GradientTolerance ? ConvergenceReason.GradientSmall
            : iterations >= options.MaximumIterations || search.GradientNorm > 1e-5 ? ConvergenceReason.IterationLimit
            : ConvergenceReason.NoFurtherStep;
        return new Minimum(search.Point, search.Value, hessian, new Convergence(iterations, reason, search.GradientNorm));
    }

    static void Update(double[] inverse, double[] s, double[] y)
    {
        var n = s.Length;
        double sy = Dot(s, y), yy = Dot(y, y);
        if (!(sy > 1e-12 * Math.Sqrt(Dot(s, s) * yy)))
            return;
        if (IsIdentity(inverse))
            Identity(n, sy / yy).CopyTo(inverse, 0);
        var hy = Product(inverse, y);
        var factor = (1 + Dot(y, hy) / sy) / sy;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                inverse[i * n + j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy;
        }
    }

    static bool Away(ReadOnlySpan<double> point, ReadOnlySpan<double> start, double reach)
    {
        for (var i = 0; i < point.Length; i++)
        {
            if (Math.Abs(point[i] - start[i]) > reach)
                return true;
        }
        return false;
    }

    static double[]? Known(double[]? curvature, int n)
    {
        if (curvature is null)
            return null;
        var factor = new Cholesky(curvature, n);
        return factor.Aliased.Contains(true) ? null : factor.Inverse();
    }

    static double[] Identity(int n, double scale)
    {
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
            matrix[i * n + i] = scale;
        return matrix;
    }

    static bool IsIdentity(double[] matrix)
    {
        var n = (int)Math.Sqrt(matrix.Length);
        for (var i = 0; i < matrix.Length; i++)
        {
            if (i / n == i % n ? matrix[i] != matrix[0] : matrix[i] != 0)
                return false;
        }
        return true;
    }

    static double[] Product(double[] matrix, ReadOnlySpan<double> vector)
    {
        var result = new double[vector.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = Dot(matrix.AsSpan(i * result.Length, result.Length), vector);
        return result;
    }

    static double[] Difference(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var result = new double[x.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = x[i] - y[i];
        return result;
    }

    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }
}
