using System.Reflection;
using Holdfast.Numerics.Survival;

namespace Holdfast.Tests.Numerics.Survival;

/// <summary>Curves against R 4.2.2 survival 3.5-3, cmprsk 2.2-11 and survRM2 1.0-4, at the tolerance of each entry.</summary>
public class CurveReferenceTests
{
    [ReferenceEntry]
    public void Every_survival_entry_has_a_check()
    {
        var checkedIds = typeof(CurveReferenceTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttribute<ReferenceEntryAttribute>()?.Ids ?? []).ToHashSet();
        var entries = ReferenceValues.Entries.Where(e => e.Value.GetProperty("area").GetString() == "survival").Select(e => e.Key).ToList();
        Assert.Equal(55, entries.Count);
        Assert.Empty(entries.Except(checkedIds));
    }

    [ReferenceEntry("km.aml.plain", "km.aml.log", "km.aml.log-log")]
    public void Kaplan_Meier_of_aml()
    {
        foreach (var (id, kind) in new[] { ("km.aml.plain", SurvivalInterval.Plain), ("km.aml.log", SurvivalInterval.Log), ("km.aml.log-log", SurvivalInterval.LogLog) })
        {
            var points = new[] { "Maintained", "Nonmaintained" }.SelectMany(x => KaplanMeier.Fit(SurvivalTable.Aml.Where(r => r["x"].Trim('"') == x).Sample, kind).Points).ToList();
            Reference.All(id, "time", points.Select(p => p.Time));
            Reference.All(id, "n.risk", points.Select(p => p.AtRisk));
            Reference.All(id, "n.event", points.Select(p => p.Events));
            Reference.All(id, "surv", points.Select(p => p.Survival));
            Reference.All(id, "std.err", points.Select(p => p.StandardError), 0);
            Reference.All(id, "lower", points.Select(p => p.Interval.Low), 0);
            // Where nobody is left, R says nothing; here the last upper bound goes on.
            Reference.All(id, "upper", points.Select(p => p.Interval.High), points[^2].Interval.High);
        }
    }

    [ReferenceEntry("km.aml.median.log", "rmst.aml.48", "rmst.aml.30")]
    public void Medians_and_restricted_means_of_aml()
    {
        foreach (var (x, i) in new[] { ("Maintained", 0), ("Nonmaintained", 1) })
        {
            var table = SurvivalTable.Aml.Where(r => r["x"].Trim('"') == x);
            var median = KaplanMeier.Fit(table.Sample, SurvivalInterval.Log).Median;
            var expected = ReferenceValues.Value("km.aml.median.log");
            Assert.Equal(expected.GetProperty("median")[i].GetDouble(), median.Time);
            Assert.Equal(expected.GetProperty("0.95LCL")[i].GetDouble(), median.Low);
            Assert.Null(median.High);
            foreach (var (id, horizon) in new[] { ("km.aml.median.log", 161), ("rmst.aml.48", 48), ("rmst.aml.30", 30) })
            {
                var mean = RestrictedMean.Of(table.Sample, horizon).Mean;
                Reference.Near(id, "rmean", ReferenceValues.Value(id).GetProperty("rmean")[i].GetDouble(), mean.Value);
                Reference.Near(id, "se", ReferenceValues.Value(id).GetProperty("se(rmean)")[i].GetDouble(), mean.StandardError);
            }
        }
    }

