using Holdfast.Numerics.Classification;

namespace Holdfast.Retention.Predict.Leaks;

/// <summary>How much one attribute alone tells of leaving.</summary>
sealed class LeakEvidence
{
    const int MostLevels = 50;
    const int LeastOfLevel = 20;
    const double PureShare = 0.99;

    public LeakEvidence(AttributeSample sample, bool[] labels)
    {
        var values = new double[labels.Length];
        Array.Fill(values, double.NaN);
        foreach (var (customer, value) in sample.Values) values[customer] = value;
        for (var i = 0; i < labels.Length; i++)
        {
            if (double.IsNaN(values[i])) continue;
            if (labels[i]) GivenToLeavers++;
            else GivenToOthers++;
        }

        var levels = Levels(values, sample.IsWord);
        PureLeavers = Pure(levels, labels);
        Auc = Encoded(levels, labels);
        if (!sample.IsWord) Auc = Math.Max(Auc, Direct(values, labels));
    }

    public int GivenToLeavers { get; }

    public int GivenToOthers { get; }

    /// <summary>Leavers whose value occurs for leavers only.</summary>
    public int PureLeavers { get; }

    /// <summary>AUC of the attribute alone, 0.5..1.</summary>
    public double Auc { get; }

    /// <summary>Each customer's level: words and few numbers as they are, many numbers in equal-sized groups; 0 is missing.</summary>
    static int[] Levels(double[] values, bool isWord)
    {
        var different = values.Where(v => !double.IsNaN(v)).Distinct().Order().ToArray();
        var levels = new int[values.Length];
        var perGroup = isWord || different.Length <= MostLevels ? 1 : (different.Length + MostLevels - 1) / MostLevels;
        for (var i = 0; i < values.Length; i++)
            levels[i] = double.IsNaN(values[i]) ? 0 : 1 + Array.BinarySearch(different, values[i]) / perGroup;
        return levels;
    }

    static int Pure(int[] levels, bool[] labels)
    {
        var pure = 0;
        foreach (var (all, left) in Counts(levels, labels, _ => true))
        {
            if (all >= LeastOfLevel && left >= PureShare * all) pure += left;
        }

        return pure;
    }

    /// <summary>Each half is scored by the shares of leavers in the other half.</summary>
    static double Encoded(int[] levels, bool[] labels)
    {
        var total = 0.0;
        for (var half = 0; half < 2; half++)
        {
            var counts = Counts(levels, labels, i => i % 2 != half);
            var mean = (counts.Sum(c => c.Left) + 1.0) / (counts.Sum(c => c.All) + 2.0);
            var mine = Enumerable.Range(0, labels.Length).Where(i => i % 2 == half).ToArray();
            var scores = mine.Select(i => (counts[levels[i]].Left + 5 * mean) / (counts[levels[i]].All + 5)).ToArray();
            total += AucOrHalf(scores, [.. mine.Select(i => labels[i])]);
        }

        return total / 2;
    }

    static double Direct(double[] values, bool[] labels)
    {
        var given = Enumerable.Range(0, labels.Length).Where(i => !double.IsNaN(values[i])).ToArray();
        if (given.Length < labels.Length / 2) return 0.5;
        var auc = AucOrHalf([.. given.Select(i => values[i])], [.. given.Select(i => labels[i])]);
        return Math.Max(auc, 1 - auc);
    }

    static double AucOrHalf(double[] scores, bool[] labels) =>
        labels.Contains(true) && labels.Contains(false) ? ClassificationMetrics.Auc(scores, labels) : 0.5;

    static (int All, int Left)[] Counts(int[] levels, bool[] labels, Func<int, bool> counted)
    {
        var counts = new (int All, int Left)[levels.Max() + 1];
        for (var i = 0; i < levels.Length; i++)
        {
            if (!counted(i)) continue;
            counts[levels[i]].All++;
            if (labels[i]) counts[levels[i]].Left++;
        }

        return counts;
    }
}
