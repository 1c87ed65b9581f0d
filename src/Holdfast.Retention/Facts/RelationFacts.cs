namespace Holdfast.Retention.Facts;

/// <summary>One life of a customer with us, as the sources tell it. Key: party + start.</summary>
/// <param name="Known">From when until when it was held true. The end is known at the day of <paramref name="Left"/> unless told later.</param>
/// <param name="Joined">First day as a customer; for migrated and bought customers the true first day.</param>
/// <param name="Left">First day no longer a customer; null while it lasts.</param>
/// <param name="Kind">Why it ended.</param>
/// <param name="Origin">How it began.</param>
/// <param name="Channel">Channel of acquisition.</param>
/// <param name="AcquisitionCost">Cost of winning the customer, minor units; null where not told.</param>
/// <param name="OpenedBy">Staff id of who opened the account.</param>
/// <param name="Unit">Branch or team the customer belongs to.</param>
public sealed record Spell(
    Known Known,
    Day Joined,
    Day? Left,
    Leaving Kind,
    Origin Origin,
    Code Channel,
    long? AcquisitionCost,
    Code OpenedBy,
    Code Unit);

/// <summary>What binds an agreement.</summary>
public enum Bond
{
    /// <summary>Ends when either side says so.</summary>
    Rolling,

    /// <summary>Runs to a term.</summary>
    Fixed,

    /// <summary>Paid in advance, no contract.</summary>
    Prepaid,
}

/// <summary>An account, contract, subscription or other product agreement. Key: agreement.</summary>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Number">The agreement's number within the customer's history, from 0; the same in every version and view.</param>
/// <param name="Id">The source's id.</param>
/// <param name="Product">The product.</param>
/// <param name="Bond">What binds it.</param>
/// <param name="Started">First day.</param>
/// <param name="Ended">First day no longer in force; null while it lasts.</param>
/// <param name="EndReason">Reason of its end as coded by the source.</param>
/// <param name="ReplacedBy">Id of the agreement that replaced it, or null.</param>
/// <param name="PromotionEnds">First day at the full price, or null.</param>
/// <param name="TermEnds">First day after the term, or null.</param>
/// <param name="ExitFee">Fee for leaving before the term, minor units.</param>
/// <param name="Price">Price per month, minor units.</param>
/// <param name="State">active, paused or dormant; none means active.</param>
public sealed record Agreement(
    Known Known,
    int Number,
    string Id,
    Code Product,
    Bond Bond,
    Day Started,
    Day? Ended,
    Code EndReason,
    string? ReplacedBy,
    Day? PromotionEnds,
    Day? TermEnds,
    long ExitFee,
    long Price,
    Code State);

/// <summary>A party's part in an agreement. Key: agreement + party + role.</summary>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Agreement">Id of the agreement.</param>
/// <param name="Role">holder, joint_holder, payer, user or authorised_card.</param>
/// <param name="From">First day.</param>
/// <param name="To">First day no longer; null while it lasts.</param>
public sealed record Holding(Known Known, string Agreement, Code Role, Day From, Day? To);

/// <summary>The month-end state of an agreement, or of the customer as a whole. Key: party + agreement + month. Money in minor units.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Known">From when until when it was held true; a month's position is known when the month is over.</param>
/// <param name="Agreement"><see cref="Agreement.Number"/>, or -1 for the customer as a whole.</param>
/// <param name="Balance">Balance at the month's end.</param>
/// <param name="Limit">Credit limit.</param>
/// <param name="Revenue">Interest margin, fees and sales of the month.</param>
/// <param name="CostToServe">Cost of serving in the month.</param>
/// <param name="CreditLoss">Expected credit loss of the month.</param>
/// <param name="Arrears">Overdue at the month's end.</param>
public readonly record struct Position(
    Day Month,
    Known Known,
    int Agreement,
    long Balance,
    long Limit,
    long Revenue,
    long CostToServe,
    long CreditLoss,
    long Arrears)
{
    /// <summary>Revenue less cost to serve and credit loss, minor units.</summary>
    public long Margin => Revenue - CostToServe - CreditLoss;
}
