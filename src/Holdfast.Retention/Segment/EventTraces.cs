using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Segment;

/// <summary>What the events of one history leave behind in a <see cref="CustomerState"/>.</summary>
sealed class EventTraces
{
    readonly Dictionary<string, List<Day>> _days = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, IReadOnlyList<Day>> Days =>
        _days.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Day>)pair.Value, StringComparer.Ordinal);

    public Day? LastActivity { get; private set; }

    public List<Day> Complaints { get; } = [];

    public List<Day> ComplaintsClosed { get; } = [];

    public List<Day> PriceRises { get; } = [];

    public List<Day> BadTouchpoints { get; } = [];

    public static EventTraces Of(History known, Business business, Day since)
    {
        var traces = new EventTraces();
        var kinds = new Dictionary<int, (List<Day> Days, List<Day>[] Also)>();
        foreach (var fact in known.Events.Span)
        {
            var day = fact.At.Day;
            if (fact.ByCustomer) traces.LastActivity = day;
            if (!kinds.TryGetValue(fact.Kind.Index, out var lists))
            {
                var name = known.Codes.Name(fact.Kind);
                kinds[fact.Kind.Index] = lists = (traces._days[name] = [], traces.Also(name, business));
            }

            if (lists.Days.Count > 0 && lists.Days[0] < since) lists.Days[0] = day;
            else lists.Days.Add(day);
            foreach (var list in lists.Also) list.Add(day);
        }

        return traces;
    }

    /// <summary>What else a kind of event is: one that closes a complaint badly may be a bad touchpoint too.</summary>
    List<Day>[] Also(string kind, Business business)
    {
        (IReadOnlyList<string> Kinds, List<Day> Days)[] lists =
        [
            (business.ComplaintKinds, Complaints),
            (business.ComplaintClosedKinds, ComplaintsClosed),
            (business.PriceRiseKinds, PriceRises),
            (business.BadTouchpointKinds, BadTouchpoints),
        ];
        return [.. lists.Where(list => list.Kinds.Contains(kind, StringComparer.Ordinal)).Select(list => list.Days)];
    }
}
