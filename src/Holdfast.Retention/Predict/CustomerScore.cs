namespace Holdfast.Retention.Predict;

/// <summary>What the model says of one current customer as of a day. Money in minor units.</summary>
/// <param name="Customer">Customer id.</param>
/// <param name="TenureDays">Days since the current life began.</param>
/// <param name="ChurnProbability">Calibrated probability of voluntary churn within the horizon, 0..1.</param>
/// <param name="ChurnLow">Lower end of its 80 % interval, 0..1.</param>
/// <param name="ChurnHigh">Upper end of its 80 % interval, 0..1.</param>
/// <param name="MonthlyHazard">Hazard of voluntary churn per month that the probability amounts to, 0..1.</param>
/// <param name="MedianRemainingMonths">Median remaining life from the customer's own survival curve, months; capped at 240.</param>
/// <param name="MonthlyMargin">Expected margin per month while the customer stays.</param>
/// <param name="Value">Expected future margin over the value horizon, discounted and weighted by survival.</param>
/// <param name="ValueAtRisk">P(voluntary churn within the horizon) x the margin lost with it.</param>
/// <param name="Reasons">What drives the score up, strongest first.</param>
public sealed record CustomerScore(
    string Customer,
    int TenureDays,
    double ChurnProbability,
    double ChurnLow,
    double ChurnHigh,
    double MonthlyHazard,
    double MedianRemainingMonths,
    long MonthlyMargin,
    long Value,
    long ValueAtRisk,
    IReadOnlyList<ScoreReason> Reasons)
{
    /// <summary>Months the customer is expected to stay out of the next so many: the sum of (1 - h)^m.</summary>
    /// <param name="months">Number of months, 1..240.</param>
    public double ExpectedMonths(int months)
    {
        var (sum, here) = (0.0, 1.0);
        for (var month = 0; month < months; month++)
        {
            here *= 1 - MonthlyHazard;
            sum += here;
        }

        return sum;
    }
}

/// <summary>One driver of a score (P5).</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Value">The customer's value of it; NaN where missing.</param>
/// <param name="Contribution">Its exact Shapley value on the log-odds; all of them and the base add up to the score.</param>
/// <param name="Sentence">The same in words a clerk understands; never read out to the customer.</param>
public sealed record ScoreReason(string Feature, double Value, double Contribution, string Sentence);

/// <summary>What an action changes for one customer (P4).</summary>
/// <param name="Customer">Customer id.</param>
/// <param name="Action">Id of the action.</param>
/// <param name="Effect">Expected fall of the churn probability over the horizon if the action is taken; negative where it drives away.</param>
/// <param name="Low">Lower end of its 80 % interval.</param>
/// <param name="High">Upper end of its 80 % interval.</param>
/// <param name="Source">experiment where a control group tells it, assumed where the catalogue's own figure had to be used.</param>
public sealed record ActionEffect(string Customer, string Action, double Effect, double Low, double High, EffectSource Source)
{
    /// <summary>Probability that the customer is reached and takes what is offered, 0..1; null where past contacts do not tell and the catalogue's take rate stands.</summary>
    public double? Taken { get; init; }

    /// <summary>Chance that the customer objects to being contacted, as a multiple of the mean customer's; null where past contacts do not tell.</summary>
    public double? Objection { get; init; }

    /// <summary>Chance of sounding inclined when reached, as a multiple of the mean customer's; null where past contacts do not tell.</summary>
    public double? Lean { get; init; }
}

/// <summary>Where an effect comes from.</summary>
public enum EffectSource
{
    /// <summary>Estimated from a control group.</summary>
    Experiment,

    /// <summary>No experiment: the action's assumed share of churn avoided, with a notice.</summary>
    Assumed,
}
