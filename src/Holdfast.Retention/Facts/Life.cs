namespace Holdfast.Retention.Facts;

/// <summary>
/// One life of a customer under the workspace's definition of churn: what every rate, curve and label counts.
/// Spells as told, agreements or silence are turned into lives by <c>Lives.Of</c>; replacement and undone closings are already joined.
/// </summary>
/// <param name="Joined">First day, with true tenure for migrated and bought customers.</param>
/// <param name="Left">First day no longer a customer; null while the life lasts. For silence the day after the last activity.</param>
/// <param name="KnownLeft">First day on which the end was known; null while the life lasts.</param>
/// <param name="Kind">Why it ended.</param>
/// <param name="Origin">How it began.</param>
/// <param name="Channel">Channel of acquisition.</param>
/// <param name="Unit">Branch or team.</param>
/// <param name="OpenedBy">Staff id of who opened it.</param>
/// <param name="Product">First product.</param>
/// <param name="AcquisitionCost">Cost of winning the customer, minor units; null where not told.</param>
/// <param name="Number">1 for the first life, 2 for the next.</param>
public sealed record Life(
    Day Joined,
    Day? Left,
    Day? KnownLeft,
    Leaving Kind,
    Origin Origin,
    Code Channel,
    Code Unit,
    Code OpenedBy,
    Code Product,
    long? AcquisitionCost,
    int Number)
{
    /// <summary>How the end was recognised; null while the life lasts.</summary>
    public ChurnKind? How { get; init; }

    /// <summary>Reason of the end as coded by the source; not given where none was told.</summary>
    public Code EndReason { get; init; }

    /// <summary>Days spent as a customer in earlier lives: the old tenure of one who was won back.</summary>
    public int EarlierDays { get; init; }

    /// <summary>
    /// Days after the fact until an end is known: 0 for told ends, n for n days of silence. Whether a life that lasts still lasted
    /// is certain only up to the as-of day less these days.
    /// </summary>
    public int LagDays { get; init; }

    /// <summary>Whether the customer was one on the day (half-open: the day of leaving is not counted).</summary>
    public bool CoversDay(Day day) => Joined <= day && (Left is not { } left || day < left);

    /// <summary>
    /// Whether the customer was one when the day began, before anything that happened on it: who joins or leaves on the day does so
    /// in the period that opens with it. What a period's start and end count.
    /// </summary>
    public bool IsThereBefore(Day day) => Joined < day && (Left is not { } left || left >= day);

    /// <summary>Days from joining to the day.</summary>
    public int TenureDays(Day day) => day - Joined;
}
