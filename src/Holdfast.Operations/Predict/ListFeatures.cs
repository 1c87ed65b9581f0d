using System.Globalization;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Store;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Features.Sentences;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Predict;

/// <summary>Which features to list.</summary>
public sealed record ListFeaturesRequest : PagedRequest
{
    /// <summary>A request for as many as there are in most businesses.</summary>
    public ListFeaturesRequest() => Limit = Most;

    /// <summary>The workspace folder; where not given, the catalogue without the words of a business.</summary>
    [Place(Place.Workspace)]
    public string? Workspace { get; init; }

    /// <summary>Day of the run, yyyy-MM-dd; where not given, the newest one.</summary>
    public string? AsOf { get; init; }

    /// <summary>Any id of a customer whose values to tell.</summary>
    [Touched("customer", IsPerson = true)]
    public string? Customer { get; init; }

    /// <summary>Language of the sentences: en, fa, zh, hy or uk.</summary>
    public string Language { get; init; } = "en";
}

/// <summary>The catalogue of features, or one customer's values.</summary>
public sealed record ListFeaturesResult : PagedResult
{
    /// <summary>The id the customer is known under; null for the catalogue.</summary>
    public string? Customer { get; init; }

    /// <summary>Day of the run; null where no workspace was given.</summary>
    public string? AsOf { get; init; }

    /// <summary>Language of the sentences.</summary>
    public required string Language { get; init; }

    /// <summary>The features, in the order of the columns; of a customer those that have a value.</summary>
    public required IReadOnlyList<ListedFeature> Features { get; init; }
}

/// <summary>One feature.</summary>
/// <param name="Name">Its name, as in conditions and in features.parquet.</param>
/// <param name="Family">Features of one family tell one story.</param>
/// <param name="Unit">Unit of its value.</param>
/// <param name="Use">What it may be used for.</param>
/// <param name="Sentence">What it says; the customer's value filled in.</param>
/// <param name="Value">The customer's value; money in minor units, shares 0..1.</param>
/// <param name="Below">Share of the customers with a lower value, 0..1, of those who have one.</param>
/// <param name="Standing">The same as a sentence.</param>
public sealed record ListedFeature(string Name, string Family, FeatureUnit Unit, FeatureUse Use, string Sentence, double? Value = null, double? Below = null, string? Standing = null);

/// <summary>Lists the features that predictions are made of, each explained by a sentence; with a customer, that customer's values and where they stand among all.</summary>
public static class ListFeatures
{
    const string Name = "features";

    /// <summary>Words that stand for those of a business where none is given.</summary>
    static readonly FeaturePlan AnyBusiness = new()
    {
        Kinds = ["KIND"],
        Channels = ["CHANNEL"],
        Products = ["PRODUCT"],
        Origins = ["CHANNEL"],
        Numbers = ["NUMBER"],
        ComplaintsClosed = ["complaint_closed"],
        Levels = [new("ATTRIBUTE", "WORD")],
    };

    /// <summary>Lists them.</summary>
    /// <exception cref="HoldfastException">The language, run or customer is not there.</exception>
    public static ListFeaturesResult Run(ListFeaturesRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var language = LanguageOf(request.Language);
        if (request.Workspace is null)
        {
            if (request.Customer is not null || request.AsOf is not null) throw HoldfastException.OfRequest("--customer and --as-of need --workspace.");
            return Paged(request, new ListFeaturesResult { Language = language.Tag, Features = Listed(AnyBusiness, language) });
        }

        var workspace = StoreOperations.Workspace(request.Workspace);
        var run = PredictedRun.Find(workspace, request.AsOf);
        var result = new ListFeaturesResult { AsOf = run.AsOf.ToString(), Language = language.Tag, Features = [] };
        if (request.Customer is null) return Paged(request, result with { Features = Listed(run.Plan(), language) });
        var customer = Known(workspace, run, (request.Customer, context));
        return Paged(request, result with { Customer = customer, Features = OfCustomer(run, customer, (workspace.Business.MinorDigits, language)) });
    }

