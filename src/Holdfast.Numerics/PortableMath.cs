namespace Holdfast.Numerics;

/// <summary>
/// Logarithm, exponential and log-gamma from additions, multiplications and divisions only, so that they give the same bits on
/// every machine; the C library behind Math.Log does not promise that. Accurate to about 1e-15.
/// </summary>
static class PortableMath
{
    const double Ln2 = 0.693147180559945309417;
    const double Ln2High = 0.693147180369123816490;
    const double Ln2Low = 1.90821492927058770002e-10;
    const double HalfLnTwoPi = 0.918938533204672741780;

    /// <summary>Natural logarithm of a positive, normal, finite x: x = 2^k m, ln m = 2 artanh((m - 1) / (m + 1)).</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var k = (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (m > 1.4142135623730951)
        {
            m /= 2;
            k++;
        }
        var s = (m - 1) / (m + 1);
        var q = s * s;
        var sum = 0.0;
        for (var odd = 23; odd >= 3; odd -= 2)
            sum = (sum + 1.0 / odd) * q;
        return k * Ln2High + (2 * s * sum + (k * Ln2Low + 2 * s));
    }

    /// <summary>Exponential for |x| below 700: x = k ln 2 + r, Taylor's series for r.</summary>
    public static double Exp(double x)
    {
        var k = Math.Floor(x / Ln2 + 0.5);
        var r = x - k * Ln2High - k * Ln2Low;
        var sum = 1.0;
        for (var n = 14; n >= 1; n--)
            sum = 1 + sum * r / n;
        return sum * BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);
    }

    /// <summary>ln Gamma(x) for x > 0: shifted to x >= 15, then Stirling's series.</summary>
    public static double LogGamma(double x)
    {
        var product = 1.0;
        for (; x < 15; x++)
            product *= x;
        var r = 1 / (x * x);
        var series = (1.0 / 12 + r * (-1.0 / 360 + r * (1.0 / 1260 + r * (-1.0 / 1680 + r * (1.0 / 1188 + r * (-691.0 / 360360 + r / 156)))))) / x;
        return (x - 0.5) * Log(x) - x + HalfLnTwoPi + series - Log(product);
    }
}
