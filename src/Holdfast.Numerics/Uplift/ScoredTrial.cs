namespace Holdfast.Numerics.Uplift;

/// <summary>Rows of one score: how many of each arm, and the sums of their outcomes and of the squares of these.</summary>
readonly record struct TrialBlock(double Treated, double Untreated, double TreatedOutcome, double UntreatedOutcome, double TreatedSquares, double UntreatedSquares)
{
    public double Count => Treated + Untreated;

    /// <summary>g of these customers: additional outcome of the treated, the untreated scaled to as many (Radcliffe). With nobody to compare with, their outcome.</summary>
    public double Gain => TreatedOutcome - (Untreated > 0 ? UntreatedOutcome * Treated / Untreated : 0);

    /// <summary>u of these customers: difference of the mean outcomes x customers; the mean of an empty arm is 0.</summary>
    public double Lift => ((Treated > 0 ? TreatedOutcome / Treated : 0) - (Untreated > 0 ? UntreatedOutcome / Untreated : 0)) * Count;

    public TrialBlock With(TrialBlock other) => new(
        Treated + other.Treated, Untreated + other.Untreated, TreatedOutcome + other.TreatedOutcome, UntreatedOutcome + other.UntreatedOutcome,
        TreatedSquares + other.TreatedSquares, UntreatedSquares + other.UntreatedSquares);

    public TrialBlock Times(double part) => new(
        Treated * part, Untreated * part, TreatedOutcome * part, UntreatedOutcome * part, TreatedSquares * part, UntreatedSquares * part);

    public TrialBlock Less(TrialBlock other) => With(other.Times(-1));

    public static TrialBlock Row(bool treated, double outcome, double count = 1) =>
        treated ? new(count, 0, count * outcome, 0, count * outcome * outcome, 0) : new(0, count, 0, count * outcome, 0, count * outcome * outcome);
}

/// <summary>A score on the rows of a trial, as blocks of equal score, highest first, so that the order of tied rows cannot matter.</summary>
public sealed class ScoredTrial
{
    readonly int[] _blockOfRow;
    readonly bool[] _treated;
    readonly double[] _outcomes;

    /// <summary>Puts scores and trial together.</summary>
    /// <param name="scores">Predicted effects, or anything that rises with them; finite.</param>
    /// <param name="treated">True where the action was taken.</param>
    /// <param name="outcomes">One outcome per row, finite; higher is better.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite, or an arm is empty.</exception>
    public ScoredTrial(ReadOnlySpan<double> scores, ReadOnlySpan<bool> treated, ReadOnlySpan<double> outcomes)
    {
        Require.Some(scores.Length, nameof(scores));
        Require.Length(treated.Length, scores.Length, nameof(treated));
        Require.Length(outcomes.Length, scores.Length, nameof(outcomes));
        Require.Finite(scores, nameof(scores));
        Require.Countable(outcomes, nameof(outcomes));
        TreatedCount = System.MemoryExtensions.Count(treated, true);
        Require.That(TreatedCount > 0 && TreatedCount < treated.Length, $"{TreatedCount} of {treated.Length} rows are treated; some of both are needed");
        (_treated, _outcomes) = (treated.ToArray(), outcomes.ToArray());
        Order = Descending(scores);
        _blockOfRow = new int[Order.Length];
        var blocks = 0;
        for (var i = 0; i < Order.Length; i++)
        {
            if (i > 0 && scores[Order[i]] != scores[Order[i - 1]])
                blocks++;
            _blockOfRow[Order[i]] = blocks;
        }
        Blocks = Sum(blocks + 1, null);
        BinaryOutcome = Array.TrueForAll(_outcomes, y => y is 0 or 1);
    }

    /// <summary>Rows.</summary>
    public int Count => _outcomes.Length;

    /// <summary>Rows treated.</summary>
    public int TreatedCount { get; }

    /// <summary>True where every outcome is 0 or 1; scikit-uplift's normalisation needs that.</summary>
    public bool BinaryOutcome { get; }

    /// <summary>Rows, highest score first; among ties the last row of the file first.</summary>
    internal int[] Order { get; }

    /// <summary>Blocks of equal score, highest first.</summary>
    internal TrialBlock[] Blocks { get; }

    internal bool Treated(int row) => _treated[row];

    internal double Outcome(int row) => _outcomes[row];

    /// <summary>The blocks of a sample drawn with replacement within each arm.</summary>
    internal TrialBlock[] Resample(RandomStream stream, int[] counts)
    {
        counts.AsSpan().Clear();
        // Rows of each arm lie in Order too, but a draw needs them side by side.
        var arms = Arms;
        foreach (var arm in arms)
        {
            for (var i = 0; i < arm.Length; i++)
                counts[arm[stream.Index(arm.Length)]]++;
        }
        return Sum(Blocks.Length, counts);
    }

    int[][] Arms => field ??= [Rows(true), Rows(false)];

    int[] Rows(bool arm)
    {
        var rows = new List<int>();
        for (var i = 0; i < _treated.Length; i++)
        {
            if (_treated[i] == arm)
                rows.Add(i);
        }
        return [.. rows];
    }

    TrialBlock[] Sum(int blocks, int[]? counts)
    {
        var sums = new TrialBlock[blocks];
        for (var i = 0; i < _outcomes.Length; i++)
        {
            var count = counts is null ? 1 : counts[i];
            if (count > 0)
                sums[_blockOfRow[i]] = sums[_blockOfRow[i]].With(TrialBlock.Row(_treated[i], _outcomes[i], count));
        }
        return sums;
    }

    static int[] Descending(ReadOnlySpan<double> scores)
    {
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var keys = scores.ToArray();
        Array.Sort(order, (a, b) => keys[b] != keys[a] ? keys[b].CompareTo(keys[a]) : b.CompareTo(a));
        return order;
    }
}
