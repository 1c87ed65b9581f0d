using System.ComponentModel.DataAnnotations;

namespace Holdfast.Retention.Decide;

/// <summary>What an action is for (D5).</summary>
public enum Purpose
{
    /// <summary>Keep a customer who may leave.</summary>
    Retain,

    /// <summary>Get a sticky service used: counts as retention (D10).</summary>
    Activate,

    /// <summary>A dearer version of what the customer has.</summary>
    Upsell,

    /// <summary>Something else beside it.</summary>
    CrossSell,

    /// <summary>Use more often.</summary>
    RaiseFrequency,

    /// <summary>Serve, welcome, thank, inform.</summary>
    Serve,
}

/// <summary>One action of the catalogue, <c>actions.yaml</c>. Money in minor units.</summary>
public sealed record RetentionAction
{
    /// <summary>Id, unique.</summary>
    public required string Id { get; init; }

    /// <summary>Name shown to staff.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>Product it sells or activates, or null.</summary>
    public string? Product { get; init; }

    /// <summary>Cost of the incentive where the customer takes it, minor units.</summary>
    [Range(0, long.MaxValue)]
    public long IncentiveCost { get; init; }

    /// <summary>Cost of the contact itself, minor units.</summary>
    [Range(0, long.MaxValue)]
    public long ContactCost { get; init; }

    /// <summary>Staff minutes one contact takes.</summary>
    [Range(0, 600)]
    public int StaffMinutes { get; init; }

    /// <summary>Channels it may use, best first.</summary>
    public IReadOnlyList<string> Channels { get; init; } = ["phone"];

    /// <summary>By how much it changes what the customer spends per month, as a share of today's spending; 0.1 is ten per cent more, negative is relief.</summary>
    [Range(-1.0, 10.0)]
    public double SpendChangeShare { get; init; }

    /// <summary>Expected margin per month for customers who take it, minor units.</summary>
    public long MarginPerMonth { get; init; }

    /// <summary>Expected margin per month for customers who take it, as a share of the margin they bring today, where that is above 0; added to <see cref="MarginPerMonth"/>.</summary>
    [Range(0.0, 10.0)]
    public double MarginShare { get; init; }

    /// <summary>Share of offered customers who are expected to take it, 0..1.</summary>
    [Range(0.0, 1.0)]
    public double TakeRate { get; init; } = 0.1;

    /// <summary>Where no experiment tells: share of the churn probability the action is assumed to remove, -1..1; negative where it is assumed to drive away, as selling may.</summary>
    [Range(-1.0, 1.0)]
    public double AssumedChurnAvoided { get; init; }

    /// <summary>Days for which its effect on leaving lasts; default the horizon over which leaving is predicted, which is the shortest that counts.</summary>
    [Range(1, 3650)]
    public int? EffectDays { get; init; }

    /// <summary>Experiment (of assignment facts) whose arms tell this action's effect, or null.</summary>
    public string? Experiment { get; init; }

    /// <summary>The need it meets, in words the customer would use (D8); a sale without a need is refused.</summary>
    public string? Need { get; init; }

    /// <summary>Who is eligible: a condition in the language of docs/conditions.md; empty is everybody.</summary>
    public string EligibleWhen { get; init; } = "";

    /// <summary>First day it may be offered, <c>yyyy-MM-dd</c>, or null.</summary>
    public string? From { get; init; }

    /// <summary>First day it may no longer be offered, <c>yyyy-MM-dd</c>, or null.</summary>
    public string? Until { get; init; }

    /// <summary>Days the agent has to act. Default 7.</summary>
    [Range(1, 90)]
    public int DeadlineDays { get; init; } = 7;

    /// <summary>The offer in the customer's language; key is the BCP 47 tag.</summary>
    public IReadOnlyDictionary<string, string> Offer { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The script for the agent by reason; key <c>default</c> is used where the reason has none. A key may end in a dot and the
    /// customer's language, such as <c>default.fa</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Script { get; init; } = new Dictionary<string, string>();

    /// <summary>The offer in a language: that language's, else that of the first fallback which has one; null where none has.</summary>
    public string? OfferIn(string language, IReadOnlyList<string> fallbacks)
    {
        ArgumentNullException.ThrowIfNull(fallbacks);
        return fallbacks.Prepend(language).Select(tag => Offer.GetValueOrDefault(tag)).FirstOrDefault(text => text is not null);
    }

    /// <summary>The script for a reason in a language: its own in that language, its own, the default in that language, the default; null where none.</summary>
    public string? ScriptFor(string reason, string language) => new[] { $"{reason}.{language}", reason, $"default.{language}", "default" }
        .Select(key => Script.GetValueOrDefault(key)).FirstOrDefault(text => text is not null);

    /// <summary>Whether it sells (upsell, cross-sell or raise frequency).</summary>
    public bool IsSale => Purpose is Purpose.Upsell or Purpose.CrossSell or Purpose.RaiseFrequency;

    /// <summary>Whether it is a talk to keep the customer that offers nothing, so that it is taken by being had.</summary>
    public bool IsTalk => Purpose == Purpose.Retain && Product is null && IncentiveCost == 0 && SpendChangeShare == 0;

    /// <summary>Whether it retains (retain or activate).</summary>
    public bool IsRetention => Purpose is Purpose.Retain or Purpose.Activate;
}
