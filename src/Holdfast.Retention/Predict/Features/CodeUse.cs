using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>
/// Which codes one customer used in two neighbouring windows. Cut-offs come in order: the last day of every code is carried along, so
/// each event is looked at twice however many cut-offs there are.
/// </summary>
sealed class CodeUse
{
    // Never used: before every day a fact can have.
    const int Never = int.MinValue / 2;

    int[] _stamps = [];
    int[] _places = [];
    int _stamp;
    int[] _days = new int[16];
    int[] _codes = new int[16];
    int _count;
    int _different;
    int[] _last = new int[8];
    int[] _earlierLast = new int[8];
    int _at;
    int _earlierAt;

    /// <summary>Codes used in the nearer window.</summary>
    public int Recent { get; private set; }

    /// <summary>Codes used in the window before it.</summary>
    public int Earlier { get; private set; }

    /// <summary>Codes used in the nearer window and not in the one before.</summary>
    public int New { get; private set; }

    /// <summary>Codes used in the window before and not in the nearer one.</summary>
    public int Dropped { get; private set; }

    public void Clear(int codes)
    {
        if (_stamps.Length < codes)
        {
            Array.Resize(ref _stamps, codes * 2);
            Array.Resize(ref _places, codes * 2);
        }

        _stamp++;
        _count = _different = _at = _earlierAt = 0;
    }

    public void Add(int day, Code code)
    {
        if (!code.IsGiven) return;
        if (_count == _days.Length)
        {
            Array.Resize(ref _days, _count * 2);
            Array.Resize(ref _codes, _count * 2);
        }

        _days[_count] = day;
        _codes[_count++] = PlaceOf(code.Index);
    }

    /// <summary>Counts for the windows [cutoff - days, cutoff) and [cutoff - earlierDays, cutoff - days); cut-offs come in order.</summary>
    public void At(int cutoff, int days, int earlierDays)
    {
        Recent = Earlier = New = Dropped = 0;
        if (_count == 0) return;
        for (; _at < _count && _days[_at] < cutoff; _at++) _last[_codes[_at]] = _days[_at];
        for (; _earlierAt < _count && _days[_earlierAt] < cutoff - days; _earlierAt++) _earlierLast[_codes[_earlierAt]] = _days[_earlierAt];
        for (var i = 0; i < _different; i++)
        {
            var (isRecent, isEarlier) = (_last[i] >= cutoff - days, _earlierLast[i] >= cutoff - earlierDays);
            if (isRecent) Recent++;
            if (isEarlier) Earlier++;
            if (isRecent && !isEarlier) New++;
            if (isEarlier && !isRecent) Dropped++;
        }
    }

    int PlaceOf(int code)
    {
        if (_stamps[code] == _stamp) return _places[code];
        if (_different == _last.Length)
        {
            Array.Resize(ref _last, _different * 2);
            Array.Resize(ref _earlierLast, _different * 2);
        }

        _stamps[code] = _stamp;
        _last[_different] = _earlierLast[_different] = Never;
        return _places[code] = _different++;
    }
}
