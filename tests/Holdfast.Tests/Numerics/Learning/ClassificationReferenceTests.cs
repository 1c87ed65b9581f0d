using System.Text.Json;
using Holdfast.Numerics.Calibration;
using Holdfast.Numerics.Classification;
using Holdfast.Numerics.Regression;

namespace Holdfast.Tests.Numerics.Learning;

/// <summary>Golden values of R 4.2.2 (glm, pROC, EMP) and scikit-learn 1.2.1 on Telco churn and on twelve scores.</summary>
public class ClassificationReferenceTests
{
    static readonly LogisticOptions Plain = new() { Ridge = 0 };

    [ReferenceEntry("telco.facts")]
    public void The_Telco_data_is_the_data_of_the_reference()
    {
        var expected = ReferenceValues.Value("telco.facts");
        Assert.Equal(expected.Number("rows"), TelcoData.Rows.Count);
        Assert.Equal(expected.Number("churn"), TelcoData.Churned(TelcoData.Rows).Count(true));
        Assert.Equal(expected.Number("blank_total"), TelcoData.Rows.Count(r => string.IsNullOrWhiteSpace(r["TotalCharges"])));
        Assert.Equal(expected.Number("tenure0"), TelcoData.Rows.Count(r => r["tenure"] == "0"));
        ReferenceValues.Close("telco.facts", expected.Number("rate"), TelcoData.Churned(TelcoData.Rows).Count(true) / (double)TelcoData.Rows.Count);
        ReferenceValues.Close("telco.facts", expected.Number("mean_monthly"), TelcoData.Rows.Average(r => r.Number("MonthlyCharges")));
    }

    [ReferenceEntry("telco.logit.full")]
    public void A_logistic_regression_equals_glm_in_coefficients_errors_and_deviances()
    {
        var expected = ReferenceValues.Value("telco.logit.full");
        var (fit, terms) = Fit(TelcoData.Rows, expected);
        Same("telco.logit.full", expected.GetProperty("coef"), terms, fit.Intercept, fit.Coefficients);
        Same("telco.logit.full", expected.GetProperty("se"), terms, fit.InterceptStandardError, fit.StandardErrors);
        ReferenceValues.Close("telco.logit.full", expected.Number("deviance"), fit.Deviance);
        ReferenceValues.Close("telco.logit.full", expected.Number("null"), fit.NullDeviance);
    }

