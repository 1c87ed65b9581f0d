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
        Parties = Keep(history.Parties, f => f.At < cutoff && f.Known.Before(cutoff)),
        Attributes = Keep(history.Attributes, f => f.At < cutoff && f.Known.Before(cutoff)),
        ContactPoints = Keep(history.ContactPoints, f => f.At < cutoff && f.Known.Before(cutoff)),
        Spells = Mask(Keep(history.Spells, f => f.Joined.Start < cutoff && f.Known.Before(cutoff)), f => Masked(f, cutoff)),
        Agreements = Mask(Keep(history.Agreements, f => f.Started.Start < cutoff && f.Known.Before(cutoff)), f => Masked(f, cutoff)),
        Holdings = Mask(Keep(history.Holdings, f => f.From.Start < cutoff && f.Known.Before(cutoff)), f => Masked(f, cutoff)),
        Positions = Keep(history.Positions, f => f.Month.AddMonths(1).Start <= cutoff && f.Known.Before(cutoff)),
        Events = Events(history, cutoff),
        Contacts = Keep(history.Contacts, f => f.At < cutoff && f.Known.Before(cutoff)),
        Offers = Mask(Keep(history.Offers, f => f.Made.Start < cutoff && f.Known.Before(cutoff)), f => Masked(f, cutoff)),
        Feedback = Keep(history.Feedback, f => f.At < cutoff && f.Known.Before(cutoff)),
        ExitReasons = Keep(history.ExitReasons, f => f.At < cutoff && f.Known.Before(cutoff)),
        Assignments = Keep(history.Assignments, f => f.At < cutoff && f.Known.Before(cutoff)),
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
            if (!fact.Known.Before(cutoff)) return Keep(happened, f => f.Known.Before(cutoff));
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

    static ReadOnlyMemory<T> Keep<T>(ReadOnlyMemory<T> facts, Func<T, bool> known)
    {
        var kept = 0;
        foreach (var fact in facts.Span) kept += known(fact) ? 1 : 0;
        if (kept == facts.Length) return facts;
        var result = new T[kept];
        var next = 0;
        foreach (var fact in facts.Span)
        {
            if (known(fact)) result[next++] = fact;
        }

        return result;
    }

    static ReadOnlyMemory<T> Mask<T>(ReadOnlyMemory<T> facts, Func<T, T> masked)
        where T : IEquatable<T>
    {
        T[]? changed = null;
        for (var i = 0; i < facts.Length; i++)
        {
            var fact = facts.Span[i];
            var seen = masked(fact);
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
