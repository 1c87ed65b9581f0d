using Holdfast.Numerics.Survival;

namespace Holdfast.Tests.Numerics.Survival;

/// <summary>Regressions against R 4.2.2 survival 3.5-3, cmprsk 2.2-11 and riskRegression 2022.11.28, at the tolerance of each entry.</summary>
public class CoxReferenceTests
{
    static readonly string[] RossiColumns = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
    static readonly CoxOptions Efron = new(), Breslow = new() { Ties = TieMethod.Breslow }, Exact = new() { Ties = TieMethod.Exact };

    [ReferenceEntry("cox.rossi.efron", "cox.rossi.breslow", "cox.rossi.exact")]
    public void Rossi_with_every_way_of_ties()
    {
        var rossi = SurvivalTable.Rossi;
        var rows = rossi.Rows(RossiColumns);
        foreach (var (id, options) in new[] { ("cox.rossi.efron", Efron), ("cox.rossi.breslow", Breslow), ("cox.rossi.exact", Exact) })
        {
            var fit = CoxRegression.Fit(rossi.Sample, rows, 7, options);
            CheckFit(id, fit);
            Reference.Near(id, "score", Reference.Number(id, "score"), fit.Score.Statistic, "se_rel");
            Reference.Near(id, "wald", Reference.Number(id, "wald"), fit.Wald.Statistic, "se_rel");
            Reference.Near(id, "lr", Reference.Number(id, "lr"), fit.LikelihoodRatio.Statistic, "se_rel");
            var concordance = Concordance.Of(rossi.Sample, fit.LinearPredictors(rows));
            Reference.All(id, "concordance", [concordance.C, concordance.StandardError], tolerance: "se_rel");
        }
    }

    [ReferenceEntry("cox.rossi.efron.basehaz_uncentered", "cox.rossi.efron.basehaz_at_means", "cox.rossi.robust_se", "cox.rossi.strata_race")]
    public void Rossi_baseline_robust_errors_and_strata()
    {
        var rossi = SurvivalTable.Rossi;
        var rows = rossi.Rows(RossiColumns);
        var fit = CoxRegression.Fit(rossi.Sample, rows, 7);
        var baseline = CoxBaseline.Of(rossi.Sample, rows, fit);
        Reference.All("cox.rossi.efron.basehaz_uncentered", "time", baseline.Curve().Times, tolerance: "coef_abs");
        Reference.All("cox.rossi.efron.basehaz_uncentered", "hazard", baseline.Curve().Hazards, tolerance: "coef_abs");
        Reference.Near("cox.rossi.efron.basehaz_at_means", "last", Reference.Number("cox.rossi.efron.basehaz_at_means", "last_hazard"), baseline.Curve().At(52) * baseline.AtCentre, "coef_abs");
        var robust = CoxFit.Errors(CoxResiduals.Of(rossi.Sample, rows, fit).RobustCovariance());
        for (var j = 0; j < 7; j++)
            Reference.Near("cox.rossi.robust_se", RossiColumns[j], Reference.Number("cox.rossi.robust_se", RossiColumns[j]), robust[j], "se_rel");
        var stratified = new SurvivalSample { Exits = rossi.Exits, Events = rossi.Events, Strata = rossi.Codes("race") };
        var withoutRace = CoxRegression.Fit(stratified, rossi.Rows([.. RossiColumns.Where(c => c != "race")]), 6);
        CheckFit("cox.rossi.strata_race", withoutRace);
    }

