using Holdfast.Numerics.OffPolicy;

namespace Holdfast.Tests.Numerics.Learning;

/// <summary>
/// Golden values of numpy on 10,000 rows of two campaigns of the Open Bandit data: the log of the random policy judges the policy
/// that shows items as often as the Thompson sampling policy did at each position; modelled rewards are means smoothed by 10.
/// </summary>
public class OffPolicyReferenceTests
{
    [ReferenceEntry("obd.men")]
    public void The_campaign_for_men_has_the_reference_values() => Check("men");

    [ReferenceEntry("obd.women")]
    public void The_campaign_for_women_has_the_reference_values() => Check("women");

    static void Check(string campaign)
    {
        var id = "obd." + campaign;
        var expected = ReferenceValues.Value(id);
        var (random, learned) = (ReferenceData.Read($"reference/obd/random-{campaign}.csv.gz"), ReferenceData.Read($"reference/obd/bts-{campaign}.csv.gz"));
        var count = expected.GetProperty("K").GetInt32();
        var log = Log(random, count);
        Assert.Equal(expected.Number("n_random"), random.Count);
        Assert.Equal(expected.Number("n_bts"), learned.Count);
        Assert.Equal(expected.Number("clicks_random"), log.Rewards.Sum());
        ReferenceValues.Close(id, expected.Number("ctr_random"), log.Rewards.Average());
        ReferenceValues.Close(id, expected.Number("clicks_bts"), learned.Sum(r => r.Number("click")));
        ReferenceValues.Close(id, expected.Number("ctr_bts"), learned.Average(r => r.Number("click")));
        Assert.Equal(expected.GetProperty("positions").Numbers(), random.Select(r => r.Number("position")).Distinct().Order());
        ReferenceValues.Close(id, expected.Number("prop_min"), log.Propensities.Min());
        ReferenceValues.Close(id, expected.Number("prop_max"), log.Propensities.Max());
        var value = PolicyValue.Estimate(log.Decisions(Frequencies(Log(learned, count)), log.SmoothedMeans(10)));
        ReferenceValues.Close(id, expected.Number("ips"), value.Ips.Value);
        ReferenceValues.Close(id, expected.Number("snips"), value.Snips!.Value.Value);
        ReferenceValues.Close(id, expected.Number("dm"), value.Dm!.Value.Value);
        ReferenceValues.Close(id, expected.Number("dr"), value.Dr!.Value.Value);
        ReferenceValues.Close(id, expected.Number("mean_w"), value.Weights.Mean);
        ReferenceValues.Close(id, expected.Number("max_w"), value.Weights.Largest);
        ReferenceValues.Close(id, expected.Number("ess"), value.Weights.EffectiveSampleSize);
    }

    static ActionLog Log(List<Dictionary<string, string>> rows, int count) => new(
        [.. Enumerable.Range(0, count).Select(i => $"item {i}")], [.. rows.Select(r => (int)r.Number("item_id"))], [.. rows.Select(r => (int)r.Number("position") - 1)],
        [.. rows.Select(r => r.Number("click"))], [.. rows.Select(r => r.Number("propensity_score"))]);

    static double[] Frequencies(ActionLog log)
    {
        var shares = new double[log.ContextCount * log.ActionNames.Count];
        var totals = log.Contexts.CountBy(context => context).ToDictionary();
        for (var row = 0; row < log.Actions.Length; row++) shares[log.Contexts[row] * log.ActionNames.Count + log.Actions[row]] += 1.0 / totals[log.Contexts[row]];
        return shares;
    }
}
