using Holdfast.Retention.Facts;
using Holdfast.Retention.Measure;
using static Holdfast.Tests.Measure.CustomerFacts;

namespace Holdfast.Tests.Measure;

/// <summary>M2: leaving by tenure.</summary>
public class TenureTests
{
    static readonly Day Start = D("2020-01-01");

    [Theory] // R survival 3.5-3, survfit(Surv(time, status) ~ 1, aml[aml$x == "Maintained", ])
    [InlineData(9, .909091)]
    [InlineData(13, .818182)]
    [InlineData(18, .715909)]
    [InlineData(23, .613636)]
    [InlineData(31, .490909)]
    [InlineData(34, .368182)]
    [InlineData(48, .184091)]
    public void Survival_is_that_of_Kaplan_and_Meier(int day, double survival) =>
        Assert.Equal(survival, 1 - new TenureRisk(Aml()).By(day)!.All, 6);

    [Fact]
    public void Kinds_of_leaving_compete_and_add_up()
    {
        var counts = new TenureCounts();
        counts.Add(Lived(10, Leaving.Voluntary), Start, Start + 1000);
        counts.Add(Lived(20, Leaving.Involuntary), Start, Start + 1000);
        counts.Add(Lived(30, Leaving.Voluntary), Start, Start + 1000);
        counts.Add(Lived(null, Leaving.None), Start, Start + 40);
        var churned = new TenureRisk(counts).By(35)!;
        Assert.Equal((0.5, 0.25, 0.75), (churned.Voluntary, churned.Involuntary, churned.All));
        Assert.InRange(churned.All, churned.Low, churned.High);
    }

    [Fact]
    public void Tenure_before_records_begin_is_no_evidence_of_staying()
    {
        // Ten seasoned customers seen from day 500 on must not dilute the risk of the two new ones.
        var counts = new TenureCounts();
        for (var i = 0; i < 10; i++) counts.Add(Lived(null, Leaving.None), Start + 500, Start + 600);
        counts.Add(Lived(50, Leaving.Voluntary, Start + 500), Start + 500, Start + 600);
        counts.Add(Lived(null, Leaving.None, Start + 500), Start + 500, Start + 600);
        var risk = new TenureRisk(counts);
        Assert.Equal(0.5, risk.By(60)!.All);
        Assert.Null(risk.By(365)); // nobody was seen between day 100 and day 500
    }

    [Fact]
    public void Silence_still_unknown_is_no_exposure()
    {
        var counts = new TenureCounts();
        counts.Add(Lived(null, Leaving.None) with { LagDays = 100 }, Start, Start + 150);
        Assert.Equal(50, counts.Days().Count);
    }

    [Fact]
    public void Hazard_is_leavers_by_exposure_in_bands_of_0_30_60_90_days_and_months()
    {
        var bands = new TenureRisk(Aml()).Bands();
        Assert.Equal([(0, 30), (30, 60), (60, 90), (90, 122), (122, 152), (152, 183)], bands.Select(b => (b.FromDay, b.ToDay)));
        // 9 + 13 + 13 + 18 + 23 + 28 + 5 * 30 customer-days, of which 4 left.
        Assert.Equal((254L, 4L), (bands[0].ExposureDays, bands[0].Voluntary));
        Assert.Equal(4 / (254 / Rate.DaysPerMonth), bands[0].VoluntaryPerMonth!.Value, 12);
    }

    [Fact]
    public void A_rate_carries_an_interval_close_to_the_exact_one() // exact (Garwood 1936) by bisection in Python 3.11: 4.795389, 18.390356 of 10
    {
        var rate = Rate.Of(10, (long)Math.Round(100 * Rate.DaysPerMonth))!;
        Assert.Equal(0.0479, rate.Low, 3);
        Assert.Equal(0.1839, rate.High, 3);
        Assert.Equal(0, Rate.Of(0, 100)!.Low);
        Assert.Null(Rate.Of(0, 0));
    }

    [Fact]
    public void Day_90_is_followed_by_whole_months_quarters_and_years()
    {
        Assert.Equal([0, 30, 60, 90, 122], TenureBand.Bounds.Take(5));
        Assert.Contains(365, TenureBand.Bounds);
        Assert.Contains(730, TenureBand.Bounds);
        Assert.Equal(TenureBand.Bounds.Order().Distinct(), TenureBand.Bounds);
        Assert.Equal(TenureCounts.MostDays, TenureBand.Bounds[^1]);
    }

    static TenureCounts Aml()
    {
        var counts = new TenureCounts();
        (int Days, bool Left)[] maintained =
            [(9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)];
        foreach (var (days, left) in maintained)
            counts.Add(Lived(left ? days : null, left ? Leaving.Voluntary : Leaving.None), Start, Start + days);
        return counts;
    }

    static Life Lived(int? days, Leaving kind, Day? joined = null)
    {
        var from = joined ?? Start;
        return new(from, days is { } d ? from + d : null, null, kind, Origin.Acquired, default, default, default, default, null, 1);
    }
}
