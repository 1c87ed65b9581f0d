using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>What can be said of a customer on a day, for comparing leavers with stayers (M5). Only what was known before the day.</summary>
static class AuditTraits
{
    const int Recent = 90;

    /// <summary>Traits the facts can judge, with whether the customer has them, in a fixed order.</summary>
    internal static List<(string Trait, bool Has)> Of(History known, Business business, LifeCuts cuts, Day day)
    {
        var traits = new List<(string Trait, bool Has)>();
        if (known.Events.Length > 0) AddEvents(traits, known, business, day);
        if (known.Agreements.Length > 0) AddAgreements(traits, known, business, day);
        AddBalance(traits, known.Positions.Span, day);
        foreach (var (name, of) in LifeCuts.All)
        {
            if (name is not ("person" or "branch") && of(cuts).Length > 0) traits.Add(($"{name} {of(cuts)}", true));
        }

        return traits;
    }

    static void AddEvents(List<(string Trait, bool Has)> traits, History known, Business business, Day day)
    {
        bool complained = false, bad = false, dearer = false, acted = false;
        var events = known.Events.Span;
        for (var i = events.Length - 1; i >= 0 && day - events[i].At.Day <= Recent; i--)
        {
            var kind = known.Codes.Name(events[i].Kind);
            complained |= business.ComplaintKinds.Contains(kind);
            bad |= business.BadTouchpointKinds.Contains(kind);
            dearer |= business.PriceRiseKinds.Contains(kind);
            acted |= events[i].ByCustomer && day - events[i].At.Day <= 30;
        }

        traits.Add(("complained in the 90 days before", complained));
        traits.Add(("had a bad experience in the 90 days before", bad));
        traits.Add(("was told of a price rise in the 90 days before", dearer));
        traits.Add(("did nothing in the 30 days before", !acted));
    }

    static void AddAgreements(List<(string Trait, bool Has)> traits, History known, Business business, Day day)
    {
        var standing = 0;
        bool promotion = false, sticky = false, isPromotionTold = false;
        foreach (var agreement in known.Agreements.Span)
        {
            if (agreement.Ended is not null) continue;
            standing++;
            isPromotionTold |= agreement.PromotionEnds is not null;
            promotion |= agreement.PromotionEnds is { } ends && Math.Abs(ends - day) <= Recent;
            sticky |= business.StickyProducts.Contains(known.Codes.Name(agreement.Product));
        }

        traits.Add(("held one agreement only", standing == 1));
        if (isPromotionTold) traits.Add(("had a promotion ending within 90 days", promotion));
        if (business.StickyProducts.Count > 0) traits.Add(("held no sticky product", !sticky));
    }

    static void AddBalance(List<(string Trait, bool Has)> traits, ReadOnlySpan<Position> positions, Day day)
    {
        var balances = LivesPartial.Balances(positions, -1);
        if (balances.Count < 4 || day - balances[^1].Month > 62 || balances[^4].Balance <= 0) return;
        traits.Add(("had the balance fall by over 30 % in three months", balances[^1].Balance < 0.7 * balances[^4].Balance));
    }
}
