using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Answers;

/// <summary>One contact of ours about an action of the catalogue, and how it was answered.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Day">Day of the contact.</param>
/// <param name="Reached">Whether the customer was reached.</param>
/// <param name="Taken">Whether what was offered was taken; a call that offers nothing is taken by being had.</param>
/// <param name="Objected">Whether the customer objected to being contacted.</param>
public readonly record struct PastAnswer(string Action, Day Day, bool Reached, bool Taken, bool Objected)
{
    /// <summary>Days an answer is waited for; contacts younger than this tell nothing yet.</summary>
    public const int DaysToAnswer = 14;

    /// <summary>Outcome of a contact by which the customer took what was offered.</summary>
    public const string AcceptedOutcome = "accepted";

    /// <summary>Outcome of a contact by which the customer objected to being contacted.</summary>
    public const string ObjectedOutcome = "objected";

    /// <summary>Outcome of a contact by which the customer refused what was offered, or the talk itself.</summary>
    public const string DeclinedOutcome = "declined";

    /// <summary>Outcome of a contact that the customer broke off.</summary>
    public const string CutShortOutcome = "cut_short";

    /// <summary>Whether the customer who was reached sounded inclined; null where the outcome does not tell it, or says more: taken, or objected.</summary>
    public bool? Inclined { get; init; }

    /// <summary>Whether the customer broke the contact off.</summary>
    public bool CutShort { get; init; }

    /// <summary>The answers in a history. Offers of what was held on the day are left out: they would not be made again.</summary>
    /// <param name="known">The history as known.</param>
    /// <param name="actions">The actions whose answers are read.</param>
    /// <param name="asOf">The day it is known on.</param>
    public static IReadOnlyList<PastAnswer> Of(History known, AnsweredActions actions, Day asOf)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(actions);
        var answers = new List<PastAnswer>();
        foreach (ref readonly var contact in known.Contacts.Span)
        {
            var action = known.Codes.Name(contact.Action);
            if (contact.Inbound || !actions.Products.TryGetValue(action, out var product) || asOf - contact.At.Day < DaysToAnswer) continue;
            if (product is not null && Holds(known, product, contact.At.Day)) continue;
            answers.Add(Read(known, contact, action, actions));
        }

        return answers;
    }

    /// <summary>Whether an outcome tells how the customer sounded: one that says neither taken nor objected.</summary>
    public static bool TellsTone(string outcome) => outcome is not ("" or AcceptedOutcome or ObjectedOutcome);

    static PastAnswer Read(History known, in Contact contact, string action, AnsweredActions actions)
    {
        var outcome = known.Codes.Name(contact.Outcome);
        if (!contact.Reached) return new PastAnswer(action, contact.At.Day, false, false, false);
        var accepted = outcome == AcceptedOutcome || IsTakenOffer(known, contact);
        var objected = outcome == ObjectedOutcome;
        var had = actions.Talks.Contains(action) && TellsTone(outcome) && outcome != DeclinedOutcome;
        return new PastAnswer(action, contact.At.Day, true, accepted || had, objected)
        {
            Inclined = accepted || !TellsTone(outcome) ? null : actions.InclinedOutcomes.Contains(outcome, StringComparer.Ordinal),
            CutShort = outcome == CutShortOutcome,
        };
    }

    static bool Holds(History known, string product, Day day)
    {
        foreach (var agreement in known.Agreements.Span)
        {
            if (known.Codes.Name(agreement.Product) == product && agreement.Started < day && (agreement.Ended is null || agreement.Ended > day)) return true;
        }

        return false;
    }

    static bool IsTakenOffer(History known, in Contact contact)
    {
        foreach (ref readonly var offer in known.Offers.Span)
        {
            if (offer.Action.Index == contact.Action.Index && offer.Made == contact.At.Day && offer.Accepted) return true;
        }

        return false;
    }
}
