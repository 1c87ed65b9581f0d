namespace Holdfast.Numerics.Clusters;

/// <summary>Gives the groups of a new run the numbers of the old run's groups they share most points with, so that segments keep their names.</summary>
/// <remarks>
/// Assumptions: 1. both runs grouped the same points, or centres are comparable.
/// <para>Source: Kuhn 1955 (Hungarian method), in the shortest augmenting path form of Jonker and Volgenant 1987, Computing 38:325.</para>
/// <para>Checked against: all permutations of up to 7 groups.</para>
/// <para>Cost: O(points + groups^3).</para>
/// </remarks>
public static class StableLabels
{
    /// <summary>Renumbers labels.</summary>
    /// <param name="before">Old labels, from 0; -1 for a point the old run did not know.</param>
    /// <param name="after">New labels of the same points, from 0.</param>
    /// <returns>The new grouping in the old numbers; groups without a counterpart get numbers from the old number of groups on.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a label is negative.</exception>
    public static int[] Match(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        Require.Length(after.Length, before.Length, nameof(after));
        var (old, now) = (0, 0);
        for (var i = 0; i < after.Length; i++)
        {
            old = Math.Max(old, Require.AtLeast(before[i], -1, nameof(before)) + 1);
            now = Math.Max(now, Require.AtLeast(after[i], 0, nameof(after)) + 1);
        }
        var size = Math.Max(old, now);
        var costs = new double[size * size];
        for (var i = 0; i < after.Length; i++)
        {
            if (before[i] >= 0)
                costs[after[i] * size + before[i]]--;
        }
        var place = Assign(costs, size);
        var labels = new int[after.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = place[after[i]];
        return labels;
    }

    /// <summary>The assignment of rows to columns, one each, with the smallest sum of costs.</summary>
    /// <param name="costs">Row by row, finite.</param>
    /// <param name="size">Rows and columns.</param>
    /// <returns>Column of each row.</returns>
    /// <exception cref="ArgumentException">A length or a value is out of range.</exception>
    public static int[] Assign(ReadOnlySpan<double> costs, int size)
    {
        Require.Length(costs.Length, Require.AtLeast(size, 0, nameof(size)) * size, nameof(costs));
        Require.Finite(costs, nameof(costs));
        // rowOf[c] is the row that column c is given to; index 0 is a column that waits for its row. Duals u and v keep reduced costs from 0 on.
        var (rowOf, u, v) = (new int[size + 1], new double[size + 1], new double[size + 1]);
        for (var row = 1; row <= size; row++)
        {
            rowOf[0] = row;
            Augment(costs, size, rowOf, u, v);
        }
        var columns = new int[size];
        for (var c = 1; c <= size; c++)
            columns[rowOf[c] - 1] = c - 1;
        return columns;
    }

    static void Augment(ReadOnlySpan<double> costs, int size, int[] rowOf, double[] u, double[] v)
    {
        var (shortest, from, done) = (new double[size + 1], new int[size + 1], new bool[size + 1]);
        shortest.AsSpan().Fill(double.PositiveInfinity);
        var column = 0;
        do
        {
            done[column] = true;
            var (row, next, step) = (rowOf[column], 0, double.PositiveInfinity);
            for (var c = 1; c <= size; c++)
            {
                if (done[c])
                    continue;
                var reduced = costs[(row - 1) * size + c - 1] - u[row] - v[c];
                if (reduced < shortest[c])
                    (shortest[c], from[c]) = (reduced, column);
                if (shortest[c] < step)
                    (next, step) = (c, shortest[c]);
            }
            for (var c = 0; c <= size; c++)
            {
                if (done[c])
                    (u[rowOf[c]], v[c]) = (u[rowOf[c]] + step, v[c] - step);
                else
                    shortest[c] -= step;
            }
            column = next;
        }
        while (rowOf[column] != 0);
        for (; column != 0; column = from[column])
            rowOf[column] = rowOf[from[column]];
    }
}