    [ReferenceEntry("cox.zph.rossi.km", "cox.zph.rossi.rank")]
    public void Rossi_proportionality()
    {
        var rossi = SurvivalTable.Rossi;
        var rows = rossi.Rows(RossiColumns);
        var fit = CoxRegression.Fit(rossi.Sample, rows, 7);
        foreach (var (id, scale) in new[] { ("cox.zph.rossi.km", TimeScale.KaplanMeier), ("cox.zph.rossi.rank", TimeScale.Rank) })
        {
            var test = ProportionalityTest.Of(rossi.Sample, rows, fit, scale: scale);
            Reference.All(id, "chisq", [.. test.Terms.Select(t => t.Statistic), test.All.Statistic], tolerance: "se_rel");
            Reference.All(id, "df", [.. test.Terms.Select(t => (double)t.Degrees), test.All.Degrees], tolerance: "se_rel");
            Reference.All(id, "p", [.. test.Terms.Select(t => t.PValue), test.All.PValue], tolerance: "se_rel");
        }
    }

    [ReferenceEntry("cox.test1.efron", "cox.test1.breslow")]
    public void Validation_rows_with_residuals()
    {
        var sample = new SurvivalSample { Exits = SurvivalTable.Test1Times, Events = SurvivalTable.Test1Events };
        foreach (var (id, options) in new[] { ("cox.test1.efron", Efron), ("cox.test1.breslow", Breslow) })
        {
            var fit = CoxRegression.Fit(sample, SurvivalTable.Test1X, 1, options);
            Near(id, "beta", fit.Coefficients[0]);
            Near(id, "loglik0", fit.NullLogLikelihood);
            Near(id, "loglik", fit.LogLikelihood);
            Near(id, "info", 1 / fit.Covariance[0]);
            Near(id, "score", fit.Score.Statistic);
            var residuals = CoxResiduals.Of(sample, SurvivalTable.Test1X, fit);
            Reference.All(id, "martingale", residuals.Martingale, tolerance: "coef_abs");
            Reference.All(id, "schoenfeld", residuals.Schoenfeld.Select(r => r.Values[0]).OrderBy(v => OrderOf(id, v)), tolerance: "coef_abs");
            var none = CoxResiduals.Of(sample, SurvivalTable.Test1X, fit with { Coefficients = [0] });
            Reference.All(id, "martingale0", none.Martingale, tolerance: "coef_abs");
            // The score is the sum of the rows' parts, 0 at the optimum.
            Assert.Equal(0, residuals.Score.Sum(), 1e-8);
            Assert.Equal(Reference.Number(id, "imat0") * Reference.Number(id, "score"), Math.Pow(none.Score.Sum(), 2), 1e-9);
        }
    }

    [ReferenceEntry("cox.test2_lefttrunc.efron", "cox.test2_lefttrunc.breslow", "cox.heart.timedep")]
    public void Late_entries_and_rows_that_follow_each_other()
    {
        var sample = new SurvivalSample { Entries = SurvivalTable.Test2Starts, Exits = SurvivalTable.Test2Stops, Events = SurvivalTable.Test2Events };
        foreach (var (id, options) in new[] { ("cox.test2_lefttrunc.efron", Efron), ("cox.test2_lefttrunc.breslow", Breslow) })
        {
            var fit = CoxRegression.Fit(sample, SurvivalTable.Test2X, 1, options);
            Near(id, "beta", fit.Coefficients[0]);
            Near(id, "info", 1 / fit.Covariance[0]);
            Near(id, "score", fit.Score.Statistic);
            Reference.All(id, "loglik", [fit.NullLogLikelihood, fit.LogLikelihood], tolerance: "loglik_abs");
        }
        var heart = SurvivalTable.Read("reference/heart.csv", "stop", "event", "start");
        CheckFit("cox.heart.timedep", CoxRegression.Fit(heart.Sample, heart.Rows("age", "year", "surgery", "transplant=1"), 4));
    }

