using Holdfast.Numerics.Clusters;

namespace Holdfast.Tests.Numerics.Clusters;

public class ClusterReferenceTests
{
    static readonly ClusterOptions Many = new() { Restarts = 40 };

    static Points Iris => Read("iris.csv", ["\"Sepal.Length\"", "\"Sepal.Width\"", "\"Petal.Length\"", "\"Petal.Width\""]);

    static Points Faithful => Read("faithful.csv", ["\"eruptions\"", "\"waiting\""]);

    static Points Ruspini => Read("ruspini.csv", ["\"x\"", "\"y\""]);

    [ReferenceEntry("kmeans.iris.k3", "kmeans.faithful.k2")]
    public void Groups_are_those_of_R()
    {
        foreach (var (id, points, k) in new[] { ("kmeans.iris.k3", Iris, 3), ("kmeans.faithful.k2", Faithful, 2) })
        {
            var (value, fit) = (ReferenceValues.Value(id), KMeans.Fit(points, k, Many));
            Assert.Equal(value.Number("withinss"), fit.TotalWithin, 1e-4);
            Assert.Equal(value.GetProperty("sizes").Numbers(), fit.Sizes.Order().Select(s => (double)s));
        }
    }

    [ReferenceEntry("silhouette.ruspini.pam4", "silhouette.ruspini.kmeans4", "silhouette.iris.kmeans3", "silhouette.iris.kmeans2")]
    public void Silhouettes_are_those_of_R()
    {
        var ruspini = Silhouette.Of(Ruspini, KMeans.Fit(Ruspini, 4, Many).Labels);
        var pam = ReferenceValues.Value("silhouette.ruspini.pam4");
        // On these four clear groups medoids and means agree.
        Assert.Equal(pam.Number("avg"), ruspini.Average, 1e-4);
        Assert.All(pam.GetProperty("clus").Numbers().Order().Zip(ruspini.Groups.Order()), p => Assert.Equal(p.First, p.Second, 1e-4));
        Assert.Equal(ReferenceValues.Value("silhouette.ruspini.kmeans4").GetDouble(), ruspini.Average, 1e-4);
        foreach (var k in new[] { 3, 2 })
            Assert.Equal(ReferenceValues.Value($"silhouette.iris.kmeans{k}").GetDouble(), Silhouette.Of(Iris, KMeans.Fit(Iris, k, Many).Labels).Average, 1e-4);
    }

    [ReferenceEntry("mclust.faithful.VVV2", "mclust.iris.VVV3")]
    public void Mixtures_are_at_least_as_likely_as_those_of_mclust()
    {
        foreach (var (id, points, groups) in new[] { ("mclust.faithful.VVV2", Faithful, 2), ("mclust.iris.VVV3", Iris, 3) })
        {
            var (value, fit) = (ReferenceValues.Value(id), GaussianMixture.Fit(points, groups, MixtureShape.VVV, new MixtureOptions()));
            Assert.Equal(value.Number("df"), fit.Parameters);
            AtLeast(value, fit);
            Assert.False(fit.AtFloor);
        }
    }

    [ReferenceEntry("mclust.faithful.VVV2")]
    public void Shares_and_means_are_those_of_mclust_as_far_as_it_climbed()
    {
        // mclust stops when a round gains less than 1e-5 of the log-likelihood, here 1e-4 below the maximum; in its parameters that is 2e-3.
        var (value, fit) = (ReferenceValues.Value("mclust.faithful.VVV2"), GaussianMixture.Fit(Faithful, 2, MixtureShape.VVV, new MixtureOptions()));
        Assert.All(value.GetProperty("pro").Numbers().Reverse().Zip(fit.Shares), p => Assert.Equal(p.First, p.Second, 1e-4));
        Assert.All(value.GetProperty("mean").EnumerateArray().SelectMany((column, j) => column.Numbers().Reverse().Select((mean, g) => (mean, found: fit.Means[g * 2 + j]))),
            p => Assert.Equal(p.mean, p.found, 2e-3));
    }

    [ReferenceEntry("mclust.faithful", "mclust.iris.best")]
    public void The_same_mixture_is_best_as_for_mclust_of_up_to_four_groups() => Best(4);

    [ReferenceEntry("mclust.faithful", "mclust.iris.best", Long = true)]
    public void The_same_mixture_is_best_as_for_mclust_of_up_to_nine_groups() => Best(9);

    static void Best(int most)
    {
        foreach (var (id, points) in new[] { ("mclust.faithful", Faithful), ("mclust.iris.best", Iris) })
        {
            var (value, (best, table)) = (ReferenceValues.Value(id), GaussianMixture.Choose(points, most, Enum.GetValues<MixtureShape>(), new MixtureOptions { Restarts = 2 }));
            Assert.Equal(value.GetProperty("model").GetString(), best.Shape.ToString());
            Assert.Equal(value.Number("G"), best.Shares.Length);
            Assert.Equal(value.Number("df"), best.Parameters);
            Assert.Equal(best.Bic, table.SelectMany(row => row).Max());
            AtLeast(value, best);
        }
    }

    // Never less likely than the reference, and not another, far more likely maximum either.
    static void AtLeast(System.Text.Json.JsonElement value, GaussianMixture fit)
    {
        Assert.InRange(fit.LogLikelihood, value.Number("loglik") - 1e-4, value.Number("loglik") + 0.05);
        Assert.InRange(fit.Bic, value.Number("bic") - 2e-4, value.Number("bic") + 0.1);
    }

    static Points Read(string file, string[] columns)
    {
        var rows = ReferenceData.Read("reference/" + file);
        var quoted = rows[0].ContainsKey(columns[0]);
        return new Points([.. rows.SelectMany(r => columns.Select(c => r.Number(quoted ? c : c.Trim('"'))))], columns.Length);
    }
}
