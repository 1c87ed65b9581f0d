using Holdfast.Retention.Decide.Rules;

namespace Holdfast.Retention.Decide;

/// <summary>
/// Decides for all customers at once (D11): looks at every action, lets the rules refuse, gives budget and staff time to what adds most,
/// holds out the control group, and counts what each rule and limit costs. A pure function: the order of the customers changes nothing.
/// </summary>
public static class PlanActions
{
    /// <summary>The plan.</summary>
    /// <param name="customers">Current customers with a score, each once, all with the same setting.</param>
    /// <param name="rules">The rules that are switched on.</param>
    /// <exception cref="ArgumentException">A customer stands there twice.</exception>
    public static Plan Of(IReadOnlyList<CustomerContext> customers, IReadOnlyList<PolicyRule> rules)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(rules);
        var policy = customers.Count == 0 ? new Policy() : customers[0].Setting.Policy;
        var looked = customers
            .OrderBy(customer => customer.State.Customer, StringComparer.Ordinal)
            .Select(customer => new Looked(customer, Candidates.Of(customer, rules)))
            .ToArray();
        for (var i = 1; i < looked.Length; i++)
        {
            if (looked[i].Id == looked[i - 1].Id) throw new ArgumentException($"customer {looked[i].Id} stands among the customers twice");
        }

        var outcome = ActionAllocation.Choose([.. looked.Select(one => one.Options)], policy);
        var decisions = looked.Select((one, i) => Decide(one, outcome.Chosen[i], policy)).ToArray();
        return new Plan(decisions, PlanReports.Of(looked, decisions, outcome, policy));
    }

    static Decision Decide(Looked looked, Candidate? chosen, Policy policy)
    {
        var refusals = looked.Candidates.SelectMany(candidate => candidate.Refusals).ToArray();
        if (chosen is null) return new Decision(looked.Id, null, null, Arm.Treatment, 1, 0, 0, 0, refusals);
        var (arm, propensity) = Draw(looked.Customer, chosen.Action, policy);
        var channel = chosen.Channel ?? (chosen.Action.Channels.Count > 0 ? chosen.Action.Channels[0] : null);
        return new Decision(looked.Id, chosen.Action.Id, channel, arm, propensity, chosen.Value.Margin, chosen.Value.BudgetCost, chosen.Action.StaffMinutes, refusals);
    }

    static (Arm Arm, double Propensity) Draw(CustomerContext customer, RetentionAction action, Policy policy)
    {
        if (policy.ControlShare <= 0 || !HoldOut.MayWithhold(customer, action)) return (Arm.Treatment, 1);
        return HoldOut.Draw(customer.State.Customer, policy.ControlSalt) < policy.ControlShare
            ? (Arm.Control, policy.ControlShare)
            : (Arm.Treatment, 1 - policy.ControlShare);
    }
}

/// <summary>A customer with every candidate.</summary>
sealed record Looked(CustomerContext Customer, IReadOnlyList<Candidate> Candidates)
{
    public string Id => Customer.State.Customer;

    /// <summary>What may be chosen: permitted and worth more than it costs.</summary>
    public IReadOnlyList<Candidate> Options { get; } = [.. Candidates.Where(candidate => candidate.IsPermitted && candidate.Value.Margin > 0)];
}
