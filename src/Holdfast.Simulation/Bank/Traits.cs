using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>What a customer is like. No system of the bank records it; standard-normal where not said otherwise.</summary>
public sealed record Traits
{
    /// <summary>The customer's place in the world, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Day of joining.</summary>
    public required Day Joined { get; init; }

    /// <summary>How the customer was won.</summary>
    public required Acquisition Acquisition { get; init; }

    /// <summary>Inclination to stay.</summary>
    public required double Loyalty { get; init; }

    /// <summary>Sensitivity to price.</summary>
    public required double Price { get; init; }

    /// <summary>Affinity to digital channels.</summary>
    public required double Digital { get; init; }

    /// <summary>Liking for being dealt with by people.</summary>
    public required double Social { get; init; }

    /// <summary>Inclination to use several services; goes with loyalty, which makes sticky services look better than they are.</summary>
    public required double Involvement { get; init; }

    /// <summary>How much the bank disappoints at first, above 0; gone after some months.</summary>
    public required double Misfit { get; init; }

    /// <summary>Share of the way to a formed habit that a week goes, 0..1.</summary>
    public required double HabitSpeed { get; init; }

    /// <summary>Revenue a year at full use, major units.</summary>
    public required double Worth { get; init; }

    /// <summary>Salary or income a month, major units.</summary>
    public required double Income { get; init; }

    /// <summary>How much service the customer uses up, a factor around 1.</summary>
    public required double Care { get; init; }

    /// <summary>Credit risk.</summary>
    public required double Risk { get; init; }

    /// <summary>Outbound contacts a year that the bank's campaigns make.</summary>
    public required double ContactsPerYear { get; init; }

    /// <summary>Chance that one contact reaches the customer, 0..1.</summary>
    public required double Reach { get; init; }

    /// <summary>True response to retention contacts.</summary>
    public required Response Response { get; init; }

    /// <summary>Whether the customer joined on an introductory price of 13 months.</summary>
    public required bool OnPromotion { get; init; }

    /// <summary>Whether it is a company.</summary>
    public required bool Company { get; init; }

    /// <summary>Age on joining, years.</summary>
    public required double Age { get; init; }

    /// <summary>Package bought on joining, 0 to 2.</summary>
    public required int Package { get; init; }

    /// <summary>Service quality of the branch.</summary>
    public required double BranchQuality { get; init; }

    /// <summary>First day at the full price.</summary>
    public Day PromotionEnds => Joined.AddMonths(13);

    /// <summary>Draws a customer who joined on a day.</summary>
    public static Traits Draw(int index, Day joined, double branchQuality, RandomStream luck)
    {
        double loyalty = luck.Normal(), price = luck.Normal();
        double digital = luck.Normal(), social = luck.Normal();
        var acquisition = DrawAcquisition(digital, social, luck);
        if (acquisition == Acquisition.CashCampaign)
        {
            price += 0.5;
            loyalty -= 0.35;
        }

        if (acquisition == Acquisition.Referral) loyalty += 0.3;
        var worth = luck.Normal();
        return new Traits
        {
            Index = index,
            Joined = joined,
            Acquisition = acquisition,
            BranchQuality = branchQuality,
            Loyalty = loyalty,
            Price = price,
            Digital = digital,
            Social = social,
            Involvement = 0.12 * loyalty + 0.99 * luck.Normal(),
            Misfit = luck.Bernoulli(acquisition == Acquisition.CashCampaign ? 0.5 : 0.36) ? 3.6 : 0.4,
            HabitSpeed = Math.Min(0.5, 0.05 * Math.Exp(0.6 * luck.Normal())),
            Worth = 136 * Math.Exp(1.18 * worth - 0.696),
            Income = 1_500 * Math.Exp(0.5 * (0.6 * worth + 0.8 * luck.Normal())),
            Care = Math.Exp(0.45 * (0.5 * social - 0.5 * digital + 0.7 * luck.Normal())),
            Risk = luck.Normal(),
            ContactsPerYear = Math.Min(8, 1.6 * Math.Exp(0.7 * luck.Normal())),
            Reach = 1 / (1 + Math.Exp(-(0.7 + 0.5 * social + 0.4 * luck.Normal()))),
            Response = DrawResponse(price, social, digital, luck),
            OnPromotion = luck.Bernoulli(acquisition is Acquisition.Branch or Acquisition.Referral ? 0.6 : 0.8),
            Company = luck.Bernoulli(0.04),
            Age = 18 + 52 * Math.Pow(luck.Uniform(), 1.4),
            Package = luck.Categorical([0.55, 0.35 + 0.1 * Math.Max(0, worth), 0.1 * Math.Exp(worth)]),
        };
    }

    static Acquisition DrawAcquisition(double digital, double social, RandomStream luck)
    {
        double online = 0.30 * Math.Exp(0.5 * digital), branch = 0.30 * Math.Exp(0.4 * social);
        return (Acquisition)luck.Categorical([online, 0.18, branch, 0.18]);
    }

    // Thresholds of a standard normal: 12 % persuadable, 5 % driven away by contact.
    static Response DrawResponse(double price, double social, double digital, RandomStream luck)
    {
        double persuadable = 0.55 * price + 0.55 * social + 0.63 * luck.Normal();
        double sleeping = -0.6 * social + 0.45 * digital + 0.66 * luck.Normal();
        var lost = luck.Bernoulli(0.1);
        if (sleeping > 1.6) return Response.SleepingDog;
        if (persuadable > 1.2) return Response.Persuadable;
        return lost ? Response.LostCause : Response.Indifferent;
    }
}
