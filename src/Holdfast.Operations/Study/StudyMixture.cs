using Holdfast.Numerics.Clusters;

namespace Holdfast.Operations.Study;

/// <summary>What to group.</summary>
public sealed record MixtureRequest : IGroupedStudy
{
    /// <summary>File with one row per customer: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Columns to group by, numbers, separated by commas.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>How many groups. Default: 1 to 9, whichever has the largest BIC.</summary>
    public int? Groups { get; init; }

    /// <summary>What the groups' covariances share, in mclust's letters, such as EEE or VVV. Default: all twelve, whichever has the largest BIC.</summary>
    public string? Shape { get; init; }

    /// <summary>Random starts beside the three always tried. Default 6.</summary>
    public int Restarts { get; init; } = 6;

    /// <summary>Seed of the random starts. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Column whose values part the rows into groups, a study of its own for each. Default: one study of all rows.</summary>
    public string? By { get; init; }

    /// <summary>SVG file to draw the first two columns into, a colour for each group.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The mixture.</summary>
/// <param name="Shape">What the groups' covariances share.</param>
/// <param name="LogLikelihood">Log-likelihood.</param>
/// <param name="Parameters">How many parameters were fitted.</param>
/// <param name="Bic">2 log-likelihood - parameters x ln rows: larger is better, the sign of mclust; scikit-learn's is the negative.</param>
/// <param name="AtFloor">Whether a group has collapsed, so that the fit is not to be trusted.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Tried">BIC of all numbers of groups and shapes tried; null where a group collapsed.</param>
/// <param name="Labels">The most probable group of each used row, in order of the file.</param>
public sealed record MixtureResult(
    string Shape, double LogLikelihood, int Parameters, double Bic, bool AtFloor, IReadOnlyList<MixtureGroup> Groups, IReadOnlyList<MixtureTrial> Tried, IReadOnlyList<int> Labels) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("Groups", ["group", "share", "customers", "means", "deviations"],
            [.. Groups.Select(g => (string[])[StudyText.Count(g.Group), StudyText.Number(g.Share), StudyText.Count(g.Size), string.Join(" ", g.Means.Select(m => StudyText.Number(m))), string.Join(" ", g.Means.Select((_, j) => StudyText.Number(Math.Sqrt(g.Covariance[j][j]))))])]);
        if (Tried.Count > 1)
            yield return new TextTable("Best tried", ["shape", "groups", "BIC"], [.. Tried.Where(t => t.Bic is not null).OrderByDescending(t => t.Bic).Take(10).Select(t => (string[])[t.Shape, StudyText.Count(t.Groups), StudyText.Number(t.Bic)])]);
    }
}

/// <summary>One group.</summary>
/// <param name="Group">Its number, from 0, by the first column's mean.</param>
/// <param name="Share">Its share.</param>
/// <param name="Size">Rows for which it is the most probable group.</param>
/// <param name="Means">Means of the columns.</param>
/// <param name="Covariance">Covariance of the columns.</param>
public sealed record MixtureGroup(int Group, double Share, int Size, IReadOnlyList<double> Means, IReadOnlyList<IReadOnlyList<double>> Covariance);

/// <summary>One number of groups and shape.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Groups">The number of groups.</param>
/// <param name="Bic">Its BIC; null where a group collapsed.</param>
public sealed record MixtureTrial(string Shape, int Groups, double? Bic);

/// <summary>Customers as a mixture of Gaussian groups, whose number and shape BIC chooses.</summary>
public static class StudyMixture
{
    const int MostGroups = 9;

    /// <summary>Groups the rows of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static MixtureResult Run(MixtureRequest request, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var shapes = Shapes(request.Shape);
        var table = file.Read(request.Features, cancel);
        var points = ClusterColumns.Read(table, request.Features, scale: false);
        var options = new MixtureOptions { Restarts = request.Restarts, Seed = request.Seed };
        var (fit, tried) = request.Groups is { } groups ? OfGroups(points, groups, shapes, options, cancel) : OfAll(points, shapes, options);
        file.Draw(() => ClusterColumns.Draw(points, request.Features, fit.Labels), "Customers by the first two columns, a colour for each group.");
        var d = points.Columns;
        return new MixtureResult(fit.Shape.ToString(), fit.LogLikelihood, fit.Parameters, fit.Bic, fit.AtFloor,
            [.. fit.Shares.Select((share, g) => new MixtureGroup(g, share, fit.Labels.Count(l => l == g), fit.Means[(g * d)..((g + 1) * d)], [.. fit.Covariances[g].Chunk(d)]))], tried, fit.Labels)
        {
            Words = [StudyText.Say($"{points.Count} customers as {fit.Shares.Length} Gaussian groups of shape {fit.Shape}, BIC {fit.Bic:F3} (larger is better); their shares are {string.Join(", ", fit.Shares.Select(s => StudyText.Percent(s)))}.")],
            RowsRead = table.RowsRead,
            Rows = table.Rows,
            Notes = fit.AtFloor ? [.. table.Notes, "A group has collapsed onto a line, a plane or a point: its likelihood is held by a floor and says nothing. Ask for fewer groups or a simpler shape."] : table.Notes,
        };
    }

    static (GaussianMixture Fit, IReadOnlyList<MixtureTrial> Tried) OfGroups(Points points, int groups, MixtureShape[] shapes, MixtureOptions options, CancellationToken cancel)
    {
        var fits = new List<GaussianMixture>();
        foreach (var shape in shapes)
        {
            cancel.ThrowIfCancellationRequested();
            fits.Add(GaussianMixture.Fit(points, groups, shape, options));
        }

        return (fits.OrderBy(f => f.AtFloor).ThenByDescending(f => f.Bic).First(), [.. fits.Select(f => new MixtureTrial(f.Shape.ToString(), groups, f.AtFloor ? null : f.Bic))]);
    }

    static (GaussianMixture Fit, IReadOnlyList<MixtureTrial> Tried) OfAll(Points points, MixtureShape[] shapes, MixtureOptions options)
    {
        var (best, table) = GaussianMixture.Choose(points, MostGroups, shapes, options);
        return (best, [.. table.SelectMany((row, g) => row.Select((bic, s) => new MixtureTrial(shapes[s].ToString(), g + 1, bic)))]);
    }

    static MixtureShape[] Shapes(string? name) => name is null ? Enum.GetValues<MixtureShape>()
        : Array.Find(Enum.GetNames<MixtureShape>(), n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found ? [Enum.Parse<MixtureShape>(found)]
        : throw HoldfastException.OfRequest($"--shape: found '{name}'; allowed is {string.Join(", ", Enum.GetNames<MixtureShape>())}.");
}