    [ReferenceEntry("cox.lung", "cox.veteran", "cox.larynx", "telco.cox")]
    public void Further_data_with_concordance()
    {
        var lung = SurvivalTable.Lung.Where(r => r["ph.ecog"].Length > 0);
        CheckConcordance("cox.lung", lung, lung.Rows("age", "sex", "ph.ecog"), 3);
        var veteran = SurvivalTable.Veteran;
        CheckConcordance("cox.veteran", veteran, veteran.Rows("trt", "celltype=smallcell", "celltype=adeno", "celltype=large", "karno", "diagtime", "age", "prior"), 8);
        var larynx = SurvivalTable.Read("reference/larynx.csv", "time", "death");
        var fit = CoxRegression.Fit(larynx.Sample, larynx.Rows("age", "Stage_II", "Stage_III", "Stage_IV"), 4);
        Reference.Named("cox.larynx", "coef", fit.Coefficients, "rel");
        Reference.All("cox.larynx", "loglik", [fit.NullLogLikelihood, fit.LogLikelihood]);
        var telco = SurvivalTable.Telco;
        var rows = telco.Rows("MonthlyCharges", "SeniorCitizen", "Partner=Yes", "Dependents=Yes", "PaperlessBilling=Yes", "Contract=One year", "Contract=Two year");
        fit = CoxRegression.Fit(telco.Sample, rows, 7);
        Reference.Named("telco.cox", "coef", fit.Coefficients, "rel");
        Reference.Named("telco.cox", "se", fit.StandardErrors, "rel");
        Reference.All("telco.cox", "loglik", [fit.NullLogLikelihood, fit.LogLikelihood]);
        Reference.Near("telco.cox", "concordance", Reference.Number("telco.cox", "concordance"), Concordance.Of(telco.Sample, fit.LinearPredictors(rows)).C);
    }

    [ReferenceEntry("crr.mgus2.pcm", "finegray.mgus2.pcm")]
    public void Subdistribution_hazards_of_mgus2()
    {
        var table = SurvivalTable.Mgus2;
        var (times, causes) = table.Mgus2Causes();
        var rows = table.Rows("age", "sex=M");
        var crr = FineGray.Fit(times, causes, rows, 2);
        Reference.Named("crr.mgus2.pcm", "coef", crr.Model.Coefficients, "rel");
        Reference.Named("crr.mgus2.pcm", "se", crr.StandardErrors, "rel");
        Reference.Near("crr.mgus2.pcm", "loglik", Reference.Number("crr.mgus2.pcm", "loglik"), crr.Model.LogLikelihood);
        var weighted = FineGray.Fit(times, causes, rows, 2, new CoxOptions());
        Reference.Named("finegray.mgus2.pcm", "coef", weighted.Model.Coefficients, "coef_abs");
        // coxph on finegray's rows reports the errors of the information, not a sandwich.
        Reference.All("finegray.mgus2.pcm", "se", weighted.Model.StandardErrors, tolerance: "se_rel");
    }

    [ReferenceEntry("discrete.rossi.logit", "discrete.rossi.cloglog")]
    public void Discrete_hazards_of_rossi()
    {
        var rossi = SurvivalTable.Rossi;
        foreach (var (id, link) in new[] { ("discrete.rossi.logit", HazardLink.Logit), ("discrete.rossi.cloglog", HazardLink.Cloglog) })
        {
            var fit = DiscreteHazard.Fit(rossi.Sample, rossi.Rows(RossiColumns), 7, new DiscreteHazardOptions { Link = link });
            Assert.Equal(Reference.Number(id, "nrow"), fit.PersonPeriods);
            Reference.Named(id, "coef", [.. fit.PeriodTerms, .. fit.Coefficients], "coef_abs");
            Reference.Named(id, "se", fit.StandardErrors, "coef_abs");
            Reference.Near(id, "deviance", Reference.Number(id, "deviance"), fit.Deviance, "deviance_abs");
            Reference.Near(id, "loglik", Reference.Number(id, "loglik"), fit.LogLikelihood, "deviance_abs");
        }
    }

