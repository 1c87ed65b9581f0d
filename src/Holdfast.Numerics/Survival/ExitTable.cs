using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// Counts at every distinct exit time, the raw material of every estimator of a curve: one entry per time in each array, events
/// of all causes of a time one after the other.
/// </summary>
sealed class ExitTable
{
    readonly int[] _eventRows;
    double[] _times, _atRisk, _events;
    int _count;

    ExitTable(int count, int causeCount, bool hasWeights)
    {
        (_count, CauseCount) = (count, causeCount);
        (_times, _atRisk, _events) = (new double[count], new double[count], new double[count * causeCount]);
        _eventRows = new int[hasWeights ? count : 0];
    }

    // Memory that is not written to is never touched, so room for as many times as rows costs nothing where times are few.
    ExitTable(double[] times)
    {
        (CauseCount, _times, _eventRows) = (1, times, []);
        (_atRisk, _events) = (GC.AllocateUninitializedArray<double>(times.Length), GC.AllocateUninitializedArray<double>(times.Length));
    }

    public int CauseCount { get; }

    public ReadOnlySpan<double> Times => _times.AsSpan(0, _count);

    /// <summary>Weight at risk just before; who is censored at the time counts.</summary>
    public ReadOnlySpan<double> AtRisk => _atRisk.AsSpan(0, _count);

    /// <summary>Rows with an event of any cause at a time, whatever their weight.</summary>
    public int EventRows(int row) => _eventRows.Length > 0 ? _eventRows[row] : (int)AllEvents(row);

    public ReadOnlySpan<double> Events => _events.AsSpan(0, _count * CauseCount);

    public double AllEvents(int row)
    {
        var sum = 0.0;
        for (var k = 0; k < CauseCount; k++)
            sum += _events[row * CauseCount + k];
        return sum;
    }

    /// <summary>True when nobody outlives the row's events; sums of weights miss 0 by their rounding.</summary>
    public bool Ends(int row) => _atRisk[row] - AllEvents(row) <= 1e-12 * _atRisk[row];

    /// <summary>Counts a sample with its event as the only cause; the strata are not looked at.</summary>
    public static ExitTable Count(SurvivalSample sample)
    {
        sample.CheckLengths();
        if (sample.Entries.IsEmpty && sample.Weights.IsEmpty && EventOrder.Sort(sample.Exits, sample.Events) is { } keys)
            return Rows(keys);
        sample.Check();
        // Read as numbers, any but 0 an event.
        return Tally(TimeTies.Merge(sample.Entries, sample.Exits), MemoryMarshal.AsBytes(sample.Events), 1, sample.Weights);
    }

    static ExitTable Rows(double[] keys)
    {
        var table = new ExitTable(keys);
        table.CountKeys();
        if (TimeTies.Limit(table.Times) is { } limit)
            table.Join(limit);
        if (table._count > keys.Length / 2)
            return table;
        Array.Resize(ref table._times, table._count);
        Array.Resize(ref table._atRisk, table._count);
        Array.Resize(ref table._events, table._count);
        return table;
    }

    // The times move to the front of the keys' own memory: each key is read before its place is taken.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void CountKeys()
    {
        var (times, atRisk, events) = (_times, _atRisk, _events);
        var (row, last) = (-1, double.NaN);
        for (var i = 0; i < times.Length; i++)
        {
            var key = BitConverter.DoubleToUInt64Bits(times[i]);
            var time = EventOrder.Time(key);
            if (time != last)
            {
                times[++row] = last = time;
                (atRisk[row], events[row]) = (times.Length - i, 0);
            }
            events[row] += key & 1;
        }
        _count = row + 1;
    }

    // Every time becomes the first of its chain of neighbours within the limit.
    void Join(double limit)
    {
        var (row, last) = (0, _times[0]);
        for (var i = 1; i < _count; i++)
        {
            var time = _times[i];
            if (time - last > limit)
                (_times[++row], _atRisk[row], _events[row]) = (time, _atRisk[i], _events[i]);
            else
                _events[row] += _events[i];
            last = time;
        }
        _count = row + 1;
    }

    /// <summary>Checks, ties times that differ by rounding only, sorts once and counts.</summary>
    public static ExitTable Count(ReadOnlySpan<double> entries, ReadOnlySpan<double> exits, ReadOnlySpan<int> causes, int causeCount, ReadOnlySpan<double> weights = default)
    {
        Check(entries, exits, causes, causeCount);
        Require.Weights(weights, exits.Length);
        return Tally(TimeTies.Merge(entries, exits), causes, causeCount, weights);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static ExitTable Tally<TCause>(TimeTies times, ReadOnlySpan<TCause> causes, int causeCount, ReadOnlySpan<double> weights)
        where TCause : unmanaged, IBinaryInteger<TCause>
    {
        var (starts, order, ends) = times;
        var distinct = 1;
        for (var i = 1; i < ends.Length; i++)
            distinct += ends[i] != ends[i - 1] ? 1 : 0;
        var table = new ExitTable(distinct, causeCount, !weights.IsEmpty);
        table.Fill(ends, order, causes, weights);
        if (starts.Length > 0)
            table.LeaveOutLaterEntries(starts, weights);
        return table;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Check(ReadOnlySpan<double> entries, ReadOnlySpan<double> exits, ReadOnlySpan<int> causes, int causeCount)
    {
        Require.Some(exits.Length, nameof(exits));
        Require.Length(causes.Length, exits.Length, nameof(causes));
        Require.AtLeast(causeCount, 1, nameof(causeCount));
        SurvivalSample.CheckTimes(entries, exits);
        for (var i = 0; i < causes.Length; i++)
        {
            if ((uint)causes[i] > (uint)causeCount)
                throw new ArgumentException(Require.Text($"causes[{i}] is {causes[i]}; 0 (censored) to {causeCount} is allowed"));
        }
    }

    // From the last exit backwards, so that the weight at risk is a sum of what is there, never a difference.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Fill<TCause>(double[] ends, int[] order, ReadOnlySpan<TCause> causes, ReadOnlySpan<double> weights)
        where TCause : unmanaged, IBinaryInteger<TCause>
    {
        var (row, atRisk, last, causeCount) = (Times.Length, 0.0, double.NaN, CauseCount);
        var (times, risk, events) = (_times, _atRisk, _events);
        for (var i = order.Length - 1; i >= 0; i--)
        {
            if (ends[i] != last)
                times[--row] = last = ends[i];
            var weight = weights.IsEmpty ? 1 : weights[order[i]];
            risk[row] = atRisk += weight;
            var cause = causes[order[i]];
            if (TCause.IsZero(cause))
                continue;
            events[causeCount == 1 ? row : row * causeCount + int.CreateTruncating(cause) - 1] += weight;
            if (_eventRows.Length > 0)
                _eventRows[row]++;
        }
    }

    void LeaveOutLaterEntries(double[] starts, ReadOnlySpan<double> weights)
    {
        var order = TimeOrder.Ascending(starts);
        var (later, next) = (0.0, order.Length - 1);
        for (var row = Times.Length - 1; row >= 0; row--)
        {
            for (; next >= 0 && starts[order[next]] >= Times[row]; next--)
                later += weights.IsEmpty ? 1 : weights[order[next]];
            _atRisk[row] -= later;
        }
    }
}
