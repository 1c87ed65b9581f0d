using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Trees;

/// <summary>What an ensemble predicts.</summary>
public enum TreeObjective
{
    /// <summary>The margin is the log-odds of a yes.</summary>
    Logistic,

    /// <summary>The margin is the number itself.</summary>
    SquaredError,
}

/// <summary>Boosted trees read from XGBoost's JSON and scored in managed code: margin = base + sum over trees of the leaf a row falls into.</summary>
/// <remarks>
/// Assumptions: 1. numeric splits: a value below the split goes left, NaN goes the way the tree learned for missing values. 2. sums in single precision, tree after tree, as XGBoost does.
/// <para>Source: Chen and Guestrin 2016, XGBoost: a scalable tree boosting system, 3.4 (missing values); the JSON schema of XGBoost 1.7.</para>
/// <para>Checked against: XGBoost 1.7.4, margins equal to the last bit, missing values included.</para>
/// <para>Cost: for one row trees x depth steps; for many, trees x leaves comparisons, 16 rows at a time and without branches.</para>
/// </remarks>
public sealed class TreeEnsemble
{
    const int BlockRows = LeafMaskKernel.Rows;

    // Below this, a block of its own costs more than walking.
    const int FewRows = 48;

    readonly Node[] _nodes;
    readonly int[] _roots;
    readonly LeafMasks _masks;

    internal TreeEnsemble(IReadOnlyList<RegressionTree> trees, int columnCount, TreeObjective objective, float start)
    {
        (Trees, ColumnCount, Objective) = (trees, columnCount, objective);
        BaseMargin = objective == TreeObjective.Logistic ? -MathF.Log(1f / start - 1f) : start;
        if (!float.IsFinite(BaseMargin))
            throw new FormatException(Require.Text($"The model's base_score is {start}; a probability strictly between 0 and 1 is allowed"));
        (_nodes, _roots) = Flatten(trees);
        _masks = new LeafMasks(trees);
    }

    /// <summary>Values per row.</summary>
    public int ColumnCount { get; }

    /// <summary>How many trees there are.</summary>
    public int TreeCount => Trees.Count;

    /// <summary>What the margin means.</summary>
    public TreeObjective Objective { get; }

    /// <summary>Margin before the first tree.</summary>
    public float BaseMargin { get; }

