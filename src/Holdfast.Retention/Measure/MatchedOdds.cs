using Holdfast.Numerics.Distributions;

namespace Holdfast.Retention.Measure;

/// <summary>Odds of a trait among leavers against stayers, compared within strata only (Mantel and Haenszel).</summary>
/// <remarks>
/// <b>Source</b>: Mantel and Haenszel (1959), test without continuity correction; variance of the log odds ratio by Robins, Breslow and
/// Greenland (1986). <b>Checked against</b>: R 4.2 mantelhaen.test, UCBAdmissions.
/// </remarks>
public sealed class MatchedOdds
{
    const double Z = 1.959963984540054;

    double _r, _s, _pr, _psqr, _qs, _excess, _variance;

    /// <summary>Adds a stratum.</summary>
    /// <param name="leaversWith">Leavers who have the trait.</param>
    /// <param name="leaversWithout">Leavers who do not.</param>
    /// <param name="stayersWith">Stayers who have it.</param>
    /// <param name="stayersWithout">Stayers who do not.</param>
    public void Add(long leaversWith, long leaversWithout, long stayersWith, long stayersWithout)
    {
        double a = leaversWith, b = leaversWithout, c = stayersWith, d = stayersWithout;
        var n = a + b + c + d;
        if (a + b == 0 || c + d == 0) return;
        double r = a * d / n, s = b * c / n, p = (a + d) / n, q = (b + c) / n;
        _r += r;
        _s += s;
        _pr += p * r;
        _psqr += p * s + q * r;
        _qs += q * s;
        _excess += a - (a + b) * (a + c) / n;
        _variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1));
    }

    /// <summary>The common odds ratio with its 95 % interval and two-sided p; null where leavers or stayers do not differ in the trait at all.</summary>
    public (double Ratio, double Low, double High, double P)? Result()
    {
        if (_r == 0 || _s == 0 || _variance == 0) return null;
        var logarithm = Math.Log(_r / _s);
        var error = Math.Sqrt(_pr / (2 * _r * _r) + _psqr / (2 * _r * _s) + _qs / (2 * _s * _s));
        var p = 2 * NormalDistribution.UpperTail(Math.Abs(_excess) / Math.Sqrt(_variance));
        return (_r / _s, Math.Exp(logarithm - Z * error), Math.Exp(logarithm + Z * error), Math.Min(1, p));
    }
}
