namespace Holdfast.Numerics.Distributions;

/// <summary>
/// ln(1 + x), e^x - 1 and ln(1 + e^x) without losing small x: the runtime's own versions subtract and lose it.
/// Source: Kahan's correction of the rounded sum, as in Higham 2002, Accuracy and Stability, 1.14.1. Cost: one logarithm or exponential more.
/// </summary>
static class Elementary
{
    /// <summary>ln(1 + x) for x > -1; infinity gives infinity.</summary>
    public static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>e^x - 1 for any x.</summary>
    public static double ExpMinusOne(double x)
    {
        var u = Math.Exp(x);
        if (u == 1)
            return x;
        var less = u - 1;
        return less == -1 || double.IsPositiveInfinity(u) ? less : less * (x / Math.Log(u));
    }

    /// <summary>ln(1 + e^x).</summary>
    public static double Softplus(double x) => x > 0 ? x + LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x));

    /// <summary>ln(e^x + e^y).</summary>
    public static double LogSum(double x, double y) =>
        double.IsNegativeInfinity(x) ? y : double.IsNegativeInfinity(y) ? x : Math.Max(x, y) + LogOnePlus(Math.Exp(-Math.Abs(x - y)));
}
