using System.Globalization;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Store;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Features.Sentences;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Windows;
using Holdfast.Store.Live;

namespace Holdfast.Operations.Predict;

/// <summary>Whom to look at.</summary>
public sealed record LookAtCustomerRequest
{
    /// <summary>Any id of the customer.</summary>
    [Touched("customer", IsPerson = true)]
    public required string Customer { get; init; }

    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>Day before which facts count, yyyy-MM-dd; where not given, the day after the latest fact told.</summary>
    public string? AsOf { get; init; }

    /// <summary>Language of the sentences: en, fa, zh, hy or uk.</summary>
    public string Language { get; init; } = "en";
}

/// <summary>One customer as known now.</summary>
public sealed record LookAtCustomerResult
{
    /// <summary>The id the customer is known under.</summary>
    public required string Customer { get; init; }

    /// <summary>Day before which facts count.</summary>
    public required string AsOf { get; init; }

    /// <summary>Facts that arrived since the last load, of all customers.</summary>
    public required int Arrived { get; init; }

    /// <summary>Day of the run whose features these are.</summary>
    public required string FeaturesOf { get; init; }

    /// <summary>The features that have a value; those for audits only are left out.</summary>
    public required IReadOnlyList<ListedFeature> Features { get; init; }
}

/// <summary>Tells one customer's features as of now, facts that arrived a moment ago among them.</summary>
public static class LookAtCustomer
{
    /// <summary>Looks.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong, or there is no such run or customer.</exception>
    public static LookAtCustomerResult Run(LookAtCustomerRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var language = ListFeatures.LanguageOf(request.Language);
        var workspace = StoreOperations.Workspace(request.Workspace);
        var run = PredictedRun.Find(workspace, null);
        var catalogue = new FeatureCatalogue(run.Plan());
        var warehouse = workspace.OpenWarehouse();
        using var facts = warehouse.Current();
        using var live = LiveFacts.Open(warehouse, writes: false, cancel);
        using var reader = live.Reader();
        var asOf = AsOf(request.AsOf) ?? live.Tomorrow ?? run.AsOf;
        var history = reader.Find(request.Customer);
        if (history is null || !context.Scope.Holds(history, facts.Units))
            throw new HoldfastException($"There are no facts of a customer '{request.Customer}'; ids are those of the sources, letter by letter.");
        Objections.Read(workspace, context.Records, facts).AllowProfiling(history.Customer, request.Customer);
        var row = Row(history, catalogue, workspace.Business, asOf) ?? throw new HoldfastException($"'{request.Customer}' is no customer as of {asOf}.");
        return new LookAtCustomerResult
        {
            Customer = history.Customer,
            AsOf = asOf.ToString(),
            Arrived = live.Arrived,
            FeaturesOf = run.AsOf.ToString(),
            Features = [.. Listed(catalogue, row, (workspace.Business.MinorDigits, language))],
        };
    }

    /// <summary>The result for a terminal.</summary>
    public static string Describe(LookAtCustomerResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var told = ListFeatures.Describe(new ListFeaturesResult { Customer = result.Customer, AsOf = result.AsOf, Language = "", Features = result.Features });
        return string.Create(CultureInfo.InvariantCulture, $"{told}{Environment.NewLine}{Environment.NewLine}{result.Arrived:N0} facts have arrived since the last load, of all customers.");
    }

    static double[]? Row(History history, FeatureCatalogue catalogue, Business business, Day asOf)
    {
        if (Window.LifeAt(history, business, asOf) is not { } life) return null;
        var row = new double[catalogue.Features.Count];
        catalogue.Fold(history.AsOf(asOf.Start), life, asOf, row);
        return row;
    }

    static IEnumerable<ListedFeature> Listed(FeatureCatalogue catalogue, double[] row, (int MinorDigits, SentenceLanguage Language) said)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var feature = catalogue.Features[i];
            if (feature.Use == FeatureUse.AuditOnly || FeatureSentence.Told(feature, row[i], said.MinorDigits, said.Language) is not { } sentence) continue;
            yield return new ListedFeature(feature.Name, feature.Family, feature.Unit, feature.Use, sentence, row[i]);
        }
    }

    static Day? AsOf(string? asked)
    {
        if (asked is null) return null;
        return Day.TryParse(asked, out var day) ? day : throw HoldfastException.OfRequest($"--as-of: found '{asked}'; a day such as 2025-12-31 is allowed.");
    }
}