    [ReferenceEntry("km.lung.log", "km.lung.log-log", "km.lung.table.log", "km.lung.table.log-log", "rmst.lung.365", "rmst.lung.730")]
    public void Kaplan_Meier_and_restricted_means_of_lung()
    {
        var sample = SurvivalTable.Lung;
        foreach (var (id, kind) in new[] { ("log", SurvivalInterval.Log), ("log-log", SurvivalInterval.LogLog) })
        {
            var curve = KaplanMeier.Fit(sample.Sample, kind);
            CheckAt($"km.lung.{id}", curve, "std.err");
            var table = ReferenceValues.Value($"km.lung.table.{id}");
            Assert.Equal(new SurvivalQuantile(table.Number("median"), table.Number("0.95LCL"), table.Number("0.95UCL")), curve.Median);
            Assert.Equal(table.Number("events"), sample.Events.Count(e => e));
            var mean = RestrictedMean.Of(sample.Sample, curve.LastTime).Mean;
            Reference.Near($"km.lung.table.{id}", "rmean", table.Number("rmean"), mean.Value);
            Reference.Near($"km.lung.table.{id}", "se(rmean)", table.Number("se(rmean)"), mean.StandardError);
        }
        foreach (var horizon in new[] { 365, 730 })
        {
            var mean = RestrictedMean.Of(sample.Sample, horizon).Mean;
            Reference.Near($"rmst.lung.{horizon}", "rmst", Reference.Number($"rmst.lung.{horizon}", "rmst"), mean.Value);
            Reference.Near($"rmst.lung.{horizon}", "se", Reference.Number($"rmst.lung.{horizon}", "se"), mean.StandardError);
        }
    }

    [ReferenceEntry("km.test2_lefttrunc", "km.waltons.loglog")]
    public void Kaplan_Meier_with_late_entries_and_of_waltons()
    {
        const string id = "km.test2_lefttrunc";
        var curve = KaplanMeier.Fit(SurvivalTable.Test2Starts, SurvivalTable.Test2Stops, SurvivalTable.Test2Events);
        Reference.All(id, "time", curve.Points.Select(p => p.Time));
        Reference.All(id, "n.risk", curve.Points.Select(p => p.AtRisk));
        Reference.All(id, "n.event", curve.Points.Select(p => p.Events));
        Reference.All(id, "surv", curve.Points.Select(p => p.Survival));
        Reference.All(id, "std.err", curve.Points.Take(6).Select(p => p.StandardError));
        var waltons = KaplanMeier.Fit(SurvivalTable.Read("survival/waltons_dataset.csv", "T", "E").Sample);
        CheckAt("km.waltons.loglog", waltons, null);
    }

    [ReferenceEntry("na.aml.overall", "fh2.aml.overall")]
    public void Cumulative_hazards_of_aml()
    {
        foreach (var (id, tied, survival) in new[] { ("na.aml.overall", false, "surv_fh"), ("fh2.aml.overall", true, "surv") })
        {
            var points = NelsonAalen.Fit(SurvivalTable.Aml.Sample, tied).Points;
            Reference.All(id, "time", points.Select(p => p.Time));
            Reference.All(id, "cumhaz", points.Select(p => p.Hazard));
            Reference.All(id, "std.chaz", points.Select(p => p.StandardError));
            Reference.All(id, survival, points.Select(p => p.Survival));
        }
    }

    [ReferenceEntry("logrank.aml", "peto.aml.rho1", "logrank.ovarian", "logrank.lung.sex", "logrank.lung.patkarno.strata.inst", "logrank.veteran.celltype", "logrank.waltons")]
    public void Log_rank_tests()
    {
        var aml = SurvivalTable.Aml;
        var test = LogRank.Test(aml.Sample, aml.Codes("x"), 2);
        CheckTest("logrank.aml", test);
        for (var i = 0; i < 4; i++)
            Reference.Near("logrank.aml", "var", ReferenceValues.Value("logrank.aml").GetProperty("var")[i / 2][i % 2].GetDouble(), test.Covariance[i]);
        CheckTest("peto.aml.rho1", LogRank.Test(aml.Sample, aml.Codes("x"), 2, 1));
        var ovarian = SurvivalTable.Read("reference/ovarian.csv", "futime", "fustat");
        CheckTest("logrank.ovarian", LogRank.Test(ovarian.Sample, ovarian.Codes("rx"), 2));
        CheckTest("logrank.lung.sex", LogRank.Test(SurvivalTable.Lung.Sample, SurvivalTable.Lung.Codes("sex"), 2));
        var strata = SurvivalTable.Lung.Where(r => r["pat.karno"].Length > 0 && r["inst"].Length > 0);
        var sample = new SurvivalSample { Exits = strata.Exits, Events = strata.Events, Strata = strata.Codes("inst") };
        CheckTest("logrank.lung.patkarno.strata.inst", LogRank.Test(sample, strata.Codes("pat.karno"), strata.Codes("pat.karno").Max() + 1));
        var veteran = SurvivalTable.Veteran;
        string[] order = ["squamous", "smallcell", "adeno", "large"];
        CheckTest("logrank.veteran.celltype", LogRank.Test(veteran.Sample, [.. veteran.Texts("celltype").Select(t => Array.IndexOf(order, t))], 4));
        var waltons = SurvivalTable.Read("survival/waltons_dataset.csv", "T", "E");
        CheckTest("logrank.waltons", LogRank.Test(waltons.Sample, waltons.Codes("group"), 2));
    }

