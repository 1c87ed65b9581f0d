using System.ComponentModel.DataAnnotations;
using Holdfast.Retention.Segment;

namespace Holdfast.Retention.Decide;

/// <summary>Figures of CareNoSale.</summary>
public sealed record CareSettings
{
    /// <summary>Attributes of a party that ask for care where they are true (or a number other than 0). Default vulnerable, illness, bereaved.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = ["vulnerable", "illness", "bereaved"];

    /// <summary>Arrears above this ask for care, minor units. Default 0.</summary>
    [Range(0, long.MaxValue)]
    public long ArrearsAbove { get; init; }
}

/// <summary>Figures of NoSaleOnExit.</summary>
public sealed record ExitSettings
{
    /// <summary>Days for which a contact of purpose exit counts as a wish to leave. Default 90.</summary>
    [Range(1, 730)]
    public int Days { get; init; } = 90;
}

/// <summary>Figures of PromiseOwedComesFirst.</summary>
public sealed record PromiseSettings
{
    /// <summary>An accepted offer that billing has not applied is a promise owed after so many days; ignored where no offer is ever told as applied. Default 5.</summary>
    [Range(0, 365)]
    public int AppliedWithinDays { get; init; } = 5;
}

/// <summary>Figures of DevelopmentIsForMidLife and RetentionIsForTheLastThird (D2).</summary>
public sealed record StageOfLifeSettings
{
    /// <summary>Stages in which selling is planned. Default mid_life.</summary>
    public IReadOnlyList<LifecycleStage> Develop { get; init; } = [LifecycleStage.MidLife];

    /// <summary>Stages in which retaining is planned; customers at risk are always among them. Default last_third, at_risk, lapsed.</summary>
    public IReadOnlyList<LifecycleStage> Retain { get; init; } = [LifecycleStage.LastThird, LifecycleStage.AtRisk, LifecycleStage.Lapsed];
}

/// <summary>Figures of NoSaleWhileAtRisk (D3).</summary>
public sealed record RaisedRiskSettings
{
    /// <summary>The propensity to leave is raised where it is more than so many times the segment's. Default 2.</summary>
    [Range(1.0, 100.0)]
    public double TimesSegment { get; init; } = 2;

    /// <summary>Days without a sale after a promotion's or term's end, a price rise or a bad touchpoint. Default 60.</summary>
    [Range(0, 730)]
    public int QuietDays { get; init; } = 60;

    /// <summary>Days for which a complaint counts as open where its closing is not told. Default 60.</summary>
    [Range(1, 730)]
    public int ComplaintDays { get; init; } = 60;
}

/// <summary>Figures of SpendRisesAtMostOneFifth (D4).</summary>
public sealed record SpendSettings
{
    /// <summary>Largest rise of what a customer spends within any twelve months, from all causes together, as a share. Default 0.2.</summary>
    [Range(0.0, 10.0)]
    public double LargestRise { get; init; } = 0.2;

    /// <summary>Days of an accepted offer during which its effect is not yet seen in the positions and is added. Default 90.</summary>
    [Range(0, 365)]
    public int UnseenDays { get; init; } = 90;
}

/// <summary>Figures of OneSalePerQuarter and MostContactedAreCapped (D5).</summary>
public sealed record SalesPressureSettings
{
    /// <summary>Rolling window of the sales cap, days. Default 75.</summary>
    [Range(1, 730)]
    public int Days { get; init; } = 75;

    /// <summary>Sales campaigns allowed within it. Default 1.</summary>
    [Range(0, 100)]
    public int Most { get; init; } = 1;

    /// <summary>Share of customers, by our contacts in the last 365 days, that counts as the most contacted. Default 0.2.</summary>
    [Range(0.0, 1.0)]
    public double MostContactedShare { get; init; } = 0.2;

    /// <summary>Nobody with fewer contacts than this in 365 days counts as most contacted. Default 6.</summary>
    [Range(1, 1000)]
    public int MostContactedAtLeast { get; init; } = 6;
}

/// <summary>Figures of NoCrossSellIntoProfit (D7).</summary>
public sealed record ProfitSettings
{
    /// <summary>Months of future contribution that count; acquisition cost is sunk. Default 24.</summary>
    [Range(1, 240)]
    public int Months { get; init; } = 24;

    /// <summary>Days from joining that are exempt. Default 365.</summary>
    [Range(0, 3650)]
    public int ExemptDays { get; init; } = 365;

    /// <summary>Contribution below this is unprofitable, minor units. Default 0.</summary>
    public long Least { get; init; }
}

/// <summary>Figures of ActivationIsCapped.</summary>
public sealed record ActivationSettings
{
    /// <summary>Rolling window, days. Default 30.</summary>
    [Range(1, 730)]
    public int Days { get; init; } = 30;

    /// <summary>Activation contacts allowed within it. Default 2.</summary>
    [Range(0, 100)]
    public int Most { get; init; } = 2;
}

/// <summary>Figures of NeverContactTheDriven.</summary>
public sealed record DrivenSettings
{
    /// <summary>Days for which an objection to being contacted holds. Default 1095.</summary>
    [Range(0, 36500)]
    public int ObjectionDays { get; init; } = 1095;

    /// <summary>Customers who are more than so many times as likely to object as the mean customer are left alone. Default 1.2.</summary>
    [Range(1.0, 1000.0)]
    public double TimesMean { get; init; } = 1.2;
}

/// <summary>Figures of ColdContactsAreSpaced and AnsweredOffersRest.</summary>
public sealed record SpacingSettings
{
    /// <summary>Days between a contact of ours that reached the customer and the next one. Default 14.</summary>
    [Range(0, 365)]
    public int ContactDays { get; init; } = 14;

    /// <summary>Days before an action that was offered is offered again. Default 180.</summary>
    [Range(0, 3650)]
    public int OfferDays { get; init; } = 180;

    /// <summary>Days for which an inbound contact about an action counts as the customer's own request. Default 14.</summary>
    [Range(0, 365)]
    public int RequestDays { get; init; } = 14;
}
