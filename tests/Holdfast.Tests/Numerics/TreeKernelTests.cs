using System.Globalization;
using System.Text;
using Holdfast.Native.XGBoost;
using Holdfast.Numerics;
using Holdfast.Numerics.Linear;
using Holdfast.Numerics.Trees;

namespace Holdfast.Tests.Numerics;

/// <summary>Every width of the tree kernels against the walk, and against the library, on trees from stumps to deeper than any mask holds.</summary>
public class TreeKernelTests
{
    const int Columns = 12;

    static IEnumerable<VectorWidth> Widths => Enum.GetValues<VectorWidth>().Where(VectorWidths.Has);

    [XGBoostTheory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(14)]
    public void All_widths_score_the_librarys_bits(int depth)
    {
        const int count = 1333;
        var (values, labels) = TreeTests.Rows(4000, 77);
        using var booster = Booster.Train(
            new BoosterRows(values, Columns, labels, []), new BoosterParameters { Depth = depth, Rounds = 12, MinChildWeight = 0.01, BaseScore = 0.5 }, default);
        var ensemble = TreeEnsemble.ReadXGBoost(booster.SaveJson());
        var rows = values.AsSpan(0, count * Columns);
        var expected = booster.PredictMargins(rows);
        foreach (var width in Widths)
        {
            var margins = new float[count];
            ensemble.Margins(rows, margins, width);
            Assert.Equal(Bits(expected), Bits(margins));
        }
    }

    [XGBoostTheory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(13)]
    public void All_widths_explain_with_the_same_bits_and_add_up(int depth)
    {
        const int count = 150;
        var (values, labels) = TreeTests.Rows(3000, 78);
        using var booster = Booster.Train(
            new BoosterRows(values, Columns, labels, []), new BoosterParameters { Depth = depth, Rounds = 20, MinChildWeight = 0.1, BaseScore = 0.4 }, default);
        var ensemble = TreeEnsemble.ReadXGBoost(booster.SaveJson());
        var shapley = new TreeShapley(ensemble);
        var rows = values.AsSpan(0, count * Columns);
        var first = new double[rows.Length];
        shapley.Explain(rows, first, VectorWidth.Scalar);
        foreach (var width in Widths)
        {
            var found = new double[rows.Length];
            shapley.Explain(rows, found, width);
            Assert.Equal(first, found);
        }
        for (var i = 0; i < count; i++)
            Assert.Equal(ensemble.Margin(rows.Slice(i * Columns, Columns)), shapley.Bias + first.AsSpan(i * Columns, Columns).ToArray().Sum(), 1e-12);
    }

    [Fact]
    public void Random_trees_of_any_shape_are_scored_as_they_are_walked()
    {
        for (ulong trial = 0; trial < 200; trial++)
        {
            var stream = new RandomStream(500 + trial);
            var ensemble = TreeEnsemble.ReadXGBoost(RandomModel(stream, 1 + stream.Index(4), 1 + stream.Index(trial % 10 == 0 ? 700 : 120)));
            float[] rows = [.. Enumerable.Range(0, 70 * 3).Select(_ => stream.Index(9) is var x && x == 8 ? float.NaN : x - 4f)];
            float[] expected = [.. Enumerable.Range(0, 70).Select(i => ensemble.Margin(rows.AsSpan(i * 3, 3)))];
            foreach (var width in Widths)
            {
                var margins = new float[70];
                ensemble.Margins(rows, margins, width);
                Assert.Equal(Bits(expected), Bits(margins));
            }
        }
    }

    [Fact]
    public void A_chain_of_a_thousand_nodes_is_scored_and_explained()
    {
        const int links = 1000;
        var ensemble = TreeEnsemble.ReadXGBoost(Model([Chain(links)]));
        float[] rows = [.. Enumerable.Range(0, 100).SelectMany(i => (float[])[i * 31, float.NaN, i])];
        foreach (var width in Widths)
        {
            var margins = new float[100];
            ensemble.Margins(rows, margins, width);
            Assert.Equal(Enumerable.Range(0, 100).Select(i => Math.Min(i * 31, links) % 7 / 8f), margins);
        }
        var shapley = new TreeShapley(ensemble);
        Assert.Equal(ensemble.Margin(rows.AsSpan(0, 3)), shapley.Bias + shapley.Explain(rows.AsSpan(0, 3)).Sum(), 1e-12);
    }

