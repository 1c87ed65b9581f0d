namespace Holdfast.Numerics.Regression;

/// <summary>The logistic function and its inverse.</summary>
/// <remarks>
/// Source: p = 1 / (1 + exp(-x)), x = ln(p / (1 - p)).
/// <para>Checked against: each other, at 1e-12 to 1 - 1e-12.</para>
/// <para>Cost: O(1).</para>
/// </remarks>
public static class Logistic
{
    /// <summary>Probability of log-odds; never NaN for a number.</summary>
    /// <param name="logit">Log-odds, any number.</param>
    public static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>Log-odds of a probability; 0 and 1 are moved inside by <paramref name="edge"/> so that the result is finite.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <param name="edge">Smallest distance from 0 and 1 that is believed; 1e-12 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a share.</exception>
    public static double Logit(double probability, double edge = 1e-12)
    {
        var p = Math.Clamp(Require.Share(probability, nameof(probability)), edge, 1 - edge);
        return Math.Log(p) - Math.Log(1 - p);
    }

    /// <summary>ln(1 + exp(x)) without overflow.</summary>
    internal static double Softplus(double x) => x > 0 ? x + LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x));

    /// <summary>ln(1 + x) for x >= 0 without losing small x.</summary>
    static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }
}
