using Holdfast.Numerics;
using Holdfast.Numerics.Clusters;
using Holdfast.Numerics.Linear;

namespace Holdfast.Tests.Numerics.Clusters;

public class ClusterTests
{
    [Fact]
    public void Labels_are_matched_as_well_as_any_permutation_could()
    {
        var stream = new RandomStream(3);
        for (var trial = 0; trial < 200; trial++)
        {
            var size = 1 + stream.Index(6);
            double[] costs = [.. Enumerable.Range(0, size * size).Select(_ => (double)stream.Index(10))];
            var found = StableLabels.Assign(costs, size);
            Assert.Equal(Enumerable.Range(0, size), found.Order());
            Assert.Equal(Permutations([.. Enumerable.Range(0, size)]).Min(p => Cost(p)), Cost(found));

            double Cost(int[] columns) => columns.Select((c, row) => costs[row * size + c]).Sum();
        }
    }

    [Fact]
    public void Segments_keep_their_numbers_when_the_new_run_numbers_them_otherwise()
    {
        int[] before = [0, 0, 0, 1, 1, 2, 2, 2, 2, -1];
        Assert.Equal([0, 0, 0, 1, 1, 2, 2, 2, 2, 1], StableLabels.Match(before, [2, 2, 2, 0, 0, 1, 1, 1, 1, 0]));
        Assert.Equal([0, 0, 0, 1, 1, 2, 2, 3, 3, 3], StableLabels.Match(before, [1, 1, 1, 0, 0, 2, 2, 3, 3, 3]).Select(l => l).ToArray());
        Assert.Throws<ArgumentException>(() => StableLabels.Match([0], [0, 1]));
    }

    [Fact]
    public void Groups_do_not_depend_on_the_order_of_points_nor_on_where_they_lie()
    {
        var points = Blobs(240, 9);
        var fit = KMeans.Fit(points, 3, new ClusterOptions());
        var order = Enumerable.Range(0, 240).Reverse().ToArray();
        var turned = KMeans.Fit(new Points([.. order.SelectMany(i => points[i].ToArray())], 2), 3, new ClusterOptions { Seed = 8 });
        Assert.Equal(fit.TotalWithin, turned.TotalWithin, 1e-9 * fit.TotalWithin);
        Assert.Equal(order.Select(i => fit.Labels[i]), turned.Labels);
        var moved = KMeans.Fit(new Points([.. points.Values.Select(v => 3 * v + 1000)], 2), 3, new ClusterOptions());
        Assert.Equal(9 * fit.TotalWithin, moved.TotalWithin, 1e-6 * fit.TotalWithin);
        Assert.Equal(fit.Labels, moved.Labels);
        Assert.Equal(fit.Labels, KMeans.Fit(points, 3, new ClusterOptions()).Labels);
    }

    [Fact]
    public void Blobs_come_back_as_a_mixture()
    {
        var fit = GaussianMixture.Choose(Blobs(300, 10), 4, [MixtureShape.EII, MixtureShape.VVI, MixtureShape.EEE, MixtureShape.VVV], new MixtureOptions { Restarts = 2 }).Best;
        Assert.Equal(3, fit.Shares.Length);
        Assert.Equal(1, fit.Shares.Sum(), 1e-12);
        Assert.Equal([0, 0, 5, 5, 9, 0], fit.Means.Select(m => Math.Round(m)));
        Assert.True(fit.Convergence.Settled);
    }

    [Fact]
    public void Every_shape_is_less_likely_than_those_that_contain_it()
    {
        var points = Blobs(150, 12);
        var fits = Enum.GetValues<MixtureShape>().ToDictionary(s => s, s => GaussianMixture.Fit(points, 3, s, new MixtureOptions()).LogLikelihood);
        foreach (var (narrow, wide) in new[]
        {
            (MixtureShape.EII, MixtureShape.VII), (MixtureShape.EII, MixtureShape.EEI), (MixtureShape.EEI, MixtureShape.VEI), (MixtureShape.EEI, MixtureShape.EVI), (MixtureShape.VEI, MixtureShape.VVI),
            (MixtureShape.EVI, MixtureShape.VVI), (MixtureShape.EEI, MixtureShape.EEE), (MixtureShape.EEE, MixtureShape.VEE), (MixtureShape.EEE, MixtureShape.EEV), (MixtureShape.EEV, MixtureShape.VEV),
            (MixtureShape.EEV, MixtureShape.EVV), (MixtureShape.VEE, MixtureShape.VEV), (MixtureShape.EVI, MixtureShape.EVE), (MixtureShape.EEE, MixtureShape.EVE), (MixtureShape.EVE, MixtureShape.EVV), (MixtureShape.EVE, MixtureShape.VVE), (MixtureShape.VEE, MixtureShape.VVE), (MixtureShape.VVE, MixtureShape.VVV), (MixtureShape.VEV, MixtureShape.VVV), (MixtureShape.EVV, MixtureShape.VVV), (MixtureShape.VVI, MixtureShape.VVV),
        })
            Assert.True(fits[narrow] <= fits[wide] + 1e-6, $"{narrow} {fits[narrow]} {wide} {fits[wide]}");
    }

