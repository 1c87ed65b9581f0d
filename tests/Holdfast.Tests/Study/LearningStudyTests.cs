using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Study;

/// <summary>The studies of scores, trials and logged decisions, from a file to words, figures and pictures.</summary>
public class LearningStudyTests
{
    const string Scores = "y,a,b,g\n1,0.9,0.7,u\n1,0.8,0.9,v\n0,0.8,0.3,u\n1,0.7,0.4,v\n0,0.6,0.6,u\n1,0.55,0.8,v\n0,0.5,0.2,u\n0,0.4,0.5,v\n1,0.3,0.5,u\n0,0.2,0.1,v\n0,0.15,0.3,u\n0,0.1,0.2,v\n,0.5,0.5,u\n";

    [Fact]
    public void A_logistic_regression_from_a_file_equals_R()
    {
        // R 4.2.2: glm(y ~ a + g, family = binomial, control = list(epsilon = 1e-14)) on the twelve rows.
        using var folder = new TempFolder();
        var (json, text) = Run("logistic", folder, Scores, ("label", "y"), ("features", List("a", "g")), ("plot", folder.Path + "/roc.svg"));
        var terms = json["groups"]![0]!["terms"]!;
        Assert.Equal(["(Intercept)", "a", "g=v"], terms.AsArray().Select(t => (string)t!["term"]!));
        Same([-3.86002537024, 5.28254998050, 1.42232443862], terms, "coefficient", 1e-8);
        Same([2.32749748712, 3.22636003429, 1.52545670499], terms, "standardError", 1e-8);
        Assert.Equal(12.2329848304, (double)json["groups"]![0]!["deviance"]!, 1e-8);
        Assert.Contains("5 of 12 rows", text, StringComparison.Ordinal);
        Assert.Contains("1 of 13 rows were left out", text, StringComparison.Ordinal);
        Assert.StartsWith("<svg", File.ReadAllText(folder.Path + "/roc.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public void Separation_is_told_with_what_to_do()
    {
        using var folder = new TempFolder();
        const string Rows = "y,x\n0,1\n0,2\n0,3\n1,4\n1,5\n";
        Assert.Contains("use --penalty 1", Run("logistic", folder, Rows, ("label", "y"), ("features", List("x"))).Text, StringComparison.Ordinal);
        Assert.Contains("fitted with a penalty of 1", Run("logistic", folder, Rows, ("label", "y"), ("features", List("x")), ("penalty", 1)).Text, StringComparison.Ordinal);
        Assert.Contains("both outcomes must occur", Fault("logistic", folder, "y,x\n1,1\n1,2\n", ("label", "y"), ("features", List("x"))), StringComparison.Ordinal);
        Assert.Contains("group g=u", Fault("logistic", folder, "y,x,g\n1,1,u\n1,2,u\n1,3,v\n1,4,v\n", ("label", "y"), ("features", List("x")), ("by", "g")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_is_judged_and_compared_with_another()
    {
        using var folder = new TempFolder();
        var (json, text) = Run("metrics", folder, Scores, ("label", "y"), ("score", "a"), ("against", "b"), ("plot", folder.Path + "/roc.svg"));
        var group = json["groups"]![0]!;
        Assert.Equal(0.7857142857142857, (double)group["auc"]!, 1e-12);
        Assert.Equal(0.5589761050913605, (double)group["logLoss"]!, 1e-12);
        Assert.Equal(19.6737933399695, (double)group["expectedMaximumProfit"]!, 1e-6);
        Assert.Equal(0.4088781376628214, (double)group["comparison"]!["pValue"]!, 1e-12);
        Assert.Contains("In 78.6 % of pairs", text, StringComparison.Ordinal);
        var parts = Run("metrics", folder, Scores.Replace("0.9,0.7", "9,0.7", StringComparison.Ordinal), ("label", "y"), ("score", "a"), ("by", "g")).Json["groups"]!;
        Assert.Null(parts[0]!["brier"]);
        Assert.NotNull(parts[1]!["brier"]);
        Assert.Equal(0, (double)parts[0]!["stability"]!);
    }

    [Fact]
    public void A_score_is_calibrated_in_four_ways()
    {
        using var folder = new TempFolder();
        var (json, _) = Run("calibrate", folder, Scores, ("label", "y"), ("score", "a"), ("plot", folder.Path + "/calibration.svg"));
        var methods = json["groups"]![0]!["methods"]!.AsArray().ToDictionary(m => (string)m!["method"]!, m => m!);
        Assert.Equal(["none", "platt", "isotonic", "beta", "logistic"], methods.Keys);
        Assert.Equal(-3.0815060372179093, (double)methods["platt"]["a"]!, 1e-3);
        Assert.Equal(1.25558991079782212, (double)methods["beta"]["a"]!, 1e-7);
        Assert.Equal(0.19291666666666665, (double)methods["none"]["brier"]!, 1e-12);
        Assert.Null(methods["none"]["otherRowsBrier"]);
        Assert.Equal(["platt", "isotonic"], Run("calibrate", folder, Scores.Replace("0.9,0.7", "9,0.7", StringComparison.Ordinal), ("label", "y"), ("score", "a")).Json["groups"]![0]!["methods"]!.AsArray().Select(m => (string)m!["method"]!));
    }

    [Fact]
    public void A_trial_tells_the_average_effect_and_judges_a_score_or_learns_one()
    {
        using var folder = new TempFolder();
        var rows = "arm,y,x,s\n" + string.Concat(Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i % 2 == 0 ? "mail" : i % 4 == 1 ? "none" : "later")},{i / 2 % 10 + (i % 2 == 0 ? i / 4 % 5 : 0)},{i / 4 % 5},{i / 4 % 5}\n")));
        var (json, text) = Run("uplift", folder, rows, ("treatment", "arm=mail"), ("outcome", "y"), ("score", "s"), ("draws", 50), ("plot", folder.Path + "/qini.svg"));
        var group = json["groups"]![0]!;
        Assert.Equal(2, (double)group["averageEffect"]!["value"]!, 1e-9);
        Assert.True((double)group["curve"]!["qini"]! > 0);
        Assert.Null(group["curve"]!["scikitQini"]);
        Assert.Equal(10, group["bins"]!.AsArray().Count);
        Assert.Contains("counts alike: 'later', 'none'", text, StringComparison.Ordinal);
        foreach (var learner in new[] { "s", "t", "x", "r", "dr" })
        {
            var learned = Run("uplift", folder, rows, ("treatment", "arm=mail"), ("outcome", "y"), ("features", List("x")), ("learner", learner), ("draws", 50)).Json["groups"]![0]!;
            if (learner != "s") Assert.Equal(1, (double)learned["coefficients"]![1]!["value"]!, 0.1);
            Assert.NotNull(learned["doublyRobust"]);
        }

        Assert.Contains("--model linear", Fault("uplift", folder, rows, ("treatment", "arm=mail"), ("outcome", "y"), ("features", List("x")), ("model", "logistic")), StringComparison.Ordinal);
        Assert.Contains("nothing to draw", Fault("uplift", folder, rows, ("treatment", "arm=mail"), ("outcome", "y"), ("plot", folder.Path + "/none.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_is_judged_by_a_log_and_what_was_never_tried_is_refused_by_name()
    {
        using var folder = new TempFolder();
        const string Rows = "did,reward,p,q,would\nmail,1,0.5,1,mail\nnone,1,0.5,0,mail\nmail,0,0.8,0.4,none\nnone,1,0.25,0.25,none\n";
        var (json, text) = Run("off-policy", folder, Rows, ("outcome", "reward"), ("propensity", "p"), ("score", "q"), ("clip", 1.5), ("plot", folder.Path + "/value.svg"));
        var group = json["groups"]![0]!;
        Assert.Equal((1.5 + 1) / 4, (double)group["ips"]!["value"]!, 1e-12);
        Assert.Equal(1, (int)group["clippedRows"]!);
        Assert.Null(group["dr"]);
        Assert.Contains("were cut to 1.5", text, StringComparison.Ordinal);
        Assert.NotNull(Run("off-policy", folder, Rows, ("outcome", "reward"), ("propensity", "p"), ("treatment", "did"), ("policy", "would")).Json["groups"]![0]!["dr"]);
        Assert.Contains("'call'", Fault("off-policy", folder, Rows.Replace("0.25,0.25,none", "0.25,0.25,call", StringComparison.Ordinal), ("outcome", "reward"), ("propensity", "p"), ("treatment", "did"), ("policy", "would")), StringComparison.Ordinal);
        Assert.Contains("line 2, column 'p': found '0'", Fault("off-policy", folder, Rows.Replace("mail,1,0.5", "mail,1,0", StringComparison.Ordinal), ("outcome", "reward"), ("propensity", "p"), ("score", "q")), StringComparison.Ordinal);
        Assert.Contains("one of --score", Fault("off-policy", folder, Rows, ("outcome", "reward"), ("propensity", "p")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logistic", "y,s\n1,1e308\n0,2\n", "line 2, column 's': found '1e308'; allowed is a finite number of at most 1e100", "label=y features=s")]
    [InlineData("logistic", "y,s\n1,1\n0,2\n", "--penalty: found -1", "label=y features=s penalty=-1")]
    [InlineData("metrics", "y,s\n1,1\n0,2\n", "--offer-cost: found 500", "label=y score=s offerCost=500")]
    [InlineData("metrics", "y,s\n1,1\n1,2\n", "2 of 2 labels are true; both outcomes must occur", "label=y score=s")]
    [InlineData("calibrate", "y,s\n1,-1e200\n0,2\n", "line 2, column 's': found '-1e200'", "label=y score=s")]
    [InlineData("uplift", "t,y,s\n1,1,1\n0,0,2\n1,1,3\n0,0,4\n1,1,1\n0,0,2\n1,1,3\n0,0,4\n", "--folds: found 5; 2 to 4", "treatment=t outcome=y features=s")]
    [InlineData("uplift", "t,y,s\n1,1,1\n1,0,2\n", "2 of 2 rows are treated", "treatment=t outcome=y score=s")]
    [InlineData("off-policy", "y,p,q\n1,0.5,1.5\n", "line 2, column 'q': found '1.5'; allowed is a probability", "outcome=y propensity=p score=q")]
    [InlineData("off-policy", "y,p,q\n1,0.5,1\n", "--clip: found 0", "outcome=y propensity=p score=q clip=0")]
    public void What_is_wrong_is_said_with_its_place_and_what_is_allowed(string study, string rows, string said, string options)
    {
        using var folder = new TempFolder();
        var given = options.Split(' ').Select(option => option.Split('=')).Select(option => (option[0], option[0] == "features" ? List(option[1])
            : double.TryParse(option[1], CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : (JsonNode)JsonValue.Create(option[1])));
        Assert.Contains(said, Fault(study, folder, rows, [.. given]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics", "y,s\n1,0.5\n0,0.5\n", "AUC 0.5", "label=y score=s")]
    [InlineData("metrics", "y,s\n1,1e308\n0,-1e308\n1,1e308\n0,5\n", "shrinks to a point", "label=y score=s")]
    [InlineData("calibrate", "y,s\n1,1\n0,0\n", "score's probabilities are as good", "label=y score=s")]
    [InlineData("off-policy", "y,p,q\n1,0.5,0\n0,0.5,0\n", "nothing can be told", "outcome=y propensity=p score=q")]
    [InlineData("off-policy", "y,p,q\n1,1,1\n", "about 1 (1 to 1)", "outcome=y propensity=p score=q")]
    public void The_smallest_and_the_strangest_files_have_a_defined_answer(string study, string rows, string said, string options)
    {
        using var folder = new TempFolder();
        Assert.Contains(said, Run(study, folder, rows, [.. options.Split(' ').Select(option => option.Split('=')).Select(option => (option[0], (JsonNode)JsonValue.Create(option[1])))]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_actions_the_other_has_the_rest_of_the_probability()
    {
        // Means by action, no prior: q(mail) = 1, q(none) = 3; v = 0.25 x 1 + 0.75 x 3 on every row; weights 0.5 and 1.5, residuals 0.
        using var folder = new TempFolder();
        var group = Run("off-policy", folder, "did,r,p,q\nmail,1,0.5,0.25\nnone,3,0.5,0.75\n", ("outcome", "r"), ("propensity", "p"), ("score", "q"), ("treatment", "did"), ("prior", 0)).Json["groups"]![0]!;
        Assert.Equal(2.5, (double)group["dm"]!["value"]!, 1e-12);
        Assert.Equal(2.5, (double)group["dr"]!["value"]!, 1e-12);
        Assert.Equal((0.5 * 1 + 1.5 * 3) / 2, (double)group["ips"]!["value"]!, 1e-12);
    }

    static (JsonNode Json, string Text) Run(string study, TempFolder folder, string rows, params (string Name, JsonNode Value)[] options)
    {
        var file = Path.Combine(folder.Path, "table.csv");
        File.WriteAllText(file, rows);
        var request = new JsonObject { ["file"] = file };
        foreach (var (name, value) in options) request[name] = value;
        var reply = Catalog.All.Single(one => one.Path == "study/" + study).Run(request, new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None);
        return (reply.Json, reply.Text);
    }

    static string Fault(string study, TempFolder folder, string rows, params (string Name, JsonNode Value)[] options) =>
        Assert.Throws<HoldfastException>(() => Run(study, folder, rows, options)).Message;

    static JsonArray List(params string[] names) => [.. names.Select(name => JsonValue.Create(name))];

    static void Same(double[] expected, JsonNode terms, string key, double tolerance)
    {
        foreach (var (i, value) in expected.Index()) Assert.Equal(value, (double)terms[i]![key]!, tolerance);
    }
}
