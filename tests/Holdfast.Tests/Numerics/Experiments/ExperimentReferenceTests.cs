using Holdfast.Numerics.Experiments;

namespace Holdfast.Tests.Numerics.Experiments;

public class ExperimentReferenceTests
{
    [ReferenceEntry("power.prop.20v18", "power.prop.5v4.90", "power.t.d0.1", "pwr.2p.20v18")]
    public void Sample_sizes_are_those_of_R()
    {
        var usual = new PowerTarget();
        ReferenceValues.Close("power.prop.20v18", ReferenceValues.Value("power.prop.20v18").Number("n"), PowerAnalysis.ProportionsSize(0.20, 0.18, usual));
        ReferenceValues.Close("power.prop.5v4.90", ReferenceValues.Value("power.prop.5v4.90").Number("n"), PowerAnalysis.ProportionsSize(0.05, 0.04, usual with { Power = 0.9 }));
        ReferenceValues.Close("power.t.d0.1", ReferenceValues.Value("power.t.d0.1").Number("n"), PowerAnalysis.MeansSize(0.1, 1, usual));
        ReferenceValues.Close("pwr.2p.20v18", ReferenceValues.Value("pwr.2p.20v18").Number("n"), PowerAnalysis.ArcsineSize(0.20, 0.18, usual));
        ReferenceValues.Close("pwr.2p.20v18", ReferenceValues.Value("pwr.2p.20v18").Number("h"), PowerAnalysis.EffectSize(0.20, 0.18));
    }

    [ReferenceEntry("prop.test.120_150")]
    public void Two_shares_compare_as_in_R()
    {
        var (value, result) = (ReferenceValues.Value("prop.test.120_150"), TwoProportions.Compare(120, 1000, 150, 1000));
        ReferenceValues.Close("prop.test.120_150", value.Number("chisq"), result.ChiSquared);
        ReferenceValues.Close("prop.test.120_150", value.Number("p"), result.PValue);
        var interval = value.GetProperty("ci").Numbers();
        ReferenceValues.Close("prop.test.120_150", interval[0], result.Difference.Interval.Low);
        ReferenceValues.Close("prop.test.120_150", interval[1], result.Difference.Interval.High);
    }

    [ReferenceEntry("srm.821588_815482", "srm.5050_4950", "srm.hillstrom3")]
    public void Sample_ratios_are_judged_as_in_R()
    {
        foreach (var (id, counts) in new (string, long[])[] { ("srm.821588_815482", [821588, 815482]), ("srm.5050_4950", [5050, 4950]), ("srm.hillstrom3", [21306, 21307, 21387]) })
        {
            var result = SampleRatio.Test(counts, [.. counts.Select(_ => 1.0)]);
            ReferenceValues.Close(id, ReferenceValues.Value(id).Number("chisq"), result.ChiSquared);
            ReferenceValues.Close(id, ReferenceValues.Value(id).Number("p"), result.PValue);
        }
    }

    [ReferenceEntry("hillstrom.cuped.visit", "hillstrom.cuped.spend")]
    public void The_covariate_takes_the_same_out_of_the_Hillstrom_trial()
    {
        var rows = ReferenceData.Read("hillstrom/hillstrom.csv.gz").Where(r => r["segment"] is "Womens E-Mail" or "No E-Mail").ToArray();
        bool[] treated = [.. rows.Select(r => r["segment"] == "Womens E-Mail")];
        double[] history = [.. rows.Select(r => r.Number("history"))];
        foreach (var outcome in new[] { "visit", "spend" })
        {
            var (id, result) = ($"hillstrom.cuped.{outcome}", Cuped.Compare([.. rows.Select(r => r.Number(outcome))], history, treated));
            var value = ReferenceValues.Value(id);
            ReferenceValues.Close(id, value.Number("theta"), result.Theta);
            ReferenceValues.Close(id, value.Number("diff_raw"), result.Raw.Difference.Value);
            ReferenceValues.Close(id, value.Number("se_raw"), result.Raw.Difference.StandardError);
            ReferenceValues.Close(id, value.Number("diff_cuped"), result.Adjusted.Difference.Value);
            ReferenceValues.Close(id, value.Number("se_cuped"), result.Adjusted.Difference.StandardError);
            ReferenceValues.Close(id, value.Number("rho2"), result.SquaredCorrelation);
        }
    }