    [ReferenceEntry("veteran.ipcw", "veteran.pec")]
    public void Scores_of_predictions_of_veteran()
    {
        var veteran = SurvivalTable.Veteran;
        var rows = veteran.Rows("trt", "karno", "age");
        var fit = CoxRegression.Fit(veteran.Sample, rows, 3);
        Reference.Named("veteran.ipcw", "coef", fit.Coefficients, "rel");
        var baseline = CoxBaseline.Of(veteran.Sample, rows, fit);
        var (ipcw, pec) = (ReferenceValues.Value("veteran.ipcw"), ReferenceValues.Value("veteran.pec"));
        for (var i = 0; i < 3; i++)
        {
            var time = ipcw.GetProperty("AUC").GetProperty("times")[i].GetDouble();
            double[] shares = [.. Enumerable.Range(0, veteran.Count).Select(r => baseline.Survival(rows.AsSpan(r * 3, 3), time))];
            var auc = IpcwScores.Auc(veteran.Sample, fit.LinearPredictors(rows), time)!.Value;
            Reference.Near("veteran.ipcw", "AUC", ipcw.GetProperty("AUC").GetProperty("AUC")[i].GetDouble(), auc);
            Reference.Near("veteran.ipcw", "null", ipcw.GetProperty("Brier").GetProperty("Brier")[i].GetDouble(), IpcwScores.NullBrier(veteran.Sample, time));
            Reference.Near("veteran.ipcw", "cox", ipcw.GetProperty("Brier").GetProperty("Brier")[3 + i].GetDouble(), IpcwScores.Brier(veteran.Sample, shares, time));
            Reference.Near("veteran.pec", "cox", pec.GetProperty("cox")[1 + i].GetDouble(), IpcwScores.Brier(veteran.Sample, shares, time));
            Reference.Near("veteran.pec", "ref", pec.GetProperty("ref")[1 + i].GetDouble(), IpcwScores.NullBrier(veteran.Sample, time));
        }
        Assert.Equal(0, IpcwScores.NullBrier(veteran.Sample, 0));
    }

    static void CheckConcordance(string id, SurvivalTable table, double[] rows, int columns)
    {
        var fit = CoxRegression.Fit(table.Sample, rows, columns);
        CheckFit(id, fit);
        var scores = fit.LinearPredictors(rows);
        var found = Concordance.Of(table.Sample, scores);
        var value = ReferenceValues.Value(id);
        Reference.Named(id, "counts", [found.Concordant, found.Discordant, found.TiedScore, found.TiedTime, found.TiedBoth], "coef_abs");
        if (value.TryGetProperty("concordance", out var c))
            Reference.Near(id, "concordance", c.GetDouble(), found.C, "coef_abs");
        if (value.TryGetProperty("cvar", out var variance))
            Reference.Near(id, "cvar", variance.GetDouble(), found.StandardError * found.StandardError, "coef_abs");
        if (value.TryGetProperty("harrell", out var harrell))
            Reference.Near(id, "harrell", harrell.GetDouble(), found.C, "coef_abs");
        if (value.TryGetProperty("uno_nG2", out var uno))
            Reference.Near(id, "uno", uno.GetDouble(), Concordance.Of(table.Sample, scores, ConcordanceWeight.Uno).C, "coef_abs");
    }

    static void CheckFit(string id, CoxFit fit)
    {
        Assert.True(fit.Convergence.Settled);
        Reference.Named(id, "coef", fit.Coefficients, "coef_abs");
        if (ReferenceValues.Value(id).TryGetProperty("se", out _))
            Reference.Named(id, "se", fit.StandardErrors, "se_rel");
        Reference.All(id, "loglik", [fit.NullLogLikelihood, fit.LogLikelihood], tolerance: "loglik_abs");
    }

    static void Near(string id, string name, double found) => Reference.Near(id, name, Reference.Number(id, name), found, "coef_abs");

    // Events at one time stand in either order: match R's by value.
    static int OrderOf(string id, double value) =>
        Array.FindIndex(ReferenceValues.Value(id).GetProperty("schoenfeld").Numbers(), e => Math.Abs(e - value) < 1e-6);
}
