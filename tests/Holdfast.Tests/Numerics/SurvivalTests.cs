using Holdfast.Numerics;
using Holdfast.Numerics.Survival;

namespace Holdfast.Tests.Numerics;

/// <summary>Golden values: R 4.2.2, survival 3.5-3, tolerance 1e-10 relative unless said.</summary>
public class SurvivalTests
{
    static readonly double[] Maintained = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161];
    static readonly bool[] MaintainedEvents = [true, true, false, true, true, false, true, true, false, true, false];
    static readonly double[] Other = [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45];
    static readonly bool[] OtherEvents = [true, true, true, true, true, false, true, true, true, true, true, true];

    [Theory]
    [InlineData(SurvivalInterval.Plain, 0.739204333133848, 1, 0.169096200651704, 0.812721981166478)]
    [InlineData(SurvivalInterval.Log, 0.754133845081525, 1, 0.254859951199317, 0.945584955200429)]
    [InlineData(SurvivalInterval.LogLog, 0.50808020576993, 0.986673822667823, 0.167330909776851, 0.753399790370811)]
    public void The_aml_curve_has_Rs_shares_errors_and_intervals(SurvivalInterval kind, double low9, double high9, double low31, double high31)
    {
        var curve = KaplanMeier.Fit([], Maintained, MaintainedEvents, kind);
        Assert.Equal([9, 13, 18, 23, 28, 31, 34, 45, 48, 161], curve.Points.Select(p => p.Time));
        Assert.Equal([11, 10, 8, 7, 6, 5, 4, 3, 2, 1], curve.Points.Select(p => p.AtRisk));
        double[] shares = [0.909090909090909, 0.818181818181818, 0.715909090909091, 0.613636363636364, 0.613636363636364, 0.490909090909091, 0.368181818181818, 0.368181818181818, 0.184090909090909, 0.184090909090909];
        double[] errors = [0.0866784172041448, 0.116291299830333, 0.139664970557228, 0.152632331027312, 0.152632331027312, 0.164193267221136, 0.162668885827095, 0.162668885827095, 0.153492745786294, 0.153492745786294];
        for (var i = 0; i < shares.Length; i++)
        {
            Assert.Equal(shares[i], curve.Points[i].Survival, 1e-10);
            Assert.Equal(errors[i], curve.Points[i].StandardError, 1e-10);
        }
        Assert.Equal(low9, curve.Points[0].Interval.Low, 1e-10);
        Assert.Equal(high9, curve.Points[0].Interval.High, 1e-10);
        Assert.Equal(low31, curve.Points[5].Interval.Low, 1e-10);
        Assert.Equal(high31, curve.Points[5].Interval.High, 1e-10);
    }

    [Fact]
    public void The_aml_medians_are_Rs()
    {
        Assert.Equal(new SurvivalQuantile(31, 18, null), KaplanMeier.Fit([], Maintained, MaintainedEvents, SurvivalInterval.Log).Median);
        Assert.Equal(new SurvivalQuantile(23, 8, null), KaplanMeier.Fit([], Other, OtherEvents, SurvivalInterval.Log).Median);
    }

    [Fact]
    public void Late_entries_are_at_risk_only_after_they_came()
    {
        // R, survfit(Surv(start, stop, event)).
        var curve = KaplanMeier.Fit([1, 2, 5, 2, 1, 7, 3, 4, 8, 8], [2, 3, 6, 7, 8, 9, 9, 9, 14, 17], [true, true, true, true, true, true, true, false, false, false]);
        Assert.Equal([2, 3, 5, 4, 4, 5, 2, 1], curve.Points.Select(p => p.AtRisk));
        double[] shares = [0.5, 0.333333333333333, 0.266666666666667, 0.2, 0.15, 0.09, 0.09, 0.09];
        double[] errors = [0.353553390593274, 0.272165526975909, 0.225749779541339, 0.178885438199983, 0.140978721798717, 0.0907469007735251];
        for (var i = 0; i < shares.Length; i++)
            Assert.Equal(shares[i], curve.Points[i].Survival, 1e-10);
        for (var i = 0; i < errors.Length; i++)
            Assert.Equal(errors[i], curve.Points[i].StandardError, 1e-10);
    }

    [ReferenceDataFact]
    public void The_lung_curve_has_Rs_shares_intervals_and_median()
    {
        var rows = ReferenceData.Read("survival/lung.csv");
        double[] times = [.. rows.Select(r => r.Number("time"))];
        bool[] events = [.. rows.Select(r => r["status"] == "1")];
        var curve = KaplanMeier.Fit([], times, events);
        Assert.Equal(165, events.Count(e => e));
        Assert.Equal(0.409241624460064, curve.At(365), 1e-10);
        Assert.Equal(0.0358236381720378, curve.Last(365)!.Value.StandardError, 1e-10);
        Assert.Equal(0.338714269088323, curve.Last(365)!.Value.Interval.Low, 1e-10);
        Assert.Equal(0.478380767646914, curve.Last(365)!.Value.Interval.High, 1e-10);
        Assert.Equal(0.0178661710928527, curve.Last(1000)!.Value.Interval.Low, 1e-10);
        Assert.Equal(new SurvivalQuantile(310, 284, 361), curve.Median);
        Assert.Equal(new SurvivalQuantile(310, 285, 363), KaplanMeier.Fit([], times, events, SurvivalInterval.Log).Median);
    }

    [ReferenceDataFact]
    public void The_mgus2_incidences_are_Rs()
    {
        var rows = ReferenceData.Read("reference/mgus2.csv");
        double[] times = [.. rows.Select(r => r["pstat"] == "1" ? r.Number("ptime") : r.Number("futime"))];
        int[] causes = [.. rows.Select(r => r["pstat"] == "1" ? 1 : r["death"] == "1" ? 2 : 0)];
        var curves = AalenJohansen.Fit([], times, causes, 2);
        (double Time, double[] Expected, double Error)[] golden =
        [
            (60, [0.645529276757773, 0.034103712974349, 0.320367010267878], 0.00488925790766794),
            (120, [0.404460127906679, 0.0637221680131129, 0.531817704080208], 0.00679684842396064),
            (240, [0.176158307921986, 0.0998137159354692, 0.724027976142545], 0.0097848467933896),
        ];
        foreach (var (time, expected, error) in golden)
        {
            var point = curves.Last(time)!.Value;
            Assert.Equal(expected[0], point.Survival, 1e-10);
            Assert.Equal(expected[1], point.Incidence[0], 1e-10);
            Assert.Equal(expected[2], point.Incidence[1], 1e-10);
            Assert.Equal(error, point.StandardErrors[0], 1e-10);
        }
    }

    [Fact]
    public void One_cause_alone_is_one_minus_Kaplan_Meier_with_Greenwoods_error()
    {
        var curve = KaplanMeier.Fit([], Maintained, MaintainedEvents);
        var incidence = AalenJohansen.Fit([], Maintained, [.. MaintainedEvents.Select(e => e ? 1 : 0)], 1);
        for (var i = 0; i < curve.Points.Count; i++)
        {
            Assert.Equal(1 - curve.Points[i].Survival, incidence.Points[i].Incidence[0], 1e-12);
            Assert.Equal(curve.Points[i].StandardError, incidence.Points[i].StandardErrors[0], 1e-10);
        }
    }

    [Fact]
    public void Incidences_and_survival_add_up_to_one_and_causes_may_be_relabelled()
    {
        var stream = new RandomStream(6);
        for (var trial = 0; trial < 200; trial++)
        {
            var n = 1 + stream.Index(40);
            double[] entries = [.. Enumerable.Range(0, n).Select(_ => (double)stream.Index(4))];
            double[] exits = [.. entries.Select(e => e + 1 + stream.Index(6))];
            int[] causes = [.. Enumerable.Range(0, n).Select(_ => stream.Index(3))];
            var curves = AalenJohansen.Fit(entries, exits, causes, 2);
            var swapped = AalenJohansen.Fit(entries, exits, [.. causes.Select(c => c == 0 ? 0 : 3 - c)], 2);
            foreach (var (a, b) in curves.Points.Zip(swapped.Points))
            {
                Assert.Equal(1, a.Survival + a.Incidence.Sum(), 1e-12);
                Assert.Equal(a.Incidence[0], b.Incidence[1]);
            }
        }
    }

    [Fact]
    public void A_hazard_table_counts_exposure_and_events_within_its_intervals()
    {
        // Customers: 0-3 leaves for cause 1; 2-7 censored; 0-5 leaves for cause 2; 4-12 leaves for cause 1.
        var table = HazardTable.Count([0, 5, 10], [0, 2, 0, 4], [3, 7, 5, 12], [1, 0, 2, 1]);
        var (first, second) = (table.Rows[0], table.Rows[1]);
        Assert.Equal((4L, 3.0 + 3 + 5 + 1), (first.AtRisk, first.Exposure));
        Assert.Equal([1L, 0L], first.Events);
        Assert.Equal([1.0 / 12, 0], first.Hazards);
        Assert.Equal((3L, 2.0 + 5), (second.AtRisk, second.Exposure));
        Assert.Equal([0L, 1L], second.Events);
        Assert.Equal(1 - Math.Exp(-5.0 / 7), second.Leaving, 1e-12);
        Assert.Equal(-Math.Log(0.025) / 12, first.Intervals[1].High, 1e-12);
    }

    [Fact]
    public void A_constant_hazard_is_recovered()
    {
        var stream = new RandomStream(31);
        double[] left = [.. Enumerable.Range(0, 20_000).Select(_ => stream.Exponential(0.04))];
        double[] exits = [.. left.Select(t => Math.Min(t, 30))];
        int[] causes = [.. left.Select(t => t < 30 ? 1 : 0)];
        foreach (var row in HazardTable.Count([0, 10, 20, 30], [], exits, causes, 0.999).Rows)
            Assert.True(row.Intervals[0].Contains(0.04));
        Assert.InRange(KaplanMeier.Fit([], exits, [.. causes.Select(c => c == 1)]).At(20), Math.Exp(-0.8) - 0.012, Math.Exp(-0.8) + 0.012);
    }

    [Fact]
    public void Extreme_input_has_a_defined_answer()
    {
        var alone = KaplanMeier.Fit([], [3], [true]);
        Assert.Equal(0, alone.At(3));
        Assert.Equal(1, alone.At(2.9));
        Assert.Equal(0, alone.Points[0].StandardError);
        var nobody = KaplanMeier.Fit([], [3, 4], [false, false]);
        Assert.Equal(1, nobody.At(100));
        Assert.Null(nobody.Median.Time);
        Assert.Equal(1.0 / 3, KaplanMeier.Fit([], [2, 2, 2], [true, true, false]).At(2), 1e-12);
    }

    [Fact]
    public void Impossible_times_are_named()
    {
        Assert.Contains("row 1 enters at 5 and leaves at 4", Assert.Throws<ArgumentException>(() => KaplanMeier.Fit([0, 5], [1, 4], [true, true])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KaplanMeier.Fit([], [double.NaN], [true]));
        Assert.Throws<ArgumentException>(() => KaplanMeier.Fit([], [], []));
        Assert.Contains("causes[0] is 3", Assert.Throws<ArgumentException>(() => AalenJohansen.Fit([], [1], [3], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => HazardTable.Count([1, 0], [], [1], [1]));
    }
}
