using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// Efron's and Breslow's partial likelihood in two passes. The first, from the last exit to the first, sums the risk sets and takes
/// off the outer products of their means; the second, from the first to the last, gives every row the hazard it lived through and
/// adds the rows' own products: sum over events of S2 / S0 is the sum over rows of risk x hazard x z z', so that the large matrix of
/// a risk set is never kept. Multiplication and addition stay separate, lanes keep their order: the same bits with 512, 256 or 128
/// bits and without vectors.
/// </summary>
sealed class CoxKernel : CoxObjective
{
    readonly bool _efron;
    // Rows whose risks are worked out at once, while their columns are at hand.
    const int Chunk = 1024;

    readonly double[] _risks, _steps, _eventSteps, _entryHazard, _beta;
    readonly double[] _s1, _d1, _u, _v, _gram, _gradient;
    double _s0, _peak, _likelihood, _largest, _shift;
    int _stratumStart, _stratumEnd, _ready;

    public CoxKernel(CoxSample sample, bool efron) : base(sample)
    {
        _efron = efron;
        var (n, width) = (sample.Count, sample.Width);
        (_risks, _beta) = (GC.AllocateUninitializedArray<double>(n), new double[sample.Columns]);
        (_steps, _eventSteps) = (new double[sample.GroupEvents.Length], new double[sample.GroupEvents.Length]);
        _entryHazard = new double[sample.Entry.Length];
        (_s1, _d1, _u, _v, _gradient) = (new double[width], new double[width], new double[width], new double[width], new double[width]);
        _gram = new double[sample.Columns * width];
    }

    public override double Evaluate(ReadOnlySpan<double> beta)
    {
        beta.CopyTo(_beta);
        Pass(0);
        if (Shift(_largest) is > 0 and var shift)
            Pass(shift);
        for (var i = 0; i < Sample.Columns; i++)
        {
            Gradient[i] = _gradient[i];
            for (var j = 0; j <= i; j++)
                Information[i * Sample.Columns + j] = Information[j * Sample.Columns + i] = _gram[i * Sample.Width + j];
        }
        return LogLikelihood = _likelihood;
    }

