using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Study;

/// <summary>
/// The studies of durations against R 4.2.2 with survival 3.5-3 on its data set kidney (McGilchrist and Aisbett 1991), disease in order of its characters,
/// at full digits: k &lt;- kidney; k$disease &lt;- factor(as.character(k$disease)). Coxph with control eps = 1e-12, toler.chol = 1e-15.
/// </summary>
public class KidneyStudyTests
{
    const string Rows =
        "8,1,28,1,Other 16,1,28,1,Other 23,1,48,2,GN 13,0,48,2,GN 22,1,32,1,Other 28,1,32,1,Other 447,1,31,2,Other 318,1,32,2,Other 30,1,10,1,Other " +
        "12,1,10,1,Other 24,1,16,2,Other 245,1,17,2,Other 7,1,51,1,GN 9,1,51,1,GN 511,1,55,2,GN 30,1,56,2,GN 53,1,69,2,AN 196,1,69,2,AN 15,1,51,1,GN " +
        "154,1,52,1,GN 7,1,44,2,AN 333,1,44,2,AN 141,1,34,2,Other 8,0,34,2,Other 96,1,35,2,AN 38,1,35,2,AN 149,0,42,2,AN 70,0,42,2,AN 536,1,17,2,Other " +
        "25,0,17,2,Other 17,1,60,1,AN 4,0,60,1,AN 185,1,60,2,Other 177,1,60,2,Other 292,1,43,2,Other 114,1,44,2,Other 22,0,53,2,GN 159,0,53,2,GN " +
        "15,1,44,2,Other 108,0,44,2,Other 152,1,46,1,PKD 562,1,47,1,PKD 402,1,30,2,Other 24,0,30,2,Other 13,1,62,2,AN 66,1,63,2,AN 39,1,42,2,AN 46,0,43,2,AN " +
        "12,1,43,1,AN 40,1,43,1,AN 113,0,57,2,AN 201,1,58,2,AN 132,1,10,2,GN 156,1,10,2,GN 34,1,52,2,AN 30,1,52,2,AN 2,1,53,1,GN 25,1,53,1,GN 130,1,54,2,GN " +
        "26,1,54,2,GN 27,1,56,2,AN 58,1,56,2,AN 5,0,50,2,AN 43,1,51,2,AN 152,1,57,2,PKD 30,1,57,2,PKD 190,1,44,2,GN 5,0,45,2,GN 119,1,22,2,Other " +
        "8,1,22,2,Other 54,0,42,2,Other 16,0,42,2,Other 6,0,52,2,PKD 78,1,52,2,PKD 63,1,60,1,PKD 8,0,60,1,PKD ";

    // x <- summary(survfit(Surv(time, status) ~ sex, k, conf.type = TYPE), times = 30); summary(x)$table
    [Theory]
    [InlineData("log", 0.1341736073401691, 0.5905172111541571, 0.6655019319049909, 0.9018905920486188, 12, 63, 66, 190)]
    [InlineData("log-log", 0.1028694063187487, 0.4933148171041060, 0.6294225949427955, 0.8687330401289910, 12, 30, 58, 185)]
    [InlineData("plain", 0.0729228101910597, 0.4900401527719032, 0.6569915967048310, 0.8924727383158777, 12, 30, 66, 185)]
    public void Curves_with_all_three_intervals(string interval, double low1, double high1, double low2, double high2, double from1, double to1, double from2, double to2)
    {
        var groups = Run("km", ("by", "sex"), ("interval", interval), ("at", new JsonArray(30)))["groups"]!.AsArray();
        Near([0.2814814814814814, 0.7747321675103543], groups.Select(g => (double)g!["at"]![0]!["survival"]!), 1e-12);
        Near([0.1064094406506987, 0.0600728236509681], groups.Select(g => (double)g!["at"]![0]!["standardError"]!), 1e-12);
        Near([low1, high1, low2, high2], groups.SelectMany(g => new[] { (double)g!["at"]![0]!["low"]!, (double)g!["at"]![0]!["high"]! }), 1e-12);
        Near([22, from1, to1, 130, from2, to2], groups.SelectMany(g => new[] { (double)g!["median"]!, (double)g!["medianLow"]!, (double)g!["medianHigh"]! }), 0);
    }

