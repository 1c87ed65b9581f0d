namespace Holdfast.Numerics.Classification;

/// <summary>Customers of one score: how many, and how many of them are positive.</summary>
readonly record struct TieBlock(double Score, long Count, long Positives)
{
    public long Negatives => Count - Positives;
}

/// <summary>Scores and labels as blocks of equal score, highest first, so that the order of tied rows cannot matter.</summary>
static class TieBlocks
{
    public static List<TieBlock> Descending(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        Require.Some(scores.Length, nameof(scores));
        Require.Length(labels.Length, scores.Length, nameof(labels));
        Require.Finite(scores, nameof(scores));
        var keys = scores.ToArray();
        var positive = labels.ToArray();
        Array.Sort(keys, positive);
        var blocks = new List<TieBlock>();
        for (var end = keys.Length; end > 0;)
        {
            var start = end;
            long positives = 0;
            while (start > 0 && keys[start - 1] == keys[end - 1])
                positives += positive[--start] ? 1 : 0;
            blocks.Add(new TieBlock(keys[end - 1], end - start, positives));
            end = start;
        }
        return blocks;
    }

    /// <summary>How many positives and negatives there are; both are needed by every ranking measure.</summary>
    public static (long Positives, long Negatives) Classes(List<TieBlock> blocks)
    {
        long positives = 0, count = 0;
        foreach (var block in blocks)
        {
            positives += block.Positives;
            count += block.Count;
        }
        Require.That(positives > 0 && positives < count, $"{positives} of {count} labels are true; both outcomes must occur");
        return (positives, count - positives);
    }
}
