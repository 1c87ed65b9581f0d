namespace Holdfast.Retention.Predict.Features;

/// <summary>Days in order with an amount each, so that any window's count and sum is two look-ups: one pass serves many cut-offs.</summary>
sealed class DayList
{
    // Short lists are walked: the few days of one kind of event are found sooner so than by halving.
    const int Short = 8;

    int[] _days = new int[16];
    long[] _sums = new long[17];

    public int Count { get; private set; }

    /// <summary>The day at a place; 0 is the earliest.</summary>
    public int this[int place] => _days[place];

    public void Clear() => Count = 0;

    /// <summary>Adds a day, not before the last one.</summary>
    public void Add(int day, long amount = 0)
    {
        if (Count == _days.Length) Grow();
        _days[Count] = day;
        _sums[Count + 1] = _sums[Count] + amount;
        Count++;
    }

    /// <summary>How many lie before a day.</summary>
    public int Before(int day)
    {
        int low = 0, high = Count;
        while (high - low > Short)
        {
            var middle = (low + high) >>> 1;
            if (_days[middle] < day) low = middle + 1;
            else high = middle;
        }

        while (high > low && _days[high - 1] >= day) high--;
        return high;
    }

    /// <summary>How many lie in [from, to).</summary>
    public int Within(int from, int to) => Count == 0 ? 0 : Before(to) - Before(from);

    /// <summary>Sum of the amounts of [from, to), by place.</summary>
    public long Sum(int from, int to) => _sums[to] - _sums[from];

    /// <summary>Days from the last one before the cut-off to the cut-off; 0 where there is none within so many days.</summary>
    public int Age(int cutoff, int atMost)
    {
        if (Count == 0) return 0;
        var before = Before(cutoff);
        return before == 0 || cutoff - _days[before - 1] > atMost ? 0 : cutoff - _days[before - 1];
    }

    void Grow()
    {
        Array.Resize(ref _days, Count * 2);
        Array.Resize(ref _sums, Count * 2 + 1);
    }
}
