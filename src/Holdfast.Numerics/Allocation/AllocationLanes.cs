using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Allocation;

/// <summary>
/// The options of 16 customers side by side, in single precision, so that a pass at other prices is a stream through memory: per block
/// of customers and place of the option, 16 values, then 16 usages of each limit; 0 where a customer has fewer options. What is
/// chosen is added up in doubles, exactly for sums up to 2^53, so every width gives the same sums.
/// </summary>
sealed class AllocationLanes
{
    const int Lanes = 16;

    readonly AlignedFloats _data;
    readonly int[] _starts;
    readonly int _limits;

    AllocationLanes(AllocationProblem problem, AlignedFloats data, int[] starts)
    {
        (_data, _starts, _limits) = (data, starts, problem.Limits.Length);
        for (var block = 0; block + 1 < starts.Length; block++)
            Fill(problem, block);
    }

    /// <summary>The options of a problem; null when they do not fit into one array.</summary>
    public static AllocationLanes? Of(AllocationProblem problem)
    {
        var starts = new int[(problem.CustomerCount + Lanes - 1) / Lanes + 1];
        var first = problem.First;
        long size = 0;
        for (var block = 0; block + 1 < starts.Length; block++)
        {
            var most = 0;
            for (var i = block * Lanes; i < Math.Min((block + 1) * Lanes, problem.CustomerCount); i++)
                most = Math.Max(most, first[i + 1] - first[i]);
            size += (long)most * (problem.Limits.Length + 1) * Lanes;
            if (size > int.MaxValue / 2)
                return null;
            starts[block + 1] = (int)size;
        }
        return new AllocationLanes(problem, new AlignedFloats((int)size), starts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Fill(AllocationProblem problem, int block)
    {
        var first = problem.First;
        var values = problem.Values;
        var usage = problem.Usage;
        var data = _data.Span[_starts[block].._starts[block + 1]];
        var width = (_limits + 1) * Lanes;
        for (var i = block * Lanes; i < Math.Min((block + 1) * Lanes, problem.CustomerCount); i++)
        {
            for (var o = first[i]; o < first[i + 1]; o++)
            {
                var at = (o - first[i]) * width + i % Lanes;
                data[at] = values[o];
                for (var k = 0; k < _limits; k++)
                    data[at + (k + 1) * Lanes] = usage[o * _limits + k];
            }
        }
    }

    /// <summary>Share of the blocks that every stride-th is.</summary>
    public double Share(int stride) => _starts.Length == 1 ? 1 : (double)((_starts.Length - 2) / stride + 1) / (_starts.Length - 1);

    /// <summary>What everyone's best options at the prices are worth and use, in single precision.</summary>
    public PricedChoice Choose(ReadOnlySpan<double> prices, VectorWidth width, int stride = 1)
    {
        var single = new float[_limits];
        for (var k = 0; k < single.Length; k++)
            single[k] = (float)prices[k];
        var sums = new double[(_limits + 1) * Lanes];
        switch (width)
        {
            case VectorWidth.Bits512:
                Choose512(single, sums, stride);
                break;
            case VectorWidth.Bits256:
                Choose256(single, sums, stride);
                break;
            default:
                ChooseScalar(single, sums, stride);
                break;
        }
        var totals = new double[_limits + 1];
        for (var s = 0; s < sums.Length; s++)
            totals[s / Lanes] += sums[s];
        return new PricedChoice(totals[0], totals[1..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Choose512(ReadOnlySpan<float> prices, Span<double> sums, int stride)
    {
        ref var total = ref MemoryMarshal.GetReference(sums);
        var width = (_limits + 1) * Lanes;
        for (var block = 0; block + 1 < _starts.Length; block += stride)
        {
            ref var data = ref Unsafe.Add(ref _data.First, _starts[block]);
            var end = _starts[block + 1] - _starts[block];
            var (most, best) = (Vector512<float>.Zero, Vector512.Create(-1));
            for (var o = 0; o < end; o += width)
            {
                var net = Vector512.LoadUnsafe(ref data, (nuint)o);
                for (var k = 0; k < prices.Length; k++)
                    net -= Vector512.Create(prices[k]) * Vector512.LoadUnsafe(ref data, (nuint)(o + (k + 1) * Lanes));
                var better = Vector512.GreaterThan(net, most);
                most = Vector512.ConditionalSelect(better, net, most);
                best = Vector512.ConditionalSelect(better.AsInt32(), Vector512.Create(o), best);
            }
            for (var s = 0; s < width; s += Lanes)
            {
                var chosen = Vector512<float>.Zero;
                for (var o = 0; o < end; o += width)
                    chosen += Vector512.Equals(best, Vector512.Create(o)).AsSingle() & Vector512.LoadUnsafe(ref data, (nuint)(o + s));
                var (low, high) = Vector512.Widen(chosen);
                (Vector512.LoadUnsafe(ref total, (nuint)s) + low).StoreUnsafe(ref total, (nuint)s);
                (Vector512.LoadUnsafe(ref total, (nuint)s + 8) + high).StoreUnsafe(ref total, (nuint)s + 8);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Choose256(ReadOnlySpan<float> prices, Span<double> sums, int stride)
    {
        ref var total = ref MemoryMarshal.GetReference(sums);
        var width = (_limits + 1) * Lanes;
        for (var half = 0; half < 2 * (_starts.Length - 1); half += half % 2 == 0 ? 1 : 2 * stride - 1)
        {
            var at = _starts[half / 2] + half % 2 * 8;
            ref var data = ref Unsafe.Add(ref _data.First, at);
            var end = _starts[half / 2 + 1] - _starts[half / 2];
            var (most, best) = (Vector256<float>.Zero, Vector256.Create(-1));
            for (var o = 0; o < end; o += width)
            {
                var net = Vector256.LoadUnsafe(ref data, (nuint)o);
                for (var k = 0; k < prices.Length; k++)
                    net -= Vector256.Create(prices[k]) * Vector256.LoadUnsafe(ref data, (nuint)(o + (k + 1) * Lanes));
                var better = Vector256.GreaterThan(net, most);
                most = Vector256.ConditionalSelect(better, net, most);
                best = Vector256.ConditionalSelect(better.AsInt32(), Vector256.Create(o), best);
            }
            for (var s = 0; s < width; s += Lanes)
            {
                var chosen = Vector256<float>.Zero;
                for (var o = 0; o < end; o += width)
                    chosen += Vector256.Equals(best, Vector256.Create(o)).AsSingle() & Vector256.LoadUnsafe(ref data, (nuint)(o + s));
                var (low, high) = Vector256.Widen(chosen);
                (Vector256.LoadUnsafe(ref total, (nuint)s) + low).StoreUnsafe(ref total, (nuint)s);
                (Vector256.LoadUnsafe(ref total, (nuint)s + 4) + high).StoreUnsafe(ref total, (nuint)s + 4);
            }
        }
    }

    void ChooseScalar(ReadOnlySpan<float> prices, Span<double> sums, int stride)
    {
        var width = (_limits + 1) * Lanes;
        for (var lane = 0; lane < Lanes * (_starts.Length - 1); lane += (lane + 1) % Lanes != 0 ? 1 : Lanes * (stride - 1) + 1)
        {
            var data = _data.Span[_starts[lane / Lanes].._starts[lane / Lanes + 1]];
            var (most, best) = (0f, -1);
            for (var o = lane % Lanes; o < data.Length; o += width)
            {
                var net = data[o];
                for (var k = 0; k < prices.Length; k++)
                    net -= prices[k] * data[o + (k + 1) * Lanes];
                if (net > most)
                    (most, best) = (net, o);
            }
            if (best < 0)
                continue;
            for (var k = 0; k <= prices.Length; k++)
                sums[k * Lanes] += data[best + k * Lanes];
        }
    }
}
