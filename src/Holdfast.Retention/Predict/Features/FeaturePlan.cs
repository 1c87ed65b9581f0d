namespace Holdfast.Retention.Predict.Features;

/// <summary>
/// Which words of the data became features: chosen once from all histories before training and kept with the model, so that
/// training, batch and one live customer read the same columns. All lists are in the order of the features.
/// </summary>
public sealed record FeaturePlan
{
    /// <summary>How far back a feature looks, days.</summary>
    public int ObservationDays { get; init; } = 365;

    /// <summary>The most common kinds of event.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>The most common channels of events.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The most common products.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>The most common channels of acquisition.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Attributes that are numbers.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Attributes that are words, with their levels.</summary>
    public IReadOnlyList<AttributeLevel> Levels { get; init; } = [];

    /// <summary>Kinds of event that are complaints.</summary>
    public IReadOnlyList<string> Complaints { get; init; } = [];

    /// <summary>Kinds of event that close a complaint, those that are told.</summary>
    public IReadOnlyList<string> ComplaintsClosed { get; init; } = [];

    /// <summary>Kinds of event that are bad experiences.</summary>
    public IReadOnlyList<string> Incidents { get; init; } = [];

    /// <summary>Kinds of event that tell of a price rise.</summary>
    public IReadOnlyList<string> PriceRises { get; init; } = [];

    /// <summary>Kinds of event that take a fee.</summary>
    public IReadOnlyList<string> Fees { get; init; } = [];

    /// <summary>Products and kinds of event that make a customer stay.</summary>
    public IReadOnlyList<string> Sticky { get; init; } = [];

    /// <summary>Outcomes of contacts that mean the customer was inclined.</summary>
    public IReadOnlyList<string> InclinedOutcomes { get; init; } = [];

    /// <summary>Attributes kept out of every model, as words their names contain.</summary>
    public IReadOnlyList<string> AuditOnly { get; init; } = [];

    /// <summary>Attributes never said to a clerk, as words their names contain.</summary>
    public IReadOnlyList<string> Unspoken { get; init; } = [];
}

/// <summary>One level of an attribute that is a word.</summary>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Level">The word.</param>
public readonly record struct AttributeLevel(string Attribute, string Level);
