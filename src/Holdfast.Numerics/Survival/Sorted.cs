using System.Collections;

namespace Holdfast.Numerics.Survival;

/// <summary>Looking things up in rising times.</summary>
static class Sorted
{
    /// <summary>Index of the last time at or before the given one; -1 when there is none.</summary>
    public static int LastUpTo(ReadOnlySpan<double> times, double time) => Below(times, time, true) - 1;

    /// <summary>Index of the last time before the given one; -1 when there is none.</summary>
    public static int LastBefore(ReadOnlySpan<double> times, double time) => Below(times, time, false) - 1;

    static int Below(ReadOnlySpan<double> times, double time, bool included)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] < time || (included && times[middle] == time))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}

/// <summary>A list whose entries are worked out when they are looked at: a million intervals nobody asks for cost nothing.</summary>
sealed class ListView<T>(int count, Func<int, T> at) : IReadOnlyList<T>
{
    public int Count => count;

    public T this[int index] =>
        (uint)index < (uint)count ? at(index) : throw new ArgumentOutOfRangeException(nameof(index), Require.Text($"index is {index}; 0 to {count - 1} is allowed"));

    public IEnumerator<T> GetEnumerator() => Enumerable.Range(0, count).Select(at).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
