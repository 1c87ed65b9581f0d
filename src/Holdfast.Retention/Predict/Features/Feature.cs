namespace Holdfast.Retention.Predict.Features;

/// <summary>What a feature may be used for.</summary>
public enum FeatureUse
{
    /// <summary>May move the score and be given to a clerk as a reason.</summary>
    Decisions,

    /// <summary>May move the score, but is never said to a clerk or customer (age, family, income).</summary>
    Unspoken,

    /// <summary>Kept out of every model and decision; only for audits of fairness (sex, ethnicity, religion).</summary>
    AuditOnly,
}

/// <summary>Unit of a feature's value; decides how a sentence words it.</summary>
public enum FeatureUnit
{
    /// <summary>Whole things.</summary>
    Count,

    /// <summary>Days.</summary>
    Days,

    /// <summary>Money in minor units.</summary>
    Money,

    /// <summary>A share of a whole, 0..1.</summary>
    Share,

    /// <summary>How many times as much; 1 is equal.</summary>
    Ratio,

    /// <summary>1 where it holds, 0 where not.</summary>
    Flag,

    /// <summary>A number as the source gives it.</summary>
    Number,
}

/// <summary>One feature: a named number that a fold over a history gives at a cut-off.</summary>
public sealed record Feature
{
    readonly Func<FeatureScan, double> _of;

    internal Feature(string name, string family, FeatureUnit unit, string template, Func<FeatureScan, double> of)
    {
        Name = Key = name;
        Family = family;
        Unit = unit;
        Template = template;
        _of = of;
    }

    /// <summary>Its name, unique in a catalogue, such as <c>events_90d</c> or <c>contract: two year</c>.</summary>
    public string Name { get; init; }

    /// <summary>Features of one family tell one story; their contributions to a score are added up into one reason.</summary>
    public string Family { get; }

    /// <summary>Unit of its value.</summary>
    public FeatureUnit Unit { get; }

    /// <summary>A sentence a clerk understands, in English; <c>{0}</c> stands for the value. See <see cref="FeatureSentence"/> for other languages.</summary>
    public string Sentence => FeatureSentence.WithWord(Template, Word);

    /// <summary>What it may be used for.</summary>
    public FeatureUse Use { get; init; } = FeatureUse.Decisions;

    /// <summary>For a flag: the English sentence where it does not hold; null where nothing is said then.</summary>
    public string? Otherwise => OtherwiseTemplate is null ? null : FeatureSentence.WithWord(OtherwiseTemplate, Word);

    /// <summary>Name of its sentence: features made of the business's own words share one.</summary>
    internal string Key { get; init; }

    /// <summary>The business's own word that it speaks of; null where it speaks of none.</summary>
    internal string? Word { get; init; }

    internal string Template { get; }

    internal string? OtherwiseTemplate { get; init; }

    internal FeatureNeeds Needs { get; init; }

    internal double Of(FeatureScan scan) => _of(scan);
}
