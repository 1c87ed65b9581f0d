namespace Holdfast.Retention.Facts;

/// <summary>Ends by silence: no event the customer initiated for long enough.</summary>
static class LivesSilent
{
    const int LeastGaps = 5;
    const int LeastDays = 30;

    /// <summary>Cuts stays where the customer fell silent; without any stay the first activity begins one.</summary>
    internal static List<Stay> Cut(List<Stay> stays, History known, ChurnDefinition definition, Day asOf)
    {
        var days = ActiveDays(known.Events.Span);
        if (stays.Count == 0 && days.Count > 0) stays = [new Stay(days[0], null, null, Leaving.None, null)];
        var cut = new List<Stay>(stays.Count);
        foreach (var stay in stays) Cut(stay, days, definition, asOf, cut);
        return cut;
    }

    static List<Day> ActiveDays(ReadOnlySpan<Event> events)
    {
        var days = new List<Day>();
        foreach (var happened in events)
        {
            if (!happened.ByCustomer) continue;
            var day = happened.At.Day;
            if (days.Count == 0 || days[^1] != day) days.Add(day);
        }

        return days;
    }

    static void Cut(Stay stay, List<Day> days, ChurnDefinition definition, Day asOf, List<Stay> into)
    {
        var limit = new Limit(definition);
        Day start = stay.From, last = stay.From;
        foreach (var day in days)
        {
            if (day <= last || stay.To is { } to && day >= to) continue;
            var allowed = limit.Days;
            if (day - last > allowed)
            {
                into.Add(Silent(stay, start, last, allowed));
                start = day;
            }
            else
            {
                limit.Add(day - last);
            }

            last = day;
        }

        var silence = (stay.To ?? asOf) - last;
        into.Add(silence > limit.Days ? Silent(stay, start, last, limit.Days) : stay with { From = start, LagDays = limit.Days });
    }

    // A death told after months of silence is still a death: the kind of a told end stands, its day does not.
    static Stay Silent(Stay stay, Day start, Day last, int days) => stay with
    {
        From = start,
        To = last + 1,
        KnownTo = last + days,
        Kind = stay.Kind == Leaving.Involuntary ? stay.Kind : Leaving.Voluntary,
        How = ChurnKind.Silent,
        LagDays = days,
    };

    /// <summary>Days of silence allowed: the definition's, or less by the quantile (inverse empirical distribution) of the gaps so far.</summary>
    sealed class Limit(ChurnDefinition definition)
    {
        readonly int[] _gaps = definition.OwnGapQuantile > 0 ? new int[definition.Days + 1] : [];
        int _count;

        internal int Days => _count < LeastGaps ? definition.Days : Math.Min(definition.Days, Math.Max(LeastDays, Quantile()));

        internal void Add(int gap)
        {
            if (_gaps.Length == 0) return;
            _gaps[gap]++;
            _count++;
        }

        int Quantile()
        {
            var needed = Math.Max(1, (int)Math.Ceiling(definition.OwnGapQuantile * _count));
            var seen = 0;
            for (var gap = 0; gap < _gaps.Length; gap++)
            {
                seen += _gaps[gap];
                if (seen >= needed) return gap;
            }

            return definition.Days;
        }
    }
}
