using Holdfast.Numerics.Clusters;

namespace Holdfast.Operations.Study;

/// <summary>What to group.</summary>
public sealed record KMeansRequest : IGroupedStudy
{
    /// <summary>File with one row per customer: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Columns to group by, numbers, separated by commas.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>How many groups.</summary>
    public required int Groups { get; init; }

    /// <summary>Brings every column to mean 0 and deviation 1 first, so that units do not matter. Default false, as R's kmeans.</summary>
    public bool Scale { get; init; }

    /// <summary>Column with the groups of an earlier run, whole numbers from 0 on: groups keep its numbers where they share most customers.</summary>
    public string? Before { get; init; }

    /// <summary>Random starts, the best of which is kept. Default 25.</summary>
    public int Restarts { get; init; } = 25;

    /// <summary>Seed of the random starts. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Column whose values part the rows into groups, a study of its own for each. Default: one study of all rows.</summary>
    public string? By { get; init; }

    /// <summary>SVG file to draw the first two columns into, a colour for each group.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The groups.</summary>
/// <param name="Groups">The groups in order of their numbers.</param>
/// <param name="TotalWithin">Sum of squared distances to the own mean, in the columns used.</param>
/// <param name="Silhouette">Average silhouette, 1 is best; null with one group.</param>
/// <param name="Labels">Group of each used row, in order of the file.</param>
public sealed record KMeansResult(IReadOnlyList<ClusterGroup> Groups, double TotalWithin, double? Silhouette, IReadOnlyList<int> Labels) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("Groups", ["group", "customers", "within", "silhouette", "means"],
            [.. Groups.Select(g => (string[])[StudyText.Count(g.Group), StudyText.Count(g.Size), StudyText.Number(g.Within), StudyText.Number(g.Silhouette), string.Join(" ", g.Means.Select(m => StudyText.Number(m)))])]);
    }
}

/// <summary>One group.</summary>
/// <param name="Group">Its number, from 0, by the first column's mean unless --before is given.</param>
/// <param name="Size">Customers in it.</param>
/// <param name="Within">Sum of squared distances to its mean, in the columns used.</param>
/// <param name="Silhouette">Its average silhouette; null with one group.</param>
/// <param name="Means">Means of the columns, in the file's units.</param>
public sealed record ClusterGroup(int Group, int Size, double Within, double? Silhouette, IReadOnlyList<double> Means);

/// <summary>Customers grouped around means (k-means++ with restarts), and how well they lie in their groups.</summary>
public static class StudyKMeans
{
    /// <summary>Groups the rows of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static KMeansResult Run(KMeansRequest request, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var table = file.Read(request.Features, [request.Before], cancel);
        var points = ClusterColumns.Read(table, request.Features, request.Scale);
        var fit = KMeans.Fit(points, request.Groups, new ClusterOptions { Restarts = request.Restarts, Seed = request.Seed });
        var labels = request.Before is { } before ? StableLabels.Match(Before(table, before), fit.Labels) : fit.Labels;
        var silhouette = request.Groups > 1 ? Silhouette.Of(points, fit.Labels) : null;
        var groups = Enumerable.Range(0, request.Groups).Select(g =>
        {
            var rows = Enumerable.Range(0, labels.Length).Where(i => fit.Labels[i] == g).ToArray();
            return new ClusterGroup(labels[rows[0]], fit.Sizes[g], fit.WithinSquares[g], silhouette?.Groups[g], ClusterColumns.Means(table, request.Features, rows));
        }).OrderBy(g => g.Group).ToList();
        file.Draw(() => ClusterColumns.Draw(points, request.Features, labels), "Customers by the first two columns, a colour for each group.");
        IReadOnlyList<string> notes = silhouette is { Sampled: true } ? [.. table.Notes, "The silhouette is of a sample of 5000 rows."] : table.Notes;
        return new KMeansResult(groups, fit.TotalWithin, silhouette?.Average, labels)
        {
            Words = [StudyText.Say($"{points.Count} customers in {request.Groups} groups of {string.Join(", ", groups.Select(g => g.Size))}; within the groups the squared distances add up to {fit.TotalWithin:G8}. {(silhouette is null ? "" : StudyText.Say($"The average silhouette is {silhouette.Average:F3}: {Clear(silhouette.Average)}."))}")],
            RowsRead = table.RowsRead,
            Rows = table.Rows,
            Notes = notes,
        };
    }

    static string Clear(double silhouette) => silhouette switch { > 0.7 => "the groups are clear", > 0.5 => "the groups are reasonable", > 0.25 => "the groups are weak", _ => "there are hardly groups" };

    static int[] Before(StudyTable table, string column)
    {
        var texts = table.Column(column);
        return Array.ConvertAll([.. Enumerable.Range(0, texts.Length)], row => texts[row] is null ? -1
            : int.TryParse(texts[row], out var group) && group is >= 0 and < 10_000 ? group : throw StudyColumns.Wrong(table, row, column, "a whole number from 0 to 9999, or nothing"));
    }
}
