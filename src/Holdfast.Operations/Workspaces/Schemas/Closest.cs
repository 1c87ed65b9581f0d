namespace Holdfast.Operations.Workspaces.Schemas;

/// <summary>Finds the word that was probably meant.</summary>
static class Closest
{
    /// <summary>The allowed word nearest to what was written; null where none is near (more than a third of its letters differ).</summary>
    public static string? To(string written, IEnumerable<string> allowed) => allowed
        .Select(word => (Word: word, Steps: Distance(written.ToUpperInvariant(), word.ToUpperInvariant())))
        .Where(near => near.Steps <= Math.Max(1, near.Word.Length / 3))
        .OrderBy(near => near.Steps)
        .ThenBy(near => near.Word, StringComparer.Ordinal)
        .Select(near => near.Word)
        .FirstOrDefault();

    /// <summary>The allowed words as a list, the nearest to what was written first and asked for.</summary>
    public static string Allowed(string written, IReadOnlyCollection<string> allowed)
    {
        var list = string.Join(", ", allowed);
        return To(written, allowed) is { } near ? $"'{near}' (did you mean it?); all: {list}" : list;
    }

    // Optimal string alignment: insertions, deletions, substitutions and neighbouring letters swapped each count one.
    static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 ? j : j == 0 ? i : Step(a, b, (i, j), d);
            }
        }

        return d[a.Length, b.Length];
    }

    static int Step(string a, string b, (int I, int J) at, int[,] d)
    {
        var (i, j) = at;
        var change = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(change, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
        return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(best, d[i - 2, j - 2] + 1) : best;
    }
}
