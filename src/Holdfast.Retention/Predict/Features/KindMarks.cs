using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>What a kind of event means beside itself.</summary>
[Flags]
enum KindMark : byte
{
    None = 0,
    Complaint = 1,
    ComplaintClosed = 2,
    Incident = 4,
    PriceRise = 8,
    Fee = 16,
    Sticky = 32,
}

/// <summary>From a kind's code to its place among the plan's kinds and what it means: one look-up an event. Codes only grow.</summary>
sealed class KindMarks(FeaturePlan plan)
{
    readonly Dictionary<string, (int Slot, KindMark Marks)> _words = Words(plan);
    Codes? _codes;
    (int Slot, KindMark Marks)[] _kinds = [];

    public (int Slot, KindMark Marks) Of(Code code, Codes codes)
    {
        if (!ReferenceEquals(codes, _codes) || code.Index >= _kinds.Length) Extend(codes);
        return _kinds[code.Index];
    }

    void Extend(Codes codes)
    {
        var from = ReferenceEquals(codes, _codes) ? _kinds.Length : 0;
        _codes = codes;
        Array.Resize(ref _kinds, codes.Count);
        for (var i = from; i < _kinds.Length; i++) _kinds[i] = _words.GetValueOrDefault(codes.Name(new Code(i)), (-1, KindMark.None));
    }

    static Dictionary<string, (int Slot, KindMark Marks)> Words(FeaturePlan plan)
    {
        var words = new Dictionary<string, (int Slot, KindMark Marks)>(StringComparer.Ordinal);
        for (var i = 0; i < plan.Kinds.Count; i++) words.TryAdd(plan.Kinds[i], (i, KindMark.None));
        Mark(plan.Complaints, KindMark.Complaint);
        Mark(plan.ComplaintsClosed, KindMark.ComplaintClosed);
        Mark(plan.Incidents, KindMark.Incident);
        Mark(plan.PriceRises, KindMark.PriceRise);
        Mark(plan.Fees, KindMark.Fee);
        Mark(plan.Sticky, KindMark.Sticky);
        return words;

        void Mark(IReadOnlyList<string> kinds, KindMark mark)
        {
            foreach (var kind in kinds)
            {
                var known = words.GetValueOrDefault(kind, (-1, KindMark.None));
                words[kind] = (known.Item1, known.Item2 | mark);
            }
        }
    }
}
