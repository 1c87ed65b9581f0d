using Holdfast.Numerics.Uplift;

namespace Holdfast.Tests.Numerics.Learning;

/// <summary>Golden values of numpy and scikit-uplift (metrics.py at 0038e65) on the Hillstrom e-mail trial, rows in the order of the file.</summary>
public class UpliftReferenceTests
{
    const string Ids = "hillstrom.womens.visit.";

    static readonly Lazy<Trial> Womens = new(Read);

    [ReferenceEntry("hillstrom.facts")]
    public void The_Hillstrom_data_is_the_data_of_the_reference()
    {
        var expected = ReferenceValues.Value("hillstrom.facts");
        var rows = ReferenceData.Read("hillstrom/hillstrom.csv.gz");
        Assert.Equal(expected.Number("rows"), rows.Count);
        foreach (var arm in rows.GroupBy(r => r["segment"]))
        {
            Assert.Equal(expected.GetProperty(arm.Key).Number("n"), arm.Count());
            foreach (var name in new[] { "visit", "conversion", "spend" }) ReferenceValues.Close("hillstrom.facts", expected.GetProperty(arm.Key).Number(name), arm.Average(r => r.Number(name)));
        }
    }

    [ReferenceEntry("hillstrom.tlearner_ols", Ids + "tlearner_ols.odd")]
    public void The_T_learner_fitted_on_even_rows_and_judged_on_odd_ones_equals_the_reference()
    {
        const string Id = "hillstrom.tlearner_ols";
        var expected = ReferenceValues.Value(Id);
        var (even, odd) = (Womens.Value.Where(i => i % 2 == 0), Womens.Value.Where(i => i % 2 == 1));
        foreach (var (name, arm) in new[] { ("b1", true), ("b0", false) })
        {
            var rows = Enumerable.Range(0, even.Treated.Length).Where(i => even.Treated[i] == arm).ToArray();
            var model = BaseLearners.Linear(new LearningRows([.. rows.SelectMany(even.Row)], Trial.Width, [.. rows.Select(i => even.Visits[i])], []));
            Same(Id, expected.GetProperty(name).Numbers(), model);
        }

        var effect = UpliftLearners.T(even.Rows(), new UpliftOptions());
        double[] tau = [.. Enumerable.Range(0, odd.Treated.Length).Select(i => effect(odd.Row(i)))];
        var mean = tau.Average();
        ReferenceValues.Close(Id, expected.Number("mean_tau_odd"), mean);
        ReferenceValues.Close(Id, expected.Number("sd_tau_odd"), Math.Sqrt(tau.Average(t => (t - mean) * (t - mean))));
        Measures(Ids + "tlearner_ols.odd", tau, odd);
    }

    [ReferenceEntry(Ids + "score=history")]
    public void The_score_history_has_the_reference_measures() => Measures(Ids + "score=history", Womens.Value.Column(1), Womens.Value);

    [ReferenceEntry(Ids + "score=womens-mens(tied)")]
    public void A_score_of_three_values_has_the_reference_measures() =>
        Measures(Ids + "score=womens-mens(tied)", [.. Womens.Value.Column(3).Zip(Womens.Value.Column(2), (womens, mens) => womens - mens)], Womens.Value);

    [ReferenceEntry(Ids + "ate")]
    public void The_average_effect_and_its_errors_equal_the_reference()
    {
        const string Id = Ids + "ate";
        var expected = ReferenceValues.Value(Id);
        var rows = Womens.Value.Rows();
        var (plain, robust) = (AverageEffects.Difference(rows), AverageEffects.DoublyRobust(rows, Folded()));
        Assert.Equal(expected.Number("n_t"), rows.TreatedCount);
        Assert.Equal(expected.Number("n_c"), rows.Outcomes.Length - rows.TreatedCount);
        ReferenceValues.Close(Id, expected.Number("e"), (double)rows.TreatedCount / rows.Outcomes.Length);
        ReferenceValues.Close(Id, expected.Number("diff"), plain.Value);
        ReferenceValues.Close(Id, expected.Number("se"), plain.StandardError);
        ReferenceValues.Close(Id, expected.Number("aipw_ols_5fold"), robust.Value);
        ReferenceValues.Close(Id, expected.Number("aipw_se"), robust.StandardError);
    }

