namespace Holdfast.Operations.Simulate;

/// <summary>Rank correlation.</summary>
static class Ranks
{
    /// <summary>Spearman's correlation; equal values share their mean rank. 0 where one side does not vary.</summary>
    public static double Correlation(double[] left, double[] right)
    {
        double[] a = Of(left), b = Of(right);
        double meanA = a.Average(), meanB = b.Average(), ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }

        return aa == 0 || bb == 0 ? 0 : ab / Math.Sqrt(aa * bb);
    }

    static double[] Of(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort((double[])values.Clone(), order);
        var ranks = new double[values.Length];
        for (var from = 0; from < order.Length;)
        {
            var to = from + 1;
            while (to < order.Length && values[order[to]].Equals(values[order[from]])) to++;
            for (var i = from; i < to; i++) ranks[order[i]] = (from + to - 1) / 2.0;
            from = to;
        }

        return ranks;
    }
}
