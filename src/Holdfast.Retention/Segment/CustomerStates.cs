using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Answers;
using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Retention.Segment;

/// <summary>The fold from a history to <see cref="CustomerState"/>.</summary>
public static class CustomerStates
{
    const int DaysOfEvents = 365;
    const int SameComplaintDays = 3;

    static readonly string[] NotWorking = ["bounced", "unreachable", "recycled"];

    /// <summary>The state of one customer as known before a day.</summary>
    /// <param name="history">Any history; what was not known before the day is left out.</param>
    /// <param name="business">Which kinds of event are complaints, bad touchpoints and price rises.</param>
    /// <param name="life">The customer's current or last life, from the one derivation of lives; null where there is none.</param>
    /// <param name="asOf">The day.</param>
    /// <remarks><b>Cost</b>: O(n) in the facts of the customer.</remarks>
    public static CustomerState Of(History history, Business business, Life? life, Day asOf)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(business);
        var known = history.AsOf(asOf.Start);
        var events = EventTraces.Of(known, business, asOf - DaysOfEvents);
        var standing = Standing(known, asOf);
        return new CustomerState
        {
            Customer = history.Customer,
            AsOf = asOf,
            Life = life,
            Party = known.Parties.IsEmpty ? null : known.Parties.Span[^1],
            Attributes = Attributes(known),
            Products = [.. standing.Select(agreement => known.Codes.Name(agreement.Product)).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)],
            Reaches = Reaches(known),
            Contacts = Contacts(known),
            Offers = Offers(known),
            EventDays = events.Days,
            LastActivity = events.LastActivity,
            Complaints = Complaints(known, events),
            Strains = Strains(known, events, asOf),
            TermShare = TermShare(standing, asOf),
            Spending = SpendingFold.Of(known, standing, asOf),
            Arrears = Arrears(known.Positions.Span),
        };
    }

    static List<Agreement> Standing(History known, Day asOf)
    {
        var standing = new List<Agreement>();
        foreach (var agreement in known.Agreements.Span)
        {
            if (agreement.Ended is not { } ended || ended > asOf) standing.Add(agreement);
        }

        return standing;
    }

    static Dictionary<string, ConditionValue> Attributes(History known)
    {
        var attributes = new Dictionary<string, ConditionValue>(StringComparer.Ordinal);
        foreach (var attribute in known.Attributes.Span)
        {
            attributes[known.Codes.Name(attribute.Name)] =
                attribute.Text.IsGiven ? ConditionValue.Of(known.Codes.Name(attribute.Text)) : ConditionValue.Of(attribute.Number);
        }

        return attributes;
    }

    static Reach[] Reaches(History known)
    {
        var latest = new Dictionary<(string Kind, string Value), Reach>();
        foreach (var point in known.ContactPoints.Span)
        {
            var kind = known.Codes.Name(point.Kind);
            var works = !NotWorking.Contains(known.Codes.Name(point.State), StringComparer.Ordinal);
            latest[(kind, point.Value)] = new Reach(kind, point.Value, point.Preferred, works, point.Consent);
        }

        return [.. latest.Values.OrderByDescending(reach => reach.Preferred).ThenBy(reach => reach.Kind, StringComparer.Ordinal).ThenBy(reach => reach.Value, StringComparer.Ordinal)];
    }

    static PastContact[] Contacts(History known)
    {
        var contacts = new PastContact[known.Contacts.Length];
        for (var i = 0; i < contacts.Length; i++)
        {
            var contact = known.Contacts.Span[i];
            var outcome = known.Codes.Name(contact.Outcome);
            contacts[i] = new PastContact(
                contact.At.Day, contact.Inbound, known.Codes.Name(contact.Purpose), known.Codes.Name(contact.Action), contact.Reached,
                outcome == PastAnswer.ObjectedOutcome, outcome == PastAnswer.CutShortOutcome);
        }

        return contacts;
    }

    static PastOffer[] Offers(History known)
    {
        var offers = new PastOffer[known.Offers.Length];
        for (var i = 0; i < offers.Length; i++)
        {
            var offer = known.Offers.Span[i];
            offers[i] = new PastOffer(known.Codes.Name(offer.Action), offer.Made, offer.Answered, offer.Accepted, offer.Applied);
        }

        return offers;
    }

    /// <summary>
    /// Complaints from events and from what was said; a closing closes the oldest open one. Words within three days of a complaint's
    /// event belong to it: sources tell the same complaint in both ways.
    /// </summary>
    static Complaint[] Complaints(History known, EventTraces events)
    {
        var days = events.Complaints.ToList();
        foreach (var said in known.Feedback.Span)
        {
            var day = said.At.Day;
            if (known.Codes.Name(said.Instrument) == "complaint" && !days.Exists(other => Math.Abs(day - other) <= SameComplaintDays)) days.Add(day);
        }

        days.Sort();
        var complaints = days.Select(day => new Complaint(day, null)).ToArray();
        foreach (var closing in events.ComplaintsClosed)
        {
            var open = Array.FindIndex(complaints, complaint => complaint.Closed is null && complaint.Day <= closing);
            if (open >= 0) complaints[open] = complaints[open] with { Closed = closing };
        }

        return complaints;
    }

    static Strain[] Strains(History known, EventTraces events, Day asOf)
    {
        var strains = new List<Strain>();
        strains.AddRange(events.PriceRises.Select(day => new Strain(day, StrainKind.PriceRise)));
        strains.AddRange(events.BadTouchpoints.Select(day => new Strain(day, StrainKind.BadTouchpoint)));
        foreach (var agreement in known.Agreements.Span)
        {
            var lastDay = agreement.Ended ?? new Day(int.MaxValue);
            if (agreement.PromotionEnds is { } promotion && promotion <= lastDay) strains.Add(new Strain(promotion, StrainKind.PromotionEnd));
            if (agreement.TermEnds is { } term && term <= lastDay) strains.Add(new Strain(term, StrainKind.TermEnd));
        }

        return [.. strains.Where(strain => asOf - strain.Day <= DaysOfEvents).OrderBy(strain => strain.Day).ThenBy(strain => strain.Kind)];
    }

    static double? TermShare(List<Agreement> standing, Day asOf)
    {
        Agreement? next = null;
        foreach (var agreement in standing)
        {
            if (agreement.Bond == Bond.Fixed && agreement.TermEnds is { } ends && ends > asOf && (next is null || ends < next.TermEnds)) next = agreement;
        }

        return next?.TermEnds is { } end ? (double)(asOf - next.Started) / (end - next.Started) : null;
    }

    static long Arrears(ReadOnlySpan<Position> positions)
    {
        var month = new Day(int.MinValue);
        var arrears = 0L;
        foreach (var position in positions)
        {
            if (position.Month > month) (month, arrears) = (position.Month, 0);
            if (position.Month == month) arrears += position.Arrears;
        }

        return arrears;
    }
}