    [ReferenceEntry("survRM2.pbc.tau10")]
    public void Restricted_means_of_pbc()
    {
        const string id = "survRM2.pbc.tau10";
        var rows = ReferenceData.Read("reference/pbc312.csv").Select(r => r.ToDictionary(p => p.Key.Trim('"'), p => p.Value)).ToList();
        RestrictedMean Arm(string trt)
        {
            var arm = rows.Where(r => r["trt"] == trt).ToList();
            double[] years = [.. arm.Select(r => r.Number("time") / 365.25)];
            bool[] events = [.. arm.Select(r => r["status"] == "2")];
            return RestrictedMean.Of(new SurvivalSample { Exits = years, Events = events }, 10);
        }
        var (one, none) = (Arm("1"), Arm("2"));
        foreach (var (name, mean) in new[] { ("arm1", one.Mean), ("arm0", none.Mean) })
        {
            Reference.Near(id, name, Reference.Number(id, name, "Est."), mean.Value);
            Reference.Near(id, name, Reference.Number(id, name, "se"), mean.StandardError);
            Reference.Near(id, name, Reference.Number(id, name, "lower .95"), mean.Interval.Low);
            Reference.Near(id, name, Reference.Number(id, name, "upper .95"), mean.Interval.High);
        }
        foreach (var (name, found) in new[] { ("RMST (arm=1)-(arm=0)", one.Minus(none)), ("RMST (arm=1)/(arm=0)", one.Over(none)), ("RMTL (arm=1)/(arm=0)", one.LostOver(none)) })
        {
            Reference.Near(id, name, Reference.Number(id, "contrast", name, "Est."), found.Value);
            Reference.Near(id, name, Reference.Number(id, "contrast", name, "lower .95"), found.Interval.Low);
            Reference.Near(id, name, Reference.Number(id, "contrast", name, "upper .95"), found.Interval.High);
            Reference.Near(id, name, Reference.Number(id, "contrast", name, "p"), found.PValue);
        }
    }

    [ReferenceEntry("aj.mgus2", "aj.mgus2.sex", "aj.mgus2.sex.rmean", "gray.mgus2.sex")]
    public void Incidences_of_mgus2()
    {
        var table = SurvivalTable.Mgus2;
        var (times, causes) = table.Mgus2Causes();
        var expected = ReferenceValues.Value("aj.mgus2");
        Assert.Equal(expected.GetProperty("counts").Numbers(), Enumerable.Range(0, 3).Select(k => (double)causes.Count(c => c == k)));
        var all = AalenJohansen.Fit([], times, causes, 2);
        for (var i = 0; i < 5; i++)
            CheckStates("aj.mgus2", i, all.Last(expected.GetProperty("time")[i].GetDouble())!.Value);
        var byGroup = new[] { "F", "M" }.Select(sex => table.Where(r => r["sex"].Trim('"') == sex).Mgus2Causes()).Select(g => AalenJohansen.Fit([], g.Times, g.Causes, 2)).ToList();
        for (var i = 0; i < 4; i++)
            CheckStates("aj.mgus2.sex", i, byGroup[i / 2].Last(i % 2 == 0 ? 120 : 240)!.Value);
        var means = ReferenceValues.Value("aj.mgus2.sex.rmean").GetProperty("rmean").Numbers();
        for (var g = 0; g < 2; g++)
        {
            var lost = new[] { 1, 2 }.Select(k => byGroup[g].TimeLost(k, times.Max()).Value).ToList();
            Reference.Near("aj.mgus2.sex.rmean", "pcm", means[2 + g], lost[0]);
            Reference.Near("aj.mgus2.sex.rmean", "death", means[4 + g], lost[1]);
            Reference.Near("aj.mgus2.sex.rmean", "(s0)", means[g], times.Max() - lost.Sum());
        }
        for (var k = 0; k < 2; k++)
        {
            var test = GrayTest.Of(times, causes, table.Codes("sex"), 2, k + 1);
            Reference.Near("gray.mgus2.sex", "stat", ReferenceValues.Value("gray.mgus2.sex").GetProperty("stat")[k].GetDouble(), test.Statistic);
            Reference.Near("gray.mgus2.sex", "p", ReferenceValues.Value("gray.mgus2.sex").GetProperty("p")[k].GetDouble(), test.PValue);
        }
    }

