using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Answers;

namespace Holdfast.Retention.Predict.Features;

/// <summary>Contacts and offers before a cut-off. Ages in days, -1 for never.</summary>
sealed class ContactScan(FeaturePlan plan)
{
    /// <summary>Days of our contacts within the window.</summary>
    public DayList OutDays { get; } = new();

    public int In90 { get; private set; }

    public int In365 { get; private set; }

    public int Out30 { get; private set; }

    public int ReachedAge { get; private set; }

    public int MissedInARow { get; private set; }

    public int Out90 { get; private set; }

    public int Out365 { get; private set; }

    public int Sales90 { get; private set; }

    public int Retention365 { get; private set; }

    public int Reached365 { get; private set; }

    public int Exit90 { get; private set; }

    public int OutAge { get; private set; }

    public int InAge { get; private set; }

    public int Offers365 { get; private set; }

    public int Accepted365 { get; private set; }

    public int Refused365 { get; private set; }

    public int Unapplied { get; private set; }

    public int AcceptedAge { get; private set; }

    public int ReachedEver { get; private set; }

    public int TakenEver { get; private set; }

    public int Objections { get; private set; }

    public int ToneTold { get; private set; }

    public int Inclined { get; private set; }

    public int CutShort { get; private set; }

    public void Read(History view, Day cutoff)
    {
        ReachedEver = TakenEver = Objections = ToneTold = Inclined = CutShort = 0;
        OutDays.Clear();
        In365 = Out30 = MissedInARow = 0;
        In90 = Out90 = Out365 = Sales90 = Retention365 = Reached365 = Exit90 = 0;
        Offers365 = Accepted365 = Refused365 = Unapplied = 0;
        OutAge = InAge = AcceptedAge = ReachedAge = -1;
        foreach (ref readonly var contact in view.Contacts.Span)
        {
            var age = cutoff - contact.At.Day;
            if (!contact.Inbound && contact.Reached) AddAnswer(view.Codes.Name(contact.Outcome));
            if (age > plan.ObservationDays) continue;
            if (contact.Inbound) AddInbound(contact, age, view.Codes);
            else AddOutbound(contact, age, view.Codes);
        }

        foreach (ref readonly var offer in view.Offers.Span) AddOffer(offer, cutoff - offer.Made);
    }

    void AddAnswer(string outcome)
    {
        ReachedEver++;
        if (outcome == PastAnswer.AcceptedOutcome) TakenEver++;
        if (outcome == PastAnswer.ObjectedOutcome) Objections++;
        if (!PastAnswer.TellsTone(outcome)) return;
        ToneTold++;
        if (plan.InclinedOutcomes.Contains(outcome, StringComparer.Ordinal)) Inclined++;
        if (outcome == PastAnswer.CutShortOutcome) CutShort++;
    }

    void AddInbound(in Contact contact, int age, Codes codes)
    {
        InAge = age;
        In365++;
        if (age > 90) return;
        In90++;
        if (codes.Name(contact.Purpose) == "exit") Exit90++;
    }

    void AddOutbound(in Contact contact, int age, Codes codes)
    {
        OutAge = age;
        Out365++;
        OutDays.Add(contact.At.Day.Number);
        if (age <= 30) Out30++;
        AddReach(contact.Reached, age);
        var purpose = codes.Name(contact.Purpose);
        if (purpose is "retain" or "activate") Retention365++;
        if (age > 90) return;
        Out90++;
        if (purpose is "upsell" or "cross_sell" or "raise_frequency") Sales90++;
    }

    void AddReach(bool reached, int age)
    {
        MissedInARow = reached ? 0 : MissedInARow + 1;
        if (!reached) return;
        Reached365++;
        ReachedAge = age;
    }

    void AddOffer(in Offer offer, int age)
    {
        if (age > plan.ObservationDays) return;
        Offers365++;
        if (offer.Answered is null) return;
        if (!offer.Accepted)
        {
            Refused365++;
            return;
        }

        Accepted365++;
        AcceptedAge = AcceptedAge < 0 ? age : Math.Min(age, AcceptedAge);
        if (offer.Applied is null) Unapplied++;
    }
}
