using System.Globalization;
using Holdfast.Retention.Predict.Features.Sentences;

namespace Holdfast.Retention.Predict.Features;

/// <summary>Words a feature's value so that a clerk understands it (P5).</summary>
public static class FeatureSentence
{
    const string Value = "{0}";
    const string Counted = "{0:";

    /// <summary>The feature's sentence with the value filled in, in English; null where there is nothing to say of it.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="value">Its value; NaN (missing) is never said.</param>
    /// <param name="minorDigits">Digits after the decimal point of the currency, 0..4.</param>
    public static string? Of(Feature feature, double value, int minorDigits) => Of(feature, value, minorDigits, SentenceLanguage.English);

    /// <summary>The same in another language.</summary>
    /// <inheritdoc cref="Of(Feature, double, int)"/>
    /// <param name="feature">The feature.</param>
    /// <param name="value">Its value; NaN (missing) is never said.</param>
    /// <param name="minorDigits">Digits after the decimal point of the currency, 0..4.</param>
    /// <param name="language">The language.</param>
    public static string? Of(Feature feature, double value, int minorDigits, SentenceLanguage language) =>
        Says(feature, value) ? Told(feature, value, minorDigits, language) : null;

    /// <summary>The sentence whether or not it may be said to a clerk: for the pages of those who look after the model. Null where the value is missing.</summary>
    /// <inheritdoc cref="Of(Feature, double, int, SentenceLanguage)"/>
    public static string? Told(Feature feature, double value, int minorDigits, SentenceLanguage language)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(language);
        if (double.IsNaN(value)) return null;
        var sentence = language.Sentence(feature, feature.Unit != FeatureUnit.Flag || value > 0);
        return sentence is null ? null : WithWord(Filled(sentence, feature.Unit, (value, minorDigits), language), feature.Word);
    }

    /// <summary>The sentence without a value, as a catalogue lists it.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="language">The language.</param>
    public static string Listed(Feature feature, SentenceLanguage language)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(language);
        var sentence = WithWord(language.Sentence(feature, holds: true)!, feature.Word);
        var (start, end) = Placeholder(sentence);
        if (start < 0) return sentence;
        var counted = sentence[start..end] == Value ? "…" : "… " + Forms(sentence[start..end])[^1];
        return string.Concat(sentence.AsSpan(0, start), counted, sentence.AsSpan(end));
    }

    /// <summary>Says which share of the customers has a lower value.</summary>
    /// <param name="below">The share, 0..1.</param>
    /// <param name="language">The language.</param>
    public static string Standing(double below, SentenceLanguage language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.Standing.Replace(Value, Percent(below, language), StringComparison.Ordinal);
    }

    /// <summary>Whether there is anything to say of a value: it is there, and may be said.</summary>
    public static bool Says(Feature feature, double value) =>
        !double.IsNaN(value) && feature.Use == FeatureUse.Decisions
        && (feature.Unit != FeatureUnit.Flag || value > 0 || feature.OtherwiseTemplate is not null);

    internal static string WithWord(string sentence, string? word) => word is null ? sentence : sentence.Replace("{1}", word, StringComparison.Ordinal);

    static string Filled(string sentence, FeatureUnit unit, (double Value, int MinorDigits) told, SentenceLanguage language)
    {
        var (start, end) = Placeholder(sentence);
        if (start < 0) return sentence;
        var worded = sentence[start..end] == Value ? Worded(unit, told.Value, told.MinorDigits, language) : WithForm(sentence[start..end], told.Value, language);
        return string.Concat(sentence.AsSpan(0, start), worded, sentence.AsSpan(end));
    }

    static (int Start, int End) Placeholder(string sentence)
    {
        var start = sentence.IndexOf(Value, StringComparison.Ordinal);
        if (start >= 0) return (start, start + Value.Length);
        start = sentence.IndexOf(Counted, StringComparison.Ordinal);
        return start < 0 ? (-1, -1) : (start, sentence.IndexOf('}', start) + 1);
    }

    // {0:day|days}: the number and its form of the word.
    static string WithForm(string placeholder, double value, SentenceLanguage language)
    {
        var forms = Forms(placeholder);
        var count = (long)Math.Round(value);
        return $"{Plain(count, "#,0", language)} {forms[Math.Min(language.Form(count), forms.Length - 1)]}";
    }

    static string[] Forms(string placeholder) => placeholder[Counted.Length..^1].Split('|');

    static string Worded(FeatureUnit unit, double value, int minorDigits, SentenceLanguage language) => unit switch
    {
        FeatureUnit.Count => Plain(value, "#,0", language),
        FeatureUnit.Days => Days(value, language),
        FeatureUnit.Money => Plain(value / Math.Pow(10, minorDigits), Math.Abs(value) >= 1000 * Math.Pow(10, minorDigits) ? "#,0" : "#,0.##", language),
        FeatureUnit.Share => Percent(value, language),
        FeatureUnit.Ratio => language.Times?.Replace(Value, Plain(value, "#,0.0", language), StringComparison.Ordinal) ?? Percent(value, language),
        _ => Plain(value, "#,0.###", language),
    };

    static string Days(double value, SentenceLanguage language) =>
        language.Days.StartsWith(Counted, StringComparison.Ordinal)
            ? WithForm(language.Days, value, language)
            : language.Days.Replace(Value, Plain(Math.Round(value), "#,0", language), StringComparison.Ordinal);

    static string Percent(double share, SentenceLanguage language) =>
        language.Percent.Replace(Value, Plain(100 * share, "#,0", language), StringComparison.Ordinal);

    static string Plain(double value, string format, SentenceLanguage language) => language.Written(value.ToString(format, CultureInfo.InvariantCulture));
}