    // survfit(stype = 2, ctype = 2) at 100; survdiff(~ sex + strata(disease), rho = 0 and 1); summary(survfit, rmean = 300); concordance(reverse = TRUE), timewt "n" and "n/G2"
    [Fact]
    public void Hazards_ranks_means_and_pairs()
    {
        var hazard = Run("nelson-aalen", ("ties", "efron"), ("at", new JsonArray(100)))["groups"]![0]!["at"]![0]!;
        Near([0.755550814869095, 0.132764619195985], [(double)hazard["hazard"]!, (double)hazard["standardError"]!], 1e-12);
        Near([18.6650848546124, 19.0266646042611], new[] { 0, 1 }.Select(rho => (double)Run("logrank", ("by", "sex"), ("strata", "disease"), ("rho", rho))["statistic"]!), 1e-10);
        var mean = Run("rmst", ("at", new JsonArray(300)))["means"]![0]!;
        Near([115.8286135334851, 13.2822883688416], [(double)mean["mean"]!, (double)mean["standardError"]!], 1e-10);
        var pairs = Run("concordance", ("score", "age"))["groups"]![0]!;
        Near([0.5025380710659899, 0.0439390825634073, 0.512342059484602], [(double)pairs["harrell"]!["c"]!, (double)pairs["harrell"]!["standardError"]!, (double)pairs["uno"]!["c"]!], 1e-12);
    }

    // f <- coxph(Surv(time, status) ~ age + sex + disease, k, ties = TIES); coef(f); sqrt(diag(f$var)); f$loglik; cox.zph(f)$table[, 1]
    [Theory]
    [InlineData("efron", new[] { 0.00318069778447167, -1.48313725120023077, -0.26283764604955379, -0.35079419811015883, -1.78190195891024294 }, new[] { 0.0111461450538607, 0.3582295499878659, 0.3779166263823344, 0.3997174472616160, 0.6133526838316683 }, -187.902761588864, -179.079341148041, new[] { 0.104814843865954, 5.953444106292325, 1.984605749648286, 7.869412500231691 })]
    [InlineData("breslow", new[] { 0.00343038269386664, -1.47153048826188804, -0.26243756416954173, -0.35182831812975079, -1.77954625529294508 }, new[] { 0.0111477006864094, 0.3578870467552889, 0.3777407830782447, 0.4001920655762758, 0.6130844584103317 }, -188.155095821247, -179.394311217322, new[] { 0.0962955869331608, 5.9235610163247880, 1.9795256005571955, 7.7734275690995265 })]
    [InlineData("exact", new[] { 0.00340211906900275, -1.50365980733837823, -0.26746380209056897, -0.35868376675504865, -1.81519582044603434 }, new[] { 0.0112094226019959, 0.3640181706807372, 0.3812102307295951, 0.4025856234497341, 0.6189275415066722 }, -181.258971855716, -172.348217668908, new[] { 0.0897929369359065, 5.6614812930846661, 2.0042081243515413, 7.3408962590068922 })]
    public void A_regression_with_every_way_of_ties_and_its_proportionality(string ties, double[] coefficients, double[] errors, double nullLikelihood, double likelihood, double[] changes)
    {
        var fit = Run("cox", ("covariates", new JsonArray("age", "sex", "disease")), ("ties", ties), ("at", new JsonArray(1)));
        Near(coefficients, fit["coefficients"]!.AsArray().Select(c => (double)c!["coefficient"]!), 1e-8);
        Near(errors, fit["coefficients"]!.AsArray().Select(c => (double)c!["standardError"]!), 1e-7);
        Near([nullLikelihood, likelihood], [(double)fit["nullLogLikelihood"]!, (double)fit["logLikelihood"]!], 1e-9);
        Near(changes, fit["proportionality"]!.AsArray().Select(t => (double)t!["statistic"]!), 1e-6);
    }

