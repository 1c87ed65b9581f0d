using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>Negative log-likelihood of Gamma-Gamma with its gradient, on logarithms of p, q, v; gamma functions once per distinct number of purchases.</summary>
sealed class GammaGammaLikelihood
{
    readonly double[] _purchases, _means;
    readonly SortedDictionary<double, (double Count, double LogMeans)> _groups = [];

    public GammaGammaLikelihood(double[] purchases, double[] means)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(means);
        Require.Some(purchases.Length, nameof(purchases));
        Require.Length(means.Length, purchases.Length, nameof(means));
        var differ = false;
        for (var i = 0; i < purchases.Length; i++)
        {
            var (x, m) = (purchases[i], means[i]);
            if (!(x >= 1 && x == Math.Floor(x) && x <= 1e9))
                throw new ArgumentException(Require.Text($"purchases[{i}] is {x}; a whole number from 1 to 1e9 is allowed: leave out customers without a purchase"));
            if (!(m > 0 && double.IsFinite(m)))
                throw new ArgumentException(Require.Text($"meanSpends[{i}] is {m}; a finite number above 0 is allowed"));
            differ |= m != means[0];
            var (count, logs) = _groups.GetValueOrDefault(x);
            _groups[x] = (count + 1, logs + Math.Log(m));
        }
        Require.That(differ, "all customers have the same mean spend; spend must vary");
        (_purchases, _means) = (purchases, means);
    }

    public double[][] Starts()
    {
        var mean = 0.0;
        foreach (var m in _means)
            mean += m / _means.Length;
        return [[4, 4, 0.75 * mean], [1, 2, mean], [20, 10, mean / 2]];
    }

    public double Evaluate(ReadOnlySpan<double> logs, Span<double> gradient)
    {
        var (p, q, v) = (Math.Exp(logs[0]), Math.Exp(logs[1]), Math.Exp(logs[2]));
        double value = 0, dp = 0, dq = 0, dv = 0;
        foreach (var (x, (count, logMeans)) in _groups)
        {
            value += count * (GammaFunction.LogRising(q, p * x) - GammaFunction.Log(p * x) + q * logs[2] + p * x * Math.Log(x)) + (p * x - 1) * logMeans;
            var end = GammaFunction.Digamma(p * x + q);
            dp += count * x * (end - GammaFunction.Digamma(p * x) + Math.Log(x)) + x * logMeans;
            dq += count * (GammaFunction.DigammaRise(q, p * x) + logs[2]);
            dv += count * q / v;
        }
        for (var i = 0; i < _means.Length; i++)
        {
            var x = _purchases[i];
            var scale = v + x * _means[i];
            var log = Math.Log(scale);
            value -= (p * x + q) * log;
            dp -= x * log;
            dq -= log;
            dv -= (p * x + q) / scale;
        }
        (gradient[0], gradient[1], gradient[2]) = (-dp * p, -dq * q, -dv * v);
        return -value;
    }
}
