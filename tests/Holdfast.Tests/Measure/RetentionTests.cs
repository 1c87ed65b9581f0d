using Holdfast.Retention.Facts;
using Holdfast.Retention.Measure;
using static Holdfast.Tests.Measure.CustomerFacts;

namespace Holdfast.Tests.Measure;

/// <summary>M1: the worked figures and the traps.</summary>
public class RetentionTests
{
    static readonly Period Year = new(D("2024-01-01"), D("2025-01-01"));

    [Fact]
    public void Start_20_plus_5_minus_1_is_95_percent() => // M1
        Assert.Equal(0.95, Figures(20, 5, lostOld: 1, lostNew: 0).Retention!.Value);

    [Fact]
    public void Start_44_plus_12_minus_13_is_31_of_44() // M1
    {
        var figures = Figures(44, 12, lostOld: 13, lostNew: 0);
        Assert.Equal((31, 44), (figures.Retention!.Part, figures.Retention.Whole));
        Assert.Equal(0.70, figures.Retention.Value, 2);
        Assert.Equal(43, figures.AtEnd);
    }

    [Fact]
    public void The_formula_charges_joiners_who_leave_again_to_the_old_base() // M1: 85.3 % against 87.0 %
    {
        var figures = Figures(1000, 150, lostOld: 130, lostNew: 17);
        Assert.Equal(0.853, figures.Retention!.Value, 12);
        Assert.Equal(0.870, figures.Kept!.Value, 12);
        Assert.Equal(17, figures.LeftAgain);
        Assert.Equal(147 / 1001.5, figures.LossRate!.Value, 12);
    }

    [Fact]
    public void Shares_carry_Wilsons_interval() // Wilson's formula evaluated in Python 3.11
    {
        var kept = Figures(1000, 150, lostOld: 130, lostNew: 17).Kept!;
        Assert.Equal(0.8477319733455312, kept.Low, 12);
        Assert.Equal(0.8894362253751581, kept.High, 12);
    }

    [Theory]
    [InlineData(Origin.Migrated)]
    [InlineData(Origin.Bought)]
    [InlineData(Origin.WonBack)]
    public void Who_moved_in_or_was_won_back_is_neither_new_nor_lost(Origin origin)
    {
        var figures = Count([.. Old(10, 1), A("2024-06-01", origin: origin)]);
        Assert.Equal((0.9, 0.9, 10L, 0L), (figures.Retention!.Value, figures.Kept!.Value, figures.AtEnd, figures.Acquired));
        Assert.Equal(origin == Origin.WonBack ? 0 : -1, figures.NetGrowth);
    }

    [Fact]
    public void Who_moved_out_administratively_leaves_the_base_and_is_not_lost()
    {
        var figures = Count([.. Old(10, 1), A("2020-01-01", "2024-06-01", Leaving.Administrative)]);
        Assert.Equal((11L, 1L, 1L), (figures.AtStart, figures.MovedOut, figures.LostVoluntary));
        Assert.Equal((9L, 10.0), (figures.Retention!.Part, figures.Retention.Whole));
        Assert.Equal((9L, 10.0), (figures.Kept!.Part, figures.Kept.Whole));
    }

    [Fact]
    public void Death_is_a_loss_of_its_own_kind()
    {
        var figures = Count([.. Old(10, 0), A("2020-01-01", "2024-06-01", Leaving.Involuntary)]);
        Assert.Equal((0L, 1L, 10L), (figures.LostVoluntary, figures.LostInvoluntary, figures.StillThere));
    }

    [Fact]
    public void Who_joins_or_leaves_on_the_first_day_does_so_in_the_period()
    {
        var figures = Count([A("2024-01-01"), A("2020-01-01", "2024-01-01", Leaving.Voluntary), A("2020-01-01", "2025-01-01", Leaving.Voluntary)]);
        Assert.Equal((2L, 1L, 1L, 2L), (figures.AtStart, figures.Acquired, figures.LostVoluntary, figures.AtEnd));
    }

