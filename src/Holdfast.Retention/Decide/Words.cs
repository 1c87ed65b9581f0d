using System.Globalization;
using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Decide;

/// <summary>Figures in words.</summary>
static class Words
{
    public static string Count(int count, string of) => string.Create(CultureInfo.InvariantCulture, $"{count} {of}{(count == 1 ? "" : "s")}");

    public static string Share(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    public static string Money(long minor, Business business)
    {
        var digits = business.MinorDigits;
        var major = minor / (decimal)Math.Pow(10, digits);
        return major.ToString("#,0." + new string('0', digits), CultureInfo.InvariantCulture).TrimEnd('.') + " " + business.Currency;
    }

    public static string Money(double minor, Business business) => Money((long)Math.Round(minor, MidpointRounding.AwayFromZero), business);

    /// <summary>How many times, with one decimal.</summary>
    public static string Times(double times) => times.ToString("0.0", CultureInfo.InvariantCulture);
}
