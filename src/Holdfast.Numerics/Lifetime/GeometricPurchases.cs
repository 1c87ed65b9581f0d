using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>
/// Purchases of a customer whose rate is Gamma and who stays after each purchase with a probability whose complement is Beta(a, q).
/// The expected number is the sum over k of P(k purchases if nobody left) times the expected number of chances survived: all terms
/// are positive, so nothing happens at a = 1, where the published closed form divides 0 by 0, nor for large counts, where its
/// hypergeometric series overflows. Source: the renewal argument of Fader, Hardie and Lee 2005, appendix; equal to their equation 9.
/// </summary>
static class GeometricPurchases
{
    const double MostTerms = 4000;

    /// <summary>Expected purchases in a time of w rate-scales (time / alpha) with shape rho, given that the customer is alive.</summary>
    public static double Expected(double rho, double w, double a, double q)
    {
        if (w == 0)
            return 0;
        var mean = rho * w;
        var terms = mean + 40 * (1 + w) + 12 * Math.Sqrt(mean * (1 + w));
        return terms < MostTerms && rho * Elementary.LogOnePlus(w) < 600 ? Series(rho, w, a, q) : Integral(rho, w, a, q);
    }

    internal static double Series(double rho, double w, double a, double q)
    {
        var z = w / (1 + w);
        var count = Math.Exp(-rho * Elementary.LogOnePlus(w));
        double sum = 0, chances = 0, survive = 1;
        for (var k = 1; k < 100 * MostTerms; k++)
        {
            var ratio = (rho + k - 1) / k * z;
            count *= ratio;
            chances += survive;
            survive *= (q + k - 1) / (a + q + k - 1);
            sum += count * chances;
            if (ratio < 1 && count * (chances + survive / (1 - ratio)) < 1e-17 * (1 - ratio) * sum)
                break;
        }
        return sum;
    }

    // E over p of (1 - (1 + p w)^-rho) / p, over the logit of p.
    internal static double Integral(double rho, double w, double a, double q)
    {
        var (left, right, step) = Nodes(a, q, 45 + Math.Log(1 + w) + Math.Log(1 + rho * w));
        return Math.Exp(LineQuadrature.LogIntegral(s => LogPurchases(rho, w, s) - Fallen(a, q, s), left, right, step) - LineQuadrature.LogIntegral(s => -Fallen(a, q, s), left, right, step));
    }

    // ln((1 - (1 + p w)^-rho) / p) for p = 1 / (1 + e^-s).
    static double LogPurchases(double rho, double w, double s)
    {
        var logP = -Elementary.Softplus(-s);
        var lost = -Elementary.ExpMinusOne(-rho * Elementary.LogOnePlus(Math.Exp(logP) * w));
        return Math.Log(lost) - logP;
    }

    /// <summary>
    /// Purchases to come, each discounted at a continuous rate per rate-scale: E over p of the integral of
    /// rho (1 + p v)^(-rho - 1) e^(-rate v) dv, given that the customer is alive.
    /// </summary>
    public static double Discounted(double rho, double rate, double a, double q)
    {
        var (left, right, step) = Nodes(a, q, 45 + Math.Abs(Math.Log(rate)) + Math.Log(1 + rho));
        var integral = LineQuadrature.LogIntegral(
            s =>
            {
                var logP = -Elementary.Softplus(-s);
                return Math.Log(rho) - logP + ExponentialIntegral.LogScaled(rho + 1, rate * Math.Exp(-logP)) - Fallen(a, q, s);
            },
            left, right, step);
        return Math.Exp(integral - LineQuadrature.LogIntegral(s => -Fallen(a, q, s), left, right, step));
    }

    // Where Beta(a, q) on the logit has its mass: the factor beside it changes by less than e^reach. A narrow Beta has it between two
    // close points, and going further in steps as short as it asks for would take a million of them.
    static (double Left, double Right, double Step) Nodes(double a, double q, double reach)
    {
        var middle = Math.Log(a / q);
        var width = 4 + reach / Math.Min(1, Math.Min(a, q));
        var (left, right) = (Math.Max(middle - width, Math.Min(middle, 0) - reach), Math.Min(middle + width, Math.Max(middle, 0) + 45));
        return (Cut(left), Cut(right), Math.Min(0.25, 1 / (1.5 * Math.Sqrt(a * q / (a + q)))));

        // The logarithm of the density is concave with its peak in the middle: nothing beyond a point where it fell by this much counts.
        double Cut(double end)
        {
            if (Fallen(a, q, end) <= 2 * reach)
                return end;
            for (var (near, far) = (middle, end); ;)
            {
                var half = 0.5 * (near + far);
                var fallen = Fallen(a, q, half);
                if (fallen > 2 * reach && half != far)
                    far = half;
                else if (fallen < reach && half != near)
                    near = half;
                else
                    return half;
            }
        }
    }

    // How far the logarithm of Beta(a, q), taken on the logit, has fallen at s from its peak: the constant of the Beta, a difference of
    // numbers as large as a + q, is never needed.
    static double Fallen(double a, double q, double s)
    {
        var middle = Math.Log(a / q);
        return a * Change(-middle, middle - s) + q * Change(middle, s - middle);
    }

    // softplus(at + by) - softplus(at), without cancellation where by is small.
    static double Change(double at, double by) => Math.Abs(by) < 30
        ? Elementary.LogOnePlus(Elementary.ExpMinusOne(by) / (1 + Math.Exp(-at)))
        : Elementary.Softplus(at + by) - Elementary.Softplus(at);
}
