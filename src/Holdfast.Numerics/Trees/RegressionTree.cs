namespace Holdfast.Numerics.Trees;

/// <summary>One tree as XGBoost stores it: parallel arrays over nodes, node 0 is the root, a leaf has no children (-1).</summary>
sealed record RegressionTree(int[] Left, int[] Right, int[] Column, float[] Split, bool[] MissingLeft, float[] Cover)
{
    public int NodeCount => Left.Length;

    public bool IsLeaf(int node) => Left[node] < 0;

    /// <summary>Value of a leaf; XGBoost keeps it where other nodes have their split.</summary>
    public float Value(int leaf) => Split[leaf];

    /// <summary>Share of the training rows of a node that went on to a child; a half where the node saw none.</summary>
    public double Flow(int node, int child) => Cover[node] > 0 ? (double)Cover[child] / Cover[node] : 0.5;
}
