using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>Negative log-likelihood of BG/BB with its gradient, on logarithms of the four parameters.</summary>
sealed class BgBbLikelihood
{
    readonly IReadOnlyList<(OpportunitySummary Customer, long Count)> _rows;

    public BgBbLikelihood(IReadOnlyList<(OpportunitySummary Customer, long Count)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Require.Some(rows.Count, "customers");
        for (var i = 0; i < rows.Count; i++)
        {
            var ((x, recency, n), count) = rows[i];
            Require.That(n >= 1, $"opportunities[{i}] is {n}; 1 or more is allowed");
            Require.That(recency >= 0 && recency <= n, $"recency[{i}] is {recency}; 0 to {n} is allowed");
            Require.That(x >= 0 && x <= recency && (x > 0) == (recency > 0), $"frequency[{i}] is {x} with a recency of {recency}; 1 to the recency is allowed, or both 0");
            Require.That(count >= 0, $"count[{i}] is {count}; 0 or more is allowed");
            Customers += count;
            Purchases += (double)x * count;
        }
        Require.That(Customers > 0, "the counts of customers are all 0; at least one must be above 0");
        _rows = rows;
    }

    public double Customers { get; }

    public double Purchases { get; }

    public double Evaluate(ReadOnlySpan<double> logs, Span<double> gradient)
    {
        Span<double> p = stackalloc double[4], row = stackalloc double[4];
        for (var i = 0; i < 4; i++)
            p[i] = Math.Exp(logs[i]);
        gradient.Clear();
        var value = 0.0;
        foreach (var (customer, count) in _rows)
        {
            value += count * Row(customer, p, row);
            for (var i = 0; i < 4; i++)
                gradient[i] -= count * row[i] * p[i];
        }
        return -value;
    }

    // Terms: stayed to the end; or left before opportunity recency + 1 + i, for i from 0 to n - recency - 1. Relative to B(alpha, beta) B(gamma, delta).
    static double Row(OpportunitySummary customer, ReadOnlySpan<double> p, Span<double> gradient)
    {
        var (x, recency, n) = customer;
        var sum = new TermSum(gradient);
        sum.Add(Term(p, (x, n - x), (0, n), out var slopes), slopes);
        // From one term to the next only two Beta functions move by one step, so ratios give all after the first.
        var value = Term(p, (x, recency - x), (1, recency), out slopes);
        for (var i = 0; i < n - recency; i++)
        {
            sum.Add(value, slopes);
            var (b, ab) = (p[1] + recency - x + i, p[0] + p[1] + recency + i);
            var (d, gd) = (p[3] + recency + i, p[2] + p[3] + recency + 1 + i);
            value += Math.Log(b / ab * (d / gd));
            slopes = (slopes.A - 1 / ab, slopes.B + 1 / b - 1 / ab, slopes.C - 1 / gd, slopes.D + 1 / d - 1 / gd);
        }
        return sum.Close();
    }

    // ln B(alpha + buys, beta + passes) B(gamma + leaves, delta + stays) against the same without the counts, and its slopes.
    static double Term(ReadOnlySpan<double> p, (int Buys, int Passes) purchase, (int Leaves, int Stays) dropout, out (double A, double B, double C, double D) slopes)
    {
        var both = GammaFunction.DigammaRise(p[0] + p[1], purchase.Buys + purchase.Passes);
        var either = GammaFunction.DigammaRise(p[2] + p[3], dropout.Leaves + dropout.Stays);
        slopes = (GammaFunction.DigammaRise(p[0], purchase.Buys) - both, GammaFunction.DigammaRise(p[1], purchase.Passes) - both,
            GammaFunction.DigammaRise(p[2], dropout.Leaves) - either, GammaFunction.DigammaRise(p[3], dropout.Stays) - either);
        return GammaFunction.LogRising(p[0], purchase.Buys) + GammaFunction.LogRising(p[1], purchase.Passes) - GammaFunction.LogRising(p[0] + p[1], purchase.Buys + purchase.Passes)
            + GammaFunction.LogRising(p[2], dropout.Leaves) + GammaFunction.LogRising(p[3], dropout.Stays) - GammaFunction.LogRising(p[2] + p[3], dropout.Leaves + dropout.Stays);
    }

    /// <summary>ln of a sum of exponentials with its gradient.</summary>
    ref struct TermSum(Span<double> gradient)
    {
        readonly Span<double> _gradient = gradient;
        double _peak = double.NegativeInfinity, _sum;

        public void Add(double value, (double A, double B, double C, double D) slopes)
        {
            if (value > _peak)
            {
                var shrink = Math.Exp(_peak - value);
                _sum *= shrink;
                for (var i = 0; i < 4; i++)
                    _gradient[i] = shrink == 0 ? 0 : _gradient[i] * shrink;
                _peak = value;
            }
            var weight = Math.Exp(value - _peak);
            _sum += weight;
            _gradient[0] += weight * slopes.A;
            _gradient[1] += weight * slopes.B;
            _gradient[2] += weight * slopes.C;
            _gradient[3] += weight * slopes.D;
        }

        public readonly double Close()
        {
            for (var i = 0; i < 4; i++)
                _gradient[i] /= _sum;
            return _peak + Math.Log(_sum);
        }
    }
}
