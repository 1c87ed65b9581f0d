using Holdfast.Numerics.Distributions;

namespace Holdfast.Tests.Numerics.Distributions;

public class SpecialFunctionTests
{
    const double Euler = 0.57721566490153286061;

    [Fact]
    public void Digamma_has_its_closed_values_and_its_recurrence()
    {
        Assert.Equal(-Euler, GammaFunction.Digamma(1), 1e-14);
        Assert.Equal(-Euler - 2 * Math.Log(2), GammaFunction.Digamma(0.5), 1e-14);
        foreach (var x in new[] { 1e-5, 0.3, 2.7, 11.99, 12, 1e6, 1e15 })
            Assert.Equal(GammaFunction.Digamma(x) + 1 / x, GammaFunction.Digamma(x + 1), 1e-14 * Math.Max(20, 1 / x));
    }

    [Theory]
    [InlineData(0.3, 7)]
    [InlineData(12.5, 0.25)]
    [InlineData(250, 1000)]
    public void Rising_gammas_are_differences_of_logarithms_where_those_have_digits(double a, double n)
    {
        Assert.Equal(GammaFunction.Log(a + n) - GammaFunction.Log(a), GammaFunction.LogRising(a, n), 1e-12 * Math.Max(1, GammaFunction.Log(a + n)));
        Assert.Equal(GammaFunction.Digamma(a + n) - GammaFunction.Digamma(a), GammaFunction.DigammaRise(a, n), 1e-12);
    }

