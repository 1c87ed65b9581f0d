using System.Numerics;

namespace Holdfast.Numerics;

/// <summary>
/// Seeded random numbers that are the same on every machine and for every number of threads: give each customer its own
/// stream with <see cref="Split(ulong)"/> and the order in which customers are visited no longer matters.
/// </summary>
/// <remarks>
/// Assumptions: 1. not for secrets. 2. One stream is used by one thread at a time.
/// <para>Source: Blackman and Vigna 2021, Scrambled linear pseudorandom number generators (xoshiro256++); Steele, Lea and Flood 2014 (SplitMix64, for seeding and splitting).</para>
/// <para>Checked against: the first output worked out from the published definition; moments of every distribution at 200,000 draws; a fixed checksum of 5,000 numbers.</para>
/// <para>Cost: about 1 ns per draw of bits; no allocation but the stream itself.</para>
/// </remarks>
public sealed class RandomStream
{
    readonly ulong _identity;
    ulong _a, _b, _c, _d;

    /// <summary>Opens the stream of a seed; every seed is allowed.</summary>
    /// <param name="seed">The seed; the same seed gives the same numbers.</param>
    public RandomStream(ulong seed)
    {
        _identity = seed;
        _a = Scramble(ref seed);
        _b = Scramble(ref seed);
        _c = Scramble(ref seed);
        _d = Scramble(ref seed);
    }

    /// <summary>A stream of its own for a key; depends on this stream's seed and the key only, not on what was drawn so far.</summary>
    /// <param name="key">For example a customer's number or a day.</param>
    public RandomStream Split(ulong key)
    {
        var mixed = key;
        var state = _identity ^ Scramble(ref mixed);
        return new RandomStream(Scramble(ref state));
    }

