using Holdfast.Retention.Decide.Rules;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment;

namespace Holdfast.Retention.Decide;

/// <summary>Why something was decided for one customer: every candidate, what it is worth and what the rules said, in words.</summary>
/// <param name="Customer">Customer id.</param>
/// <param name="Standing">Stage, segment and risk in words.</param>
/// <param name="Outcome">What was decided, in words.</param>
/// <param name="Candidates">Every action of the catalogue: the chosen one, then the permitted, then the refused ones, most valuable first.</param>
public sealed record DecisionExplanation(string Customer, string Standing, string Outcome, IReadOnlyList<ExplainedCandidate> Candidates)
{
    /// <summary>Explains a decision. A pure read: it decides nothing.</summary>
    /// <param name="customer">The customer as the decision saw it.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="rules">The rules that were switched on.</param>
    public static DecisionExplanation Of(CustomerContext customer, Decision decision, IReadOnlyList<PolicyRule> rules)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(decision);
        var candidates = Decide.Candidates.Of(customer, rules);
        var explained = candidates
            .OrderByDescending(candidate => candidate.Action.Id == decision.Action)
            .ThenByDescending(candidate => candidate.IsPermitted)
            .ThenByDescending(candidate => candidate.Value.Margin)
            .ThenBy(candidate => candidate.Action.Id, StringComparer.Ordinal)
            .Select(candidate => Explain(candidate, customer, decision));
        return new DecisionExplanation(decision.Customer, InWords(customer), Decided(decision, candidates, customer.Setting.Business), [.. explained]);
    }

    static string InWords(CustomerContext customer)
    {
        var segment = customer.Standing.Segment;
        return $"In stage {LifecycleStages.Word(segment.Stage)} after {customer.TenureInWords}, segment {segment.Segment}, tenth {segment.ValueDecile} by value; "
            + $"chance of leaving {Words.Share(customer.Score.ChurnProbability)} against {Words.Share(customer.Standing.SegmentChurn)} in the segment.";
    }

    static string Decided(Decision decision, IReadOnlyList<Candidate> candidates, Business business)
    {
        if (decision.Action is { } action)
        {
            return decision.Arm == Arm.Control
                ? $"{action} was chosen and is withheld: the customer is in the control group (chance {Words.Share(decision.Propensity)})."
                : $"{action} by {decision.Channel}, expected to add {Words.Money(decision.Margin, business)}.";
        }

        var permitted = candidates.Where(candidate => candidate.IsPermitted).ToArray();
        if (permitted.Length == 0) return "Left alone: every action is refused.";
        return permitted.Any(candidate => candidate.Value.Margin > 0)
            ? "Left alone: budget and staff time add more with other customers."
            : "Left alone: no permitted action is worth its cost.";
    }

    static ExplainedCandidate Explain(Candidate candidate, CustomerContext customer, Decision decision)
    {
        var (business, value) = (customer.Setting.Business, candidate.Value);
        var worth = $"keeps {Words.Money(value.Kept, business)}, sells {Words.Money(value.Sold, business)}, "
            + $"costs {Words.Money(value.Incentive, business)} for the incentive, {Words.Money(value.Contact, business)} for the contact and {Words.Money(value.Staff, business)} of staff time: "
            + $"{Words.Money(value.Margin, business)} in all";
        return new ExplainedCandidate(candidate.Action.Id, candidate.Action.Id == decision.Action, value.Margin, worth, customer.EffectOf(candidate.Action).Source, candidate.Refusals);
    }
}

/// <summary>One action looked at.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Chosen">Whether it was chosen.</param>
/// <param name="Margin">Expected incremental margin, minor units.</param>
/// <param name="Worth">How that comes about, in words.</param>
/// <param name="EffectSource">Whether an experiment tells its effect or the catalogue assumes it.</param>
/// <param name="Refusals">What the rules said against it.</param>
public sealed record ExplainedCandidate(string Action, bool Chosen, long Margin, string Worth, Predict.EffectSource EffectSource, IReadOnlyList<Refusal> Refusals);
