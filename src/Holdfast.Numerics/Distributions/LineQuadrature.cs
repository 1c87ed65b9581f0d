namespace Holdfast.Numerics.Distributions;

/// <summary>
/// Integrals over the whole line of functions that are analytic near it and exponential at both ends, by the trapezoidal rule,
/// whose error falls exponentially with 1 / step; the ends are summed as geometric series. Works on logarithms, so nothing
/// over- or underflows. Source: Trefethen and Weideman 2014, SIAM Review 56:385. Cost: (right - left) / step values.
/// </summary>
static class LineQuadrature
{
    /// <summary>ln of the integral of exp(f).</summary>
    /// <param name="f">Logarithm of the integrand.</param>
    /// <param name="left">Left of this the integrand is an exponential that falls to the left.</param>
    /// <param name="right">Right of this it falls to the right, exponentially or faster.</param>
    /// <param name="step">Distance of the nodes: about a sixth of the distance to the nearest singularity off the line.</param>
    public static double LogIntegral(Func<double, double> f, double left, double right, double step)
    {
        var (peak, sum) = (double.NegativeInfinity, 0.0);
        var count = (int)Math.Ceiling((right - left) / step);
        for (var k = 0; k <= count; k++)
            Add(f(left + k * step));
        Tail(f(left), f(left - step));
        Tail(f(left + count * step), f(left + (count + 1) * step));
        return peak + Math.Log(sum * step);

        void Add(double value)
        {
            if (value > peak)
            {
                sum = sum * Math.Exp(peak - value) + 1;
                peak = value;
            }
            else
            {
                sum += Math.Exp(value - peak);
            }
        }

        // Beyond the last node each value is the one before times the same factor: first / (1 - factor).
        void Tail(double last, double next)
        {
            if (next < last && double.IsFinite(next))
                Add(next - Math.Log(-Elementary.ExpMinusOne(next - last)));
        }
    }
}
