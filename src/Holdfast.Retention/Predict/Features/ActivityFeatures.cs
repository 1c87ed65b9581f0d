using Holdfast.Retention.Facts;
using static Holdfast.Retention.Predict.Features.FeatureUnit;
using static Holdfast.Retention.Predict.Features.Formula;

namespace Holdfast.Retention.Predict.Features;

/// <summary>What the customer does: level, trend, swing, rhythm and mix of events.</summary>
static class ActivityFeatures
{
    const string Activity = "activity";
    const string Rhythm = "rhythm";
    const string Money = "money moved";
    const string Services = "services used";
    const string Channels = "channels";
    const string Counterparties = "counterparties";

    public static IEnumerable<Feature> Of(FeaturePlan plan) =>
    [
        .. Level(), .. OwnRhythm(), .. Moved(), .. Mix(), .. Others(),
        .. Enumerable.Range(0, plan.Kinds.Count).SelectMany(slot => Kind(plan.Kinds[slot], slot)),
        .. plan.Channels.SelectMany((channel, slot) => Channel(channel, slot)),
    ];

    static IEnumerable<Feature> Level() =>
    [
        new("events_30d", Activity, Count, "Used us {0:time|times} in the last 30 days.", s => Sum(s.Events.Counts, 1)),
        new("events_90d", Activity, Count, "Used us {0:time|times} in the last 90 days.", s => Sum(s.Events.Counts, 3)),
        new("events_180d", Activity, Count, "Used us {0:time|times} in the last 180 days.", s => Sum(s.Events.Counts, 6)),
        new("events_365d", Activity, Count, "Used us {0:time|times} in the last year.", s => Sum(s.Events.Counts, 13)),
        new("events_ever", Activity, Count, "Used us {0:time|times} in all.", s => s.Events.Ever),
        new("events_trend_30d", Activity, Ratio, "Use of the last 30 days is {0} that of the 30 days before.",
            s => Trend(Sum(s.Events.Counts, 1), Sum(s.Events.Counts, 1, 1))),
        new("events_trend_90d", Activity, Ratio, "Use of the last 90 days is {0} that of the 90 days before.",
            s => Trend(Sum(s.Events.Counts, 3), Sum(s.Events.Counts, 3, 3))),
        new("quantity_90d", Activity, Number, "Quantity used in the last 90 days: {0}.", s => Sum(s.Events.Quantity, 3)),
        new("quantity_trend_90d", Activity, Ratio, "Quantity of the last 90 days is {0} that of the 90 days before.",
            s => Trend(Sum(s.Events.Quantity, 3), Sum(s.Events.Quantity, 3, 3))),
    ];

    static IEnumerable<Feature> OwnRhythm() =>
    [
        new("days_since_activity", Rhythm, Days, "Last did something {0} ago.", s => Ever(s.Events.LastAge)),
        new("active_days_90d", Rhythm, Count, "Active on {0} of the last 90 days.", s => s.Events.ActiveDays90),
        new("active_days_365d", Rhythm, Count, "Active on {0:day|days} of the last year.", s => s.Events.ActiveDays365),
        new("mean_gap_days", Rhythm, Days, "The usual time between two active days is {0}.", s => MeanGap(s.Events)),
        new("gap_volatility_365d", Rhythm, Number, "Swing of the time between active days against its mean: {0}.",
            s => Spread(s.Events.ActiveSpan, s.Events.GapSquares, s.Events.ActiveDays365 - 1)),
        new("gap_against_own", Rhythm, Ratio, "The present silence is {0} the customer's usual gap.", s => s.Events.LastAge / MeanGap(s.Events)),
        new("regularity_12m", Rhythm, FeatureUnit.Share, "Active in {0} of the months of the last year.", s => Regularity(s.Events.Counts, s.TenureDays)),
        new("events_volatility_12m", Rhythm, Number, "Swing of monthly use against its mean: {0}.",
            s => Volatility(s.Events.Counts, s.TenureDays)),
    ];

