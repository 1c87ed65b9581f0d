using Holdfast.Numerics;
using Holdfast.Numerics.Distributions;
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
    /// <param name="index">Place in the world.</param>
    /// <param name="joined">Day of joining.</param>
    /// <param name="branchQuality">Service quality of the branch.</param>
    /// <param name="luck">What is drawn freely.</param>
    /// <param name="lots">What is dealt by quota.</param>
    internal static Traits Draw(int index, Day joined, double branchQuality, RandomStream luck, Lots lots)
    {
        // Those there on the first day are who stayed: what makes them stay cannot be dealt by quota beforehand.
        double Staying(string purpose) => lots.IsNewcomer ? lots.Uniform(purpose) : luck.Uniform();
        double loyalty = NormalDistribution.Quantile(Staying("loyalty")), price = luck.Normal();
        double digital = luck.Normal(), social = luck.Normal();
        var acquisition = DrawAcquisition(digital, social, Staying("acquisition"));
        if (acquisition == Acquisition.CashCampaign)
        {
            price += 0.5;
            loyalty -= 0.35;
        }

        if (acquisition == Acquisition.Referral) loyalty += 0.3;
        // One customer in two hundred is no richer than the next: else one of them would be most of what any plan can bring.
        var worth = Math.Min(2.58, lots.Normal("worth"));
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
            Involvement = 0.02 * loyalty + 0.99 * luck.Normal(),
            Misfit = Staying("misfit") < (acquisition == Acquisition.CashCampaign ? 0.54 : 0.40) ? 4.45 : 0.4,
            HabitSpeed = Math.Min(0.5, 0.05 * Math.Exp(0.6 * luck.Normal())),
            Worth = 148 * Math.Exp(1.2 * worth - 0.72),
            Income = 1_500 * Math.Exp(0.5 * (0.6 * worth + 0.8 * luck.Normal())),
            Care = Math.Exp(0.4 * luck.Normal() - 0.08),
            Risk = luck.Normal(),
            ContactsPerYear = Math.Min(8, 1.6 * Math.Exp(0.7 * luck.Normal())),
            Reach = 1 / (1 + Math.Exp(-(0.7 + 0.5 * social + 0.4 * luck.Normal()))),
            Response = DrawResponse(price, social, digital, lots),
            OnPromotion = luck.Bernoulli(acquisition is Acquisition.Branch or Acquisition.Referral ? 0.6 : 0.8),
            Company = luck.Bernoulli(0.04),
            Age = 18 + 52 * Math.Pow(luck.Uniform(), 1.4),
            Package = luck.Categorical([0.55 * Math.Exp(0.3 * price), 0.35 + 0.1 * Math.Max(0, worth), 0.1 * Math.Exp(worth)]),
        };
    }

    static Acquisition DrawAcquisition(double digital, double social, double lot)
    {
        double online = 0.30 * Math.Exp(0.5 * digital), branch = 0.30 * Math.Exp(0.4 * social);
        var at = lot * (online + branch + 0.36);
        return at < online ? Acquisition.Online : at < online + 0.18 ? Acquisition.Referral : at < online + 0.18 + branch ? Acquisition.Branch : Acquisition.CashCampaign;
    }

    // Thresholds of standard normals: 12 % persuadable, 5 % driven away by contact. Both can be guessed from how a customer deals
    // with the bank: whoever likes to talk and minds the price can be won; whoever lives in the app does not want to be called.
    static Response DrawResponse(double price, double social, double digital, Lots lots)
    {
        double persuadable = 0.72 * social + 0.55 * price + 0.42 * lots.Normal("persuadable");
        double driven = -0.68 * social + 0.55 * digital + 0.48 * lots.Normal("driven");
        if (driven > 1.62) return Response.SleepingDog;
        if (persuadable > 1.17) return Response.Persuadable;
        return lots.Chance("lost", 0.1) ? Response.LostCause : Response.Indifferent;
    }
}