    [Fact]
    public void A_customer_who_left_and_was_won_back_is_still_there_and_counted_once()
    {
        var counts = new PeriodCounts(Year);
        counts.Add([A("2020-01-01", "2024-03-01", Leaving.Voluntary)[0], A("2024-09-01", origin: Origin.WonBack)[0]]);
        var figures = counts.Figures("", true);
        Assert.Equal((1L, 1L, 1L, 1L, 1L, 0L),
            (figures.AtStart, figures.AtEnd, figures.StillThere, figures.LostVoluntary, figures.WonBack, figures.NetGrowth));
    }

    [Fact]
    public void Start_plus_arrivals_less_ends_is_the_end_for_any_lives()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 200; trial++)
        {
            var counts = new PeriodCounts(Year);
            for (var customer = 0; customer < 30; customer++) counts.Add(RandomLives(random));
            var f = counts.Figures("", true);
            Assert.Equal(f.AtEnd, f.AtStart + f.Acquired + f.WonBack + f.MovedIn - f.LostVoluntary - f.LostInvoluntary - f.MovedOut);
            Assert.True(f.StillThere <= Math.Min(f.AtStart, f.AtEnd));
        }
    }

    [Fact]
    public void Revenue_kept_is_capped_at_the_opening_for_gross_and_not_for_net() // M1
    {
        var counts = new RevenueCounts(Year);
        counts.Add(A("2020-01-01"), Months(100, 150));
        counts.Add(A("2020-01-01"), Months(100, 40));
        counts.Add(A("2020-01-01", "2024-05-01", Leaving.Voluntary), Months(100, 70));
        counts.Add(A("2024-02-01"), Months(0, 500));
        counts.Add(A("2020-01-01", "2024-05-01", Leaving.Administrative), Months(900, 0));
        var kept = counts.Figures(true).Revenue!;
        Assert.Equal((300L, 140L, 190L), (kept.Opening, kept.GrossKept, kept.NetKept));
        Assert.Equal((140.0 / 300, 190.0 / 300), (kept.Gross, kept.Net));
    }

    static List<MonthMoney> Months(long opening, long closing) =>
        [new(D("2023-12-01"), opening, opening, 0), new(D("2024-12-01"), closing, closing, 0)];

    static Life[] RandomLives(Random random)
    {
        var lives = new List<Life>();
        var day = D("2022-01-01") + random.Next(1200);
        for (var number = 1; number <= 3; number++)
        {
            Day? left = random.Next(3) == 0 ? null : day + random.Next(400);
            var kind = left is null ? Leaving.None : (Leaving)random.Next(1, 4);
            var origin = number > 1 ? Origin.WonBack : (Origin)random.Next(4);
            lives.Add(new(day, left, left, kind, origin, default, default, default, default, null, number));
            if (left is null) break;
            day = left.Value + 31 + random.Next(200);
        }

        return [.. lives];
    }

    static RetentionFigures Figures(int start, int joined, int lostOld, int lostNew) => Count(
    [
        .. Old(start, lostOld),
        .. Enumerable.Range(0, joined).Select(i => A("2024-03-01", i < lostNew ? "2024-11-01" : null, Leaving.Voluntary)),
    ]);

    static IEnumerable<Life[]> Old(int count, int lost) =>
        Enumerable.Range(0, count).Select(i => A("2020-01-01", i < lost ? "2024-07-01" : null, Leaving.Voluntary));

    static RetentionFigures Count(IEnumerable<Life[]> customers)
    {
        var counts = new PeriodCounts(Year);
        foreach (var lives in customers) counts.Add(lives);
        return counts.Figures("2024", true);
    }

    static Life[] A(string joined, string? left = null, Leaving kind = Leaving.None, Origin origin = Origin.Acquired) =>
    [
        new(D(joined), left is null ? null : D(left), left is null ? null : D(left), left is null ? Leaving.None : kind, origin,
            default, default, default, default, null, 1),
    ];
}
