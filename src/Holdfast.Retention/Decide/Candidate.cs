using Holdfast.Retention.Decide.Rules;

namespace Holdfast.Retention.Decide;

/// <summary>One action looked at for one customer.</summary>
/// <param name="Action">The action.</param>
/// <param name="Channel">The channel it would take; null where none is open.</param>
/// <param name="Value">What it is worth.</param>
/// <param name="Refusals">Every rule that refuses it; empty where it is permitted.</param>
public sealed record Candidate(RetentionAction Action, string? Channel, ActionValue Value, IReadOnlyList<Refusal> Refusals)
{
    /// <summary>Whether no rule refuses it.</summary>
    public bool IsPermitted => Refusals.Count == 0;
}

/// <summary>Looks at every action of the catalogue for one customer: what it is worth and what the rules say. A pure function.</summary>
public static class Candidates
{
    /// <summary>Every action, in the order of the catalogue.</summary>
    /// <param name="customer">The customer at the second of decision.</param>
    /// <param name="rules">The rules that are switched on.</param>
    /// <remarks>
    /// Retention and activation are checked first: whether one of them is open decides on sales (D1, D10). No rule on retention asks
    /// for a sale, so two rounds are enough.
    /// </remarks>
    public static IReadOnlyList<Candidate> Of(CustomerContext customer, IReadOnlyList<PolicyRule> rules)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(rules);
        var actions = customer.Setting.Actions;
        var candidates = new Candidate[actions.Count];
        for (var i = 0; i < actions.Count; i++)
        {
            if (!actions[i].IsSale) candidates[i] = Look(customer, actions[i], rules);
        }

        var known = customer with { OpenRetention = OpenRetention(customer, candidates), OpenActivation = OpenActivation(customer, candidates) };
        for (var i = 0; i < actions.Count; i++) candidates[i] ??= Look(known, actions[i], rules);
        return candidates;
    }

    static Candidate Look(CustomerContext customer, RetentionAction action, IReadOnlyList<PolicyRule> rules)
    {
        List<Refusal>? refusals = null;
        foreach (var rule in rules)
        {
            if (rule.Check(customer, action) is { } refusal) (refusals ??= []).Add(refusal);
        }

        return new Candidate(action, Channels.Choose(customer, action), ActionValue.Of(customer, action), refusals ?? (IReadOnlyList<Refusal>)[]);
    }

    /// <summary>The permitted retention action with the highest lower bound above zero; of equals the first by id.</summary>
    static string? OpenRetention(CustomerContext customer, IEnumerable<Candidate?> candidates) => candidates
        .Where(candidate => candidate is { IsPermitted: true, Action.IsRetention: true } && customer.EffectOf(candidate.Action).Low > 0)
        .OrderByDescending(candidate => customer.EffectOf(candidate!.Action).Low)
        .ThenBy(candidate => candidate!.Action.Id, StringComparer.Ordinal)
        .FirstOrDefault()?.Action.Id;

    static string? OpenActivation(CustomerContext customer, IEnumerable<Candidate?> candidates) => candidates
        .Where(candidate => candidate is { IsPermitted: true, Action: { Purpose: Purpose.Activate, Product: { } product } }
            && customer.Setting.Business.StickyProducts.Contains(product, StringComparer.Ordinal))
        .Select(candidate => candidate!.Action.Id)
        .Order(StringComparer.Ordinal)
        .FirstOrDefault();
}
