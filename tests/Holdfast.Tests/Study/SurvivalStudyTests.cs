using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Study;

/// <summary>The studies of durations, from a file to words, figures and pictures; figures of Therneau's validation rows and of R's aml.</summary>
public class SurvivalStudyTests
{
    const string Aml = "time,status,x\n9,1,m\n13,1,m\n13,0,m\n18,1,m\n23,1,m\n28,0,m\n31,1,m\n34,1,m\n45,0,m\n48,1,m\n161,0,m\n5,1,n\n5,1,n\n8,1,n\n8,1,n\n12,1,n\n16,0,n\n23,1,n\n27,1,n\n30,1,n\n33,1,n\n43,1,n\n45,1,n\n";
    const string Causes = "time,why,g,z\n1,price,a,1\n2,service,a,3\n2,price,b,2\n3,0,b,5\n4,price,a,4\n5,service,b,2\n6,price,b,1\n7,0,a,6\n8,service,a,3\n9,price,b,4\n";

    [Fact]
    public void A_curve_at_a_time_counts_who_is_at_risk_then_and_who_left_since()
    {
        using var folder = new TempFolder();
        var (json, _) = Run("km", folder, Aml, ("duration", "time"), ("event", "status"), ("by", "x"), ("at", new JsonArray(20, 30)));
        var at = json["groups"]![0]!["at"]!;
        Assert.Equal([7, 5], at.AsArray().Select(r => (long)r!["atRisk"]!));
        Assert.Equal([3, 1], at.AsArray().Select(r => (long)r!["events"]!));
        Assert.Equal(0.613636363636364, (double)at[1]!["survival"]!, 1e-12);
        Assert.Equal(31, (double)json["groups"]![0]!["median"]!);
        Assert.Null(json["groups"]![0]!["medianHigh"]);
    }

    [Fact]
    public void Where_everybody_was_followed_for_no_time_shares_are_told_and_means_refused()
    {
        using var folder = new TempFolder();
        var (json, _) = Run("cumulative-incidence", folder, "t,e\n0,1\n0,1\n0,0\n", ("duration", "t"), ("event", "e"));
        var all = json["groups"]![0]!;
        Assert.Equal(2.0 / 3, (double)Last(all["curve"]!)["causes"]![0]!["incidence"]!, 1e-12);
        Assert.Equal(0, (double)all["lost"]![0]!["timeLost"]!);
        Assert.Contains("column 't': the last time is 0", Fault("rmst", folder, "t,e\n0,1\n0,0\n", ("duration", "t"), ("event", "e")), StringComparison.Ordinal);
        Assert.Contains("the last time of b is 0", Fault("rmst", folder, "t,e,g\n3,1,a\n0,0,b\n", ("duration", "t"), ("event", "e"), ("by", "g")), StringComparison.Ordinal);
    }