    [ReferenceEntry("msprt")]
    public void The_mixture_ratio_is_that_of_the_formula()
    {
        foreach (var c in ReferenceValues.Value("msprt").GetProperty("cases").EnumerateArray())
        {
            var ratio = MixtureTest.LogRatio(c.Number("n"), c.Number("diff"), c.Number("V"), c.Number("tau2"));
            ReferenceValues.Close("msprt", c.Number("Lambda"), Math.Exp(ratio));
            ReferenceValues.Close("msprt", c.Number("p"), new MixtureTest(c.Number("tau2")).Look(c.Number("diff"), Math.Sqrt(c.Number("V") / c.Number("n"))));
        }
    }

    [ReferenceEntry("normal_mixture_cs", "asymp_cs")]
    public void Confidence_sequences_are_those_of_the_formulas_with_the_exact_rho()
    {
        foreach (var c in ReferenceValues.Value("normal_mixture_cs").GetProperty("cases").EnumerateArray())
        {
            var rho = NormalMixture.ExactRho(c.Number("v_opt"), c.Number("alpha"));
            ReferenceValues.Close("normal_mixture_cs", c.Number("rho"), rho);
            ReferenceValues.Close("normal_mixture_cs", c.Number("u"), new NormalMixture(rho).Bound(c.Number("v"), c.Number("alpha")));
        }
        foreach (var c in ReferenceValues.Value("asymp_cs").GetProperty("cases").EnumerateArray())
            ReferenceValues.Close("asymp_cs", c.Number("radius"), NormalMixture.AsymptoticRadius(c.Number("n"), c.Number("sigma"), c.Number("rho"), c.Number("alpha")));
    }

    [ReferenceEntry("confseq.unit")]
    public void Boundaries_are_those_of_the_confseq_package()
    {
        var value = ReferenceValues.Value("confseq.unit");
        var tolerance = ReferenceValues.Entries["confseq.unit"].GetProperty("tolerance").Number("abs");
        var rho = NormalMixture.ApproximateRho(100, 0.05);
        Same("two_sided_best_rho", rho);
        Same("two_sided_log_mixture_s10_v100", new NormalMixture(rho).LogValue(10, 100));
        Same("two_sided_bound_v100", new NormalMixture(rho).Bound(100, 0.05));
        var oneSided = new NormalMixture(NormalMixture.OneSidedRho(100, 0.05));
        Same("one_sided_log_mixture", oneSided.LogOneSidedValue(10, 100));
        Same("one_sided_bound", oneSided.OneSidedBound(100, 0.05));
        Same("poly_stitching_v100_c3_vmin10", StitchedBounds.Polynomial(100, 0.05, 10, 3));
        Same("beta_binomial_two_sided_bound_g0_2_h0_8", new BetaBinomialMixture(100, 0.05, 0.2, 0.8).Bound(100, 0.05));
        Same("empirical_process_lil_1000", StitchedBounds.EmpiricalProcess(1000, 0.05, 100));
        // confseq, uniform_boundaries_unittest.cpp: further values of the same functions.
        Assert.Equal(-0.6941012, new BetaBinomialMixture(100, 0.05, 0.2, 0.8).LogValue(10, 100), tolerance);
        Assert.Equal(28.99389, StitchedBounds.Polynomial(100, 0.05, 10, -1), tolerance);

        void Same(string name, double found) => Assert.Equal(value.Number(name), found, tolerance);
    }

    [ReferenceEntry("confseq.unit")]
    public void Confidence_sequences_of_shares_are_those_of_the_confseq_package()
    {
        var value = ReferenceValues.Value("confseq.unit");
        // The package's unit test makes the first tight at 100 trials, the second at 50.
        foreach (var (name, successes, trials, tightAt) in new[] { ("bernoulli_ci_700_1000", 700, 1000, 100), ("bernoulli_ci_15_50", 15, 50, 50) })
        {
            var (expected, found) = (value.GetProperty(name).Numbers(), BetaBinomialMixture.Share(successes, trials, tightAt, 0.05));
            Assert.Equal(expected[0], found.Low, 1e-5);
            Assert.Equal(expected[1], found.High, 1e-5);
        }
    }
}
