namespace Holdfast.Retention.Decide;

/// <summary>What an action is worth for one customer, in one currency. Money in minor units.</summary>
/// <param name="Kept">Effect on staying x the margin over the value horizon that is lost with the customer; negative where the action drives away.</param>
/// <param name="Sold">Take rate x margin per month x months the customer is expected to stay within the value horizon.</param>
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
        var score = customer.Score;
        var lost = score.ChurnProbability > SmallestChance ? score.ValueAtRisk / score.ChurnProbability : score.Value;
        var costs = customer.Setting.Business.Costs;
        return new ActionValue(
            Rounded(customer.EffectOf(action).Effect * lost * Horizons(customer, action)),
            Rounded(action.TakeRate * action.MarginPerMonth * customer.ExpectedMonths(customer.Setting.Business.Horizons.ValueMonths)),
            Rounded(action.TakeRate * action.IncentiveCost),
            action.ContactCost,
            action.StaffMinutes * costs.StaffMinute);
    }

    /// <summary>How many horizons of the prediction the effect lasts, each weighted by who and what is left of the value; 1 and more.</summary>
    static double Horizons(CustomerContext customer, RetentionAction action)
    {
        var horizons = customer.Setting.Business.Horizons;
        var (churnDays, valueDays) = ((double)horizons.ChurnDays, horizons.ValueMonths * DaysPerMonth);
        var (sum, here) = (1.0, 1.0);
        for (var from = churnDays; from < Math.Min(action.EffectDays ?? 0, valueDays); from += churnDays)
        {
            here *= 1 - customer.Score.ChurnProbability;
            sum += here * (1 - from / valueDays) * Math.Min(1, (action.EffectDays!.Value - from) / churnDays);
        }

        return sum;
    }

    static long Rounded(double money) => (long)Math.Round(money, MidpointRounding.AwayFromZero);
}
