using System.Globalization;

namespace Holdfast.Retention.Predict.Features;

/// <summary>Words a feature's value so that a clerk understands it (P5).</summary>
public static class FeatureSentence
{
    /// <summary>The feature's sentence with the value filled in; null where there is nothing to say of it.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="value">Its value; NaN (missing) is never said.</param>
    /// <param name="minorDigits">Digits after the decimal point of the currency, 0..4.</param>
    public static string? Of(Feature feature, double value, int minorDigits)
    {
        if (!Says(feature, value)) return null;
        if (feature.Unit == FeatureUnit.Flag) return value > 0 ? feature.Sentence : feature.Otherwise;
        return feature.Sentence.Replace("{0}", Worded(feature.Unit, value, minorDigits), StringComparison.Ordinal);
    }

    /// <summary>Whether there is anything to say of a value: it is there, and may be said.</summary>
    public static bool Says(Feature feature, double value) =>
        !double.IsNaN(value) && feature.Use == FeatureUse.Decisions && feature.Sentence.Length > 0
        && (feature.Unit != FeatureUnit.Flag || value > 0 || feature.Otherwise is not null);

    static string Worded(FeatureUnit unit, double value, int minorDigits) => unit switch
    {
        FeatureUnit.Count => Plain(value, "0"),
        FeatureUnit.Days => Plain(value, "0") + (Math.Round(value) == 1 ? " day" : " days"),
        FeatureUnit.Money => Plain(value / Math.Pow(10, minorDigits), Math.Abs(value) >= 1000 * Math.Pow(10, minorDigits) ? "#,0" : "#,0.##"),
        FeatureUnit.Share => Plain(100 * value, "0") + " %",
        FeatureUnit.Ratio => Plain(value, "0.0") + " times",
        _ => Plain(value, "0.###"),
    };

    static string Plain(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