    static IEnumerable<Feature> Moved() =>
    [
        new("amount_in_30d", Money, FeatureUnit.Money, "Came in over the last 30 days: {0}.", s => Sum(s.Events.In, 1)),
        new("amount_in_90d", Money, FeatureUnit.Money, "Came in over the last 90 days: {0}.", s => Sum(s.Events.In, 3)),
        new("amount_in_365d", Money, FeatureUnit.Money, "Came in over the last year: {0}.", s => Sum(s.Events.In, 13)),
        new("amount_out_30d", Money, FeatureUnit.Money, "Went out over the last 30 days: {0}.", s => Sum(s.Events.Out, 1)),
        new("amount_out_90d", Money, FeatureUnit.Money, "Went out over the last 90 days: {0}.", s => Sum(s.Events.Out, 3)),
        new("amount_out_365d", Money, FeatureUnit.Money, "Went out over the last year: {0}.", s => Sum(s.Events.Out, 13)),
        new("amount_net_90d", Money, FeatureUnit.Money, "Came in less went out over the last 90 days: {0}.", s => Sum(s.Events.In, 3) - Sum(s.Events.Out, 3)),
        new("amount_in_trend_90d", Money, Ratio, "Money in over the last 90 days is {0} that of the 90 days before.",
            s => Trend(Sum(s.Events.In, 3), Sum(s.Events.In, 3, 3))),
        new("amount_out_trend_90d", Money, Ratio, "Money out over the last 90 days is {0} that of the 90 days before.",
            s => Trend(Sum(s.Events.Out, 3), Sum(s.Events.Out, 3, 3))),
        new("out_in_ratio_90d", Money, Ratio, "Money out over the last 90 days is {0} the money in.",
            s => Trend(Sum(s.Events.Out, 3), Sum(s.Events.In, 3))),
        new("largest_out_90d", Money, FeatureUnit.Money, "The largest single outflow of the last 90 days was {0}.", s => s.Events.LargestOut90),
        new("mean_amount_in_365d", Money, FeatureUnit.Money, "Money in on an active day of the last year, on average: {0}.",
            s => Formula.Share(Sum(s.Events.In, 13), s.Events.ActiveDays365)),
        new("amount_in_volatility_12m", Money, Number, "Swing of monthly money in against its mean: {0}.",
            s => Volatility(s.Events.In, s.TenureDays)),
        new("amount_out_volatility_12m", Money, Number, "Swing of monthly money out against its mean: {0}.",
            s => Volatility(s.Events.Out, s.TenureDays)),
    ];

    static IEnumerable<Feature> Mix() =>
    [
        new("kinds_used_90d", Services, Count, "Different services used in the last 90 days: {0}.", s => s.Events.Kinds.Recent),
        new("kinds_new_90d", Services, Count, "Services used in the last 90 days and not in the 90 days before: {0}.", s => s.Events.Kinds.New),
        new("kinds_dropped_90d", Services, Count, "Services no longer used in the last 90 days but in the 90 days before: {0}.", s => s.Events.Kinds.Dropped),
        new("sticky_used_90d", Services, Count, "Services that bind, used in the last 90 days: {0}.", s => s.Events.StickyUsed),
        new("channels_used_90d", Channels, Count, "Different channels used in the last 90 days: {0}.", s => s.Events.Channels.Recent),
        new("channels_dropped_90d", Channels, Count, "Channels no longer used in the last 90 days but in the 90 days before: {0}.", s => s.Events.Channels.Dropped),
    ];

    static IEnumerable<Feature> Others() =>
    [
        new("counterparties_90d", Counterparties, Count, "Different counterparties in the last 90 days: {0}.", s => s.Events.Counterparties.Recent),
        new("counterparties_trend_90d", Counterparties, Ratio, "Counterparties of the last 90 days are {0} those of the 90 days before.",
            s => Trend(s.Events.Counterparties.Recent, s.Events.Counterparties.Earlier)),
        new("counterparties_new_90d", Counterparties, Count, "Counterparties of the last 90 days that were not there in the 90 days before: {0}.",
            s => s.Events.Counterparties.New),
        new("counterparties_dropped_90d", Counterparties, Count, "Counterparties of the 90 days before that are gone in the last 90 days: {0}.",
            s => s.Events.Counterparties.Dropped),
    ];

    static IEnumerable<Feature> Kind(string kind, int slot)
    {
        var words = Codes.InWords(kind);
        var family = "use of " + words;
        return new Feature[]
        {
            new($"events_90d: {kind}", family, Count, "In the last 90 days, {1}: {0}.", s => s.Events.Kind(slot).Count90) { Key = "events_90d: *" },
            new($"events_365d: {kind}", family, Count, "In the last year, {1}: {0}.", s => s.Events.Kind(slot).Count365) { Key = "events_365d: *" },
            new($"events_trend_90d: {kind}", family, Ratio, "Use in the last 90 days is {0} that of the 90 days before: {1}.",
                s => Trend(s.Events.Kind(slot).Count90, s.Events.Kind(slot).CountBefore90)) { Key = "events_trend_90d: *" },
            new($"days_since: {kind}", family, Days, "Last {0} ago: {1}.", s => Ever(s.Events.Kind(slot).LastAge)) { Key = "days_since: *" },
            new($"amount_90d: {kind}", family, FeatureUnit.Money, "Sum over the last 90 days, {1}: {0}.", s => s.Events.Kind(slot).Amount90) { Key = "amount_90d: *" },
        }.Select(feature => feature with { Word = words });
    }

    static IEnumerable<Feature> Channel(string channel, int slot) =>
        new Feature[]
        {
            new($"channel_share_90d: {channel}", Channels, FeatureUnit.Share, "Of the use in the last 90 days, {0} went through {1}.",
                s => Formula.Share(s.Events.Channel90(slot), Sum(s.Events.Counts, 3))) { Key = "channel_share_90d: *" },
            new($"days_since_channel: {channel}", Channels, Days, "Last used {1} {0} ago.", s => Ever(s.Events.ChannelAge(slot))) { Key = "days_since_channel: *" },
        }.Select(feature => feature with { Word = Codes.InWords(channel) });

    static double MeanGap(EventScan events) =>
        events.ActiveDays365 < 2 ? double.NaN : events.ActiveSpan / (events.ActiveDays365 - 1.0);
}