    internal IReadOnlyList<RegressionTree> Trees { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="json">The bytes that XGBoost (or its binding here) saved as JSON.</param>
    /// <exception cref="FormatException">Not such a model, or one that uses what is not read here; says what.</exception>
    public static TreeEnsemble ReadXGBoost(ReadOnlyMemory<byte> json) => XGBoostModel.Read(json);

    /// <summary>Margin of one row.</summary>
    /// <param name="row">One value per column; NaN is missing.</param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    public float Margin(ReadOnlySpan<float> row)
    {
        Require.Length(row.Length, ColumnCount, "the row");
        var margin = BaseMargin;
        foreach (var root in _roots)
            margin += Leaf(row, root);
        return margin;
    }

    /// <summary>Probability of one row; for <see cref="TreeObjective.Logistic"/> only.</summary>
    /// <param name="row">One value per column; NaN is missing.</param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    /// <exception cref="InvalidOperationException">The ensemble predicts a number, not a probability.</exception>
    public double Probability(ReadOnlySpan<float> row) => Objective == TreeObjective.Logistic
        ? Regression.Logistic.Probability(Margin(row))
        : throw new InvalidOperationException("The ensemble predicts a number, not a probability");

    /// <summary>Margins of many rows, the same bits as <see cref="Margin"/> of each.</summary>
    /// <param name="rows">Values row by row; NaN is missing.</param>
    /// <param name="margins">Receives one margin per row.</param>
    /// <exception cref="ArgumentException">The rows do not fit the margins.</exception>
    public void Margins(ReadOnlySpan<float> rows, Span<float> margins) => Margins(rows, margins, VectorWidths.Widest);

    internal void Margins(ReadOnlySpan<float> rows, Span<float> margins, VectorWidth width)
    {
        Require.Length(rows.Length, checked(margins.Length * ColumnCount), "the rows");
        if (width == VectorWidth.Scalar || margins.Length < FewRows)
        {
            Walk(rows, margins);
            return;
        }
        var tile = new AlignedFloats(ColumnCount * BlockRows);
        var sums = new AlignedFloats(BlockRows);
        for (var start = 0; start < margins.Length; start += BlockRows)
        {
            var count = Math.Min(BlockRows, margins.Length - start);
            var block = rows.Slice(start * ColumnCount, count * ColumnCount);
            Transpose(block, count, tile.Span);
            sums.Span.Fill(BaseMargin);
            var kernel = new LeafMaskKernel(_masks, tile, sums);
            for (var t = 0; t < _roots.Length; t++)
            {
                var (first, end) = _masks.Of[t];
                if (first == end)
                    Walk(block, sums.Span[..count], _roots[t]);
                foreach (var fragment in _masks.Fragments.AsSpan(first..end))
                    kernel.Add(fragment, count, width);
            }
            sums.Span[..count].CopyTo(margins[start..]);
        }
    }

    void Walk(ReadOnlySpan<float> rows, Span<float> margins)
    {
        // A block of rows stays in the first cache while all trees pass over it.
        for (var start = 0; start < margins.Length; start += BlockRows)
        {
            var count = Math.Min(BlockRows, margins.Length - start);
            var sums = margins.Slice(start, count);
            sums.Fill(BaseMargin);
            foreach (var root in _roots)
                Walk(rows.Slice(start * ColumnCount, count * ColumnCount), sums, root);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Walk(ReadOnlySpan<float> block, Span<float> sums, int root)
    {
        for (var r = 0; r < sums.Length; r++)
            sums[r] += Leaf(block.Slice(r * ColumnCount, ColumnCount), root);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Transpose(ReadOnlySpan<float> block, int count, Span<float> tile)
    {
        ref var to = ref MemoryMarshal.GetReference(tile);
        for (var r = 0; r < count; r++)
        {
            var row = block.Slice(r * ColumnCount, ColumnCount);
            for (var j = 0; j < row.Length; j++)
                Unsafe.Add(ref to, j * BlockRows + r) = row[j];
        }
    }

    // The columns of all nodes were checked against the width when the model was read, the width of the row by the caller.
    float Leaf(ReadOnlySpan<float> row, int root)
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        var node = Unsafe.Add(ref nodes, root);
        while (node.First >= 0)
        {
            var x = Unsafe.Add(ref MemoryMarshal.GetReference(row), node.Column);
            var right = node.MissingLeft ? x >= node.Split : !(x < node.Split);
            node = Unsafe.Add(ref nodes, node.First + (right ? 1 : 0));
        }
        return node.Split;
    }

    // Siblings next to each other, so that a step is one addition instead of a choice of two addresses.
    static (Node[] Nodes, int[] Roots) Flatten(IReadOnlyList<RegressionTree> trees)
    {
        var nodes = new List<Node>();
        var roots = new int[trees.Count];
        var waiting = new Queue<(int From, int To)>();
        for (var t = 0; t < trees.Count; t++)
        {
            var tree = trees[t];
            roots[t] = nodes.Count;
            nodes.Add(default);
            waiting.Enqueue((0, roots[t]));
            while (waiting.TryDequeue(out var next))
            {
                var (from, to) = next;
                nodes[to] = new Node(tree.Split[from], tree.Column[from], tree.IsLeaf(from) ? -1 : nodes.Count, tree.MissingLeft[from]);
                if (tree.IsLeaf(from))
                    continue;
                waiting.Enqueue((tree.Left[from], nodes.Count));
                waiting.Enqueue((tree.Right[from], nodes.Count + 1));
                nodes.Add(default);
                nodes.Add(default);
            }
        }
        return ([.. nodes], roots);
    }

    readonly record struct Node(float Split, int Column, int First, bool MissingLeft);
}
