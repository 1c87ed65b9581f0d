namespace Holdfast.Numerics.Trees;

/// <summary>A leaf with a table: its steps stand at [First, End), one per column, and their tables one after the other from <see cref="Table"/> on.</summary>
readonly record struct TabledLeaf(int First, int End, int Table)
{
    /// <summary>Values of one column's table: one per pattern, and no fewer than a register holds.</summary>
    public int TableSize => Math.Max(16, 1 << (End - First));
}

/// <summary>A column on the way to a leaf: the row satisfies it when it is on all of the sides at [First, End).</summary>
readonly record struct LeafStep(int Column, int First, int End);

/// <summary>A node as the kernel asks it.</summary>
readonly record struct AskedNode(int Column, float Split, bool MissingLeft);

/// <summary>A tree: its nodes and its leaves with and without a table, by first and end.</summary>
readonly record struct ShapleyTree(int FirstNode, int EndNode, int FirstLeaf, int EndLeaf);

/// <summary>
/// The trees as flat lists for <see cref="ShapleyKernel"/>, with tables of what a leaf gives each of its columns for every pattern of
/// satisfied columns. Leaves of many columns have none: their tables would double with each.
/// </summary>
sealed class ShapleyProgram
{
    const int LongestTabled = 8;
    const int TableLimit = 1 << 23;

    readonly List<ShapleyTree> _trees = [];
    readonly List<AskedNode> _nodes = [];
    readonly List<TabledLeaf> _leaves = [];
    readonly List<LeafStep> _steps = [];
    readonly List<int> _sides = [];
    readonly List<LeafPath> _tabled = [];

    public ShapleyProgram(TreeEnsemble ensemble)
    {
        double bias = ensemble.BaseMargin;
        var size = 0;
        foreach (var tree in ensemble.Trees)
        {
            var (firstNode, firstLeaf) = (_nodes.Count, _leaves.Count);
            foreach (var path in LeafPath.Of(tree))
            {
                bias += path.Value * path.Reach;
                size = Add(path, size);
            }
            Ask(tree, firstLeaf);
            _trees.Add(new ShapleyTree(firstNode, _nodes.Count, firstLeaf, _leaves.Count));
        }
        Bias = bias;
        (Trees, Nodes, Leaves, Steps, Sides) = ([.. _trees], [.. _nodes], [.. _leaves], [.. _steps], [.. _sides]);
        MostNodes = Trees.Length == 0 ? 0 : Trees.Max(t => t.EndNode - t.FirstNode);
        Weights = new ShapleyWeights(Math.Max(LongestTabled, Untabled.Select(p => p.Conditions.Length).DefaultIfEmpty().Max()));
        Tables = new float[size];
        for (var leaf = 0; leaf < Leaves.Length; leaf++)
            Tabulate(_tabled[leaf], Leaves[leaf]);
    }

    public double Bias { get; }

    public ShapleyTree[] Trees { get; }

    public AskedNode[] Nodes { get; }

    /// <summary>Nodes of the tree that has most.</summary>
    public int MostNodes { get; }

    public TabledLeaf[] Leaves { get; }

    public LeafStep[] Steps { get; }

    /// <summary>Sides of nodes: 2 x index of the node within its tree, and one more for the right side.</summary>
    public int[] Sides { get; }

    public float[] Tables { get; }

    /// <summary>The leaves without a table.</summary>
    public List<LeafPath> Untabled { get; } = [];

    /// <summary>For the leaves without a table.</summary>
    public ShapleyWeights Weights { get; }

    // Returns the size of all tables so far.
    int Add(LeafPath path, int size)
    {
        var d = path.Conditions.Length;
        if (d == 0)
            return size;
        if (d > LongestTabled || size + d * Math.Max(16, 1 << d) > TableLimit)
        {
            Untabled.Add(path);
            return size;
        }
        var first = _steps.Count;
        foreach (var condition in path.Conditions)
        {
            var start = _sides.Count;
            _sides.AddRange(path.Sides.Where(s => s.Column == condition.Column).Select(s => 2 * s.Node + (s.Left ? 0 : 1)));
            _steps.Add(new LeafStep(condition.Column, start, _sides.Count));
        }
        var leaf = new TabledLeaf(first, _steps.Count, size);
        _leaves.Add(leaf);
        _tabled.Add(path);
        return size + d * leaf.TableSize;
    }

    // Nodes are numbered afresh, so that only those that tabled leaves need are asked.
    void Ask(RegressionTree tree, int firstLeaf)
    {
        if (firstLeaf == _leaves.Count)
            return;
        var numbers = new Dictionary<int, int>();
        for (var s = _steps[_leaves[firstLeaf].First].First; s < _sides.Count; s++)
        {
            var node = _sides[s] / 2;
            if (!numbers.TryGetValue(node, out var number))
            {
                numbers.Add(node, number = numbers.Count);
                _nodes.Add(new AskedNode(tree.Column[node], tree.Split[node], tree.MissingLeft[node]));
            }
            _sides[s] = 2 * number + _sides[s] % 2;
        }
    }

    void Tabulate(LeafPath path, TabledLeaf leaf)
    {
        var d = path.Conditions.Length;
        Span<bool> satisfied = stackalloc bool[LongestTabled];
        Span<double> result = stackalloc double[LongestTabled];
        for (var pattern = 0; pattern < 1 << d; pattern++)
        {
            for (var j = 0; j < d; j++)
                satisfied[j] = (pattern >> j & 1) != 0;
            Weights.Explain(path, satisfied, result);
            for (var j = 0; j < d; j++)
                Tables[leaf.Table + j * leaf.TableSize + pattern] = (float)result[j];
        }
    }
}
