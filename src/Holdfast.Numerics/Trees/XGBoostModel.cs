using System.Globalization;
using System.Text.Json;

namespace Holdfast.Numerics.Trees;

/// <summary>Reads the JSON in which XGBoost 1.6 and newer keep a model; refuses what would be scored wrongly.</summary>
static class XGBoostModel
{
    public static TreeEnsemble Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement.GetProperty("learner"));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"The bytes are not a model of XGBoost in JSON: {fault.Message}", fault);
        }
    }

    static TreeEnsemble Read(JsonElement learner)
    {
        var objective = learner.GetProperty("objective").GetProperty("name").GetString() switch
        {
            "binary:logistic" => TreeObjective.Logistic,
            "reg:squarederror" => TreeObjective.SquaredError,
            var other => throw new FormatException($"The model's objective is {other}; binary:logistic and reg:squarederror are read"),
        };
        var booster = learner.GetProperty("gradient_booster");
        if (booster.GetProperty("name").GetString() is var name && name != "gbtree")
            throw new FormatException($"The model's booster is {name}; gbtree is read");
        var parameters = learner.GetProperty("learner_model_param");
        var columns = int.Parse(parameters.GetProperty("num_feature").GetString()!, CultureInfo.InvariantCulture);
        // Newer versions write an array with one entry.
        var start = float.Parse(parameters.GetProperty("base_score").GetString()!.Trim('[', ']'), CultureInfo.InvariantCulture);
        var trees = new List<RegressionTree>();
        foreach (var tree in booster.GetProperty("model").GetProperty("trees").EnumerateArray())
            trees.Add(Tree(tree, columns, trees.Count));
        return new TreeEnsemble(trees, columns, objective, start);
    }

    static RegressionTree Tree(JsonElement tree, int columns, int index)
    {
        if (tree.TryGetProperty("categories", out var categories) && categories.GetArrayLength() > 0)
            throw new FormatException(Require.Text($"Tree {index} splits by categories; only numeric splits are read"));
        var read = new RegressionTree(
            Integers(tree, "left_children"), Integers(tree, "right_children"), Integers(tree, "split_indices"),
            Floats(tree, "split_conditions"), Flags(tree, "default_left"), Floats(tree, "sum_hessian"));
        var count = read.NodeCount;
        if (count == 0 || read.Right.Length != count || read.Column.Length != count || read.Split.Length != count || read.MissingLeft.Length != count || read.Cover.Length != count)
            throw new FormatException(Require.Text($"Tree {index} has node arrays of different lengths"));
        for (var node = 0; node < count; node++)
        {
            // Children come after their parent, so a walk always ends.
            var sound = read.IsLeaf(node) || (read.Left[node] > node && read.Right[node] > node && Math.Max(read.Left[node], read.Right[node]) < count && (uint)read.Column[node] < columns);
            if (!sound || !float.IsFinite(read.Split[node]))
                throw new FormatException(Require.Text($"Tree {index}, node {node}: children {read.Left[node]} and {read.Right[node]}, column {read.Column[node]}, split {read.Split[node]} are out of range"));
        }
        return read;
    }

    static int[] Integers(JsonElement tree, string name) => [.. tree.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    static float[] Floats(JsonElement tree, string name) => [.. tree.GetProperty(name).EnumerateArray().Select(e => e.GetSingle())];

    static bool[] Flags(JsonElement tree, string name) =>
        [.. tree.GetProperty(name).EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number ? e.GetInt32() != 0 : e.GetBoolean())];
}