    [Fact]
    public void Rising_gammas_keep_their_digits_where_the_difference_loses_them()
    {
        // Gamma(a + 1) / Gamma(a) = a and Gamma(a + 2) / Gamma(a) = a (a + 1), for any a.
        foreach (var a in new[] { 1e-12, 1e-3, 1, 1e5, 1e12, 1e15 })
        {
            Assert.Equal(Math.Log(a), GammaFunction.LogRising(a, 1), 1e-13 * Math.Max(1, Math.Abs(Math.Log(a))));
            Assert.Equal(Math.Log(a) + Math.Log(a + 1), GammaFunction.LogRising(a, 2), 2e-13 * Math.Max(1, Math.Abs(Math.Log(a))));
        }
        Assert.Equal(1e-10 * Math.Log(1e8), GammaFunction.LogRising(1e8, 1e-10), 1e-17);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999999)]
    [InlineData(-0.7)]
    [InlineData(-40)]
    public void Gauss_function_has_its_elementary_cases(double z)
    {
        Assert.Equal(-Math.Log(1 - z) / z, Hypergeometric.Gauss(1, 1, 2, z), 1e-12 * Math.Abs(Math.Log(1 - z) / z));
        if (z < 0)
            Assert.Equal(Math.Atan(Math.Sqrt(-z)) / Math.Sqrt(-z), Hypergeometric.Gauss(1, 0.5, 1.5, z), 1e-12);
        else
            Assert.Equal(Math.Asin(Math.Sqrt(z)) / Math.Sqrt(z), Hypergeometric.Gauss(0.5, 0.5, 1.5, z), 1e-11);
    }

    [Fact]
    public void Gauss_function_is_symmetric_obeys_his_sum_and_joins_its_paths()
    {
        Assert.Equal(Hypergeometric.LogGauss(2.5, 3.25, 7.5, 0.93), Hypergeometric.LogGauss(3.25, 2.5, 7.5, 0.93), 1e-12);
        var sum = GammaFunction.Log(9) + GammaFunction.Log(9 - 1.3 - 2.2) - GammaFunction.Log(9 - 1.3) - GammaFunction.Log(9 - 2.2);
        Assert.Equal(sum, Hypergeometric.LogGauss(1.3, 2.2, 9, 1 - 1e-13), 1e-11);
        foreach (var (a, b, c, z) in new[] { (0.3, 0.01, 0.02, 0.5), (40.0, 3, 8.5, 0.45), (2, 500, 501, 0.4), (1, 30.5, 31, 0.5) })
            Assert.Equal(Hypergeometric.LogGauss(a, b, c, z), Hypergeometric.Integral(a, b, c, Math.Log(1 - z)), 1e-11);
        Assert.True(double.IsFinite(Hypergeometric.LogGauss(5000, 4000, 4000.5, 1 - 1e-9)));
        Assert.Contains("c is 2", Assert.Throws<ArgumentException>(() => Hypergeometric.Gauss(1, 3, 2, 0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Hypergeometric.Gauss(1, 1, 2, 1));
    }

    [Fact]
    public void The_scaled_exponential_integral_obeys_its_recurrence_and_joins_its_paths()
    {
        foreach (var s in new[] { 0.0, 0.4, 1, 3.7, 250 })
        {
            foreach (var c in new[] { 1e-6, 0.03, 0.99, 1.01, 20, 4000 })
            {
                // s E(s + 1) + c E(s) = e^-c.
                Assert.Equal(1, s * Math.Exp(ExponentialIntegral.LogScaled(s + 1, c)) + c * Math.Exp(ExponentialIntegral.LogScaled(s, c)), 1e-12);
                if (c is > 0.9 and < 30)
                    Assert.Equal(-Math.Log(ExponentialIntegral.Fraction(s, c)), ExponentialIntegral.Integral(s, c), 1e-12);
            }
        }
    }

    [Fact]
    public void Student_tails_have_closed_forms_for_one_and_two_degrees()
    {
        foreach (var t in new[] { -3.0, -0.2, 0, 1e-9, 0.7, 12, 1e8 })
        {
            Assert.Equal(t > 1 ? Math.Atan(1 / t) / Math.PI : 0.5 - Math.Atan(t) / Math.PI, StudentDistribution.UpperTail(t, 1), 1e-14);
            var two = t > 1 ? 1 / (Math.Sqrt(2 + t * t) * (Math.Sqrt(2 + t * t) + t)) : 0.5 - t / (2 * Math.Sqrt(2 + t * t));
            Assert.Equal(two, StudentDistribution.UpperTail(t, 2), 1e-14);
        }
        Assert.Equal(NormalDistribution.UpperTail(1.7), StudentDistribution.UpperTail(1.7, 1e12), 1e-11);
        // Abramowitz and Stegun 26.7.3 and 26.7.4: with tan(angle) = t / sqrt(degrees), a finite sum of cosines for whole degrees.
        var three = Math.Atan(StudentDistribution.UpperQuantile(0.005, 3) / Math.Sqrt(3));
        Assert.Equal(0.005, 0.5 - (three + Math.Sin(three) * Math.Cos(three)) / Math.PI, 1e-14);
        var square = Math.Pow(Math.Cos(Math.Atan(StudentDistribution.UpperQuantile(0.025, 4) / 2)), 2);
        Assert.Equal(0.025, 0.5 - 0.5 * Math.Sqrt(1 - square) * (1 + square / 2), 1e-14);
    }

    [Theory]
    [InlineData(1.3, 1)]
    [InlineData(-0.4, 7)]
    [InlineData(2.5, 300)]
    [InlineData(1.9, 40000)]
    public void The_noncentral_tail_without_a_shift_is_the_central_one(double t, double degrees)
    {
        Assert.Equal(StudentDistribution.UpperTail(t, degrees), StudentDistribution.UpperTail(t, degrees, 0), 1e-11);
        Assert.InRange(StudentDistribution.UpperTail(t, degrees, 60), 1 - 1e-6, 1 + 1e-12);
    }

    [Fact]
    public void Small_numbers_survive_the_elementary_functions()
    {
        Assert.Equal(1e-20, Elementary.LogOnePlus(1e-20));
        Assert.Equal(1e-20, Elementary.ExpMinusOne(1e-20));
        Assert.Equal(1e-9 - 5e-19, Elementary.LogOnePlus(1e-9), 1e-24);
        Assert.Equal(1e-9 + 5e-19, Elementary.ExpMinusOne(1e-9), 1e-24);
        Assert.Equal(-1, Elementary.ExpMinusOne(-800));
        Assert.Equal(double.PositiveInfinity, Elementary.ExpMinusOne(800));
        Assert.Equal(800, Elementary.Softplus(800));
        Assert.Equal(Math.Log(3), Elementary.LogSum(Math.Log(1), Math.Log(2)), 1e-15);
    }
}
