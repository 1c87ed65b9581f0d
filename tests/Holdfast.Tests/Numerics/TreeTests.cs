using System.Text;
using Holdfast.Native.XGBoost;
using Holdfast.Numerics;
using Holdfast.Numerics.Trees;

namespace Holdfast.Tests.Numerics;

/// <summary>Managed scoring and explaining against the library itself, on random rows with missing values.</summary>
public class TreeTests
{
    const int Columns = 12;

    [XGBoostTheory]
    [InlineData(5, 0.5)]
    [InlineData(1, 0.13)]
    [InlineData(12, 0.87)]
    public void Margins_are_equal_to_the_last_bit(int depth, double baseScore)
    {
        var (values, labels) = Rows(3000, 41);
        using var booster = Booster.Train(new BoosterRows(values, Columns, labels, []), new BoosterParameters { Depth = depth, Rounds = 40, BaseScore = baseScore }, default);
        var ensemble = TreeEnsemble.ReadXGBoost(booster.SaveJson());
        var margins = new float[3000];
        ensemble.Margins(values, margins);
        Assert.Equal(booster.PredictMargins(values), margins);
        Assert.Equal(margins[7], ensemble.Margin(values.AsSpan(7 * Columns, Columns)));
        Assert.Equal(TreeObjective.Logistic, ensemble.Objective);
    }

    [XGBoostFact]
    public void A_regression_is_scored_to_the_last_bit()
    {
        var (values, _) = Rows(2000, 5);
        float[] targets = [.. Enumerable.Range(0, 2000).Select(i => float.IsNaN(values[i * Columns]) ? 3 : values[i * Columns] * 100)];
        using var booster = Booster.Train(
            new BoosterRows(values, Columns, targets, []), new BoosterParameters { Objective = BoosterObjective.SquaredError, BaseScore = 12.5, Rounds = 30 }, default);
        var margins = new float[2000];
        TreeEnsemble.ReadXGBoost(booster.SaveJson()).Margins(values, margins);
        Assert.Equal(booster.PredictMargins(values), margins);
    }

    [XGBoostTheory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(14)]
    public void Shapley_values_equal_the_librarys_and_add_up_to_the_margin(int depth)
    {
        var (values, labels) = Rows(2500, 99);
        using var booster = Booster.Train(
            new BoosterRows(values, Columns, labels, []), new BoosterParameters { Depth = depth, Rounds = 25, MinChildWeight = 0.2, BaseScore = 0.3 }, default);
        var ensemble = TreeEnsemble.ReadXGBoost(booster.SaveJson());
        var shapley = new TreeShapley(ensemble);
        var some = values.AsSpan(0, 101 * Columns);
        var expected = booster.PredictContributions(some);
        var found = new double[some.Length];
        shapley.Explain(some, found);
        for (var i = 0; i < 101; i++)
        {
            for (var j = 0; j < Columns; j++)
                Assert.Equal(expected[i * (Columns + 1) + j], found[i * Columns + j], 1e-5);
            Assert.Equal(expected[i * (Columns + 1) + Columns], shapley.Bias, 1e-5);
            Assert.Equal(ensemble.Margin(some.Slice(i * Columns, Columns)), shapley.Bias + found.AsSpan(i * Columns, Columns).ToArray().Sum(), 2e-5);
        }
        Assert.Equal(found[(40 * Columns)..(41 * Columns)], shapley.Explain(some.Slice(40 * Columns, Columns)));
    }

