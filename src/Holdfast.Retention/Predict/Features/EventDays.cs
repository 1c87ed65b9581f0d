using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>One customer's events as running sums by day: what <see cref="EventScan"/> reads its cut-offs off.</summary>
sealed class EventDays
{
    readonly DayList[] _lists;
    readonly CodeUse[] _uses;
    readonly Dictionary<int, DayList> _agreements = [];
    readonly Stack<DayList> _free = new();
    long[] _in = new long[17];
    long[] _out = new long[17];
    long[] _amounts = new long[16];

    public EventDays(FeaturePlan plan)
    {
        (Kinds, Channels) = (Lists(plan.Kinds.Count), Lists(plan.Channels.Count));
        _lists = [All, Active, Complaints, ComplaintsClosed, Incidents, PriceRises, Fees, .. Kinds, .. Channels];
        _uses = [KindUse, ChannelUse, CounterpartyUse, StickyUse];
    }

    /// <summary>All events, with their quantities.</summary>
    public DayList All { get; } = new();

    /// <summary>Days on which the customer did something, each once, with the squared gap to the one before.</summary>
    public DayList Active { get; } = new();

    public DayList[] Kinds { get; }

    public DayList[] Channels { get; }

    public DayList Complaints { get; } = new();

    public DayList ComplaintsClosed { get; } = new();

    public DayList Incidents { get; } = new();

    public DayList PriceRises { get; } = new();

    /// <summary>Fees taken, with their amounts.</summary>
    public DayList Fees { get; } = new();

    public CodeUse KindUse { get; } = new();

    public CodeUse ChannelUse { get; } = new();

    public CodeUse CounterpartyUse { get; } = new();

    public CodeUse StickyUse { get; } = new();

    public long In(int from, int to) => _in[to] - _in[from];

    public long Out(int from, int to) => _out[to] - _out[from];

    /// <summary>Largest outflow of some events, by place; 0 where there is none.</summary>
    public long LargestOut(int from, int to)
    {
        var largest = 0L;
        foreach (var amount in _amounts.AsSpan(from, to - from)) largest = Math.Max(largest, -amount);
        return largest;
    }

    /// <summary>Days since the customer last used an agreement; 0 for never within so many days.</summary>
    public int AgreementAge(int number, int cutoff, int atMost) =>
        _agreements.TryGetValue(number, out var days) ? days.Age(cutoff, atMost) : 0;

    public void Clear(int codes)
    {
        foreach (var list in _lists) list.Clear();
        foreach (var use in _uses) use.Clear(codes);
        foreach (var list in _agreements.Values) _free.Push(list);
        _agreements.Clear();
    }

    public void Add(in Event happened, int day, int slot, KindMark marks)
    {
        AddAmount(happened.Amount);
        All.Add(day, happened.Quantity);
        if (slot >= 0) Kinds[slot].Add(day, Math.Abs(happened.Amount));
        if (happened.ByCustomer) AddActive(happened, day);
        KindUse.Add(day, happened.Kind);
        ChannelUse.Add(day, happened.Channel);
        CounterpartyUse.Add(day, happened.Counterparty);
        if (marks != KindMark.None) AddMarked(happened, day, marks);
    }

    public void ReadUse(int cutoff, int days, int earlierDays)
    {
        KindUse.At(cutoff, days, earlierDays);
        ChannelUse.At(cutoff, days, earlierDays);
        CounterpartyUse.At(cutoff, days, earlierDays);
        StickyUse.At(cutoff, days, earlierDays);
    }

    void AddAmount(long amount)
    {
        var place = All.Count;
        if (place == _amounts.Length)
        {
            Array.Resize(ref _amounts, place * 2);
            Array.Resize(ref _in, place * 2 + 1);
            Array.Resize(ref _out, place * 2 + 1);
        }

        _amounts[place] = amount;
        _in[place + 1] = _in[place] + Math.Max(amount, 0);
        _out[place + 1] = _out[place] - Math.Min(amount, 0);
    }

    void AddActive(in Event happened, int day)
    {
        if (Active.Count == 0) Active.Add(day);
        else if (Active[Active.Count - 1] is var last && last != day) Active.Add(day, (long)(day - last) * (day - last));
        if (happened.Agreement < 0) return;
        if (!_agreements.TryGetValue(happened.Agreement, out var days)) _agreements[happened.Agreement] = days = Fresh();
        days.Add(day);
    }

    void AddMarked(in Event happened, int day, KindMark marks)
    {
        if (marks.HasFlag(KindMark.Complaint)) Complaints.Add(day);
        if (marks.HasFlag(KindMark.ComplaintClosed)) ComplaintsClosed.Add(day);
        if (marks.HasFlag(KindMark.Incident)) Incidents.Add(day);
        if (marks.HasFlag(KindMark.PriceRise)) PriceRises.Add(day);
        if (marks.HasFlag(KindMark.Fee)) Fees.Add(day, Math.Abs(happened.Amount));
        if (marks.HasFlag(KindMark.Sticky)) StickyUse.Add(day, happened.Kind);
    }

    DayList Fresh()
    {
        if (!_free.TryPop(out var list)) return new DayList();
        list.Clear();
        return list;
    }

    static DayList[] Lists(int count)
    {
        var lists = new DayList[count];
        for (var i = 0; i < count; i++) lists[i] = new DayList();
        return lists;
    }
}
