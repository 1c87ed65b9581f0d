namespace Holdfast.Numerics.Trees;

/// <summary>A condition on the way from the root to a fragment: rows that go the other way have none of its leaves.</summary>
readonly record struct PathNode(int Column, float Split, bool MissingLeft, bool Left);

/// <summary>
/// Up to 32 neighbouring leaves of a tree. Its conditions stand at [First, MissingLeftFirst) for nodes that send missing values right,
/// at [MissingLeftFirst, End) for those that send them left.
/// </summary>
readonly record struct LeafFragment(int First, int MissingLeftFirst, int End, int Leaves, PathNode[] Path);

/// <summary>
/// Trees as bit masks over their leaves: a row that goes right at a node cannot reach the leaves to the left of it, so it keeps
/// the others; when all nodes have been asked, in any order, the first leaf kept is the one the row falls into. No branches,
/// and many rows at once. Trees of more leaves are cut into fragments; those of more conditions than pays have none and are walked.
/// Source: Lucchese et al. 2015, QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees.
/// </summary>
sealed class LeafMasks
{
    /// <summary>Leaves of a fragment at most: bits of a mask.</summary>
    public const int Leaves = 32;

    /// <summary>A fragment adds this where a row has none of its leaves: x + -0 is x to the bit, also for x = -0.</summary>
    public const float None = -0f;

    // Beyond this a walk of some ten steps is cheaper than asking every node.
    const int MostConditions = 320;

    readonly List<LeafFragment> _fragments = [];
    readonly List<Condition> _conditions = [];
    readonly List<float> _leaves = [];

    public LeafMasks(IReadOnlyList<RegressionTree> trees)
    {
        Of = new (int, int)[trees.Count];
        for (var t = 0; t < trees.Count; t++)
        {
            var first = _fragments.Count;
            Cut(trees[t]);
            Of[t] = (first, _fragments.Count);
        }
        Fragments = [.. _fragments];
        Columns = [.. _conditions.Select(c => c.Column)];
        Splits = [.. _conditions.Select(c => c.Split)];
        Keeps = [.. _conditions.Select(c => c.Keep)];
        LeafValues = [.. _leaves];
    }

    /// <summary>First and end of each tree's fragments; none for a tree that is walked.</summary>
    public (int First, int End)[] Of { get; }

    public LeafFragment[] Fragments { get; }

    /// <summary>Column of each condition.</summary>
    public int[] Columns { get; }

    /// <summary>Split of each condition.</summary>
    public float[] Splits { get; }

    /// <summary>Bits that stay for a row that goes right; bit k is the k-th leaf of the fragment.</summary>
    public uint[] Keeps { get; }

    /// <summary>32 values per fragment, the last leaf first: leading zeros count from there.</summary>
    public float[] LeafValues { get; }

    void Cut(RegressionTree tree)
    {
        var counts = LeafCounts(tree);
        if (counts[0] > MostConditions)
            return;
        var cut = new List<(int Root, PathNode[] Path)>();
        Collect(tree, counts, 0, [], cut);
        if (counts[0] - 1 + cut.Sum(c => c.Path.Length) > MostConditions)
            return;
        foreach (var (root, path) in cut)
            Add(tree, counts, root, path);
    }

    // Children come after their parent, so one pass from the end needs no recursion, however deep a tree is.
    static int[] LeafCounts(RegressionTree tree)
    {
        var counts = new int[tree.NodeCount];
        for (var node = tree.NodeCount - 1; node >= 0; node--)
            counts[node] = tree.IsLeaf(node) ? 1 : (int)Math.Min(int.MaxValue / 2, (long)counts[tree.Left[node]] + counts[tree.Right[node]]);
        return counts;
    }

    static void Collect(RegressionTree tree, int[] counts, int root, PathNode[] path, List<(int Root, PathNode[] Path)> cut)
    {
        if (counts[root] <= Leaves)
        {
            cut.Add((root, path));
            return;
        }
        PathNode Step(bool left) => new(tree.Column[root], tree.Split[root], tree.MissingLeft[root], left);
        Collect(tree, counts, tree.Left[root], [.. path, Step(true)], cut);
        Collect(tree, counts, tree.Right[root], [.. path, Step(false)], cut);
    }

    void Add(RegressionTree tree, int[] counts, int root, PathNode[] path)
    {
        var found = new List<(Condition Condition, bool MissingLeft)>();
        var values = new float[Leaves];
        Array.Fill(values, None);
        var waiting = new Stack<(int Node, int First)>([(root, 0)]);
        while (waiting.TryPop(out var next))
        {
            var (node, first) = next;
            if (tree.IsLeaf(node))
            {
                values[Leaves - 1 - first] = tree.Value(node);
                continue;
            }
            var left = counts[tree.Left[node]];
            var leftBits = (uint)(((1UL << left) - 1) << first);
            found.Add((new Condition(tree.Column[node], tree.Split[node], ~leftBits), tree.MissingLeft[node]));
            waiting.Push((tree.Left[node], first));
            waiting.Push((tree.Right[node], first + left));
        }
        var start = _conditions.Count;
        _conditions.AddRange(found.Where(f => !f.MissingLeft).Select(f => f.Condition));
        var middle = _conditions.Count;
        _conditions.AddRange(found.Where(f => f.MissingLeft).Select(f => f.Condition));
        _fragments.Add(new LeafFragment(start, middle, _conditions.Count, _leaves.Count, path));
        _leaves.AddRange(values);
    }

    readonly record struct Condition(int Column, float Split, uint Keep);
}
