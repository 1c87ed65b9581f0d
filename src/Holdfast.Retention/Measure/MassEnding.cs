using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>More of a product ended on one day than people end: most likely a migration or a merged branch that must be told as such.</summary>
/// <param name="Product">The product; "" where the facts tell none.</param>
/// <param name="On">The day.</param>
/// <param name="Ended">Lives that were closed on it, administrative ends left out.</param>
/// <param name="Share">Of the lives that stood the day before.</param>
public sealed record MassEnding(string Product, Day On, long Ended, double Share)
{
    /// <summary>Fewer endings than this on one day are never called one: a product of 50 customers loses 2 % with one of them.</summary>
    public const int LeastEnded = 20;

    /// <summary>
    /// Days on which more than <see cref="Business.MassEndingShare"/> of a product's lives were closed. Ends by silence or an emptied
    /// balance are not closings. Where the source dates endings by the month or on one snapshot day only, no day is named.
    /// </summary>
    public static IReadOnlyList<MassEnding> Find(IEnumerable<MeasuredLife> lives, Business business)
    {
        ArgumentNullException.ThrowIfNull(lives);
        ArgumentNullException.ThrowIfNull(business);
        var told = lives.ToArray();
        if (business.MassEndingShare >= 1 || AreCoarse(told)) return [];
        var found = told.GroupBy(l => l.Cuts.Product, StringComparer.Ordinal).SelectMany(g => Find(g.Key, [.. g], business.MassEndingShare));
        return
        [
            .. found.Where(m => !business.AcceptedMassEndings.Contains(m.On.ToString()))
                .OrderBy(m => m.On.Number).ThenBy(m => m.Product, StringComparer.Ordinal),
        ];
    }

    static bool IsClosing(MeasuredLife life) =>
        life.Life is { Left: not null, How: ChurnKind.Closed } and { Kind: not Leaving.Administrative };

    static bool AreCoarse(MeasuredLife[] lives)
    {
        var days = lives.Where(IsClosing).Select(l => l.Life.Left!.Value.Date).ToArray();
        return days.Distinct().Count() <= 1 || days.All(d => d.Day == 1) || days.All(d => d.AddDays(1).Day == 1);
    }

    static List<MassEnding> Find(string product, MeasuredLife[] lives, double share)
    {
        var changes = new SortedDictionary<int, (long Joined, long Left, long Closed)>();
        foreach (var life in lives)
        {
            changes[life.Life.Joined.Number] = Plus(changes.GetValueOrDefault(life.Life.Joined.Number), (1, 0, 0));
            if (life.Life.Left is not { } left) continue;
            changes[left.Number] = Plus(changes.GetValueOrDefault(left.Number), (0, 1, IsClosing(life) ? 1 : 0));
        }

        var found = new List<MassEnding>();
        long standing = 0;
        foreach (var (day, change) in changes)
        {
            if (change.Closed >= LeastEnded && change.Closed > share * standing)
                found.Add(new(product, new Day(day), change.Closed, standing == 0 ? 1 : (double)change.Closed / standing));
            standing += change.Joined - change.Left;
        }

        return found;
    }

    static (long Joined, long Left, long Closed) Plus((long Joined, long Left, long Closed) sum, (long Joined, long Left, long Closed) more) =>
        (sum.Joined + more.Joined, sum.Left + more.Left, sum.Closed + more.Closed);
}