    /// <summary>A stream of its own for a text, for example a customer's id or the name of what is drawn.</summary>
    /// <param name="key">Compared by its UTF-16 code units.</param>
    public RandomStream Split(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var hash = 14695981039346656037UL;
        foreach (var unit in key)
            hash = (hash ^ unit) * 1099511628211UL;
        return Split(hash);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Bits()
    {
        var result = BitOperations.RotateLeft(_a + _d, 23) + _a;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number strictly between 0 and 1, a multiple of 2^-53.</summary>
    public double Uniform() => ((Bits() >> 12) + 0.5) * (1.0 / (1L << 52));

    /// <summary>A number between two bounds.</summary>
    /// <param name="low">Lower bound, finite.</param>
    /// <param name="high">Upper bound, finite, not below <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">The bounds are not finite or out of order.</exception>
    public double Uniform(double low, double high)
    {
        Require.That(double.IsFinite(low) && double.IsFinite(high) && low <= high, $"the bounds are {low} and {high}; finite and in order is allowed");
        return low + (high - low) * Uniform();
    }

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1, each equally likely.</summary>
    /// <param name="count">How many there are, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public int Index(int count)
    {
        Require.AtLeast(count, 1, nameof(count));
        while (true)
        {
            var high = Math.BigMul(Bits(), (ulong)count, out var low);
            // Lemire 2019: only the few smallest remainders would favour some numbers; draw again for those.
            if (low >= (ulong)count || low >= (0UL - (ulong)count) % (ulong)count)
                return (int)high;
        }
    }

    /// <summary>True with the given probability.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a share.</exception>
    public bool Bernoulli(double probability) => Uniform() < Require.Share(probability, nameof(probability));

    /// <summary>A standard normal number, by inversion (one uniform each).</summary>
    public double Normal() => Distributions.NormalDistribution.Quantile(Uniform());

    /// <summary>A normal number.</summary>
    /// <param name="mean">Its mean, finite.</param>
    /// <param name="deviation">Its standard deviation, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public double Normal(double mean, double deviation) => mean + Require.NotNegative(deviation, nameof(deviation)) * Normal();

    /// <summary>exp of a normal number.</summary>
    /// <param name="logMean">Mean of the logarithm.</param>
    /// <param name="logDeviation">Standard deviation of the logarithm, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite, or the result would not fit a double.</exception>
    public double LogNormal(double logMean, double logDeviation)
    {
        var log = Normal(logMean, logDeviation);
        if (!(Math.Abs(log) < 700))
            throw new ArgumentOutOfRangeException(nameof(logMean), Require.Text($"the logarithm drawn is {log}; between -700 and 700 is allowed"));
        return PortableMath.Exp(log);
    }

    /// <summary>An exponential waiting time with mean 1 / rate.</summary>
    /// <param name="rate">Events per unit of time, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0.</exception>
    public double Exponential(double rate) => -PortableMath.Log(Uniform()) / Require.Positive(rate, nameof(rate));

    /// <summary>A Gamma number with mean shape x scale (Marsaglia and Tsang 2000).</summary>
    /// <param name="shape">Above 0.</param>
    /// <param name="scale">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not above 0.</exception>
    public double Gamma(double shape, double scale)
    {
        Require.Positive(shape, nameof(shape));
        Require.Positive(scale, nameof(scale));
        if (shape >= 1)
            return scale * GammaFromOne(shape);
        var power = PortableMath.Log(Uniform()) / shape;
        return power < -700 ? 0 : scale * GammaFromOne(shape + 1) * PortableMath.Exp(power);
    }

    /// <summary>A Beta number with mean a / (a + b).</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not above 0.</exception>
    public double Beta(double a, double b)
    {
        var x = Gamma(a, 1);
        var y = Gamma(b, 1);
        // Both underflow only for tiny a and b, where the distribution is two points at 0 and 1.
        return x + y > 0 ? x / (x + y) : Bernoulli(a / (a + b)) ? 1 : 0;
    }

    /// <summary>A Poisson count: by products below a mean of 30, by transformed rejection (Hörmann 1993, PTRS) above.</summary>
    /// <param name="mean">0 to 1e15.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is out of range.</exception>
    public long Poisson(double mean)
    {
        if (Require.NotNegative(mean, nameof(mean)) > 1e15)
            throw new ArgumentOutOfRangeException(nameof(mean), Require.Text($"mean is {mean}; 0 to 1e15 is allowed"));
        if (mean >= 30)
            return LargePoisson(mean);
        var limit = PortableMath.Exp(-mean);
        var count = 0L;
        for (var product = Uniform(); product > limit; product *= Uniform())
            count++;
        return count;
    }

    /// <summary>An index drawn in proportion to its weight.</summary>
    /// <param name="weights">Finite, 0 or more, not all 0; they need not sum to 1.</param>
    /// <exception cref="ArgumentException">The weights are empty, negative, not finite or all 0.</exception>
    public int Categorical(ReadOnlySpan<double> weights)
    {
        Require.Some(weights.Length, nameof(weights));
        var left = Uniform() * Require.Weights(weights, weights.Length);
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            if (left < weights[i])
                return i;
            left -= weights[i];
            last = i;
        }
        return last;
    }

    /// <summary>Puts the items into a random order, each order equally likely.</summary>
    /// <param name="items">Reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Index(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    double GammaFromOne(double shape)
    {
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + c * x;
            if (v <= 0)
                continue;
            v = v * v * v;
            if (PortableMath.Log(Uniform()) < 0.5 * x * x + d - d * v + d * PortableMath.Log(v))
                return d * v;
        }
    }

    long LargePoisson(double mean)
    {
        var b = 0.931 + 2.53 * Math.Sqrt(mean);
        var a = -0.059 + 0.02483 * b;
        var inverse = 1.1239 + 1.1328 / (b - 3.4);
        var edge = 0.9277 - 3.6224 / (b - 2);
        var logMean = PortableMath.Log(mean);
        while (true)
        {
            var u = Uniform() - 0.5;
            var v = Uniform();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= edge)
                return (long)k;
            if (k < 0 || (us < 0.013 && v > us))
                continue;
            if (PortableMath.Log(v * inverse / (a / (us * us) + b)) <= k * logMean - mean - PortableMath.LogGamma(k + 1))
                return (long)k;
        }
    }

    static ulong Scramble(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
