using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Retention.Segment;

/// <summary>Where one customer stands, with the risk it is measured by.</summary>
/// <param name="Segment">Stage, decile, segment and strategy.</param>
/// <param name="SegmentChurn">Mean churn probability of the customer's peers, 0..1: of those in the same segment before risk is looked at; of the whole base where these are under 30.</param>
/// <param name="AtRisk">Whether the churn probability is more than twice that.</param>
public sealed record Standing(CustomerSegment Segment, double SegmentChurn, bool AtRisk);

/// <summary>One customer to be placed.</summary>
/// <param name="Lookup">What is known of the customer; its standing is not yet.</param>
/// <param name="EarlierMedianMonths">Median remaining life as predicted before, months; NaN where there is no earlier prediction.</param>
public sealed record Placing(CustomerLookup Lookup, double EarlierMedianMonths);

/// <summary>A segment's rule, read.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="When">Its condition.</param>
public sealed record ReadSegment(SegmentRule Rule, Condition When);

/// <summary>Places every customer: stage of life, tenth by value, first fitting segment (S1 to S3).</summary>
/// <remarks>
/// 1. The risk of a segment is needed to tell who is at risk, and a segment may ask for stage and risk. Customers are therefore first
/// placed with everything that tells of risk not given; the mean risk of these peers is taken; then stage and segment are told again
/// with it. Were peers chosen by risk ("churn_probability > 0.2"), nobody among them would ever be at risk.
/// 2. The order of the customers changes nothing: means are summed in the order of ids, ties of value are broken by id.
/// </remarks>
public static class Segmentation
{
    const int FewestForAMean = 30;

    /// <summary>Segment of customers no rule fits.</summary>
    public const string Rest = "rest";

    /// <summary>The standing of every customer, in the order given.</summary>
    /// <param name="customers">The customers.</param>
    /// <param name="rules">Named segments; the first that fits counts.</param>
    /// <param name="borders">Borders of the stages.</param>
    public static IReadOnlyList<Standing> Of(IReadOnlyList<Placing> customers, IReadOnlyList<ReadSegment> rules, Stages borders)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(borders);
        var deciles = Deciles(customers);
        var told = customers.Any(customer => customer.Lookup.State.LastActivity is not null);
        var first = Enumerable.Range(0, customers.Count)
            .Select(i => Place(customers[i] with { Lookup = customers[i].Lookup with { WithoutRisk = true } }, new Risk(0, false), deciles[i]))
            .ToArray();
        var means = Means(customers, first);
        return [.. Enumerable.Range(0, customers.Count).Select(i => Place(customers[i], RiskOf(customers[i], first[i]), deciles[i]))];

        Risk RiskOf(Placing customer, Standing placed)
        {
            var mean = means.GetValueOrDefault(placed.Segment.Segment, means[""]);
            return new Risk(mean, customer.Lookup.Score is { } score && score.ChurnProbability > borders.AtRiskTimes * mean);
        }

        Standing Place(Placing customer, Risk risk, int decile)
        {
            var median = customer.Lookup.Score?.MedianRemainingMonths ?? double.NaN;
            var question = new StageQuestion(customer.Lookup.State, median, median < customer.EarlierMedianMonths, risk.IsRaised, told);
            var stage = LifecycleStages.Of(question, borders);
            return Named(customer.Lookup, rules, new Standing(new CustomerSegment(customer.Lookup.State.Customer, stage, decile, Rest, Strategy.Defend), risk.Mean, risk.IsRaised));
        }
    }

    static Standing Named(CustomerLookup lookup, IReadOnlyList<ReadSegment> rules, Standing standing)
    {
        var known = lookup with { Standing = standing };
        foreach (var segment in rules)
        {
            if (segment.When.Holds(known.Value))
                return standing with { Segment = standing.Segment with { Segment = segment.Rule.Id, Strategy = segment.Rule.Strategy } };
        }

        return standing;
    }

    /// <summary>Mean churn probability by segment, and of all under "".</summary>
    static Dictionary<string, double> Means(IReadOnlyList<Placing> customers, Standing[] placed)
    {
        var scored = customers.Zip(placed, (customer, standing) => (customer.Lookup.Score, standing.Segment))
            .Where(pair => pair.Score is not null)
            .OrderBy(pair => pair.Segment.Customer, StringComparer.Ordinal)
            .ToList();
        var means = scored.GroupBy(pair => pair.Segment.Segment)
            .Where(group => group.Count() >= FewestForAMean)
            .ToDictionary(group => group.Key, group => group.Average(pair => pair.Score!.ChurnProbability), StringComparer.Ordinal);
        means[""] = scored.Count == 0 ? 0 : scored.Average(pair => pair.Score!.ChurnProbability);
        return means;
    }

    /// <summary>1 for the tenth with the lowest value to 10 for the highest; 0 without a score.</summary>
    static int[] Deciles(IReadOnlyList<Placing> customers)
    {
        var deciles = new int[customers.Count];
        var ranked = Enumerable.Range(0, customers.Count)
            .Where(i => customers[i].Lookup.Score is not null)
            .OrderBy(i => customers[i].Lookup.Score!.Value)
            .ThenBy(i => customers[i].Lookup.State.Customer, StringComparer.Ordinal)
            .ToArray();
        for (var rank = 0; rank < ranked.Length; rank++) deciles[ranked[rank]] = 1 + (int)(rank * 10L / ranked.Length);
        return deciles;
    }

    readonly record struct Risk(double Mean, bool IsRaised);
}
