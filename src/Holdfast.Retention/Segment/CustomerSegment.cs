namespace Holdfast.Retention.Segment;

/// <summary>Stage of a customer's life (S2).</summary>
public enum LifecycleStage
{
    /// <summary>Joined, first day not yet over or nothing used yet.</summary>
    Acquired,

    /// <summary>The first 90 days.</summary>
    Onboarding,

    /// <summary>Day 90 to a year: habits form.</summary>
    HabitForming,

    /// <summary>The time for development.</summary>
    MidLife,

    /// <summary>Tenure / (tenure + predicted median remaining life) is at least 2/3 and that remaining life is under 24 months or falling.</summary>
    LastThird,

    /// <summary>P(churn) is more than twice the segment's.</summary>
    AtRisk,

    /// <summary>Agreements stand but the customer does nothing.</summary>
    Lapsed,

    /// <summary>Left.</summary>
    Churned,

    /// <summary>Back after having left, in the first year again.</summary>
    WonBack,
}

/// <summary>What the business does with a segment (S3).</summary>
public enum Strategy
{
    /// <summary>Keep, raise satisfaction and switching cost.</summary>
    Defend,

    /// <summary>Develop, win rivals' customers.</summary>
    Attack,

    /// <summary>Stop spending.</summary>
    Retreat,
}

/// <summary>Where one customer stands.</summary>
/// <param name="Customer">Customer id.</param>
/// <param name="Stage">Stage of life.</param>
/// <param name="ValueDecile">1 (lowest tenth by value) to 10 (highest); 0 for the churned.</param>
/// <param name="Segment">Id of the first named segment whose rule fits; "rest" where none does.</param>
/// <param name="Strategy">Strategy of that segment.</param>
public sealed record CustomerSegment(string Customer, LifecycleStage Stage, int ValueDecile, string Segment, Strategy Strategy);

/// <summary>A named segment of <c>segments.yaml</c>.</summary>
public sealed record SegmentRule
{
    /// <summary>Id, unique.</summary>
    public required string Id { get; init; }

    /// <summary>Name shown.</summary>
    public required string Name { get; init; }

    /// <summary>Condition in the language of docs/conditions.md, over features, attributes and scores.</summary>
    public required string When { get; init; }

    /// <summary>What the business does with it.</summary>
    public Strategy Strategy { get; init; } = Strategy.Defend;
}
