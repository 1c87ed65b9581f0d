namespace Holdfast.Retention.Facts;

/// <summary>What was known of a history at a cut-off.</summary>
public static class HistoryView
{
    /// <summary>
    /// The history as it was known just before <paramref name="cutoff"/>: facts that happened and were learned before it, in the
    /// version held then. Ends of spells, agreements, holdings and offers on or after the cut-off are not yet told.
    /// </summary>
    /// <remarks><b>Cost</b>: O(log n) for the events of a history without late facts, O(n) otherwise.</remarks>
    public static History AsOf(this History history, Instant cutoff) => history with
    {
        Parties = Keep(history.Parties, cutoff, static (f, c) => f.At < c && f.Known.Before(c)),
        Attributes = Keep(history.Attributes, cutoff, static (f, c) => f.At < c && f.Known.Before(c)),
        ContactPoints = Keep(history.ContactPoints, cutoff, static (f, c) => f.At < c && f.Known.Before(c)),
        Spells = Mask(Keep(history.Spells, cutoff, static (f, c) => f.Joined.Start < c && f.Known.Before(c)), cutoff, Masked),
        Agreements = Mask(Keep(history.Agreements, cutoff, static (f, c) => f.Started.Start < c && f.Known.Before(c)), cutoff, Masked),
        Holdings = Mask(Keep(history.Holdings, cutoff, static (f, c) => f.From.Start < c && f.Known.Before(c)), cutoff, Masked),
        Positions = Keep(history.Positions, cutoff, static (f, c) => f.Month.AddMonths(1).Start <= c && f.Known.Before(c)),
        Events = Events(history, cutoff),
        Contacts = Keep(history.Contacts, cutoff, static (f, c) => f.At < c && f.Known.Before(c)),
        Offers = Mask(Keep(history.Offers, cutoff, static (f, c) => f.Made.Start < c && f.Known.Before(c)), cutoff, Masked),
        Feedback = Keep(history.Feedback, cutoff, static (f, c) => f.At < c && f.Known.Before(c)),
        ExitReasons = Keep(history.ExitReasons, cutoff, static (f, c) => f.At < c && f.Known.Before(c)),
        Assignments = Keep(history.Assignments, cutoff, static (f, c) => f.At < c && f.Known.Before(c)),
    };

    /// <summary>Whether anything at all was known of the customer just before <paramref name="cutoff"/>.</summary>
    public static bool IsKnownBefore(this History history, Instant cutoff) =>
        Any(history.Parties, f => f.At < cutoff && f.Known.From < cutoff)
        || Any(history.Spells, f => f.Joined.Start < cutoff && f.Known.From < cutoff)
        || Any(history.Agreements, f => f.Started.Start < cutoff && f.Known.From < cutoff)
        || Any(history.Events, f => f.At < cutoff && f.Known.From < cutoff)
        || Any(history.Attributes, f => f.At < cutoff && f.Known.From < cutoff)
        || Any(history.ContactPoints, f => f.At < cutoff && f.Known.From < cutoff)
        || Any(history.Holdings, f => f.From.Start < cutoff && f.Known.From < cutoff)
        || Any(history.Positions, f => f.Month.AddMonths(1).Start <= cutoff && f.Known.From < cutoff)
        || Any(history.Contacts, f => f.At < cutoff && f.Known.From < cutoff)
        || Any(history.Offers, f => f.Made.Start < cutoff && f.Known.From < cutoff)
        || Any(history.Feedback, f => f.At < cutoff && f.Known.From < cutoff)
        || Any(history.ExitReasons, f => f.At < cutoff && f.Known.From < cutoff)
        || Any(history.Assignments, f => f.At < cutoff && f.Known.From < cutoff);

    /// <summary>
    /// Whether some event had happened by one of the cut-offs and was not yet, or no longer, known then: then what was known at each of
    /// them is not one list that grows.
    /// </summary>
    /// <param name="history">The history, not cut.</param>
    /// <param name="cutoffs">The cut-offs in order of time.</param>
    public static bool AnyEventCrosses(this History history, IReadOnlyList<Day> cutoffs)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(cutoffs);
        if (!history.HasLateFacts || cutoffs.Count == 0) return false;
        var (next, last) = (0, cutoffs[^1].Start);
        foreach (ref readonly var happened in history.Events.Span)
        {
            while (next < cutoffs.Count && happened.At >= cutoffs[next].Start) next++;
            if (next == cutoffs.Count) return false;
            if (happened.Known.From >= cutoffs[next].Start || happened.Known.Until < last) return true;
        }

        return false;
    }

    static bool Any<T>(ReadOnlyMemory<T> facts, Func<T, bool> known)
    {
        foreach (ref readonly var fact in facts.Span)
        {
            if (known(fact)) return true;
        }

        return false;
    }

    // Events are by far the most facts: what happened later is cut off by its place, and even where some fact was learned late
    // the rest need no copy, for the customer's late ones mostly lie long before.
    static ReadOnlyMemory<Event> Events(History history, Instant cutoff)
    {
        var happened = history.Events[..Happened(history.Events.Span, cutoff)];
        if (!history.HasLateFacts) return happened;
        foreach (ref readonly var fact in happened.Span)
        {
            if (!fact.Known.Before(cutoff)) return Keep(happened, cutoff, static (f, c) => f.Known.Before(c));
        }

        return happened;
    }

    static int Happened(ReadOnlySpan<Event> events, Instant cutoff)
    {
        int low = 0, high = events.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (events[middle].At < cutoff) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    // The rule takes the cut-off as an argument, so that none is made anew for every customer.
    static ReadOnlyMemory<T> Keep<T>(ReadOnlyMemory<T> facts, Instant cutoff, Func<T, Instant, bool> known)
    {
        var kept = 0;
        foreach (var fact in facts.Span) kept += known(fact, cutoff) ? 1 : 0;
        if (kept == facts.Length) return facts;
        var result = new T[kept];
        var next = 0;
        foreach (var fact in facts.Span)
        {
            if (known(fact, cutoff)) result[next++] = fact;
        }

        return result;
    }

    static ReadOnlyMemory<T> Mask<T>(ReadOnlyMemory<T> facts, Instant cutoff, Func<T, Instant, T> masked)
        where T : IEquatable<T>
    {
        T[]? changed = null;
        for (var i = 0; i < facts.Length; i++)
        {
            var fact = facts.Span[i];
            var seen = masked(fact, cutoff);
            if (changed is null && !ReferenceEquals(seen, fact) && !seen.Equals(fact)) changed = facts.ToArray();
            if (changed is not null) changed[i] = seen;
        }

        return changed ?? facts;
    }

    static Spell Masked(Spell spell, Instant cutoff) =>
        spell.Left is { } left && left.Start >= cutoff ? spell with { Left = null, Kind = Leaving.None } : spell;

    static Agreement Masked(Agreement agreement, Instant cutoff) =>
        agreement.Ended is { } ended && ended.Start >= cutoff
            ? agreement with { Ended = null, EndReason = Code.None, ReplacedBy = null }
            : agreement;

    static Holding Masked(Holding holding, Instant cutoff) =>
        holding.To is { } to && to.Start >= cutoff ? holding with { To = null } : holding;

    static Offer Masked(Offer offer, Instant cutoff)
    {
        var seen = offer.Answered is { } answered && answered.Start >= cutoff ? offer with { Answered = null, Accepted = false } : offer;
        return seen.Applied is { } applied && applied.Start >= cutoff ? seen with { Applied = null } : seen;
    }
}