    [Fact]
    public void A_sum_of_negative_zeros_keeps_its_sign()
    {
        // Logit of a half is -0 in XGBoost, and so it stays when every leaf is -0.
        var tree = """{"left_children":[1,-1,-1],"right_children":[2,-1,-1],"split_indices":[0,0,0],"split_conditions":[0,-0.0,-0.0],"default_left":[0,0,0],"sum_hessian":[2,1,1]}""";
        var ensemble = TreeEnsemble.ReadXGBoost(Model([tree], "binary:logistic", "5E-1"));
        foreach (var width in Widths)
        {
            var margins = new float[64];
            ensemble.Margins(new float[64 * 3], margins, width);
            Assert.All(margins, m => Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(m)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(257)]
    public void Any_number_of_rows_is_scored(int count)
    {
        var stream = new RandomStream(9);
        var ensemble = TreeEnsemble.ReadXGBoost(RandomModel(stream, 3, 40));
        float[] rows = [.. Enumerable.Range(0, count * 3).Select(_ => stream.Index(9) - 4f)];
        var margins = new float[count];
        ensemble.Margins(rows, margins);
        Assert.Equal(Enumerable.Range(0, count).Select(i => ensemble.Margin(rows.AsSpan(i * 3, 3))), margins);
        var values = new double[rows.Length];
        var shapley = new TreeShapley(ensemble);
        shapley.Explain(rows, values);
        for (var i = 0; i < count; i++)
            Assert.Equal(margins[i], shapley.Bias + values.AsSpan(i * 3, 3).ToArray().Sum(), 1e-12);
    }

    static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);

    static byte[] RandomModel(RandomStream stream, int trees, int leaves) => Model(Enumerable.Range(0, trees).Select(_ => RandomTree(stream, leaves)));

    // Splits random leaves, so that shapes run from bushes to chains; every node sees as many rows as it has leaves.
    static string RandomTree(RandomStream stream, int leaves)
    {
        List<int> left = [-1], right = [-1], open = [0];
        while (open.Count < leaves)
        {
            var at = stream.Bernoulli(0.5) ? open.Count - 1 : stream.Index(open.Count);
            var node = open[at];
            (left[node], right[node]) = (left.Count, left.Count + 1);
            left.AddRange([-1, -1]);
            right.AddRange([-1, -1]);
            open[at] = left[node];
            open.Add(right[node]);
        }
        return Tree(left, right, i => stream.Index(3), i => left[i] < 0 ? (float)stream.Normal() : stream.Index(8) - 3.5f, _ => stream.Index(2));
    }

    static string Chain(int links)
    {
        List<int> left = [], right = [];
        for (var i = 0; i < links; i++)
        {
            left.AddRange([2 * i + 1, -1]);
            right.AddRange([2 * i + 2, -1]);
        }
        left.Add(-1);
        right.Add(-1);
        // The i-th link sends x < i + 1 to its leaf; missing values cannot occur in its column.
        return Tree(left, right, _ => 0, i => left[i] >= 0 ? i / 2 + 1 : (i % 2 == 1 ? (i - 1) / 2 : links) % 7 / 8f, _ => 0);
    }

    static string Tree(List<int> left, List<int> right, Func<int, int> column, Func<int, float> split, Func<int, int> missingLeft)
    {
        string List<T>(Func<int, T> of) => "[" + string.Join(',', Enumerable.Range(0, left.Count).Select(i => Convert.ToString(of(i), CultureInfo.InvariantCulture))) + "]";
        var cover = new int[left.Count];
        for (var i = left.Count - 1; i >= 0; i--) cover[i] = left[i] < 0 ? 1 : cover[left[i]] + cover[right[i]];
        return $$"""{"left_children":{{List(i => left[i])}},"right_children":{{List(i => right[i])}},"split_indices":{{List(column)}},"split_conditions":{{List(split)}},"default_left":{{List(missingLeft)}},"sum_hessian":{{List(i => cover[i])}}}""";
    }

    static byte[] Model(IEnumerable<string> trees, string objective = "reg:squarederror", string start = "0E0") => Encoding.UTF8.GetBytes(
        $$$"""{"learner":{"objective":{"name":"{{{objective}}}"},"learner_model_param":{"num_feature":"3","base_score":"{{{start}}}"},"gradient_booster":{"name":"gbtree","model":{"trees":["""
        + string.Join(',', trees) + "]}}}}");
}