    void Pass(double shift)
    {
        _gram.AsSpan().Clear();
        _gradient.AsSpan().Clear();
        (_likelihood, _largest, _shift, _ready) = (0, double.NegativeInfinity, shift, 0);
        for (var stratum = 0; stratum + 1 < Sample.StratumGroup.Length; stratum++)
        {
            Descend(stratum);
            Ascend(stratum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void FillRisks()
    {
        var risks = _risks.AsSpan(_ready, Math.Min(Chunk, _risks.Length - _ready));
        var isEvent = Flags.Slice(_ready, risks.Length);
        var (weights, likelihood, largest) = (Sample.Weights, _likelihood, _largest);
        for (var i = 0; i < risks.Length; i++)
        {
            var score = Score(Sample.Z, _beta, _ready + i);
            largest = score > largest ? score : largest;
            risks[i] = score -= _shift;
            likelihood += weights.Length == 0 ? isEvent[i] * score : weights[_ready + i] * isEvent[i] * score;
        }
        (_likelihood, _largest) = (likelihood, largest);
        ExpKernel.Apply(risks);
        for (var i = 0; i < risks.Length && weights.Length > 0; i++)
            risks[i] *= weights[_ready + i];
        _ready += risks.Length;
    }

    // 1 for an event, 0 for none: to multiply by it costs less than a branch that is as often wrong as right.
    ReadOnlySpan<byte> Flags => MemoryMarshal.AsBytes(Sample.IsEvent.AsSpan());

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Descend(int stratum)
    {
        Empty();
        (_stratumStart, _stratumEnd) = Sample.Stratum(stratum);
        var leaving = _stratumStart;
        for (var g = Sample.StratumGroup[stratum]; g < Sample.StratumGroup[stratum + 1]; g++)
        {
            var (start, end) = (Sample.GroupStart[g], Sample.GroupEnd(g));
            while (_ready < end)
                FillRisks();
            var d0 = AddGroup(start, end);
            if (Sample.Entry.Length > 0)
                leaving = RemoveLaterEntries(leaving, end, Sample.Exit[start]);
            (_steps[g], _eventSteps[g]) = (0, 0);
            if (Sample.GroupEvents[g] > 0)
                CountEvents(g, d0);
        }
    }

    // Returns the risk of the group's events.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    double AddGroup(int start, int end)
    {
        var isEvent = Flags;
        var (risks, k, s0, d0) = (_risks, Sample.Columns, _s0, 0.0);
        for (var p = start; p < end; p++)
        {
            s0 += risks[p];
            d0 += risks[p] * isEvent[p];
        }
        for (nuint j = 0; j < (nuint)_s1.Length; j += 8)
        {
            ref var z = ref Sample.Z[start * k + (int)j];
            ref var at = ref MemoryMarshal.GetArrayDataReference(_s1);
            var (all, events) = (Vector512.LoadUnsafe(ref at, j), Vector512<double>.Zero);
            for (var p = start; p < end; p++)
            {
                var row = Vector512.LoadUnsafe(ref z, (nuint)((p - start) * k));
                all += row * risks[p];
                events += row * (risks[p] * isEvent[p]);
            }
            all.StoreUnsafe(ref at, j);
            events.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_d1), j);
        }
        (_s0, _peak) = (s0, Math.Max(_peak, s0));
        return d0;
    }

    // Who enters at the time or later was never at risk at it or before.
    int RemoveLaterEntries(int next, int end, double time)
    {
        for (; next < _stratumEnd && Sample.Entry[Sample.ByEntry[next]] >= time; next++)
        {
            var p = Sample.ByEntry[next];
            _s0 -= _risks[p];
            AddScaled(_s1, p, -_risks[p]);
        }
        // What is left after large risks have gone would be mostly their rounding: sum anew.
        if (_s0 < 1e-6 * _peak)
            Rebuild(end, time);
        return next;
    }

    void Rebuild(int end, double time)
    {
        Empty();
        for (var p = _stratumStart; p < end; p++)
        {
            if (Sample.Entry[p] >= time)
                continue;
            _s0 += _risks[p];
            AddScaled(_s1, p, _risks[p]);
        }
        _peak = _s0;
    }

    void Empty()
    {
        (_s0, _peak) = (0, 0);
        _s1.AsSpan().Clear();
    }

    void CountEvents(int group, double d0)
    {
        var steps = _efron ? Sample.GroupEvents[group] : 1;
        var sums = TieSums.Of(_s0, d0, steps, Sample.GroupWeight[group] / steps);
        _likelihood -= sums.Log;
        (_steps[group], _eventSteps[group]) = (sums.A, sums.A - sums.Af);
        if (steps == 1)
        {
            for (var j = 0; j < _s1.Length; j++)
                _u[j] = _s1[j] * sums.B;
            SubtractOuter(_u, _s1);
            return;
        }
        for (var j = 0; j < _s1.Length; j++)
        {
            _u[j] = _s1[j] * sums.B - _d1[j] * sums.Bf;
            _v[j] = _d1[j] * sums.Bff - _s1[j] * sums.Bf;
        }
        SubtractOuter(_u, _s1);
        SubtractOuter(_v, _d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Ascend(int stratum)
    {
        var hazard = 0.0;
        var isEvent = Flags;
        var (z, risks, late, weights, k) = (Sample.Z, _risks, _entryHazard, Sample.Weights, Sample.Columns);
        Span<double> levels = stackalloc double[2];
        var entering = Sample.Entry.Length == 0 ? _stratumStart : _stratumEnd;
        for (var g = Sample.StratumGroup[stratum + 1] - 1; g >= Sample.StratumGroup[stratum]; g--)
        {
            var (start, end) = (Sample.GroupStart[g], Sample.GroupEnd(g));
            for (; entering > _stratumStart && Sample.Entry[Sample.ByEntry[entering - 1]] < Sample.Exit[start]; entering--)
                _entryHazard[Sample.ByEntry[entering - 1]] = hazard;
            // By the flag: who stays, who leaves.
            (levels[0], levels[1]) = (hazard + _steps[g], hazard + _eventSteps[g]);
            hazard = levels[0];
            for (var p = start; p < end; p++)
            {
                var lived = levels[isEvent[p]];
                if (late.Length > 0)
                    lived -= late[p];
                AddRow(z.AsSpan(p * k), risks[p] * lived, weights.Length == 0 ? isEvent[p] : weights[p] * isEvent[p]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddScaled(double[] target, int position, double factor)
    {
        ref var to = ref MemoryMarshal.GetArrayDataReference(target);
        ref var z = ref Sample.Z[position * Sample.Columns];
        for (nuint j = 0; j < (nuint)target.Length; j += 8)
            (Vector512.LoadUnsafe(ref to, j) + Vector512.LoadUnsafe(ref z, j) * factor).StoreUnsafe(ref to, j);
    }

    // Lower triangle, whole vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void SubtractOuter(double[] u, double[] v)
    {
        ref var gram = ref MemoryMarshal.GetArrayDataReference(_gram);
        ref var right = ref MemoryMarshal.GetArrayDataReference(v);
        for (var i = 0; i < Sample.Columns; i++)
        {
            var at = (nuint)(i * Sample.Width);
            for (nuint j = 0; j <= (nuint)i; j += 8)
                (Vector512.LoadUnsafe(ref gram, at + j) - Vector512.LoadUnsafe(ref right, j) * u[i]).StoreUnsafe(ref gram, at + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddRow(ReadOnlySpan<double> row, double share, double events)
    {
        ref var gram = ref MemoryMarshal.GetArrayDataReference(_gram);
        ref var gradient = ref MemoryMarshal.GetArrayDataReference(_gradient);
        ref var z = ref MemoryMarshal.GetReference(row);
        var width = (nuint)_gradient.Length;
        for (nuint i = 0, at = 0; at < (nuint)_gram.Length; i++, at += width)
        {
            var scaled = share * Unsafe.Add(ref z, i);
            for (nuint j = 0; j <= i; j += 8)
                (Vector512.LoadUnsafe(ref gram, at + j) + Vector512.LoadUnsafe(ref z, j) * scaled).StoreUnsafe(ref gram, at + j);
        }
        for (nuint j = 0; j < width; j += 8)
            (Vector512.LoadUnsafe(ref gradient, j) + Vector512.LoadUnsafe(ref z, j) * (events - share)).StoreUnsafe(ref gradient, j);
    }
}
