using System.ComponentModel.DataAnnotations;

namespace Holdfast.Retention.Act;

/// <summary>The standing programmes, <c>programmes.yaml</c>: onboarding, win-back, loyalty, promises, surveys. Money in minor units.</summary>
public sealed record Programmes
{
    /// <summary>Steps of the first year, by day (A1).</summary>
    public IReadOnlyList<OnboardingStep> Onboarding { get; init; } = [];

    /// <summary>Whom to win back, and until when (A10).</summary>
    public WinBack WinBack { get; init; } = new();

    /// <summary>Tiers of the loyalty scheme, lowest first; empty where there is none (A8).</summary>
    public IReadOnlyList<LoyaltyTier> Loyalty { get; init; } = [];

    /// <summary>What is promised to every customer "at the slowest", and what follows a broken promise (A5).</summary>
    public IReadOnlyList<ServicePromise> Promises { get; init; } = [];

    /// <summary>What is asked, of whom, how often (L1).</summary>
    public IReadOnlyList<Survey> Surveys { get; init; } = [];
}

/// <summary>One step of onboarding.</summary>
public sealed record OnboardingStep
{
    /// <summary>Id, unique within onboarding.</summary>
    public required string Id { get; init; }

    /// <summary>Name shown to staff.</summary>
    public required string Name { get; init; }

    /// <summary>Day after joining on which it is due, 0..365.</summary>
    [Range(0, 365)]
    public required int Day { get; init; }

    /// <summary>Channel it uses. Default phone.</summary>
    public string Channel { get; init; } = "phone";

    /// <summary>Id of the action in actions.yaml it carries out, or null.</summary>
    public string? Action { get; init; }

    /// <summary>Whether the person who opened the account does it. Default false.</summary>
    public bool ByOpener { get; init; }
}

/// <summary>Win-back of those worth it.</summary>
public sealed record WinBack
{
    /// <summary>Days after leaving during which winning back is tried; 0 is never. Default 180.</summary>
    [Range(0, 730)]
    public int WithinDays { get; init; } = 180;

    /// <summary>Least margin of the last year before leaving that makes it worth trying, minor units. Default 0.</summary>
    public long MinimumYearlyMargin { get; init; }

    /// <summary>Names of reasons for leaving after which nobody is asked back, such as a bereavement.</summary>
    public IReadOnlyList<string> NeverAfter { get; init; } = [];
}

/// <summary>One tier of the loyalty scheme.</summary>
public sealed record LoyaltyTier
{
    /// <summary>Id, unique within loyalty.</summary>
    public required string Id { get; init; }

    /// <summary>Name shown to customers.</summary>
    public required string Name { get; init; }

    /// <summary>Tenure from which it is reached, months.</summary>
    [Range(0, 600)]
    public int FromTenureMonths { get; init; }

    /// <summary>Margin of the last twelve months from which it is reached, minor units.</summary>
    public long FromYearlyMargin { get; init; }

    /// <summary>By how much points earned are multiplied, 1..10. Default 1.</summary>
    [Range(1.0, 10.0)]
    public double PointsMultiplier { get; init; } = 1;
}

/// <summary>A promise of service.</summary>
public sealed record ServicePromise
{
    /// <summary>Id, unique within promises.</summary>
    public required string Id { get; init; }

    /// <summary>The promise in the customer's words.</summary>
    public required string Promise { get; init; }

    /// <summary>Hours within which it must be kept.</summary>
    [Range(1, 8760)]
    public required int WithinHours { get; init; }

    /// <summary>Credit paid by itself when it was broken, minor units. Default 0.</summary>
    [Range(0, long.MaxValue)]
    public long Compensation { get; init; }
}

/// <summary>A standing survey.</summary>
public sealed record Survey
{
    /// <summary>Id, unique within surveys.</summary>
    public required string Id { get; init; }

    /// <summary>What is measured.</summary>
    public required SurveyInstrument Instrument { get; init; }

    /// <summary>Share of the eligible customers asked, 0..1. Default 1.</summary>
    [Range(0.0, 1.0)]
    public double Share { get; init; } = 1;

    /// <summary>Days after joining from which a customer is asked. Default 30.</summary>
    [Range(0, 3650)]
    public int FromDay { get; init; } = 30;

    /// <summary>Days of rest before the same customer is asked anything again. Default 90.</summary>
    [Range(1, 3650)]
    public int RestDays { get; init; } = 90;
}

/// <summary>Instruments of surveys.</summary>
public enum SurveyInstrument
{
    /// <summary>Would you recommend us, 0 to 10.</summary>
    Nps,

    /// <summary>Satisfaction with a contact or product.</summary>
    Csat,

    /// <summary>How much effort it took.</summary>
    Effort,

    /// <summary>Why a customer left.</summary>
    LostCustomer,
}
