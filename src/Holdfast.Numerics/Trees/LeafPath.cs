namespace Holdfast.Numerics.Trees;

/// <summary>
/// All conditions of one column on the way to a leaf, as one half-open interval. <see cref="Flow"/> is the share of training
/// rows that pass them, split after split.
/// </summary>
readonly record struct PathCondition(int Column, float From, float To, bool MissingPasses, double Flow)
{
    /// <summary>No upper bound is NaN, so that the comparison x >= To is false for every x.</summary>
    public static PathCondition Free(int column) => new(column, float.NegativeInfinity, float.NaN, true, 1);

    public bool Holds(float x) => float.IsNaN(x) ? MissingPasses : x >= From && !(x >= To);

    public PathCondition Narrow(float split, bool left, bool missingGoesHere, double flow) => this with
    {
        From = left ? From : Math.Max(From, split),
        To = left && !(split >= To) ? split : To,
        MissingPasses = MissingPasses && missingGoesHere,
        Flow = Flow * flow,
    };
}

/// <summary>A node on the way to a leaf and the side taken there.</summary>
readonly record struct PathSide(int Node, int Column, bool Left);

/// <summary>A leaf with the conditions that lead to it, one per column used, and the nodes they come from.</summary>
sealed record LeafPath(double Value, PathCondition[] Conditions, PathSide[] Sides)
{
    /// <summary>Share of the training rows that reach the leaf.</summary>
    public double Reach
    {
        get
        {
            var reach = 1.0;
            foreach (var condition in Conditions)
                reach *= condition.Flow;
            return reach;
        }
    }

    /// <summary>All leaves of a tree, left to right.</summary>
    public static List<LeafPath> Of(RegressionTree tree)
    {
        var leaves = new List<LeafPath>();
        var waiting = new Stack<(int Node, PathCondition[] Conditions, PathSide[] Sides)>();
        waiting.Push((0, [], []));
        while (waiting.TryPop(out var next))
        {
            var (node, conditions, sides) = next;
            if (tree.IsLeaf(node))
            {
                leaves.Add(new LeafPath(tree.Value(node), conditions, sides));
                continue;
            }
            waiting.Push((tree.Right[node], Step(tree, node, conditions, left: false), [.. sides, new PathSide(node, tree.Column[node], false)]));
            waiting.Push((tree.Left[node], Step(tree, node, conditions, left: true), [.. sides, new PathSide(node, tree.Column[node], true)]));
        }
        return leaves;
    }

    static PathCondition[] Step(RegressionTree tree, int node, PathCondition[] conditions, bool left)
    {
        var column = tree.Column[node];
        var at = Array.FindIndex(conditions, c => c.Column == column);
        var next = at < 0 ? [.. conditions, PathCondition.Free(column)] : conditions.AsSpan().ToArray();
        at = at < 0 ? conditions.Length : at;
        var child = left ? tree.Left[node] : tree.Right[node];
        next[at] = next[at].Narrow(tree.Split[node], left, tree.MissingLeft[node] == left, tree.Flow(node, child));
        return next;
    }
}
