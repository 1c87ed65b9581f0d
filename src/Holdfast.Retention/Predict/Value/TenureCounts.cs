using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Retention.Predict.Value;

/// <summary>Customers at risk at the cut-offs and what became of them within the horizon, by month of tenure.</summary>
public sealed class TenureCounts
{
    /// <summary>Mean length of a month, days.</summary>
    public const double DaysPerMonth = 30.4375;

    /// <summary>Months of tenure told apart; longer tenure counts in the last one.</summary>
    public const int Months = 241;

    /// <summary>Rows at risk by month of tenure.</summary>
    public long[] AtRisk { get; } = new long[Months];

    /// <summary>Of them, left of free will within the horizon.</summary>
    public long[] Left { get; } = new long[Months];

    /// <summary>Of them, left otherwise within the horizon.</summary>
    public long[] LeftOtherwise { get; } = new long[Months];

    /// <summary>Month of tenure of so many days.</summary>
    public static int Month(int tenureDays) => Math.Clamp((int)(tenureDays / DaysPerMonth), 0, Months - 1);

    /// <summary>Adds one customer at one cut-off.</summary>
    public void Add(int tenureDays, Outcome outcome)
    {
        if (outcome == Outcome.LeftOut) return;
        var month = Month(tenureDays);
        AtRisk[month]++;
        if (outcome == Outcome.Left) Left[month]++;
        if (outcome == Outcome.LeftOtherwise) LeftOtherwise[month]++;
    }
}
