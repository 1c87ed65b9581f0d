using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>
/// What the events before a cut-off add up to. Events are taken in once, as running sums; then any number of cut-offs, in order of
/// time, are read off. Whole numbers only, so that one cut-off among many gives the same as that cut-off alone.
/// </summary>
sealed class EventScan(FeaturePlan plan)
{
    /// <summary>Length of a bucket, days; windows of 30, 90 and 180 days are 1, 3 and 6 buckets.</summary>
    public const int BucketDays = 30;

    const int Recent = 90;
    const int Earlier = 180;

    readonly KindMarks _marks = new(plan);
    readonly CodeSlots _channelSlots = new(plan.Channels);
    readonly EventDays _days = new(plan);
    readonly long[] _counts = new long[Buckets(plan)];
    readonly long[] _in = new long[Buckets(plan)];
    readonly long[] _out = new long[Buckets(plan)];
    readonly long[] _quantity = new long[Buckets(plan)];
    readonly KindSums[] _byKind = new KindSums[plan.Kinds.Count];
    Codes? _codes;
    int _older;
    int _lastOlder;
    int _observed;

    /// <summary>What one kind adds up to; ages in days before the cut-off, 0 for never.</summary>
    public struct KindSums
    {
        public int Count90;
        public int CountBefore90;
        public int Count365;
        public long Amount90;
        public int LastAge;
    }

    public int Ever { get; private set; }

    public int LastAge { get; private set; }

    public int ActiveDays90 { get; private set; }

    public int ActiveDays365 { get; private set; }

    /// <summary>Days between the first and the last active day, for the mean gap.</summary>
    public int ActiveSpan { get; private set; }

    /// <summary>Sum of the squared gaps between the active days.</summary>
    public long GapSquares { get; private set; }

    public MarkedSums Complaints { get; private set; }

    public ComplaintCourse Course { get; } = new();

    public MarkedSums Incidents { get; private set; }

    public MarkedSums PriceRises { get; private set; }

    public MarkedSums Fees { get; private set; }

    public long LargestOut90 { get; private set; }

    public CodeUse Kinds => _days.KindUse;

    public CodeUse Channels => _days.ChannelUse;

    public CodeUse Counterparties => _days.CounterpartyUse;

    public int StickyUsed => _days.StickyUse.Recent;

    public ReadOnlySpan<long> Counts => _counts;

    public ReadOnlySpan<long> In => _in;

    public ReadOnlySpan<long> Out => _out;

    public ReadOnlySpan<long> Quantity => _quantity;

    public ref readonly KindSums Kind(int slot) => ref _byKind[slot];

    public int Channel90(int slot) => _days.Channels[slot].Within(Cutoff - Math.Min(Recent, plan.ObservationDays), Cutoff);

    public int ChannelAge(int slot) => _days.Channels[slot].Age(Cutoff, plan.ObservationDays);

    /// <summary>Days since the customer last used an agreement; 0 for never within the window.</summary>
    public int AgreementAge(int number) => _days.AgreementAge(number, Cutoff, plan.ObservationDays);

    int Cutoff { get; set; }

    /// <summary>Takes in the events of a view; cut-offs from the first one on can then be read off.</summary>
    /// <param name="view">The history as known at every cut-off that will be asked for.</param>
    /// <param name="first">The earliest cut-off that will be asked for.</param>
    public void Begin(History view, Day first)
    {
        var events = view.Events.Span;
        _codes = view.Codes;
        _days.Clear(_codes.Count);
        _older = Older(events, first - plan.ObservationDays);
        _lastOlder = LastActive(events[.._older]);
        foreach (ref readonly var happened in events[_older..]) Add(happened);
    }

