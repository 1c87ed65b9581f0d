using Holdfast.Retention.Facts;
using static Holdfast.Retention.Predict.Features.FeatureUnit;

namespace Holdfast.Retention.Predict.Features;

/// <summary>Who the customer is: numbers as they are, words as one flag a level.</summary>
static class AttributeFeatures
{
    public static IEnumerable<Feature> Of(FeaturePlan plan) => [.. Party(plan), .. Numbers(plan), .. Words(plan)];

    static IEnumerable<Feature> Party(FeaturePlan plan) =>
    [
        new("age_years", "age", Number, "The customer is {0:year|years} old.", s => s.Attributes.AgeDays < 0 ? double.NaN : s.Attributes.AgeDays / 365.25) { Use = UseOf("age", plan) },
        new("company", "kind of customer", FeatureUnit.Flag, "A company.", s => Formula.Flag(s.Attributes.Company)) { OtherwiseTemplate = "A person." },
        new("working_contacts", "ways to reach", Count, "Ways to reach the customer that work: {0}.", s => s.Attributes.WorkingContacts),
    ];

    static IEnumerable<Feature> Numbers(FeaturePlan plan) => plan.Numbers.Select((name, slot) =>
        new Feature(name, name, Number, "{1}: {0}.", s => s.Attributes.Number(slot)) { Key = "number: *", Word = Words(name), Use = UseOf(name, plan) });

    static IEnumerable<Feature> Words(FeaturePlan plan)
    {
        var names = plan.Levels.Select(l => l.Attribute).Distinct(StringComparer.Ordinal).ToList();
        return plan.Levels.Select(level => Word(level, names.IndexOf(level.Attribute), plan));
    }

    static Feature Word(AttributeLevel level, int slot, FeaturePlan plan) =>
        new($"{level.Attribute}: {level.Level}", level.Attribute, FeatureUnit.Flag, "{1}.", s => Is(s, slot, level.Level))
        {
            Key = "word: *",
            Word = $"{Words(level.Attribute)}: {Words(level.Level)}",
            Use = UseOf(level.Attribute, plan),
        };

    static double Is(FeatureScan scan, int slot, string level) =>
        scan.Attributes.Word(slot) is { } word ? Formula.Flag(word == level) : double.NaN;

    static string Words(string name) => Codes.InWords(name);

    /// <summary>By the words its name is made of: <c>Number of Dependents</c> contains the word <c>dependents</c>, <c>Usage</c> not <c>age</c>.</summary>
    static FeatureUse UseOf(string name, FeaturePlan plan)
    {
        var words = AttributeWords.Of(name);
        if (plan.AuditOnly.Any(words.Contains)) return FeatureUse.AuditOnly;
        return plan.Unspoken.Any(words.Contains) ? FeatureUse.Unspoken : FeatureUse.Decisions;
    }
}

/// <summary>The words a name is made of, lower case: <c>IsActiveMember</c>, <c>is_active_member</c> and <c>Is Active Member</c> are the same three.</summary>
static class AttributeWords
{
    public static HashSet<string> Of(string name)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i < name.Length && !Breaks(name, i)) continue;
            var word = name[start..i].Trim(' ', '_', '-', '.', '/').ToLowerInvariant();
            if (word.Length > 0) words.Add(word);
            start = i;
        }

        return words;
    }

    static bool Breaks(string name, int i) =>
        !char.IsLetterOrDigit(name[i]) || !char.IsLetterOrDigit(name[i - 1]) || (char.IsUpper(name[i]) && char.IsLower(name[i - 1]));
}