    [Fact]
    public void A_small_tree_has_the_values_of_the_definition()
    {
        // Splits: x0 < 1 (70 : 30), then x1 < 2 (40 : 30); leaves 1, 5, -2. Row (0, 3): reaches 5.
        var ensemble = TreeEnsemble.ReadXGBoost(Model("[1,3,-1,-1,-1]", "[2,4,-1,-1,-1]", "[0,1,0,0,0]", "[1,2,-2,1,5]", "[100,70,30,40,30]"));
        var shapley = new TreeShapley(ensemble);
        double V(bool first, bool second)
        {
            var inner = second ? 5 : (40 * 1 + 30 * 5) / 70.0;
            return first ? inner : 0.7 * inner + 0.3 * -2;
        }
        var values = shapley.Explain([0, 3]);
        Assert.Equal(0.5 * (V(true, false) - V(false, false)) + 0.5 * (V(true, true) - V(false, true)), values[0], 1e-6);
        Assert.Equal(0.5 * (V(false, true) - V(false, false)) + 0.5 * (V(true, true) - V(true, false)), values[1], 1e-6);
        Assert.Equal(V(false, false), shapley.Bias, 1e-12);
        Assert.Equal(5, ensemble.Margin([0, 3]));
        Assert.Equal(-2, ensemble.Margin([1, 3]));
        Assert.Equal(1, ensemble.Margin([float.NaN, float.NaN]));
    }

    [Fact]
    public void A_column_no_tree_uses_has_no_value()
    {
        var ensemble = TreeEnsemble.ReadXGBoost(Model("[1,-1,-1]", "[2,-1,-1]", "[1,0,0]", "[1,-1,1]", "[10,5,5]"));
        Assert.Equal(0, new TreeShapley(ensemble).Explain([8, 0])[0]);
    }

    [Theory]
    [InlineData("{}", "not a model")]
    [InlineData("what", "not a model")]
    public void Other_bytes_are_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => TreeEnsemble.ReadXGBoost(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_tree_whose_children_point_back_is_refused() =>
        Assert.Contains("out of range", Assert.Throws<FormatException>(() => TreeEnsemble.ReadXGBoost(Model("[0,-1,-1]", "[2,-1,-1]", "[1,0,0]", "[1,-1,1]", "[10,5,5]"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_of_another_width_are_refused()
    {
        var ensemble = TreeEnsemble.ReadXGBoost(Model("[1,-1,-1]", "[2,-1,-1]", "[1,0,0]", "[1,-1,1]", "[10,5,5]"));
        Assert.Throws<ArgumentException>(() => ensemble.Margin([1]));
        Assert.Throws<ArgumentException>(() => ensemble.Margins([1, 2, 3], new float[2]));
        Assert.Throws<ArgumentException>(() => new TreeShapley(ensemble).Explain([1, 2, 3]));
    }

    internal static (float[] Values, float[] Labels) Rows(int count, ulong seed)
    {
        var stream = new RandomStream(seed);
        var values = new float[count * Columns];
        var labels = new float[count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < Columns; j++)
                values[i * Columns + j] = stream.Bernoulli(0.1) ? float.NaN : j % 3 == 0 ? stream.Index(5) : (float)stream.Normal();
            var first = float.IsNaN(values[i * Columns]) ? 1 : values[i * Columns] - 2;
            var second = float.IsNaN(values[i * Columns + 1]) ? 0 : values[i * Columns + 1];
            labels[i] = stream.Bernoulli(1 / (1 + Math.Exp(-first * second - 0.5 * second))) ? 1 : 0;
        }
        return (values, labels);
    }

    static byte[] Model(string left, string right, string columns, string splits, string cover)
    {
        var count = left.Count(c => c == ',') + 1;
        var flags = "[" + string.Join(',', Enumerable.Repeat("1", count)) + "]";
        var tree = $$"""{"left_children":{{left}},"right_children":{{right}},"split_indices":{{columns}},"split_conditions":{{splits}},"default_left":{{flags}},"sum_hessian":{{cover}} }""";
        return Encoding.UTF8.GetBytes(
            """{"learner":{"objective":{"name":"reg:squarederror"},"learner_model_param":{"num_feature":"2","base_score":"0E0"},"gradient_booster":{"name":"gbtree","model":{"trees":["""
            + tree + "]}}}}");
    }
}
