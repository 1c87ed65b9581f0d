using Holdfast.Retention.Facts;
using static Holdfast.Retention.Predict.Features.FeatureUnit;

namespace Holdfast.Retention.Predict.Features;

/// <summary>What the customer holds, at what price, and what ended lately.</summary>
static class AgreementFeatures
{
    const string Products = "products held";
    const string Price = "price";
    const string Bond = "bond";

    public static IEnumerable<Feature> Of(FeaturePlan plan) =>
        [.. Held(), .. Used(), .. plan.Products.SelectMany((product, slot) => OfProduct(product, slot))];

    static IEnumerable<Feature> Held() =>
    [
        new("agreements_held", Products, Count, "Agreements held: {0}.", s => Told(s, s.Agreements.Held)),
        new("products_held", Products, Count, "Different products held: {0}.", s => Told(s, s.Agreements.DifferentProducts)),
        new("sticky_held", Products, Count, "Products held that bind: {0}.", s => Told(s, s.Agreements.StickyHeld)),
        new("price_per_month", Price, Money, "Pays {0} a month.", s => Told(s, s.Agreements.Price)),
        new("price_per_product", Price, Money, "Pays {0} a month for each agreement.", s => Formula.Share(s.Agreements.Price, s.Agreements.Held)),
        new("promotion_share", "promotion", Share, "Of the agreements, {0} run on a promotion.", s => Formula.Share(s.Agreements.WithPromotion, s.Agreements.Held)),
        new("exit_fee", Bond, Money, "Leaving before the term would cost {0}.", s => Told(s, s.Agreements.ExitFee)),
        new("fixed_share", Bond, Share, "Of the agreements, {0} are bound to a term.", s => Formula.Share(s.Agreements.Fixed, s.Agreements.Held)),
        new("prepaid_share", Bond, Share, "Of the agreements, {0} are prepaid.", s => Formula.Share(s.Agreements.Prepaid, s.Agreements.Held)),
        new("resting_agreements", Products, Count, "Agreements paused or dormant: {0}.", s => Told(s, s.Agreements.Resting)),
        new("agreements_ended_180d", "agreements ended", Count, "Agreements ended in the last 180 days: {0}.", s => Told(s, s.Agreements.Ended180)),
        new("days_since_agreement_end", "agreements ended", Days, "The last agreement to end did so {0} ago.", s => Formula.Known(s.Agreements.EndedAge)),
        new("agreements_started_180d", Products, Count, "Agreements started in the last 180 days: {0}.", s => Told(s, s.Agreements.Started180)),
        new("days_since_agreement_start", Products, Days, "The newest agreement started {0} ago.", s => Formula.Known(s.Agreements.NewestAge)),
    ];

    static IEnumerable<Feature> Used() =>
    [
        new("agreements_used_90d", Products, Count, "Agreements held and used in the last 90 days: {0}.", s => UseTold(s, s.Agreements.Used90)),
        new("agreements_unused_90d", Products, Count, "Agreements held and not used in the last 90 days: {0}.", s => UseTold(s, s.Agreements.Held - s.Agreements.Used90)),
    ];

    // Where events do not say to which agreement they belong, nothing is known of use.
    static double UseTold(FeatureScan scan, double value) => scan.Agreements.Any && scan.Agreements.AnyUse ? value : double.NaN;

    static double Told(FeatureScan scan, double value) => scan.Agreements.Any ? value : double.NaN;

    static IEnumerable<Feature> OfProduct(string product, int slot) =>
        new Feature[]
        {
            new($"holds: {product}", Products, FeatureUnit.Flag, "Holds {1}.", s => Formula.Flag(s.Agreements.Holds(slot)))
            {
                Key = "holds: *",
                OtherwiseTemplate = "Does not hold {1}.",
            },
            new($"days_since_use: {product}", Products, Days, "Last used {1} {0} ago.", s => Formula.Known(s.Agreements.UseAge(slot))) { Key = "days_since_use: *" },
            // What is paid for a product tells which version of it is held: the dearest cannot be raised.
            new($"price: {product}", Price, Money, "Pays {0} a month for {1}.", s => s.Agreements.Holds(slot) ? s.Agreements.PriceOf(slot) : double.NaN) { Key = "price: *" },
        }.Select(feature => feature with { Word = Codes.InWords(product) });
}
