using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Retention.Decide.Rules;

/// <summary>The list of all rules, in the order of precedence.</summary>
public static class PolicyRules
{
    /// <summary>Names of all rules, as <c>off</c> in policy.yaml may name them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All(new Policy(), new Dictionary<string, Condition>()).Select(rule => rule.Name)];

    /// <summary>The rules that are switched on, with the policy's figures.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="eligible">The read conditions by id of the action; actions without one are for everybody.</param>
    /// <exception cref="ArgumentException"><see cref="Policy.Off"/> names a rule that does not exist.</exception>
    public static IReadOnlyList<PolicyRule> Of(Policy policy, IReadOnlyDictionary<string, Condition> eligible)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var unknown = policy.Off.FirstOrDefault(name => !Names.Contains(name, StringComparer.Ordinal));
        if (unknown is not null) throw new ArgumentException($"policy.yaml switches off '{unknown}', which is no rule; allowed: {string.Join(", ", Names)}");
        return [.. All(policy, eligible).Where(rule => !policy.Off.Contains(rule.Name, StringComparer.Ordinal))];
    }

    static PolicyRule[] All(Policy policy, IReadOnlyDictionary<string, Condition> eligible) =>
    [
        new EligibleCustomersOnly(eligible),
        new OfferIsWithinItsDates(),
        new ProductIsNotHeldYet(),
        new AnsweredOffersRest(policy.Spacing),
        new ConsentIsRequired(),
        new DeadNumberIsNotTried(),
        new ColdContactsAreSpaced(policy.Spacing),
        new CareNoSale(policy.Care),
        new NoSaleOnExit(policy.Exit),
        new PromiseOwedComesFirst(policy.Promise),
        new NeverContactTheDriven(policy.Driven),
        new RetentionOutranksDevelopment(),
        new RetentionIsForTheLastThird(policy.StageOfLife),
        new RetreatGetsNoSpending(),
        new ActivationIsCapped(policy.Activation),
        new DevelopmentIsForMidLife(policy.StageOfLife),
        new NoSaleWhileAtRisk(policy.RaisedRisk),
        new SpendRisesAtMostOneFifth(policy.Spend),
        new OneSalePerQuarter(policy.SalesPressure),
        new MostContactedAreCapped(),
        new NoCrossSellIntoProfit(policy.Profit),
        new NeedBeforeTarget(),
        new StickyServicesFirst(),
    ];
}
