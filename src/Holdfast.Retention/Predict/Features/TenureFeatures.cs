using Holdfast.Retention.Facts;
using static Holdfast.Retention.Predict.Features.FeatureUnit;

namespace Holdfast.Retention.Predict.Features;

/// <summary>How long the customer is with us, how the relation began, and the clocks of the calendar.</summary>
static class TenureFeatures
{
    const string Tenure = "tenure";
    const string Promotion = "promotion";
    const string Term = "term";
    const string Price = "price change";
    const string Fee = "fees";

    public static IEnumerable<Feature> Of(FeaturePlan plan) => Clocks().Concat(plan.Origins.Select(Joined));

    static IEnumerable<Feature> Clocks() =>
    [
        new("tenure_days", Tenure, Days, "A customer for {0}.", s => s.TenureDays),
        new("days_to_anniversary", "anniversary", Days, "The yearly anniversary is in {0}.", s => 365 - s.TenureDays % 365),
        new("life_number", Tenure, Count, "Counting earlier times, this is life number {0} with us.", s => s.LifeNumber),
        new("days_to_promotion_end", Promotion, Days, "The promotion ends in {0}.", s => Formula.Known(s.Agreements.PromotionEndsIn)),
        new("days_since_promotion_end", Promotion, Days, "A promotion ended {0} ago.", s => Formula.Known(s.Agreements.PromotionEndedAge)),
        new("days_to_term_end", Term, Days, "The term ends in {0}.", s => Formula.Known(s.Agreements.TermEndsIn)),
        new("days_since_term_end", Term, Days, "The term ran out {0} ago.", s => Formula.Known(s.Agreements.TermEndedAge)),
        new("days_since_price_rise", Price, Days, "The last price rise was {0} ago.", s => Formula.Ever(s.Events.PriceRises.Age)),
        new("price_rises_365d", Price, Count, "Price rises in the last year: {0}.", s => s.Events.PriceRises.Count365),
        new("days_since_fee", Fee, Days, "The last fee was taken {0} ago.", s => Formula.Ever(s.Events.Fees.Age)),
        new("fees_90d", Fee, Count, "Fees taken in the last 90 days: {0}.", s => s.Events.Fees.Count90),
        new("fees_365d", Fee, Money, "Fees of the last year come to {0}.", s => s.Events.Fees.Amount365),
    ];

    static Feature Joined(string channel) =>
        new($"joined via: {channel}", "joining", FeatureUnit.Flag, "Joined via {1}.", s => Formula.Flag(s.Origin == channel)) { Key = "joined via: *", Word = Codes.InWords(channel) };
}