    // coxph(Surv(time, status) ~ age + sex + strata(disease), k, robust = TRUE)
    [Fact]
    public void Robust_errors_within_strata()
    {
        var fit = Run("cox", ("covariates", new JsonArray("age", "sex")), ("strata", "disease"), ("robust", true), ("at", new JsonArray(1)))["coefficients"]!.AsArray();
        Near([0.00743149069469609, -1.48646521418043309, 0.00829489933047343, 0.34592933735877479], fit.Select(c => (double)c!["coefficient"]!).Concat(fit.Select(c => (double)c!["standardError"]!)), 1e-8);
    }

    // coxph(Surv(time, status) ~ age, k, subset = sex == g); glm(y ~ p + age, binomial, subset = sex == g, epsilon = 1e-14) on person-periods of 30 days
    [Fact]
    public void Groups_have_fits_of_their_own_in_figures_words_and_picture()
    {
        using var folder = new TempFolder();
        var plot = Path.Combine(folder.Path, "groups.svg");
        var all = Run("cox", ("covariates", new JsonArray("age")), ("by", "sex"), ("plot", plot), ("at", new JsonArray(1)));
        var groups = all["groups"]!.AsArray();
        Near([-0.0133865480892423, 0.0169158764824049, -36.3201951074936389], Figures(groups[0]!["fit"]!), 1e-8);
        Near([0.0155412455574740, 0.0108343113340305, -114.3118240395576635], Figures(groups[1]!["fit"]!), 1e-8);
        Assert.Equal(((int)all["rows"]!, (int)all["events"]!), (groups.Sum(g => (int)g!["fit"]!["rows"]!), groups.Sum(g => (int)g!["fit"]!["events"]!)));
        Assert.StartsWith("2: Of 56 rows", (string)all["words"]!.AsArray()[^1]!, StringComparison.Ordinal);
        Assert.Contains("2: age", File.ReadAllText(plot), StringComparison.Ordinal);
        var periods = Run("hazard", ("duration", "month"), ("covariates", new JsonArray("age")), ("by", "sex"), ("degree", 1), ("plot", plot))["groups"]!.AsArray();
        Near([3.829792787254662, -0.171286724539331, -0.079409602949017, 54.389425349049091], Terms(periods[0]!["fit"]!), 1e-7);
        Near([-2.5607757263830617, 0.0405387604885376, 0.0173054246766422, 215.0196501843913381], Terms(periods[1]!["fit"]!), 1e-7);
    }

    static IEnumerable<double> Figures(JsonNode fit) => [(double)fit["coefficients"]![0]!["coefficient"]!, (double)fit["coefficients"]![0]!["standardError"]!, (double)fit["logLikelihood"]!];

    static IEnumerable<double> Terms(JsonNode fit) => fit["coefficients"]!.AsArray().Select(c => (double)c!["coefficient"]!).Append((double)fit["deviance"]!);

    static void Near(double[] expected, IEnumerable<double> found, double tolerance)
    {
        var list = found.ToList();
        Assert.Equal(expected.Length, list.Count);
        for (var i = 0; i < list.Count; i++) Assert.True(Math.Abs(expected[i] - list[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"figure {i}: {expected[i]:R} of R, {list[i]:R} here");
    }

    static JsonNode Run(string study, params (string Name, JsonNode? Value)[] options)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "kidney.csv");
        var rows = Rows.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(row => $"{row},{Math.Ceiling(int.Parse(row.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture) / 30.0)}");
        File.WriteAllLines(file, rows.Prepend("time,status,age,sex,disease,month"));
        var request = new JsonObject { ["file"] = file, ["duration"] = "time", ["event"] = "status" };
        foreach (var (name, value) in options) request[name] = value;
        return Catalog.All.Single(one => one.Path == "study/" + study).Run(request, new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None).Json;
    }
}
