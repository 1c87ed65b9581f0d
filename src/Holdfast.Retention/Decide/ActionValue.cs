using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict;

namespace Holdfast.Retention.Decide;

/// <summary>What an action is worth for one customer, in one currency. Money in minor units.</summary>
/// <param name="Kept">Effect on staying x the margin over the value horizon that is lost with the customer; negative where the action drives away.</param>
/// <param name="Sold">Take rate x margin per month, of its own and as a share of the customer's, x months the customer is expected to stay within the value horizon.</param>
/// <param name="Incentive">Take rate x cost of the incentive.</param>
/// <param name="Contact">Cost of the contact.</param>
/// <param name="Staff">Staff minutes x cost of a minute.</param>
public readonly record struct ActionValue(long Kept, long Sold, long Incentive, long Contact, long Staff)
{
    const double SmallestChance = 1e-6;
    const double DaysPerMonth = 365.25 / 12;

    /// <summary>Expected incremental margin: what is kept and sold less all costs.</summary>
    public long Margin => Kept + Sold - Incentive - Contact - Staff;

    /// <summary>Cost against the budget: incentive and contact; staff time counts against the capacity.</summary>
    public long BudgetCost => Incentive + Contact;

    /// <summary>The value of an action for a customer.</summary>
    /// <remarks>
    /// The margin lost with a customer is value at risk / P(churn): the horizon's margin of one who stays, as the model weighed it.
    /// An effect that lasts longer than the horizon of the prediction counts again in each further horizon, for those who are still
    /// there and for the margin that is then still to come.
    /// A sale's own effect on churn is in <see cref="Kept"/> like any other effect.
    /// </remarks>
    public static ActionValue Of(CustomerContext customer, RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        var effect = customer.EffectOf(action);
        return Of(customer.Score, action, (effect.Effect, effect.Taken ?? action.TakeRate), customer.Setting.Business);
    }

    /// <summary>The value of an action for a customer of whom only the score is known.</summary>
    /// <param name="score">The score.</param>
    /// <param name="action">The action.</param>
    /// <param name="answer">Fall of the churn probability, and probability that the customer is reached and takes it, 0..1.</param>
    /// <param name="business">Horizons and costs.</param>
    public static ActionValue Of(CustomerScore score, RetentionAction action, (double Effect, double Taken) answer, Business business)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(business);
        var lost = score.ChurnProbability > SmallestChance ? score.ValueAtRisk / score.ChurnProbability : score.Value;
        return new ActionValue(
            Rounded(answer.Effect * lost * Horizons(score, action, business.Horizons)),
            Rounded(answer.Taken * (action.MarginPerMonth + action.MarginShare * Math.Max(0, score.MonthlyMargin)) * score.ExpectedMonths(business.Horizons.ValueMonths)),
            Rounded(answer.Taken * action.IncentiveCost),
            action.ContactCost,
            action.StaffMinutes * business.Costs.StaffMinute);
    }

    /// <summary>How many horizons of the prediction the effect lasts, each weighted by who and what is left of the value; 1 and more.</summary>
    static double Horizons(CustomerScore score, RetentionAction action, Horizons horizons)
    {
        var (churnDays, valueDays) = ((double)horizons.ChurnDays, horizons.ValueMonths * DaysPerMonth);
        var (sum, here) = (1.0, 1.0);
        for (var from = churnDays; from < Math.Min(action.EffectDays ?? 0, valueDays); from += churnDays)
        {
            here *= 1 - score.ChurnProbability;
            sum += here * (1 - from / valueDays) * Math.Min(1, (action.EffectDays!.Value - from) / churnDays);
        }

        return sum;
    }

    static long Rounded(double money) => (long)Math.Round(money, MidpointRounding.AwayFromZero);
}
