using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>What the events before a cut-off add up to. Whole numbers only, so that any order of adding gives the same.</summary>
sealed class EventScan(FeaturePlan plan)
{
    /// <summary>Length of a bucket, days; windows of 30, 90 and 180 days are 1, 3 and 6 buckets.</summary>
    public const int BucketDays = 30;

    readonly CodeSlots _kinds = new(plan.Kinds);
    readonly CodeSlots _channels = new(plan.Channels);
    readonly CodeSlots _complaints = new(plan.Complaints);
    readonly CodeSlots _incidents = new(plan.Incidents);
    readonly CodeSlots _priceRises = new(plan.PriceRises);
    readonly CodeSlots _sticky = new(plan.Sticky);
    readonly KindSums[] _byKind = new KindSums[plan.Kinds.Count];
    readonly int[] _byChannel = new int[plan.Channels.Count];
    readonly long[] _counts = new long[Buckets(plan)];
    readonly long[] _in = new long[Buckets(plan)];
    readonly long[] _out = new long[Buckets(plan)];
    readonly long[] _quantity = new long[Buckets(plan)];
    readonly Distinct _kindsUsed = new();
    readonly Distinct _channelsUsed = new();
    readonly Distinct _counterparties = new();
    readonly Distinct _earlierCounterparties = new();
    readonly Distinct _stickyUsed = new();
    int _firstActive;

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

    public int Complaints90 { get; private set; }

    public int Complaints365 { get; private set; }

    public int ComplaintAge { get; private set; }

    public int Incidents90 { get; private set; }

    public int IncidentAge { get; private set; }

    public int PriceRises365 { get; private set; }

    public int PriceRiseAge { get; private set; }

    public long LargestOut90 { get; private set; }

    public int KindsUsed => _kindsUsed.Count;

    public int ChannelsUsed => _channelsUsed.Count;

    public int Counterparties => _counterparties.Count;

    public int EarlierCounterparties => _earlierCounterparties.Count;

    public int StickyUsed => _stickyUsed.Count;

    /// <summary>Days between the first and the last active day, for the mean gap.</summary>
    public int ActiveSpan => _firstActive == 0 ? 0 : _firstActive - LastAge;

    public ReadOnlySpan<long> Counts => _counts;

    public ReadOnlySpan<long> In => _in;

    public ReadOnlySpan<long> Out => _out;

    public ReadOnlySpan<long> Quantity => _quantity;

    public ref readonly KindSums Kind(int slot) => ref _byKind[slot];

    public int Channel90(int slot) => _byChannel[slot];

    public void Read(History view, Day cutoff)
    {
        Clear(view.Codes.Count);
        var events = view.Events.Span;
        Ever = events.Length;
        var lastDay = int.MinValue;
        for (var i = events.Length - 1; i >= 0; i--)
        {
            ref readonly var happened = ref events[i];
            var day = happened.At.Day;
            var age = cutoff - day;
            if (age > plan.ObservationDays && LastAge > 0) break;
            if (happened.ByCustomer && LastAge == 0) LastAge = age;
            if (age > plan.ObservationDays) continue;
            Add(happened, age, view.Codes);
            if (!happened.ByCustomer || day.Number == lastDay) continue;
            lastDay = day.Number;
            _firstActive = age;
            ActiveDays365++;
            if (age <= 90) ActiveDays90++;
        }
    }

    static int Buckets(FeaturePlan plan) => (plan.ObservationDays + BucketDays - 1) / BucketDays;

    void Add(in Event happened, int age, Codes codes)
    {
        var bucket = (age - 1) / BucketDays;
        _counts[bucket]++;
        _quantity[bucket] += happened.Quantity;
        if (happened.Amount > 0) _in[bucket] += happened.Amount;
        else _out[bucket] -= happened.Amount;
        AddKind(happened, age, codes);
        AddMarked(happened, age, codes);
        if (age <= 90) AddRecent(happened, codes);
        else if (age <= 180) _earlierCounterparties.Add(happened.Counterparty);
    }

    void AddKind(in Event happened, int age, Codes codes)
    {
        var slot = _kinds.Of(happened.Kind, codes);
        if (slot < 0) return;
        ref var sums = ref _byKind[slot];
        if (sums.LastAge == 0) sums.LastAge = age;
        sums.Count365++;
        if (age <= 90)
        {
            sums.Count90++;
            sums.Amount90 += Math.Abs(happened.Amount);
        }
        else if (age <= 180)
        {
            sums.CountBefore90++;
        }
    }

    void AddMarked(in Event happened, int age, Codes codes)
    {
        if (_complaints.Of(happened.Kind, codes) >= 0)
        {
            if (ComplaintAge == 0) ComplaintAge = age;
            Complaints365++;
            if (age <= 90) Complaints90++;
        }

        if (_incidents.Of(happened.Kind, codes) >= 0)
        {
            if (IncidentAge == 0) IncidentAge = age;
            if (age <= 90) Incidents90++;
        }

        if (_priceRises.Of(happened.Kind, codes) < 0) return;
        if (PriceRiseAge == 0) PriceRiseAge = age;
        PriceRises365++;
    }

    void AddRecent(in Event happened, Codes codes)
    {
        _counterparties.Add(happened.Counterparty);
        _kindsUsed.Add(happened.Kind);
        _channelsUsed.Add(happened.Channel);
        if (_sticky.Of(happened.Kind, codes) >= 0) _stickyUsed.Add(happened.Kind);
        LargestOut90 = Math.Max(LargestOut90, -happened.Amount);
        var channel = _channels.Of(happened.Channel, codes);
        if (channel >= 0) _byChannel[channel]++;
    }

    void Clear(int codes)
    {
        foreach (var sums in new[] { _counts, _in, _out, _quantity }) Array.Clear(sums);
        Array.Clear(_byKind);
        Array.Clear(_byChannel);
        foreach (var set in new[] { _kindsUsed, _channelsUsed, _counterparties, _earlierCounterparties, _stickyUsed }) set.Clear(codes);
        Ever = LastAge = ActiveDays90 = ActiveDays365 = _firstActive = 0;
        Complaints90 = Complaints365 = ComplaintAge = Incidents90 = IncidentAge = PriceRises365 = PriceRiseAge = 0;
        LargestOut90 = 0;
    }

    /// <summary>Counts different codes; emptied in constant time by moving the stamp on.</summary>
    sealed class Distinct
    {
        int[] _stamps = [];
        int _stamp;

        public int Count { get; private set; }

        public void Clear(int codes)
        {
            if (_stamps.Length < codes) Array.Resize(ref _stamps, codes);
            _stamp++;
            Count = 0;
        }

        public void Add(Code code)
        {
            if (!code.IsGiven || _stamps[code.Index] == _stamp) return;
            _stamps[code.Index] = _stamp;
            Count++;
        }
    }
}
