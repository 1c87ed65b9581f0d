using System.Runtime.CompilerServices;

namespace Holdfast.Numerics.Allocation;

/// <summary>What all customers together are worth and use when each takes its best option at given prices.</summary>
readonly record struct PricedChoice(double Value, double[] Usage);

/// <summary>Every stride-th customer of a problem at prices: the inner loop of the allocation.</summary>
readonly ref struct AllocationPricing(AllocationProblem problem, int stride)
{
    readonly ReadOnlySpan<int> _first = problem.First;
    readonly ReadOnlySpan<long> _values = problem.Values;
    readonly ReadOnlySpan<long> _usage = problem.Usage;
    readonly int _limits = problem.Limits.Length;

    /// <summary>Share of the customers that are looked at.</summary>
    public double Share => problem.CustomerCount == 0 ? 1 : (double)((problem.CustomerCount + stride - 1) / stride) / problem.CustomerCount;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PricedChoice Choose(ReadOnlySpan<double> prices)
    {
        var total = 0L;
        var usage = new long[_limits];
        for (var i = 0; i + 1 < _first.Length; i += stride)
        {
            var best = Best(i, prices);
            if (best < 0)
                continue;
            total += _values[best];
            for (var k = 0; k < usage.Length; k++)
                usage[k] += _usage[best * usage.Length + k];
        }
        return new PricedChoice(total, Array.ConvertAll(usage, u => (double)u));
    }

    /// <summary>The customer's option (counted over all customers) that is worth most after its price; -1 when none is worth anything. Ties go to the first.</summary>
    // Called for every customer from the first pass on: there is no time to warm up.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Best(int customer, ReadOnlySpan<double> prices)
    {
        var best = -1;
        var most = 0.0;
        if (prices.Length == 2)
        {
            var (a, b) = (prices[0], prices[1]);
            for (var o = _first[customer]; o < _first[customer + 1]; o++)
            {
                var net = _values[o] - a * _usage[2 * o] - b * _usage[2 * o + 1];
                if (net > most)
                    (best, most) = (o, net);
            }
            return best;
        }
        for (var o = _first[customer]; o < _first[customer + 1]; o++)
        {
            var net = Net(o, prices);
            if (net > most)
                (best, most) = (o, net);
        }
        return best;
    }

    /// <summary>Values after price of all options of a customer, in their order, and the best of them, at least 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Nets(int customer, ReadOnlySpan<double> prices, Span<double> nets)
    {
        var most = 0.0;
        var options = nets[..(_first[customer + 1] - _first[customer])];
        for (var j = 0; j < options.Length; j++)
        {
            var o = _first[customer] + j;
            options[j] = prices.Length == 2 ? _values[o] - prices[0] * _usage[2 * o] - prices[1] * _usage[2 * o + 1] : Net(o, prices);
            most = Math.Max(most, options[j]);
        }
        return most;
    }

    /// <summary>Value after price of an option; 0 for none (-1).</summary>
    public double Net(int option, ReadOnlySpan<double> prices)
    {
        if (option < 0)
            return 0;
        double net = _values[option];
        for (var k = 0; k < prices.Length; k++)
            net -= prices[k] * _usage[option * _limits + k];
        return net;
    }
}
