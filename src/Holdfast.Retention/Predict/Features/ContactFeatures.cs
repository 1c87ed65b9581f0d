using static Holdfast.Retention.Predict.Features.FeatureUnit;

namespace Holdfast.Retention.Predict.Features;

/// <summary>Pressure of our contacts, what the customer answered, and what the customer came to us for.</summary>
static class ContactFeatures
{
    const string Ours = "our contacts";
    const string Theirs = "customer's contacts";
    const string Offers = "offers";

    public static IEnumerable<Feature> Of() =>
    [
        new("contacts_in_90d", Theirs, Count, "Came to us {0:time|times} in the last 90 days.", s => s.Contacts.In90),
        new("contacts_in_365d", Theirs, Count, "Came to us {0:time|times} in the last year.", s => s.Contacts.In365),
        new("days_since_contact_in", Theirs, Days, "Last came to us {0} ago.", s => Formula.Known(s.Contacts.InAge)),
        new("exit_contacts_90d", "exit contacts", Count, "Contacts about leaving in the last 90 days: {0}.", s => s.Contacts.Exit90),
        new("contacts_out_30d", Ours, Count, "We contacted the customer {0:time|times} in the last 30 days.", s => s.Contacts.Out30),
        new("contacts_out_90d", Ours, Count, "We contacted the customer {0:time|times} in the last 90 days.", s => s.Contacts.Out90),
        new("contacts_out_365d", Ours, Count, "We contacted the customer {0:time|times} in the last year.", s => s.Contacts.Out365),
        new("days_since_contact_out", Ours, Days, "Our last contact was {0} ago.", s => Formula.Known(s.Contacts.OutAge)),
        new("sales_contacts_90d", Ours, Count, "Sales contacts in the last 90 days: {0}.", s => s.Contacts.Sales90),
        new("retention_contacts_365d", Ours, Count, "Retention contacts in the last year: {0}.", s => s.Contacts.Retention365),
        new("reached_share_365d", Ours, Share, "Of our contacts in the last year, {0} reached the customer.",
            s => Formula.Share(s.Contacts.Reached365, s.Contacts.Out365)),
        new("days_since_reached", Ours, Days, "We last reached the customer {0} ago.", s => Formula.Known(s.Contacts.ReachedAge)),
        new("contacts_missed_in_a_row", Ours, Count, "Our last contacts in a row that did not reach the customer: {0}.", s => s.Contacts.MissedInARow),
        new("contacts_reached", Ours, Count, "Our contacts that ever reached the customer: {0}.", s => s.Contacts.ReachedEver),
        new("taken_share", Offers, Share, "Of our contacts that reached the customer, {0} were answered by taking.",
            s => Formula.Share(s.Contacts.TakenEver, s.Contacts.ReachedEver)),
        new("inclined_share", Ours, Share, "Of our contacts that told how the customer sounded, {0} found the customer inclined.",
            s => Formula.Share(s.Contacts.Inclined, s.Contacts.ToneTold)),
        new("contacts_cut_short", Ours, Count, "Broke off our contacts {0:time|times}.", s => s.Contacts.CutShort),
        new("objections", "objections", Count, "Objected to being contacted {0:time|times}.", s => s.Contacts.Objections),
        new("offers_365d", Offers, Count, "Offers made in the last year: {0}.", s => s.Contacts.Offers365),
        new("offers_accepted_365d", Offers, Count, "Offers taken in the last year: {0}.", s => s.Contacts.Accepted365),
        new("offers_refused_365d", Offers, Count, "Offers refused in the last year: {0}.", s => s.Contacts.Refused365),
        new("offers_unapplied", Offers, Count, "Offers taken that billing has not applied: {0}.", s => s.Contacts.Unapplied),
        new("days_since_offer_accepted", Offers, Days, "The last offer taken was made {0} ago.", s => Formula.Known(s.Contacts.AcceptedAge)),
    ];
}