    /// <summary>Reads off a cut-off; they come in order of time.</summary>
    public void At(Day cutoff)
    {
        Cutoff = cutoff.Number;
        _observed = Cutoff - plan.ObservationDays;
        var before = _days.All.Before(Cutoff);
        Ever = _older + before;
        ReadBuckets(before);
        ReadActivity();
        for (var slot = 0; slot < _byKind.Length; slot++) ReadKind(slot);
        _days.ReadUse(Cutoff, Math.Min(Recent, plan.ObservationDays), Math.Min(Earlier, plan.ObservationDays));
        (Complaints, Incidents) = (Marked(_days.Complaints), Marked(_days.Incidents));
        (PriceRises, Fees) = (Marked(_days.PriceRises), Marked(_days.Fees));
        Course.Read(_days, Cutoff, plan.ObservationDays);
    }

    static int Buckets(FeaturePlan plan) => (plan.ObservationDays + BucketDays - 1) / BucketDays;

    static int Older(ReadOnlySpan<Event> events, Day from)
    {
        int low = 0, high = events.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (events[middle].At < from.Start) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    static int LastActive(ReadOnlySpan<Event> events)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].ByCustomer) return events[i].At.Day.Number;
        }

        return int.MinValue;
    }

    void Add(in Event happened)
    {
        var day = happened.At.Day.Number;
        var (slot, marks) = _marks.Of(happened.Kind, _codes!);
        _days.Add(happened, day, slot, marks);
        var channel = plan.Channels.Count == 0 ? -1 : _channelSlots.Of(happened.Channel, _codes!);
        if (channel >= 0) _days.Channels[channel].Add(day);
    }

    void ReadBuckets(int before)
    {
        var later = before;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            var from = Math.Max(_observed, Cutoff - (bucket + 1) * BucketDays);
            var earlier = later == 0 ? 0 : _days.All.Before(from);
            _counts[bucket] = later - earlier;
            _in[bucket] = _days.In(earlier, later);
            _out[bucket] = _days.Out(earlier, later);
            _quantity[bucket] = _days.All.Sum(earlier, later);
            later = earlier;
        }

        LargestOut90 = _days.LargestOut(_days.All.Before(Cutoff - Math.Min(Recent, plan.ObservationDays)), before);
    }

    void ReadActivity()
    {
        var active = _days.Active;
        var (before, from) = (active.Before(Cutoff), active.Before(_observed));
        ActiveDays365 = before - from;
        ActiveDays90 = before - active.Before(Math.Max(_observed, Cutoff - Recent));
        LastAge = before > 0 ? Cutoff - active[before - 1] : _lastOlder == int.MinValue ? 0 : Cutoff - _lastOlder;
        ActiveSpan = ActiveDays365 == 0 ? 0 : active[before - 1] - active[from];
        GapSquares = ActiveDays365 < 2 ? 0 : active.Sum(from + 1, before);
    }

    void ReadKind(int slot)
    {
        ref var sums = ref _byKind[slot];
        sums = default;
        var days = _days.Kinds[slot];
        if (days.Count == 0) return;
        var (before, from) = (days.Before(Cutoff), days.Before(_observed));
        if (before == from) return;
        var recent = days.Before(Math.Max(_observed, Cutoff - Recent));
        sums.LastAge = Cutoff - days[before - 1];
        sums.Count365 = before - from;
        sums.Count90 = before - recent;
        sums.Amount90 = days.Sum(recent, before);
        sums.CountBefore90 = recent - days.Before(Math.Max(_observed, Cutoff - Earlier));
    }

    MarkedSums Marked(DayList days)
    {
        if (days.Count == 0) return default;
        var (before, from) = (days.Before(Cutoff), days.Before(_observed));
        return new MarkedSums(
            before - days.Before(Math.Max(_observed, Cutoff - Recent)),
            before - from,
            days.Age(Cutoff, plan.ObservationDays),
            days.Sum(from, before));
    }
}

/// <summary>What events of one meaning add up to; the age in days, 0 for never.</summary>
readonly record struct MarkedSums(int Count90, int Count365, int Age, long Amount365);