    [Fact]
    public void Cumulative_hazards_with_and_without_the_correction_of_ties()
    {
        using var folder = new TempFolder();
        var (json, text) = Run("nelson-aalen", folder, Aml, ("duration", "time"), ("event", "status"), ("plot", folder.Path + "/h.svg"));
        Assert.Equal(2.16102401771065, (double)Last(json["groups"]![0]!["curve"]!)["hazard"]!, 1e-12);
        Assert.Contains("a hazard of 2.161 adds up", text, StringComparison.Ordinal);
        (json, _) = Run("nelson-aalen", folder, Aml, ("duration", "time"), ("event", "status"), ("ties", "efron"));
        Assert.Equal(2.17179151108684, (double)Last(json["groups"]![0]!["curve"]!)["hazard"]!, 1e-12);
        Assert.StartsWith("<svg", File.ReadAllText(folder.Path + "/h.svg"), StringComparison.Ordinal);
        Assert.Contains("breslow or efron", Fault("nelson-aalen", folder, Aml, ("duration", "time"), ("ties", "exact")), StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_compared_by_rank_and_by_mean()
    {
        using var folder = new TempFolder();
        var (json, text) = Run("logrank", folder, Aml, ("duration", "time"), ("event", "status"), ("by", "x"), ("plot", folder.Path + "/c.svg"));
        Assert.Equal(3.3963886989776, (double)json["statistic"]!, 1e-10);
        Assert.Equal(0.0653393220405051, (double)json["p"]!, 1e-10);
        Assert.Contains("No difference in pace is shown", text, StringComparison.Ordinal);
        (json, _) = Run("logrank", folder, Aml, ("duration", "time"), ("event", "status"), ("by", "x"), ("rho", 1));
        Assert.Equal(2.77927954475177, (double)json["statistic"]!, 1e-10);
        (json, text) = Run("rmst", folder, Aml, ("duration", "time"), ("event", "status"), ("by", "x"), ("at", new JsonArray(30)), ("plot", folder.Path + "/m.svg"));
        Assert.Equal([24.6022727272727, 19.6944444444444], json["means"]!.AsArray().Select(m => Math.Round((double)m!["mean"]!, 13)));
        Assert.Equal(19.6944444444444 - 24.6022727272727, (double)json["contrasts"]![0]!["value"]!, 1e-12);
        Assert.Contains("n stay 4.908 less than m within 30", text, StringComparison.Ordinal);
        (json, text) = Run("rmst", folder, Aml, ("duration", "time"), ("event", "status"), ("by", "x"), ("at", new JsonArray(200)));
        Assert.Contains("observation ends before the horizon 200", text, StringComparison.Ordinal);
        Assert.Contains("needs two groups", Fault("logrank", folder, "t,g\n1,a\n2,a\n", ("duration", "t"), ("by", "g")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("efron", 1.6768574855929, -3.35897484026335)]
    [InlineData("breslow", 1.47528491482887, -3.82474950500287)]
    public void A_Cox_regression_of_the_validation_rows(string ties, double coefficient, double likelihood)
    {
        using var folder = new TempFolder();
        const string rows = "t,s,x,id\n1,1,1,1\n1,0,1,1\n6,1,1,2\n6,1,0,2\n8,0,0,3\n9,1,0,4\n,1,1,5\n";
        var (json, text) = Run("cox", folder, rows, ("duration", "t"), ("event", "s"), ("covariates", new JsonArray("x")), ("ties", ties), ("cluster", "id"), ("plot", folder.Path + "/x.svg"));
        Assert.Equal(coefficient, (double)json["coefficients"]![0]!["coefficient"]!, 1e-9);
        Assert.Equal(likelihood, (double)json["logLikelihood"]!, 1e-9);
        Assert.Equal("gradient-small", (string)json["convergence"]!["reason"]!);
        Assert.Contains("1 of 7 rows were left out because a value is missing (t: 1)", text, StringComparison.Ordinal);
        Assert.Equal(["x", "GLOBAL"], json["proportionality"]!.AsArray().Select(t => (string)t!["name"]!));
        Assert.StartsWith("<svg", File.ReadAllText(folder.Path + "/x.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_factors_strata_and_separation_are_told()
    {
        using var folder = new TempFolder();
        const string rows = "a,b,e,x\n1,2,1,1\n2,3,1,0\n5,6,1,0\n2,7,1,1\n1,8,1,0\n7,9,1,1\n3,9,1,1\n4,9,0,1\n8,14,0,0\n8,17,0,0\n";
        var (json, _) = Run("cox", folder, rows, ("entry", "a"), ("stop", "b"), ("event", "e"), ("covariates", new JsonArray("x")), ("at", new JsonArray(5)));
        Assert.Equal(-0.0211052095801752, (double)json["coefficients"]![0]!["coefficient"]!, 1e-9);
        Assert.Single(json["baseline"]!.AsArray());
        var (split, text) = Run("cox", folder, "t,e,plan,s\n1,1,b,1\n2,1,b,2\n3,1,b,1\n4,0,a,2\n5,0,a,1\n6,0,c,2\n7,1,c,1\n8,1,c,2\n", ("duration", "t"), ("event", "e"), ("covariates", new JsonArray("plan")), ("strata", "s"));
        Assert.Equal(["plan=b", "plan=c"], split["coefficients"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.Equal("separation", (string)split["convergence"]!["reason"]!);
        Assert.Contains("separates those who left from the others", text, StringComparison.Ordinal);
        Assert.Contains("just one of --duration and --stop", Fault("cox", folder, rows, ("event", "e"), ("covariates", new JsonArray("x"))), StringComparison.Ordinal);
        Assert.Contains("line 2, column 'b': found '2'; allowed is a time before that in column 'a', 1", Fault("cox", folder, rows, ("entry", "b"), ("stop", "a"), ("covariates", new JsonArray("x"))), StringComparison.Ordinal);
        Assert.Contains("line 3, column 'x': found '-Inf'; allowed is a finite number", Fault("cox", folder, "t,e,x\n1,1,2\n2,1,-Inf\n", ("duration", "t"), ("event", "e"), ("covariates", new JsonArray("x"))), StringComparison.Ordinal);
        Assert.Contains("line 4, column 't': found '0'; allowed is a period from 1 on for a row that left in it", Fault("hazard", folder, "t,e\n1,1\n0,0\n0,1\n", ("duration", "t"), ("event", "e")), StringComparison.Ordinal);
        Assert.Contains("nor has R's coxph", Fault("cox", folder, rows, ("entry", "a"), ("stop", "b"), ("covariates", new JsonArray("x")), ("ties", "exact"), ("robust", true)), StringComparison.Ordinal);
        Assert.Contains("line 3, column 't': found '-1'; allowed is a time from 0 on", Fault("km", folder, "t\n1\n-1\n", ("duration", "t")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hazard_by_period_without_columns_is_the_share_of_periods_with_the_event()
    {
        using var folder = new TempFolder();
        var (json, text) = Run("hazard", folder, "t,e\n1,1\n2,0\n3,1\n4,0\n", ("duration", "t"), ("event", "e"), ("degree", 0), ("plot", folder.Path + "/p.svg"));
        Assert.Equal(10, (long)json["personPeriods"]!);
        Assert.Equal(0.2, (double)json["hazards"]![0]!["hazard"]!, 1e-9);
        Assert.Equal(-10.0080484, (double)json["deviance"]! / -1, 1e-6);
        Assert.Contains("20.0 % of those there at the start of a period leave in it", text, StringComparison.Ordinal);
        (json, _) = Run("hazard", folder, Aml, ("duration", "time"), ("event", "status"), ("covariates", new JsonArray("x")), ("degree", 1), ("link", "cloglog"), ("at", new JsonArray(3)));
        Assert.Equal(["(intercept)", "period^1", "x=n"], json["coefficients"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.Equal(3, (int)Assert.Single(json["hazards"]!.AsArray())!["period"]!);
    }

    [Fact]
    public void Causes_are_told_apart_tested_and_regressed()
    {
        using var folder = new TempFolder();
        var (json, text) = Run("cumulative-incidence", folder, Causes, ("duration", "time"), ("event", "why"), ("by", "g"), ("covariates", new JsonArray("z")), ("at", new JsonArray(5)), ("plot", folder.Path + "/i.svg"));
        Assert.Equal(["price", "service"], json["causes"]!.AsArray().Select(c => (string)c!));
        var told = json["groups"]![0]!["at"]![0]!;
        Assert.Equal([0.4, 0.2], told["causes"]!.AsArray().Select(c => Math.Round((double)c!["incidence"]!, 12)));
        Assert.Equal(2, json["gray"]!.AsArray().Count);
        Assert.Equal("z", (string)json["regressions"]![1]!["coefficients"]![0]!["name"]!);
        Assert.Contains("40.0 % for price", text, StringComparison.Ordinal);
        Assert.Contains("stands nowhere in column 'why'", Fault("cumulative-incidence", folder, Causes, ("duration", "time"), ("event", "why"), ("censored", "gone")), StringComparison.Ordinal);
        Assert.Contains("nobody left", Fault("cumulative-incidence", folder, "t,e\n1,0\n2,0\n", ("duration", "t"), ("event", "e")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_is_judged_by_pairs()
    {
        using var folder = new TempFolder();
        const string rows = "t,e,s\n1,1,5\n2,1,4\n3,0,4\n4,1,1\n5,0,2\n";
        var (json, text) = Run("concordance", folder, rows, ("duration", "t"), ("event", "e"), ("score", "s"), ("at", new JsonArray(2)), ("plot", folder.Path + "/s.svg"));
        var harrell = json["groups"]![0]!["harrell"]!;
        Assert.Equal((6.0, 1.0, 1.0), ((double)harrell["concordant"]!, (double)harrell["discordant"]!, (double)harrell["tiedScore"]!));
        Assert.Equal(6.5 / 8, (double)harrell["c"]!, 1e-12);
        Assert.Equal(1.5 / 8, (double)json["groups"]![0]!["reversed"]!, 1e-12);
        Assert.Equal(5.5 / 6, (double)json["groups"]![0]!["at"]![0]!["auc"]!, 1e-12);
        Assert.Contains("81.2 % of the time", text, StringComparison.Ordinal);
        Assert.Contains("nothing to compare", Run("concordance", folder, "t,e,s\n1,0,5\n2,0,4\n", ("duration", "t"), ("event", "e"), ("score", "s")).Text, StringComparison.Ordinal);
    }

    static JsonNode Last(JsonNode rows) => rows.AsArray()[^1]!;

    static (JsonNode Json, string Text) Run(string study, TempFolder folder, string rows, params (string Name, JsonNode? Value)[] options)
    {
        var file = Path.Combine(folder.Path, "rows.csv");
        File.WriteAllText(file, rows);
        var request = new JsonObject { ["file"] = file };
        foreach (var (name, value) in options) request[name] = value;
        var reply = Catalog.All.Single(one => one.Path == "study/" + study).Run(request, new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None);
        return (reply.Json, reply.Text);
    }

    static string Fault(string study, TempFolder folder, string rows, params (string Name, JsonNode? Value)[] options) =>
        Assert.Throws<HoldfastException>(() => Run(study, folder, rows, options)).Message;
}
