namespace Holdfast.Operations.Report.Sections;

/// <summary>Writes money of one business.</summary>
sealed record Money(int MinorDigits, string Currency)
{
    public string Of(double minor) => Figures.Money(minor, MinorDigits, Currency);

    public string OrNone(long? minor) => minor is { } known ? Of(known) : "–";

    /// <summary>In major units, for the axis of a chart.</summary>
    public double Major(double minor) => minor / Math.Pow(10, MinorDigits);
}
