using Holdfast.Numerics;
using Holdfast.Numerics.Distributions;

namespace Holdfast.Tests.Numerics;

public class DistributionTests
{
    [Theory]
    // R: qnorm(c(.5, .975, 1e-10)).
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400545)]
    [InlineData(1e-10, -6.3613409024040557)]
    public void Normal_quantiles_are_those_of_R(double probability, double z)
    {
        Assert.Equal(z, NormalDistribution.Quantile(probability), 1e-13);
        Assert.Equal(probability, NormalDistribution.Cumulative(NormalDistribution.Quantile(probability)), 1e-12 * Math.Max(probability, 1e-12));
    }

    [Fact]
    public void The_z_of_95_percent_has_all_its_digits() => Assert.Equal(1.959963984540054, NormalDistribution.TwoSided(0.95), 1e-14);

    [Fact]
    public void Log_gamma_gives_the_factorials()
    {
        var factorial = 1.0;
        for (var n = 1; n <= 20; n++, factorial *= n - 1)
            Assert.Equal(Math.Log(factorial), GammaFunction.Log(n), 1e-13 * Math.Max(1, Math.Log(factorial)));
        Assert.Equal(0.5 * Math.Log(Math.PI), GammaFunction.Log(0.5), 1e-14);
    }

    [Fact]
    public void Chi_squared_tails_with_one_and_two_degrees_have_closed_forms()
    {
        Assert.Equal(2 * NormalDistribution.UpperTail(1.7), ChiSquaredDistribution.UpperTail(1.7 * 1.7, 1), 1e-15);
        Assert.Equal(Math.Exp(-4.2), ChiSquaredDistribution.UpperTail(8.4, 2), 1e-15);
        Assert.Equal(1, ChiSquaredDistribution.UpperTail(0, 3));
    }

    [Theory]
    [InlineData(3, 10, 0.2)]
    [InlineData(0, 7, 0.4)]
    [InlineData(41, 60, 0.7)]
    public void Beta_probabilities_are_binomial_tails(int k, int n, double p)
    {
        var tail = 0.0;
        for (var i = k + 1; i <= n; i++)
            tail += Math.Exp(GammaFunction.Log(n + 1) - GammaFunction.Log(i + 1) - GammaFunction.Log(n - i + 1) + i * Math.Log(p) + (n - i) * Math.Log(1 - p));
        Assert.Equal(tail, BetaDistribution.Cumulative(p, k + 1, n - k), 1e-13);
    }

    [Fact]
    public void Wilsons_bounds_solve_the_score_equation()
    {
        var interval = Intervals.Wilson(15, 50);
        foreach (var bound in new[] { interval.Low, interval.High })
            Assert.Equal(1.959963984540054, Math.Abs(0.3 - bound) / Math.Sqrt(bound * (1 - bound) / 50), 1e-10);
        Assert.Equal(0, Intervals.Wilson(0, 50).Low);
        Assert.Equal(1, Intervals.Wilson(50, 50).High);
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(5, 4));
    }

    [Fact]
    public void Exact_bounds_for_none_and_all_have_closed_forms()
    {
        Assert.Equal(1 - Math.Pow(0.025, 1.0 / 20), Intervals.Exact(0, 20).High, 1e-12);
        Assert.Equal(Math.Pow(0.025, 1.0 / 20), Intervals.Exact(20, 20).Low, 1e-12);
    }

    [Fact]
    public void Wilsons_interval_covers_about_as_often_as_it_says()
    {
        var stream = new RandomStream(17);
        var covered = 0;
        for (var run = 0; run < 4000; run++)
        {
            var k = 0;
            for (var i = 0; i < 80; i++)
                k += stream.Bernoulli(0.12) ? 1 : 0;
            covered += Intervals.Wilson(k, 80).Contains(0.12) ? 1 : 0;
        }
        Assert.InRange(covered / 4000.0, 0.93, 0.97);
    }
}
