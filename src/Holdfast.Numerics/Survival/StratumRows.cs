namespace Holdfast.Numerics.Survival;

/// <summary>The rows of each stratum, strata in order of their numbers, rows in their own order.</summary>
static class StratumRows
{
    public static int[][] Of(SurvivalSample sample) => Of(sample.Strata, sample.Count);

    public static int[][] Of(ReadOnlySpan<int> strata, int count)
    {
        if (strata.IsEmpty)
            return [[.. Enumerable.Range(0, count)]];
        var rows = new SortedDictionary<int, List<int>>();
        for (var i = 0; i < strata.Length; i++)
        {
            if (!rows.TryGetValue(strata[i], out var list))
                rows[strata[i]] = list = [];
            list.Add(i);
        }
        return [.. rows.Values.Select(list => list.ToArray())];
    }
}
