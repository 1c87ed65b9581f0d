using System.Globalization;

namespace Holdfast.Operations.Report;

/// <summary>How figures are written in reports: grouped, with units, the same number of decimals in a column.</summary>
static class Figures
{
    static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = ",", NumberDecimalSeparator = ".", NegativeSign = "−", PercentPositivePattern = 0, PercentNegativePattern = 0 };

    /// <summary>A count, such as 12,345.</summary>
    public static string Count(long count) => count.ToString("N0", Format);

    /// <summary>A share of 0..1 as per cent, such as 87.3 %.</summary>
    public static string Percent(double share, int decimals = 1) =>
        double.IsFinite(share) ? share.ToString("P" + decimals, Format) : "–";

    /// <summary>A plain number.</summary>
    public static string Number(double value, int decimals) => double.IsFinite(value) ? value.ToString("N" + decimals, Format) : "–";

    /// <summary>Money in whole major units with the currency's code, such as 12,345 EUR.</summary>
    public static string Money(double minor, int minorDigits, string currency)
    {
        var major = minor / Math.Pow(10, minorDigits);
        var text = Math.Abs(major) switch
        {
            >= 10_000_000 => (major / 1_000_000).ToString("N1", Format) + " M",
            _ => major.ToString("N0", Format),
        };
        return $"{text} {currency}";
    }
}
