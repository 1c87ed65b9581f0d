using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>Who came, stayed and went in a period, at the level of customers (M1, M9).</summary>
/// <param name="Name">The period, or the value of a cut.</param>
/// <param name="Opens">First day.</param>
/// <param name="Closes">First day after it.</param>
/// <param name="IsFinished">Whether it is over and every end in it can be known; an unfinished one will still change.</param>
/// <param name="AtStart">Customers on the first day.</param>
/// <param name="AtEnd">Customers when it closes (on the as-of day where that is earlier).</param>
/// <param name="Acquired">New customers: acquired in the period.</param>
/// <param name="WonBack">Back after having left.</param>
/// <param name="MovedIn">Migrated or bought.</param>
/// <param name="LostVoluntary">Ends the customers chose.</param>
/// <param name="LostInvoluntary">Deaths, non-payment, closed by us and the like.</param>
/// <param name="MovedOut">Administrative ends: nobody left.</param>
/// <param name="StillThere">Of those at the start, customers at the end.</param>
/// <param name="Retention">(at end - new) / at start: charges joiners who left again to the old base. Who moved in, moved out or was won back is left out.</param>
/// <param name="Kept">Share of those at the start who are there at the end.</param>
/// <param name="LossRate">Losses / average of start and end.</param>
/// <param name="LeftAgain">Joiners who left within the period: the difference between retention and kept.</param>
public sealed record RetentionFigures(
    string Name,
    Day Opens,
    Day Closes,
    bool IsFinished,
    long AtStart,
    long AtEnd,
    long Acquired,
    long WonBack,
    long MovedIn,
    long LostVoluntary,
    long LostInvoluntary,
    long MovedOut,
    long StillThere,
    Share? Retention,
    Share? Kept,
    Share? LossRate,
    long LeftAgain)
{
    /// <summary>Acquired - lost + won back (M9).</summary>
    public long NetGrowth => Acquired - LostVoluntary - LostInvoluntary + WonBack;
}