    [ReferenceEntry("telco.split4.logit", "telco.split4.logit.metrics")]
    public void A_model_judged_on_every_fourth_row_has_the_measures_of_R_and_scikit_learn()
    {
        const string Id = "telco.split4.logit", Measures = "telco.split4.logit.metrics";
        var expected = ReferenceValues.Value(Id);
        var (fit, terms) = Fit([.. TelcoData.Rows.Where((_, i) => i % 4 != 0)], expected);
        Same(Id, expected.GetProperty("coef"), terms, fit.Intercept, fit.Coefficients);
        var (p, labels) = Judge(fit, terms);
        Assert.Equal(expected.Number("test"), labels.Length);
        var auc = ClassificationMetrics.AucWithInterval(p, labels);
        var interval = expected.GetProperty("delong_ci").Numbers();
        ReferenceValues.Close(Id, expected.Number("auc"), auc.Value);
        ReferenceValues.Close(Id, interval[0], auc.Interval.Low);
        ReferenceValues.Close(Id, interval[2], auc.Interval.High);
        var top = ClassificationMetrics.LiftTable(p, labels)[0];
        Assert.Equal(expected.Number("top_decile_n"), top.Customers);
        Assert.Equal(expected.Number("top_decile_hits"), top.Positives);
        ReferenceValues.Close(Id, expected.Number("top_decile_lift"), top.Lift);
        ReferenceValues.Close(Id, expected.Number("top_decile_lift"), ClassificationMetrics.TopDecileLift(p, labels));
        var (most, mean) = (ProfitMeasures.MaximumProfit(p, labels, new CampaignEconomics()), ProfitMeasures.ExpectedMaximumProfit(p, labels, new CampaignEconomics()));
        ReferenceValues.Close(Id, expected.Number("MP"), most.Profit);
        ReferenceValues.Close(Id, expected.Number("MPfrac"), most.Share);
        ReferenceValues.Close(Id, expected.Number("EMPC"), mean.Profit);
        ReferenceValues.Close(Id, expected.Number("EMPfrac"), mean.Share);
        var others = ReferenceValues.Value(Measures);
        foreach (var (id, values) in new[] { (Id, expected), (Measures, others) })
        {
            ReferenceValues.Close(id, values.Number("brier"), ClassificationMetrics.Brier(p, labels));
            ReferenceValues.Close(id, values.Number("logloss"), ClassificationMetrics.LogLoss(p, labels));
        }

        ReferenceValues.Close(Measures, others.Number("auc"), auc.Value);
        ReferenceValues.Close(Measures, others.Number("ap"), ClassificationMetrics.AveragePrecision(p, labels));
        ReferenceValues.Close(Measures, others.Number("ks"), ClassificationMetrics.KolmogorovSmirnov(p, labels));
        ReferenceValues.Close(Measures, others.Number("ece10_equalwidth"), ClassificationMetrics.ExpectedCalibrationError(p, labels, 10, Binning.EqualWidth));
        ReferenceValues.Close(Measures, others.Number("ece10_equalmass"), ClassificationMetrics.ExpectedCalibrationError(p, labels, 10, Binning.EqualMass));
    }

    [ReferenceEntry("telco.isotonic.onTest")]
    public void Isotonic_calibration_of_the_test_rows_equals_isoreg()
    {
        const string Id = "telco.isotonic.onTest";
        var expected = ReferenceValues.Value(Id);
        var (fit, terms) = Fit([.. TelcoData.Rows.Where((_, i) => i % 4 != 0)], ReferenceValues.Value("telco.split4.logit"));
        var (p, labels) = Judge(fit, terms);
        var calibration = IsotonicCalibration.Fit(p, labels, []);
        var q = Array.ConvertAll(p, calibration.Apply);
        Assert.Equal(expected.Number("n_blocks"), q.Distinct().Count());
        Assert.Equal(expected.Number("first"), q.Min());
        Assert.Equal(expected.Number("last"), q.Max());
        ReferenceValues.Close(Id, expected.Number("brier"), ClassificationMetrics.Brier(q, labels));
    }

    [ReferenceEntry("empc.toy12")]
    public void Profit_measures_equal_those_of_the_package_EMP()
    {
        var expected = ReferenceValues.Value("empc.toy12");
        var scores = expected.GetProperty("scores").Numbers();
        bool[] labels = [.. expected.GetProperty("y").Numbers().Select(y => y == 1)];
        var economics = new CampaignEconomics
        {
            AcceptanceAlpha = expected.Number("alpha"),
            AcceptanceBeta = expected.Number("beta"),
            CustomerValue = expected.Number("clv"),
            OfferCost = expected.Number("d"),
            ContactCost = expected.Number("f"),
        };
        var (most, mean) = (ProfitMeasures.MaximumProfit(scores, labels, economics), ProfitMeasures.ExpectedMaximumProfit(scores, labels, economics));
        ReferenceValues.Close("empc.toy12", expected.Number("MP"), most.Profit);
        ReferenceValues.Close("empc.toy12", expected.Number("MPfrac"), most.Share);
        ReferenceValues.Close("empc.toy12", expected.Number("EMP"), mean.Profit);
        ReferenceValues.Close("empc.toy12", expected.Number("EMPfrac"), mean.Share);
    }

