namespace Holdfast.Retention.Decide;

/// <summary>What was decided for one customer in one run. Money in minor units.</summary>
/// <param name="Customer">Customer id.</param>
/// <param name="Action">Id of the chosen action; null is "leave alone".</param>
/// <param name="Channel">Channel chosen; null where no action.</param>
/// <param name="Arm">treatment or control; a control customer keeps the action that would have been taken and is not contacted.</param>
/// <param name="Propensity">Probability with which this outcome was drawn (held out or not), 0..1, logged for later estimates.</param>
/// <param name="Margin">Expected incremental margin of the action: effect x value - cost.</param>
/// <param name="Cost">Expected cost against the budget.</param>
/// <param name="StaffMinutes">Staff minutes against the capacity.</param>
/// <param name="Refusals">Every action that was refused, with the rule and the rows counted.</param>
public sealed record Decision(
    string Customer,
    string? Action,
    string? Channel,
    Arm Arm,
    double Propensity,
    long Margin,
    long Cost,
    int StaffMinutes,
    IReadOnlyList<Refusal> Refusals);

/// <summary>Arm of the standing hold-out.</summary>
public enum Arm
{
    /// <summary>The action is taken.</summary>
    Treatment,

    /// <summary>Held out to measure what the action changes.</summary>
    Control,
}

/// <summary>A rule's no to one action for one customer.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Rule">Name of the rule, as its class and <c>policy.yaml</c> word it.</param>
/// <param name="Because">What the rule counted, in words with figures.</param>
public sealed record Refusal(string Action, string Rule, string Because);
