namespace Holdfast.Numerics.Experiments;

/// <summary>Boundaries in closed form that grow like the law of the iterated logarithm.</summary>
/// <remarks>
/// Assumptions: 1. sums of centred, sub-gamma terms with variance v and scale c (0 for sub-Gaussian).
/// <para>Source: Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of Statistics 49:1055, theorem 1 (stitching); Howard and Ramdas 2022, Bernoulli 28:1704, theorem 2 (empirical distribution).</para>
/// <para>Checked against: the unit tests of the confseq package, to 1e-5.</para>
/// <para>Cost: O(1); the constant of the empirical process some 10,000 evaluations.</para>
/// </remarks>
public static class StitchedBounds
{
    /// <summary>The polynomial stitched boundary: sqrt(k1^2 v l + k2^2 c^2 l^2) + k2 c l with l = s ln ln(eta v / v0) + ln(zeta(s) / (alpha ln^s eta)), eta = 2, s = 1.4.</summary>
    /// <param name="v">Variance so far, 0 or more; below <paramref name="smallest"/> the bound of that is given.</param>
    /// <param name="alpha">Level of one side, above 0 and below 1.</param>
    /// <param name="smallest">v0, variance from which on it is meant to be used, above 0.</param>
    /// <param name="scale">c; 0 for sub-Gaussian terms, negative allowed.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double Polynomial(double v, double alpha, double smallest, double scale = 0)
    {
        const double Eta = 2, S = 1.4;
        Require.Positive(smallest, nameof(smallest));
        Require.That(double.IsFinite(scale), $"scale is {scale}; a finite number is allowed");
        var used = Math.Max(Require.NotNegative(v, nameof(v)), smallest);
        var k1 = (Math.Pow(Eta, 0.25) + Math.Pow(Eta, -0.25)) / Math.Sqrt(2);
        var k2 = (Math.Sqrt(Eta) + 1) / 2;
        var l = S * Math.Log(Math.Log(Eta * used / smallest)) + Math.Log(Zeta(S)) - S * Math.Log(Math.Log(Eta)) - Math.Log(Require.OpenShare(alpha, nameof(alpha)));
        var linear = k2 * scale * l;
        return Math.Sqrt(k1 * k1 * used * l + linear * linear) + linear;
    }

    /// <summary>Largest distance of the empirical from the true distribution function at all times from <paramref name="first"/> on: a sqrt((ln(1 + ln(t / first)) + C) / t).</summary>
    /// <param name="count">t, units seen; below <paramref name="first"/> the bound is infinite.</param>
    /// <param name="alpha">Level, above 0 and below 1.</param>
    /// <param name="first">Units from which on it holds, 1 or more.</param>
    /// <param name="a">Factor, above 1 / sqrt(2); 0.85 by default.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double EmpiricalProcess(double count, double alpha, double first, double a = 0.85)
    {
        Require.OpenShare(alpha, nameof(alpha));
        Require.That(first >= 1 && double.IsFinite(first), $"first is {first}; a finite number from 1 on is allowed");
        Require.That(a > Math.Sqrt(0.5) && double.IsFinite(a), $"a is {a}; a finite number above 0.7072 is allowed");
        if (!(count >= first))
            return double.PositiveInfinity;
        var high = 5.0;
        while (SmallestError(high, a) > alpha)
            high *= 2;
        var c = Crossing.Of(x => alpha - SmallestError(x, a), 1e-3, high);
        return a * Math.Sqrt((Math.Log(1 + Math.Log(count / first)) + c) / count);
    }

    // The error 4 e^(-g C) (1 + 1 / ((g - 1) ln eta)) with g = 2 / eta (a - sqrt(2 (eta - 1) / C))^2, smallest over eta: it falls, then rises.
    static double SmallestError(double c, double a)
    {
        double low = 1, high = 2 * a * a;
        var golden = (Math.Sqrt(5) - 1) / 2;
        for (var round = 0; round < 120; round++)
        {
            var (x, y) = (high - golden * (high - low), low + golden * (high - low));
            // Beyond the range both are infinite: the minimum lies to the left.
            if (LogError(x, c, a) <= LogError(y, c, a))
                high = y;
            else
                low = x;
        }
        return Math.Exp(LogError(0.5 * (low + high), c, a));
    }

    static double LogError(double eta, double c, double a)
    {
        var root = a - Math.Sqrt(2 * (eta - 1) / c);
        var g = 2 / eta * root * root;
        return root > 0 && g > 1 && eta > 1 ? Math.Log(4) - g * c + Math.Log(1 + 1 / ((g - 1) * Math.Log(eta))) : double.PositiveInfinity;
    }

    // Riemann's zeta by the Euler-Maclaurin formula from 20 on.
    static double Zeta(double s)
    {
        const int From = 20;
        var sum = 0.0;
        for (var n = 1; n < From; n++)
            sum += Math.Pow(n, -s);
        var last = Math.Pow(From, -s);
        return sum + last * From / (s - 1) + last / 2 + s * last / From / 12 - s * (s + 1) * (s + 2) * last / (From * From * From) / 720
            + s * (s + 1) * (s + 2) * (s + 3) * (s + 4) * last / Math.Pow(From, 5) / 30240;
    }
}