    [ReferenceEntry("telco.km", "telco.km.contract", "telco.logrank.contract")]
    public void Telco_curves()
    {
        var telco = SurvivalTable.Telco;
        Assert.Equal(Reference.Number("telco.km", "n"), telco.Count);
        CheckAt("telco.km", KaplanMeier.Fit(telco.Sample, SurvivalInterval.Log), "se");
        var mean = RestrictedMean.Of(telco.Sample, 72).Mean;
        Reference.Near("telco.km", "rmst72", Reference.Number("telco.km", "rmst72"), mean.Value);
        Reference.Near("telco.km", "rmst72se", Reference.Number("telco.km", "rmst72se"), mean.StandardError);
        string[] contracts = ["Month-to-month", "One year", "Two year"];
        var points = contracts.SelectMany(c => new[] { 12, 24, 60 }.Select(t => KaplanMeier.Fit(telco.Where(r => r["Contract"] == c).Sample, SurvivalInterval.Log).Last(t)!.Value)).ToList();
        Reference.All("telco.km.contract", "surv", points.Select(p => p.Survival));
        Reference.All("telco.km.contract", "se", points.Select(p => p.StandardError));
        CheckTest("telco.logrank.contract", LogRank.Test(telco.Sample, telco.Codes("Contract"), 3));
    }

    static void CheckAt(string id, KaplanMeier curve, string? errors)
    {
        var value = ReferenceValues.Value(id);
        var times = value.GetProperty("time").Numbers();
        var points = times.Select(t => curve.Last(t)!.Value).ToList();
        Reference.All(id, "surv", points.Select(p => p.Survival));
        Reference.All(id, "lower", points.Select(p => p.Interval.Low));
        Reference.All(id, "upper", points.Select(p => p.Interval.High));
        if (errors is null)
            return;
        Reference.All(id, errors, points.Select(p => p.StandardError));
        Reference.All(id, "n.risk", times.Select(curve.AtRisk));
    }

    static void CheckTest(string id, LogRank test)
    {
        var value = ReferenceValues.Value(id);
        Reference.Near(id, "chisq", value.Number("chisq"), test.Statistic);
        if (value.TryGetProperty("obs", out _))
        {
            Reference.All(id, "obs", test.Observed);
            if (value.TryGetProperty("exp", out _))
                Reference.All(id, "exp", test.Expected);
        }
        if (value.TryGetProperty("p", out var p))
            Reference.Near(id, "p", p.GetDouble(), test.PValue);
        if (value.TryGetProperty("df", out var degrees))
            Assert.Equal(degrees.GetInt32(), test.Degrees);
    }

    static void CheckStates(string id, int row, IncidencePoint point)
    {
        var value = ReferenceValues.Value(id);
        double[] shares = [point.Survival, .. point.Incidence], errors = [point.SurvivalError, .. point.StandardErrors];
        for (var s = 0; s < 3; s++)
        {
            Reference.Near(id, "pstate", value.GetProperty("pstate")[row][s].GetDouble(), shares[s]);
            Reference.Near(id, "std.err", value.GetProperty("std.err")[row][s].GetDouble(), errors[s]);
        }
    }
}
