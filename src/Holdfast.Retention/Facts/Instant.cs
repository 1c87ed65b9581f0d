using System.Globalization;

namespace Holdfast.Retention.Facts;

/// <summary>
/// A moment on the business's own wall clock, as microseconds since 1970-01-01 00:00 there.
/// Sources that carry an offset are turned into the business's time zone when they are loaded, so that a day is a division.
/// </summary>
/// <param name="Micros">Microseconds since 1970-01-01 00:00 on the business's wall clock.</param>
public readonly record struct Instant(long Micros) : IComparable<Instant>
{
    /// <summary>Microseconds in a day of 24 hours.</summary>
    public const long MicrosPerDay = 86_400_000_000;

    /// <summary>Later than every fact.</summary>
    public static Instant Never { get; } = new(long.MaxValue);

    /// <summary>The calendar day the moment falls on.</summary>
    public Day Day => new((int)Math.DivRem(Micros, MicrosPerDay).Quotient - (Micros % MicrosPerDay < 0 ? 1 : 0));

    /// <summary>The hour of the day, 0 to 23.</summary>
    public int Hour => (int)((Micros - Day.Number * MicrosPerDay) / 3_600_000_000);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Micros.CompareTo(other.Micros);

    /// <summary>Whether the left moment is before the right one.</summary>
    public static bool operator <(Instant left, Instant right) => left.Micros < right.Micros;

    /// <summary>Whether the left moment is after the right one.</summary>
    public static bool operator >(Instant left, Instant right) => left.Micros > right.Micros;

    /// <summary>Whether the left moment is not after the right one.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Micros <= right.Micros;

    /// <summary>Whether the left moment is not before the right one.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Micros >= right.Micros;

    /// <summary><c>yyyy-MM-ddTHH:mm:ss</c>.</summary>
    public override string ToString() =>
        DateTime.UnixEpoch.AddTicks(Micros * 10).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
