using Holdfast.Simulation.Bank;

namespace Holdfast.Tests.Simulation;

public sealed class BankLivesTests(TwoBanks banks) : IClassFixture<TwoBanks>
{
    [Fact]
    public void M2_a_cohort_loses_a_tenth_by_day_90_and_a_fifth_to_a_quarter_in_its_first_year()
    {
        Assert.InRange(banks.WithPromotions.GoneBy(3), 0.095, 0.135);
        Assert.InRange(banks.WithPromotions.GoneBy(6), 0.135, 0.175);
        Assert.InRange(banks.WithPromotions.GoneBy(12), 0.20, 0.25);
        Assert.InRange(banks.WithPromotions.GoneBy(24), 0.37, 0.44);
    }

    [Fact]
    public void M2_some_fifteen_in_a_hundred_leave_in_a_year_overall() =>
        Assert.InRange(banks.WithPromotions.LeftPerYear, 0.14, 0.165);

    [Fact]
    public void The_bump_of_months_13_to_15_at_least_halves_when_promotions_do_not_end()
    {
        double with = banks.WithPromotions.HazardIn(13, 15), without = banks.WithoutPromotionEnds.HazardIn(13, 15);
        Assert.True(with > 2 * banks.WithPromotions.HazardIn(7, 12) * 0.9, $"hazard {with:P2} a month is no bump");
        Assert.True(without < 0.55 * with, $"{without:P2} without, {with:P2} with promotion ends");
    }

    [Fact]
    public void Bill_payment_looks_stickier_than_it_is() =>
        Assert.InRange(banks.WithPromotions.BillPaymentRatio, 0.45, 0.7);

    [Fact]
    public void Lives_end_in_every_way() =>
        Assert.All(Enum.GetValues<Ending>().Where(e => e != Ending.None), ending => Assert.True(banks.WithPromotions.Endings[ending] >= 10, ending.ToString()));

    [Fact]
    public void The_base_of_the_first_day_has_tenures_to_25_years() =>
        Assert.InRange(banks.WithPromotions.LongestTenureYears, 25, 28.1);
}

public sealed class TwoBanks
{
    internal Tally WithPromotions { get; } = new(new BankSettings { Seed = 6, Customers = 5_000 });

    internal Tally WithoutPromotionEnds { get; } = new(new BankSettings { Seed = 6, Customers = 5_000, PromotionsEnd = false });
}

sealed class Tally
{
    const int Months = 36;
    readonly double[] _exposed = new double[Months];
    readonly int[] _left = new int[Months];
    readonly double[] _weeksByBillPayment = new double[2];
    readonly int[] _leftByBillPayment = new int[2];
    double _years;
    int _allLeft;

    public Tally(BankSettings settings)
    {
        var world = new World(settings);
        for (var i = 0; i < settings.Customers; i++) Follow(world, Lifetime.Begin(world, i));
    }

    public Dictionary<Ending, int> Endings { get; } = Enum.GetValues<Ending>().ToDictionary(e => e, _ => 0);

    public double LongestTenureYears { get; private set; }

    public double LeftPerYear => _allLeft / _years;

    public double BillPaymentRatio => _leftByBillPayment[1] / _weeksByBillPayment[1] / (_leftByBillPayment[0] / _weeksByBillPayment[0]);

    public double GoneBy(int months) => 1 - Math.Exp(-Enumerable.Range(0, months).Sum(m => _left[m] / _exposed[m]));

    public double HazardIn(int firstMonth, int lastMonth) =>
        Enumerable.Range(firstMonth, lastMonth - firstMonth + 1).Average(m => _left[m] / _exposed[m]);

    void Follow(World world, Lifetime life)
    {
        while (life.Now.Today <= world.Settings.LastDay)
        {
            var before = life.Now;
            var stays = life.LiveWeek(null);
            var days = life.Now.Today - before.Today;
            var tenureDays = before.Today - life.Traits.Joined;
            var month = (int)(tenureDays / 30.4375);
            LongestTenureYears = Math.Max(LongestTenureYears, tenureDays / 365.25);
            var holds = before.Has(Facility.BillPayment) ? 1 : 0;
            _years += days / 365.25;
            _weeksByBillPayment[holds]++;
            if (month < Months) _exposed[month] += days / 30.4375;
            if (stays) continue;
            _allLeft++;
            Endings[life.Now.Ending]++;
            if (month < Months) _left[month]++;
            if (life.Now.Ending is Ending.Closed or Ending.Silent) _leftByBillPayment[holds]++;
            return;
        }
    }
}
