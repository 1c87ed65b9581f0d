using Holdfast.Numerics;

namespace Holdfast.Retention.Measure;

/// <summary>A share with its 95 % interval.</summary>
/// <param name="Value">Part / whole, 0..1.</param>
/// <param name="Low">Lower end of Wilson's score interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Part">How many of them.</param>
/// <param name="Whole">Out of how many.</param>
/// <remarks><b>Source</b>: Wilson (1927), without continuity correction.</remarks>
public sealed record Share(double Value, double Low, double High, long Part, double Whole)
{
    /// <summary>The share; null where the whole is 0, and where the part lies outside of 0..whole, so that there is no such share.</summary>
    public static Share? Of(long part, double whole)
    {
        if (whole <= 0 || part < 0 || part > whole) return null;
        var interval = Intervals.Wilson(part, whole);
        return new Share(part / whole, interval.Low, interval.High, part, whole);
    }
}
