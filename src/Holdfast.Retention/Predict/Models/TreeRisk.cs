using Holdfast.Numerics.Trees;

namespace Holdfast.Retention.Predict.Models;

/// <summary>Boosted trees, scored and explained by managed code on XGBoost's JSON.</summary>
public sealed class TreeRisk : IRiskModel
{
    readonly TreeEnsemble _trees;
    TreeShapley? _shapley;

    /// <summary>Reads a model.</summary>
    /// <param name="json">XGBoost's JSON.</param>
    public TreeRisk(byte[] json)
    {
        Json = json;
        _trees = TreeEnsemble.ReadXGBoost(json);
    }

    /// <summary>The model as XGBoost wrote it.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <inheritdoc/>
    public double Margin(ReadOnlySpan<float> row) => _trees.Margin(row);

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<float> row, Span<double> contributions) =>
        (_shapley ??= new TreeShapley(_trees)).Explain(row, contributions);
}
