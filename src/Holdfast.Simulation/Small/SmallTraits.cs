using Holdfast.Numerics;
using Holdfast.Retention.Facts;
using Holdfast.Simulation.Bank;

namespace Holdfast.Simulation.Small;

/// <summary>What a customer of a small world is like; no file tells it. Standard-normal where not said otherwise.</summary>
sealed record SmallTraits
{
    /// <summary>First day as a customer.</summary>
    public required Day Joined { get; init; }

    /// <summary>How much the customer does, a factor around 1.</summary>
    public required double Activity { get; init; }

    /// <summary>Inclination to stay.</summary>
    public required double Loyalty { get; init; }

    /// <summary>Sensitivity to price.</summary>
    public required double Price { get; init; }

    /// <summary>How much the business disappoints at first, above 0; gone after some months.</summary>
    public required double Misfit { get; init; }

    /// <summary>Share of the way to a formed habit that a week goes, 0..1.</summary>
    public required double HabitSpeed { get; init; }

    /// <summary>Chance that one call reaches the customer, 0..1.</summary>
    public required double Reach { get; init; }

    /// <summary>True response to retention contacts.</summary>
    public required Response Response { get; init; }

    /// <summary>Seats of a business customer; 1 elsewhere.</summary>
    public required int Seats { get; init; }

    /// <summary>Place of the main product in the trade's list; -1 where the business knows no agreements.</summary>
    public required int Product { get; init; }

    /// <summary>Draws a customer who joined on a day.</summary>
    public static SmallTraits Draw(SmallTrade trade, Day joined, RandomStream luck)
    {
        double loyalty = luck.Normal(), price = luck.Normal(), social = luck.Normal();
        var activity = luck.Gamma(3, 1 / 3.0);
        return new SmallTraits
        {
            Joined = joined,
            // Who does much is fonder of the business, so that quiet customers look as if quiet made them leave.
            Activity = activity,
            Loyalty = 0.8 * loyalty + 0.6 * Math.Log(activity + 0.1),
            Price = price,
            Misfit = luck.Bernoulli(0.35) ? 1.6 : 0.2,
            HabitSpeed = Math.Min(0.4, 0.05 * Math.Exp(0.5 * luck.Normal())),
            Reach = 1 / (1 + Math.Exp(-(0.8 + 0.5 * social))),
            Response = Respond(price, social, luck),
            Product = trade.Products.Count == 0 ? -1 : luck.Categorical([.. trade.Products.Select(product => product.Weight)]),
            Seats = trade.Seats ? 2 + (int)Math.Min(80, luck.LogNormal(2, 0.8)) : 1,
        };
    }

    static Response Respond(double price, double social, RandomStream luck)
    {
        double persuadable = 0.6 * price + 0.6 * social + 0.5 * luck.Normal(), sleeping = -0.8 * social + 0.6 * luck.Normal();
        if (sleeping > 1.6) return Response.SleepingDog;
        if (persuadable > 1.1) return Response.Persuadable;
        return luck.Bernoulli(0.1) ? Response.LostCause : Response.Indifferent;
    }
}