    /// <summary>The result for a terminal.</summary>
    public static string Describe(ListFeaturesResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var lines = new List<string>
        {
            result.Customer is null
                ? string.Create(CultureInfo.InvariantCulture, $"{result.Features.Count:N0} features{(result.AsOf is null ? "" : $" of the run for {result.AsOf}")}; … stands for the value.")
                : string.Create(CultureInfo.InvariantCulture, $"Customer {result.Customer} as of {result.AsOf}: {result.Features.Count:N0} values."),
        };
        foreach (var family in result.Features.GroupBy(feature => feature.Family))
        {
            lines.Add("");
            lines.Add(family.Key);
            lines.AddRange(family.Select(feature => $"  {feature.Name,-34} {Word(feature),-7} {feature.Sentence}{(feature.Standing is null ? "" : " " + feature.Standing)}{Mark(feature.Use)}"));
        }

        if (result.Next is not null) lines.Add($"There are more: --cursor {result.Next}");
        return string.Join(Environment.NewLine, lines);
    }

    // The order of the columns is that of the catalogue, so a page goes on behind a name; names do not move within a run.
    static ListFeaturesResult Paged(ListFeaturesRequest request, ListFeaturesResult all)
    {
        var after = request.After(Name);
        var rest = after is null ? all.Features : [.. all.Features.SkipWhile(feature => feature.Name != after).Skip(1)];
        var page = request.Page(Name, rest, feature => feature.Name);
        return all with { Features = page.Items, Next = page.Next };
    }

    /// <summary>The language of a tag.</summary>
    /// <exception cref="HoldfastException">Features are not told in it.</exception>
    internal static SentenceLanguage LanguageOf(string tag) => SentenceLanguage.Find(tag) ?? throw HoldfastException.OfRequest(
        $"--language: found '{tag}'; allowed is {string.Join(", ", SentenceLanguage.All.Select(one => $"{one.Tag} ({one.Name})"))}.");

    static string Word(ListedFeature feature) => feature.Unit.ToString().ToLowerInvariant();

    static string Mark(FeatureUse use) => use switch
    {
        FeatureUse.Unspoken => " [may move the score, is never said to a clerk]",
        FeatureUse.AuditOnly => " [for audits only]",
        _ => "",
    };

    static List<ListedFeature> Listed(FeaturePlan plan, SentenceLanguage language) =>
        [.. new FeatureCatalogue(plan).Features.Select(f => new ListedFeature(f.Name, f.Family, f.Unit, f.Use, FeatureSentence.Listed(f, language)))];

    static string Known(Workspace workspace, PredictedRun run, (string Id, OperationContext Context) asked)
    {
        using var stored = workspace.OpenWarehouse().Current();
        var facts = stored.KnownBefore(run.AsOf.Start);
        var customer = facts.Resolve(asked.Id);
        Objections.Read(workspace, asked.Context.Records, facts).AllowProfiling(customer, asked.Id);
        return customer;
    }

    static List<ListedFeature> OfCustomer(PredictedRun run, string customer, (int MinorDigits, SentenceLanguage Language) said)
    {
        var table = ColumnTable.Read(run.Folder.Input("predict", "features.parquet"));
        var row = Array.IndexOf(table.Texts("customer"), customer);
        if (row < 0) throw new HoldfastException($"Customer '{customer}' is not among the customers of the run for {run.AsOf}: not a customer then, or the id is another one.");
        var features = new List<ListedFeature>();
        foreach (var feature in new FeatureCatalogue(run.Plan()).Features.Where(feature => table.Has(feature.Name)))
        {
            var values = table.Doubles(feature.Name);
            if (FeatureSentence.Told(feature, values[row], said.MinorDigits, said.Language) is not { } sentence) continue;
            var below = Below(values, values[row]);
            var standing = feature.Unit == FeatureUnit.Flag ? null : FeatureSentence.Standing(below, said.Language);
            features.Add(new ListedFeature(feature.Name, feature.Family, feature.Unit, feature.Use, sentence, values[row], below, standing));
        }

        return features;
    }

    static double Below(double[] values, double value)
    {
        int below = 0, told = 0;
        foreach (var other in values)
        {
            if (double.IsNaN(other)) continue;
            told++;
            if (other < value) below++;
        }

        return below / (double)told;
    }
}