    [ReferenceEntry("toy12")]
    public void Twelve_scores_have_the_measures_and_calibrations_of_scikit_learn()
    {
        const string Id = "toy12";
        var expected = ReferenceValues.Value(Id);
        var source = ReferenceValues.Value("empc.toy12");
        var scores = source.GetProperty("scores").Numbers();
        bool[] labels = [.. source.GetProperty("y").Numbers().Select(y => y == 1)];
        ReferenceValues.Close(Id, expected.Number("auc"), ClassificationMetrics.Auc(scores, labels));
        ReferenceValues.Close(Id, expected.Number("ap"), ClassificationMetrics.AveragePrecision(scores, labels));
        ReferenceValues.Close(Id, expected.Number("brier"), ClassificationMetrics.Brier(scores, labels));
        ReferenceValues.Close(Id, expected.Number("logloss"), ClassificationMetrics.LogLoss(scores, labels));
        ReferenceValues.Close(Id, expected.Number("ece10"), ClassificationMetrics.ExpectedCalibrationError(scores, labels, 10, Binning.EqualWidth));
        var isotonic = IsotonicCalibration.Fit(scores, labels, []);
        foreach (var (score, value) in scores.Zip(expected.GetProperty("isotonic_fit").Numbers())) Assert.Equal(value, isotonic.Apply(score), 1e-9);
        // The optimisers of the reference stop at 1e-4.
        var platt = PlattCalibration.Fit(scores, labels, []);
        var ab = expected.GetProperty("platt_a_b_with_prior_correction").Numbers();
        Assert.Equal(ab[0], platt.A, 1e-4 * Math.Abs(ab[0]));
        Assert.Equal(ab[1], platt.B, 1e-4 * ab[1]);
        var beta = BetaCalibration.Fit(scores, labels, []);
        var abc = expected.GetProperty("beta_calibration_a_b_c_unpenalised").Numbers();
        Assert.Equal(abc[0], beta.A, 1e-4 * abc[0]);
        Assert.Equal(abc[1], beta.B, 1e-4 * abc[1]);
        Assert.Equal(abc[2], beta.C, 1e-4);
    }

    [ReferenceEntry]
    public void Every_reference_entry_of_classification_uplift_and_off_policy_has_its_check()
    {
        string[] areas = ["classification", "uplift", "ope"];
        var checkedIds = typeof(ClassificationReferenceTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributes(typeof(ReferenceEntryAttribute), false).Cast<ReferenceEntryAttribute>()).SelectMany(a => a.Ids).ToHashSet();
        Assert.Empty(ReferenceValues.Entries.Where(e => areas.Contains(e.Value.GetProperty("area").GetString())).Select(e => e.Key).Where(id => !checkedIds.Contains(id)));
        Assert.Empty(checkedIds.Where(id => !ReferenceValues.Entries.ContainsKey(id)));
    }

    static (LogisticFit Fit, string[] Terms) Fit(IReadOnlyList<Dictionary<string, string>> rows, JsonElement expected)
    {
        string[] terms = [.. expected.GetProperty("coef").EnumerateObject().Select(c => c.Name).Where(name => name != "(Intercept)")];
        double[] labels = [.. TelcoData.Churned(rows).Select(churned => churned ? 1.0 : 0)];
        return (LogisticRegression.Fit(TelcoData.Design(rows, terms), terms.Length, labels, [], Plain), terms);
    }

    static (double[] Probabilities, bool[] Labels) Judge(LogisticFit fit, string[] terms)
    {
        var rows = TelcoData.Rows.Where((_, i) => i % 4 == 0).ToList();
        return ([.. rows.Select(row => fit.Probability(TelcoData.Design([row], terms)))], TelcoData.Churned(rows));
    }

    static void Same(string id, JsonElement expected, string[] terms, double intercept, double[] values)
    {
        ReferenceValues.Close(id, expected.Number("(Intercept)"), intercept);
        for (var j = 0; j < terms.Length; j++) ReferenceValues.Close(id, expected.Number(terms[j]), values[j]);
    }
}
