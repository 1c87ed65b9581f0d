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

    /// <summary>The answers in a history. Offers of what was held on the day are left out: they would not be made again.</summary>
    /// <param name="known">The history as known.</param>
    /// <param name="products">By id of the action, the product it sells or activates; null for none.</param>
    /// <param name="asOf">The day it is known on.</param>
    public static IReadOnlyList<PastAnswer> Of(History known, IReadOnlyDictionary<string, string?> products, Day asOf)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(products);
        var answers = new List<PastAnswer>();
        foreach (ref readonly var contact in known.Contacts.Span)
        {
            var action = known.Codes.Name(contact.Action);
            if (contact.Inbound || !products.TryGetValue(action, out var product) || asOf - contact.At.Day < DaysToAnswer) continue;
            if (product is not null && Holds(known, product, contact.At.Day)) continue;
            var outcome = known.Codes.Name(contact.Outcome);
            var taken = outcome == AcceptedOutcome || IsTakenOffer(known, contact);
            answers.Add(new PastAnswer(action, contact.At.Day, contact.Reached, taken && contact.Reached, outcome == ObjectedOutcome && contact.Reached));
        }

        return answers;
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
