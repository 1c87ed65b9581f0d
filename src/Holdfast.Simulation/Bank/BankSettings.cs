using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>Which bank to make: the same settings make the same bank, byte for byte.</summary>
public sealed record BankSettings
{
    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Customers in all: those there on the first day, those who join later, and those who leave.</summary>
    public int Customers { get; init; } = 8_000;

    /// <summary>Years lived, 1 to 10.</summary>
    public int Years { get; init; } = 3;

    /// <summary>Monday on which the sources begin.</summary>
    public Day FirstDay { get; init; } = Day.From(2023, 1, 2);

    /// <summary>Whether introductory prices end; false is the world in which the bump of months 13 to 15 can have no cause.</summary>
    public bool PromotionsEnd { get; init; } = true;

    /// <summary>Whole weeks lived, the nearest to the years asked for.</summary>
    public int Weeks => (int)Math.Round(Years * 365.25 / 7);

    /// <summary>Sunday that is the last day of the sources.</summary>
    public Day LastDay => FirstDay + (7 * Weeks - 1);

    /// <summary>Week in which the randomised retention campaign draws its arms: about nine months before the last day.</summary>
    public int CampaignWeek => Math.Max(Weeks - 40, Weeks / 4);

    /// <summary>Week of the retention campaign whose customers were picked by risk; about sixteen months before the last day.</summary>
    public int PickedCampaignWeek => Math.Max(Weeks - 70, Weeks / 8);

    /// <summary>Week in which branch 5 is closed and its customers go to branch 4.</summary>
    public int MergerWeek => Weeks / 2;
}
