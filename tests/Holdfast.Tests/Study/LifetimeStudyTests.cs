using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Tests.Store;
using Holdfast.Tests.Numerics;

namespace Holdfast.Tests.Study;

public class LifetimeStudyTests
{
    [ReferenceEntry("bgnbd.cdnow.exactdays", "paretonbd.cdnow.exactdays", "gammagamma.cdnow.exact")]
    public void A_purchase_log_gives_the_figures_of_the_R_packages()
    {
        using var folder = new TempFolder();
        var log = Path.Combine(folder.Path, "log.csv");
        File.WriteAllLines(log, File.ReadLines(Path.Combine(ReferenceData.Folder!, "cdnow", "CDNOW_sample.txt"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(f => $"{f[1]},{f[2]},{f[4]}").Prepend("id,date,spent"));
        var purchases = new JsonObject { ["file"] = log, ["customer"] = "id", ["date"] = "date", ["until"] = "1997-09-30", ["plot"] = Path.Combine(folder.Path, "p.svg") };
        foreach (var (method, id) in new[] { ("bg-nbd", "bgnbd.cdnow.exactdays"), ("pareto-nbd", "paretonbd.cdnow.exactdays") })
        {
            var answer = Run(method, purchases).Json;
            Assert.Equal(ReferenceValues.Value(id).Number("ll"), (double)answer["logLikelihood"]!, 1e-3);
            Assert.Equal(ReferenceValues.Value(id).Number("r"), (double)answer["parameters"]![0]!["value"]!, 1e-3);
            Assert.Equal(2357, answer["customers"]!.AsArray().Count);
            Assert.Equal(946, (int)answer["repeaters"]!);
            Assert.True((bool)answer["settled"]!);
        }

        var spend = Run("gamma-gamma", new JsonObject { ["file"] = log, ["customer"] = "id", ["date"] = "date", ["until"] = "1997-09-30", ["amount"] = "spent", ["plot"] = Path.Combine(folder.Path, "g.svg") }).Json;
        Assert.Equal(ReferenceValues.Value("gammagamma.cdnow.exact").Number("ll"), (double)spend["logLikelihood"]!, 1e-3);
        Assert.True((bool)Run("mbg-nbd", purchases).Json["settled"]!);
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder.Path, "g.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_counts_days_once_leaves_out_the_first_purchase_and_what_comes_too_late()
    {
        using var folder = new TempFolder();
        var rows = "id,day\na,2026-01-01\na,2026-01-08\na,2026-01-08\na,2026-01-22\nb,2026-01-01\nc,2026-01-05\nc,2026-01-06\nc,2026-02-20\nd,2026-01-09\nd,2026-01-29\n";
        var answer = Run("bg-nbd", new JsonObject { ["file"] = Csv(folder, rows), ["customer"] = "id", ["date"] = "day", ["until"] = "2026-01-29", ["at"] = new JsonArray(4, 52), ["discount"] = 0.01 });
        var a = answer.Json["customers"]![0]!;
        Assert.Equal((2.0, 3.0, 4.0), ((double)a["frequency"]!, (double)a["recency"]!, (double)a["age"]!));
        Assert.Equal((1.0, 1 / 7.0), ((double)answer.Json["customers"]![2]!["frequency"]!, (double)answer.Json["customers"]![2]!["recency"]!));
        Assert.Equal(1, (double)answer.Json["customers"]![1]!["probabilityAlive"]!);
        Assert.True((double)a["discountedResidual"]! > (double)a["expected"]![0]!["purchases"]!);
        Assert.Contains("1 purchases after that day", answer.Text, StringComparison.Ordinal);
        Assert.Contains("1 purchases on a day with another one", answer.Text, StringComparison.Ordinal);
        var summaries = Run("bg-nbd", new JsonObject { ["file"] = Csv(folder, "x,t,age\n2,3,4\n0,0,4\n1,0.14285714285714285,3.4285714285714284\n1,2.857142857142857,2.857142857142857\n"), ["frequency"] = "x", ["recency"] = "t", ["age"] = "age" });
        Assert.Equal((double)answer.Json["logLikelihood"]!, (double)summaries.Json["logLikelihood"]!, 1e-8);
    }

    [Fact]
    public void Donors_are_told_by_rows_or_by_their_log()
    {
        using var folder = new TempFolder();
        var rows = Run("bg-bb", new JsonObject { ["file"] = Csv(folder, "x,t,n,who\n0,0,4,30\n1,1,4,10\n2,3,4,8\n4,4,4,12\n1,4,4,5\n"), ["frequency"] = "x", ["recency"] = "t", ["age"] = "n", ["count"] = "who", ["discount"] = 0.1, ["plot"] = Path.Combine(folder.Path, "b.svg") });
        Assert.Equal(65, (long)rows.Json["customers"]!);
        Assert.True((double)rows.Json["kinds"]![3]!["probabilityAlive"]! > (double)rows.Json["kinds"]![0]!["probabilityAlive"]!);
        var log = Run("bg-bb", new JsonObject { ["file"] = Csv(folder, "id,day\na,2026-01-01\na,2026-01-05\na,2026-01-08\na,2026-01-20\nb,2026-01-01\nb,2026-01-28\nc,2026-01-26\n"), ["customer"] = "id", ["date"] = "day", ["until"] = "2026-01-29" });
        Assert.Equal([(1, 4, 4), (2, 3, 4)], log.Json["kinds"]!.AsArray().Select(k => ((int)k!["frequency"]!, (int)k["recency"]!, (int)k["opportunities"]!)));
        Assert.Contains("1 customers who first bought less than a period", log.Text, StringComparison.Ordinal);
        Assert.Contains("line 2, column 't': found '5'", Fault("bg-bb", new JsonObject { ["file"] = Csv(folder, "x,t,n\n1,5,4\n"), ["frequency"] = "x", ["recency"] = "t", ["age"] = "n" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cohort_may_be_told_in_numbers_in_per_cent_or_one_by_one()
    {
        using var folder = new TempFolder();
        var percent = Csv(folder, "left\n100\n86.9\n74.3\n65.3\n59.3\n55.1\n51.7\n49.1\n46.8\n44.5\n42.7\n40.9\n39.4\n");
        var request = new JsonObject { ["file"] = percent, ["survivors"] = "left", ["size"] = 1000, ["fit"] = 7, ["discount"] = 0.1, ["plot"] = Path.Combine(folder.Path, "s.svg") };
        var sbg = Run("sbg", request).Json;
        // Fader and Hardie 2007: alpha .668, beta 3.806; the others from the same fit with scipy.
        Assert.Equal(0.6680883, (double)sbg["parameters"]![0]!["value"]!, 1e-4);
        Assert.Equal(-1611.1581474, (double)sbg["logLikelihood"]!, 1e-4);
        Assert.Equal(5.922253512, (double)sbg["discountedLifetime"]!, 1e-4);
        Assert.Equal(5.414478864, (double)sbg["discountedResidual"]![0]!, 1e-4);
        Assert.Null(sbg["nested"]);
        var bdw = Run("bdw", request);
        Assert.Equal(1.7235648, (double)bdw.Json["parameters"]![2]!["value"]!, 2e-4);
        Assert.Equal(2 * (1611.1581474 - 1605.3142132), (double)bdw.Json["nested"]!["statistic"]!, 1e-3);
        Assert.Contains("own risk changes", bdw.Text, StringComparison.Ordinal);
        var each = Run("sbg", new JsonObject { ["file"] = Csv(folder, "months,left\n1,1\n1,1\n2,1\n3,0\n3,0\n3,1\n"), ["duration"] = "months", ["event"] = "left" });
        Assert.Equal(6, (double)each.Json["customers"]!);
        Assert.Contains("at most the 86.9", Fault("sbg", new JsonObject { ["file"] = Csv(folder, "left\n100\n86.9\n87\n"), ["survivors"] = "left" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_is_planned_checked_watched_and_adjusted()
    {
        using var folder = new TempFolder();
        var stream = new Holdfast.Numerics.RandomStream(3);
        var trial = Csv(folder, string.Join('\n', Enumerable.Range(0, 1200).Select(i =>
        {
            var (before, treated) = (stream.Normal(), i % 2);
            return string.Create(CultureInfo.InvariantCulture, $"{(treated == 1 ? "offer" : "none")},{before:R},{2 * before + stream.Normal() + 0.3 * treated:R},{(stream.Bernoulli(0.2) ? "yes" : "no")}");
        }).Prepend("group,before,spend,stayed")));
        var cuped = Run("cuped", new JsonObject { ["file"] = trial, ["treatment"] = "group=offer", ["outcome"] = "spend", ["covariates"] = new JsonArray("before"), ["plot"] = Path.Combine(folder.Path, "c.svg") }).Json;
        Assert.True((double)cuped["adjusted"]!["standardError"]! < 0.6 * (double)cuped["raw"]!["standardError"]!);
        Assert.InRange(0.3, (double)cuped["adjusted"]!["low"]!, (double)cuped["adjusted"]!["high"]!);
        var watched = Run("sequential", new JsonObject { ["file"] = trial, ["treatment"] = "group=offer", ["outcome"] = "spend", ["tightAt"] = 2000, ["plot"] = Path.Combine(folder.Path, "q.svg") }).Json;
        Assert.True((double)watched["last"]!["low"]! < (double)cuped["raw"]!["low"]!);
        Assert.Equal(1200, (int)watched["last"]!["row"]!);
        var power = Run("power", new JsonObject { ["file"] = trial, ["outcome"] = "stayed", ["difference"] = -0.02, ["plot"] = Path.Combine(folder.Path, "w.svg") });
        Assert.Equal("share", (string)power.Json["kind"]!);
        Assert.Equal(0.8, (double)power.Json["power"]!, 1e-9);
        Assert.Equal(0.8, (double)Run("power", new JsonObject { ["file"] = trial, ["outcome"] = "spend", ["difference"] = 0.3 }).Json["power"]!, 1e-9);
        var srm = Run("srm", new JsonObject { ["file"] = trial, ["treatment"] = "group", ["plot"] = Path.Combine(folder.Path, "r.svg") });
        Assert.False((bool)srm.Json["mismatch"]!);
        Assert.True((bool)Run("srm", new JsonObject { ["file"] = trial, ["treatment"] = "group", ["shares"] = new JsonArray(0.4, 0.6) }).Json["mismatch"]!);
        Assert.Contains("2 groups (none, offer)", Fault("srm", new JsonObject { ["file"] = trial, ["treatment"] = "group", ["shares"] = new JsonArray(1) }), StringComparison.Ordinal);
    }

    [Fact]
    public void Customers_are_grouped_and_keep_their_numbers()
    {
        using var folder = new TempFolder();
        var points = Csv(folder, "x,y,old\n0,0,1\n0.1,0.1,1\n0,0.2,1\n5,5,0\n5.1,5,0\n5,5.2,0\n4.9,5.1,0\n0.2,0,\n");
        var groups = Run("kmeans", new JsonObject { ["file"] = points, ["features"] = new JsonArray("x", "y"), ["groups"] = 2, ["plot"] = Path.Combine(folder.Path, "k.svg") });
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 0], groups.Json["labels"]!.AsArray().Select(l => (int)l!));
        Assert.True((double)groups.Json["silhouette"]! > 0.9);
        var kept = Run("kmeans", new JsonObject { ["file"] = points, ["features"] = new JsonArray("x", "y"), ["groups"] = 2, ["before"] = "old" });
        Assert.Equal([1, 1, 1, 0, 0, 0, 0, 1], kept.Json["labels"]!.AsArray().Select(l => (int)l!));
        var mixture = Run("mixture", new JsonObject { ["file"] = points, ["features"] = new JsonArray("x", "y"), ["groups"] = 2, ["shape"] = "EII", ["plot"] = Path.Combine(folder.Path, "m.svg") });
        Assert.Equal(0.5, (double)mixture.Json["groups"]![0]!["share"]!, 1e-6);
        Assert.Contains("allowed is EII, VII", Fault("mixture", new JsonObject { ["file"] = points, ["features"] = new JsonArray("x", "y"), ["shape"] = "round" }), StringComparison.Ordinal);
        Assert.Contains("different points", Fault("kmeans", new JsonObject { ["file"] = points, ["features"] = new JsonArray("x"), ["groups"] = 90 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bg-nbd", "columns are missing")]
    [InlineData("gamma-gamma", "columns are missing")]
    [InlineData("bg-bb", "columns are missing")]
    [InlineData("bdw", "columns are missing")]
    public void What_is_missing_is_said(string method, string words)
    {
        using var folder = new TempFolder();
        Assert.Contains(words, Fault(method, new JsonObject { ["file"] = Csv(folder, "x\n1\n") }), StringComparison.Ordinal);
    }

    static string Fault(string method, JsonObject request) => Assert.Throws<HoldfastException>(() => Run(method, request)).Message;

    static Reply Run(string method, JsonObject request) => Catalog.All.Single(one => one.Path == "study/" + method)
        .Run((JsonObject)request.DeepClone(), new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None);

    static string Csv(TempFolder folder, string text)
    {
        var file = Path.Combine(folder.Path, $"{Directory.GetFiles(folder.Path).Length}.csv");
        File.WriteAllText(file, text);
        return file;
    }
}
