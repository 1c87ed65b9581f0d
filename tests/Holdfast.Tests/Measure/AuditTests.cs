using Holdfast.Retention.Facts;
using Holdfast.Retention.Measure;
using static Holdfast.Tests.Measure.CustomerFacts;

namespace Holdfast.Tests.Measure;

/// <summary>M5: what leavers have in common.</summary>
public class AuditTests
{
    static readonly Business Bank = new() { Name = "bank", Churn = [new() { Kind = ChurnKind.Closed }] };

    [Fact]
    public void Matched_odds_are_those_of_R() // R 4.2.2: mantelhaen.test(UCBAdmissions, correct = FALSE)
    {
        var odds = new MatchedOdds();
        odds.Add(512, 89, 313, 19);
        odds.Add(353, 17, 207, 8);
        odds.Add(120, 202, 205, 391);
        odds.Add(138, 131, 279, 244);
        odds.Add(53, 94, 138, 299);
        odds.Add(22, 24, 351, 317);
        var (ratio, low, high, p) = odds.Result()!.Value;
        Assert.Equal(0.9046968, ratio, 7);
        Assert.Equal(0.7719074, low, 7);
        Assert.Equal(1.0603298, high, 7);
        Assert.Equal(0.216924, p, 6);
    }

    [Fact]
    public void A_planted_cause_is_found_and_a_planted_decoy_is_not()
    {
        var traits = Audit(confounded: false).Traits;
        Assert.Equal("complained in the 90 days before", traits[0].Trait);
        Assert.True(traits[0].OddsRatio > 3 && traits[0].CorrectedP < 0.01);
        Assert.All(traits.Skip(1), t => Assert.True(t.CorrectedP > 0.01, t.Trait));
    }

    [Fact]
    public void Tenure_does_not_pass_for_a_trait()
    {
        // New customers leave more and joined by web more; within a band of tenure the channel makes no difference.
        var web = Audit(confounded: true).Traits.Single(t => t.Trait == "channel web");
        Assert.True(web.LeaversWith!.Value > web.StayersWith!.Value + 0.1);
        Assert.InRange(1, web.Low, web.High);
    }

    [Fact]
    public void Complaints_after_the_look_do_not_count()
    {
        // As of 2025-01-01 the last look is on 2024-09-01; the leavers of December complained in November only.
        var customers = Enumerable.Range(0, 60).Select(i => i < 30
            ? new CustomerFacts($"c{i}").Spell("2022-01-01", $"2024-12-{1 + i % 15:00}", Leaving.Voluntary).Acts("2024-08-01").Complains("2024-11-20")
            : new CustomerFacts($"c{i}").Spell("2022-01-01").Acts("2024-08-01"));
        Assert.DoesNotContain(Figures(customers).Traits, t => t.Trait.StartsWith("complained", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_few_leavers_are_not_compared()
    {
        var counts = new AuditCounts(Bank, D("2025-01-01"));
        Assert.False(counts.Figures().Answered);
        Assert.Contains("too few", counts.Figures().Why, StringComparison.Ordinal);
    }

    static ChurnAudit Audit(bool confounded)
    {
        var random = new Random(11);
        var customers = new List<CustomerFacts>();
        for (var i = 0; i < 1500; i++)
        {
            var isNew = random.Next(2) == 0;
            var channel = random.NextDouble() < (confounded && isNew ? 0.8 : 0.3) ? "web" : "branch";
            var customer = new CustomerFacts($"c{i}");
            var complains = random.NextDouble() < 0.2;
            var risk = confounded ? isNew ? 0.5 : 0.05 : complains ? 0.6 : 0.15;
            var left = random.NextDouble() < risk ? (D("2024-06-10") + random.Next(150)).ToString() : null;
            customer.Spell(isNew ? "2023-09-01" : "2018-01-01", left, Leaving.Voluntary, channel: channel).Acts("2023-10-01", "2024-01-01");
            var complaint = left is null ? D("2024-02-01") + random.Next(200) : D(left) - 130;
            if (complains) customer.Event(complaint.ToString(), "complaint", byCustomer: false);
            customers.Add(customer);
        }

        return Figures(customers);
    }

    static ChurnAudit Figures(IEnumerable<CustomerFacts> customers)
    {
        var fold = new MeasureFold(Bank with { RecordsSince = "2018-01-01" }, [], D("2025-01-01"));
        foreach (var customer in customers) fold.Add(customer.Build());
        return fold.Result().Audit.Result!;
    }
}
