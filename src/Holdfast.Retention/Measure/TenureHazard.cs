namespace Holdfast.Retention.Measure;

/// <summary>Leaving in one band of tenure.</summary>
/// <param name="FromDay">First day of tenure, from 0.</param>
/// <param name="ToDay">First day of tenure after it.</param>
/// <param name="ExposureDays">Days of customers under observation in it.</param>
/// <param name="Voluntary">Left by choice.</param>
/// <param name="Involuntary">Left otherwise.</param>
/// <param name="VoluntaryPerMonth">Voluntary leavers per customer and month of 365.25 / 12 days; null without exposure.</param>
/// <param name="InvoluntaryPerMonth">The others.</param>
/// <param name="ChurnedByEnd">Share that has left by the end of the band, voluntarily; null where the facts do not reach back to day 0.</param>
/// <param name="InvoluntaryByEnd">Share that has left otherwise by then.</param>
public sealed record TenureBand(
    int FromDay,
    int ToDay,
    long ExposureDays,
    long Voluntary,
    long Involuntary,
    Rate? VoluntaryPerMonth,
    Rate? InvoluntaryPerMonth,
    double? ChurnedByEnd,
    double? InvoluntaryByEnd)
{
    /// <summary>Bounds of the bands in days: 0, 30, 60, 90, months to two years, quarters to five, years to fifteen.</summary>
    public static IReadOnlyList<int> Bounds { get; } =
    [
        0, 30, 60, 90,
        .. Enumerable.Range(4, 21).Select(Months), .. Enumerable.Range(9, 12).Select(q => Months(3 * q)),
        .. Enumerable.Range(6, 10).Select(y => Months(12 * y)),
    ];

    static int Months(int count) => (int)Math.Round(count * Rate.DaysPerMonth);
}

/// <summary>Events per customer and month.</summary>
/// <param name="Value">The rate.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <remarks><b>Source</b>: Byar's approximation to the exact Poisson interval (Breslow and Day 1987, eq. 2.13).</remarks>
public sealed record Rate(double Value, double Low, double High)
{
    /// <summary>Days in a mean month.</summary>
    public const double DaysPerMonth = 365.25 / 12;

    const double Z = 1.959963984540054;

    /// <summary>The rate of so many events in so many customer-days; null without exposure.</summary>
    public static Rate? Of(long events, long exposureDays)
    {
        if (exposureDays == 0) return null;
        var months = exposureDays / DaysPerMonth;
        var above = events + 1.0;
        var low = events == 0 ? 0 : events * Cube(1 - 1.0 / (9.0 * events) - Z / (3 * Math.Sqrt(events)));
        var high = above * Cube(1 - 1 / (9 * above) + Z / (3 * Math.Sqrt(above)));
        return new(events / months, Math.Max(0, low) / months, high / months);
    }

    static double Cube(double value) => value * value * value;
}