    [ReferenceEntry(Ids + "xlearner_ols_coef", Ids + "rlearner_ols_coef", Ids + "drlearner_ols_coef")]
    public void The_X_R_and_DR_learners_have_the_coefficients_of_the_reference()
    {
        Same(Ids + "xlearner_ols_coef", UpliftLearners.X(Womens.Value.Rows(), new UpliftOptions()));
        Same(Ids + "rlearner_ols_coef", UpliftLearners.R(Womens.Value.Rows(), Folded()));
        Same(Ids + "drlearner_ols_coef", UpliftLearners.DR(Womens.Value.Rows(), Folded()));
    }

    static UpliftOptions Folded() => new() { FoldOfRow = [.. Enumerable.Range(0, Womens.Value.Treated.Length).Select(i => i % 5)] };

    static void Measures(string id, double[] scores, Trial trial)
    {
        var expected = ReferenceValues.Value(id);
        var tied = new ScoredTrial(scores, trial.Treated, trial.Visits);
        var normalised = NormalisedUplift.Measure(tied)!;
        ReferenceValues.Close(id, expected.Number("sklift_qini_auc"), normalised.Qini);
        ReferenceValues.Close(id, expected.Number("sklift_uplift_auc"), normalised.Auuc);
        foreach (var (name, share) in new[] { ("uplift_at_10_", 0.1), ("uplift_at_30_", 0.3) })
        {
            ReferenceValues.Close(id, expected.Number(name + "overall"), UpliftAtShare.Measure(tied, share, TopOf.Everyone, TieRule.LastRowFirst)!.Value);
            ReferenceValues.Close(id, expected.Number(name + "by_group"), UpliftAtShare.Measure(tied, share, TopOf.EachArm, TieRule.LastRowFirst)!.Value);
        }

        // The reference's own areas break ties by the order of the file; ours do not depend on it, so ties are broken here before.
        var place = new double[scores.Length];
        foreach (var (position, row) in Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Index()) place[row] = -position;
        var curve = UpliftCurve.Measure(place, trial.Treated, trial.Visits);
        ReferenceValues.Close(id, expected.Number("own_final_gain"), curve.Gain);
        ReferenceValues.Close(id, expected.Number("own_qini_unnorm_per_N"), curve.Qini);
        ReferenceValues.Close(id, expected.Number("own_auuc_cumgain_per_N2"), curve.Auuc);
    }

    // The coefficients of a linear model: what each column adds to the row of zeros.
    static void Same(string id, OutcomeModel model) => Same(id, ReferenceValues.Value(id).Numbers(), model);

    static void Same(string id, double[] expected, OutcomeModel model)
    {
        var level = model(new double[Trial.Width]);
        ReferenceValues.Close(id, expected[0], level);
        for (var j = 0; j < Trial.Width; j++)
        {
            var unit = new double[Trial.Width];
            unit[j] = 1;
            ReferenceValues.Close(id, expected[j + 1], model(unit) - level);
        }
    }

    static Trial Read()
    {
        var rows = ReferenceData.Read("hillstrom/hillstrom.csv.gz").Where(r => r["segment"] != "Mens E-Mail").ToList();
        return new Trial(
            [.. rows.SelectMany(r => new[]
            {
                r.Number("recency"), r.Number("history"), r.Number("mens"), r.Number("womens"), r.Number("newbie"),
                Is(r, "zip_code", "Rural"), Is(r, "zip_code", "Surburban"), Is(r, "channel", "Phone"), Is(r, "channel", "Web"),
            })],
            [.. rows.Select(r => r["segment"] == "Womens E-Mail")], [.. rows.Select(r => r.Number("visit"))]);

        static double Is(Dictionary<string, string> row, string column, string value) => row[column] == value ? 1 : 0;
    }

    sealed record Trial(double[] Values, bool[] Treated, double[] Visits)
    {
        public const int Width = 9;

        public double[] Row(int row) => Values[(row * Width)..(row * Width + Width)];

        public double[] Column(int column) => [.. Enumerable.Range(0, Treated.Length).Select(i => Values[i * Width + column])];

        public TrialRows Rows() => new(Values, Width, Treated, Visits);

        public Trial Where(Func<int, bool> include)
        {
            var rows = Enumerable.Range(0, Treated.Length).Where(include).ToArray();
            return new Trial([.. rows.SelectMany(Row)], [.. rows.Select(i => Treated[i])], [.. rows.Select(i => Visits[i])]);
        }
    }
}
