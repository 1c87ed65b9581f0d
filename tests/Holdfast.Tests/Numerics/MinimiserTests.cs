using Holdfast.Numerics;
using Holdfast.Numerics.Optimisation;

namespace Holdfast.Tests.Numerics;

public class MinimiserTests
{
    [Fact]
    public void Rosenbrocks_valley_is_followed_to_its_end()
    {
        var found = Minimiser.Find(
            (p, g) =>
            {
                var (a, b) = (1 - p[0], p[1] - p[0] * p[0]);
                (g[0], g[1]) = (-2 * a - 400 * p[0] * b, 200 * b);
                return a * a + 100 * b * b;
            },
            [-1.2, 1], new MinimiserOptions());
        Assert.Equal(ConvergenceReason.GradientSmall, found.Convergence.Reason);
        Assert.Equal([1, 1], found.Point.Select(x => Math.Round(x, 9)));
        Assert.Equal(802, found.Hessian[0], 1e-4);
        Assert.Equal(-400, found.Hessian[1], 1e-4);
    }

    [Fact]
    public void Stretched_bowls_are_solved_to_all_digits()
    {
        var found = Minimiser.Find(
            (p, g) =>
            {
                (g[0], g[1], g[2]) = (1e6 * (p[0] - 3), p[1] + 2, 1e-2 * (p[2] - 1));
                return 0.5 * (1e6 * (p[0] - 3) * (p[0] - 3) + (p[1] + 2) * (p[1] + 2) + 1e-2 * (p[2] - 1) * (p[2] - 1));
            },
            [0, 0, 0], new MinimiserOptions());
        Assert.True(found.Convergence.Settled);
        Assert.Equal(3, found.Point[0], 1e-9);
        Assert.Equal(-2, found.Point[1], 1e-9);
        Assert.Equal(1, found.Point[2], 1e-6);
    }

    [Fact]
    public void A_function_that_falls_for_ever_is_reported_and_ends()
    {
        var found = Minimiser.Find(
            (p, g) =>
            {
                g[0] = -Math.Exp(-p[0] / 5) / 5;
                return Math.Exp(-p[0] / 5);
            },
            [0], new MinimiserOptions());
        Assert.Equal(ConvergenceReason.Boundary, found.Convergence.Reason);
        Assert.False(found.Convergence.Settled);
    }

    [Fact]
    public void A_start_where_the_function_is_not_defined_is_refused() =>
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Minimiser.Find((_, _) => double.NaN, [1], new MinimiserOptions())).Message, StringComparison.Ordinal);
}
