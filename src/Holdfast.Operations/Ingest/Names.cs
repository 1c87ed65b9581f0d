namespace Holdfast.Operations.Ingest;

/// <summary>Words about names that are not there.</summary>
static class Names
{
    /// <summary>What there is, with the closest name first: <c>Did you mean 'x'? There are: ...</c></summary>
    public static string Suggest(string wanted, IEnumerable<string> known, string what)
    {
        var names = known.ToList();
        if (names.Count == 0) return $"There are no {what}.";
        var closest = names.MinBy(name => Distance(Bare(wanted), Bare(name)))!;
        var near = Distance(Bare(wanted), Bare(closest)) <= Math.Max(2, wanted.Length / 3);
        var rest = names.Count > 60 ? $" and {names.Count - 60} more" : "";
        return $"{(near ? $"Did you mean '{closest}'? " : "")}The {what} are: {string.Join(", ", names.Take(60))}{rest}.";
    }

    static string Bare(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>Edits from one word to another (Levenshtein).</summary>
    static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (one[i - 1] == other[j - 1] ? 0 : 1));
                (corner, row[j]) = (row[j], next);
            }
        }

        return row[^1];
    }
}
