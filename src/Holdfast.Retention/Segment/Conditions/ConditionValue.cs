using System.Globalization;

namespace Holdfast.Retention.Segment.Conditions;

/// <summary>Type of a term of a condition.</summary>
public enum ConditionType
{
    /// <summary>Known only when a customer is looked at: an attribute may be a word or a number.</summary>
    Any,

    /// <summary>A number; money is in minor units, shares are 0..1.</summary>
    Number,

    /// <summary>A word or text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Truth,
}

/// <summary>A value of a term for one customer: a number, a text, a truth, or not given.</summary>
public readonly record struct ConditionValue
{
    ConditionValue(ConditionType type, double number, string? text) => (Type, Number, Text) = (type, number, text);

    /// <summary>Not given: every comparison with it is false.</summary>
    public static ConditionValue NotGiven => default;

    /// <summary>Its type; <see cref="ConditionType.Any"/> where it is not given.</summary>
    public ConditionType Type { get; }

    /// <summary>The number; 1 or 0 for a truth, meaningless for a text.</summary>
    public double Number { get; }

    /// <summary>The text; null for everything else.</summary>
    public string? Text { get; }

    /// <summary>Whether there is a value.</summary>
    public bool IsGiven => Type != ConditionType.Any;

    /// <summary>Whether it counts as true: true itself, a number other than 0, the words true and yes.</summary>
    public bool Holds => Type switch
    {
        ConditionType.Truth or ConditionType.Number => Number != 0,
        ConditionType.Text => string.Equals(Text, "true", StringComparison.OrdinalIgnoreCase)
            || string.Equals(Text, "yes", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>A number; NaN is not given.</summary>
    public static ConditionValue Of(double number) => double.IsNaN(number) ? NotGiven : new(ConditionType.Number, number, null);

    /// <summary>A text; null and "" are not given.</summary>
    public static ConditionValue Of(string? text) => string.IsNullOrEmpty(text) ? NotGiven : new(ConditionType.Text, 0, text);

    /// <summary>A truth.</summary>
    public static ConditionValue Of(bool truth) => new(ConditionType.Truth, truth ? 1 : 0, null);

    /// <summary>Whether both are given and equal; texts letter by letter, a truth equals a text that says true or yes.</summary>
    public bool EqualTo(ConditionValue other) => (Type, other.Type) switch
    {
        (ConditionType.Any, _) or (_, ConditionType.Any) => false,
        (ConditionType.Text, ConditionType.Text) => string.Equals(Text, other.Text, StringComparison.Ordinal),
        (ConditionType.Truth, _) or (_, ConditionType.Truth) => Holds == other.Holds,
        (ConditionType.Number, ConditionType.Number) => Number.Equals(other.Number),
        _ => false,
    };

    /// <summary>As a person reads it.</summary>
    public override string ToString() => Type switch
    {
        ConditionType.Number => Number.ToString("0.####", CultureInfo.InvariantCulture),
        ConditionType.Text => $"\"{Text}\"",
        ConditionType.Truth => Number != 0 ? "true" : "false",
        _ => "not given",
    };
}