    [Fact]
    public void Collapsed_groups_are_held_by_the_floor_and_reported()
    {
        var stream = new RandomStream(14);
        var points = new Points([.. Enumerable.Range(0, 40).Select(i => i < 10 ? 7.0 : stream.Normal())], 1);
        var fit = GaussianMixture.Fit(points, 2, MixtureShape.VVV, new MixtureOptions());
        Assert.True(double.IsFinite(fit.LogLikelihood));
        Assert.True(fit.AtFloor);
        Assert.Null(GaussianMixture.Choose(points, 2, [MixtureShape.VVV], new MixtureOptions()).Bic[1][0]);
    }

    [Fact]
    public void Odd_points_have_a_defined_answer_or_a_reason()
    {
        var twins = new Points([1, 1, 1, 1, 2, 2], 2);
        Assert.Equal(0, KMeans.Fit(twins, 2, new ClusterOptions()).TotalWithin);
        Assert.Contains("2 different points", Assert.Throws<ArgumentException>(() => KMeans.Fit(twins, 3, new ClusterOptions())).Message, StringComparison.Ordinal);
        Assert.Contains("no column varies", Assert.Throws<ArgumentException>(() => GaussianMixture.Fit(new Points([3, 3], 1), 1, MixtureShape.VVV, new MixtureOptions())).Message, StringComparison.Ordinal);
        Assert.Contains("[1] is NaN", Assert.Throws<ArgumentException>(() => new Points([1, double.NaN], 1)).Message, StringComparison.Ordinal);
        Assert.Equal(1, KMeans.Fit(new Points([5], 1), 1, new ClusterOptions()).Sizes[0]);
        Assert.Equal(0, Silhouette.Of(new Points([1, 1, 1], 1), [0, 1, 1]).Average);
        Assert.Throws<ArgumentException>(() => Silhouette.Of(new Points([1, 2], 1), [0, 0]));
    }

    [Fact]
    public void A_silhouette_of_many_points_looks_at_a_sample_and_says_so()
    {
        var points = Blobs(900, 15);
        var labels = KMeans.Fit(points, 3, new ClusterOptions()).Labels;
        var (all, some) = (Silhouette.Of(points, labels), Silhouette.Of(points, labels, 300));
        Assert.False(all.Sampled);
        Assert.True(some.Sampled);
        Assert.Equal(all.Average, some.Average, 0.05);
    }

    [Fact]
    public void Eigenvalues_and_vectors_give_the_matrix_back()
    {
        var stream = new RandomStream(16);
        for (var trial = 0; trial < 50; trial++)
        {
            var n = 1 + stream.Index(6);
            var matrix = new double[n * n];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = stream.Normal();
            }

            var eigen = new SymmetricEigen(matrix, n);
            Assert.All(eigen.With(eigen.Values).Zip(matrix), p => Assert.Equal(p.Second, p.First, 1e-13));
            Assert.Equal(eigen.Values.OrderDescending(), eigen.Values);
        }
    }

    static Points Blobs(int count, ulong seed)
    {
        var stream = new RandomStream(seed);
        (double X, double Y)[] centres = [(0, 0), (5, 5), (9, 0)];
        return new Points([.. Enumerable.Range(0, count).SelectMany(i => (double[])[centres[i % 3].X + 0.7 * stream.Normal(), centres[i % 3].Y + 0.7 * stream.Normal()])], 2);
    }

    static IEnumerable<int[]> Permutations(int[] items) => items.Length <= 1 ? [items]
        : items.SelectMany((first, i) => Permutations([.. items.Where((_, j) => j != i)]).Select(rest => (int[])[first, .. rest]));
}
