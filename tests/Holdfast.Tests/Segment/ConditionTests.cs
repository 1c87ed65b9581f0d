using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Tests.Segment;

public sealed class ConditionTests
{
    static readonly ConditionVocabulary Bank = ConditionVocabulary.Closed(["logins_90d"], ["contract", "Payment Method"]);

    static readonly Dictionary<string, ConditionValue> Values = new()
    {
        ["churn_probability"] = ConditionValue.Of(0.3),
        ["value_decile"] = ConditionValue.Of(9),
        ["stage"] = ConditionValue.Of("mid_life"),
        ["at_risk"] = ConditionValue.Of(true),
        ["logins_90d"] = ConditionValue.Of(4),
        ["contract"] = ConditionValue.Of("Month-to-month"),
        ["has_product card"] = ConditionValue.Of(false),
        ["has_product loan"] = ConditionValue.Of(true),
        ["attribute Payment Method"] = ConditionValue.Of("Card"),
    };

    static ConditionValue Look(string name, IReadOnlyList<ConditionValue> arguments) =>
        Values.GetValueOrDefault(string.Join(' ', arguments.Select(argument => argument.Text).Prepend(name)));

    [Theory]
    [InlineData("", true)]
    [InlineData("churn_probability > 0.2 and value_decile >= 8 and not has_product(\"card\")", true)]
    [InlineData("churn_probability > 0.2 and has_product(\"card\")", false)]
    [InlineData("has_product('card') or has_product('loan') and at_risk", true)]
    [InlineData("not at_risk or at_risk and stage = \"mid_life\"", true)]
    [InlineData("stage in (\"onboarding\", \"mid_life\")", true)]
    [InlineData("stage not in (\"onboarding\", \"mid_life\")", false)]
    [InlineData("value_decile between 8 and 9 and at_risk", true)]
    [InlineData("value_decile not between 1 and 3", true)]
    [InlineData("churn_probability * 100 - 5 > 24.9", true)]
    [InlineData("2 + 3 * 2 = 8 and (2 + 3) * 2 = 10 and 7 - 2 - 1 = 4 and 8 / 4 / 2 = 1", true)]
    [InlineData("-value_decile < 0", true)]
    [InlineData("contract == \"Month-to-month\" and contract <> 'Two year'", true)]
    [InlineData("attribute(\"Payment Method\") = \"Card\"", true)]
    [InlineData("at_risk = true", true)]
    [InlineData("contract > 3", false)]
    public void Says_who_belongs(string text, bool expected)
    {
        var (condition, fault) = Condition.Read(text, Bank);
        Assert.Null(fault);
        Assert.Equal(expected, condition!.Holds(Look));
    }

    [Theory]
    [InlineData("arrears > 0")]
    [InlineData("arrears <= 0")]
    [InlineData("arrears = 0")]
    [InlineData("arrears != 0")]
    [InlineData("arrears + 1 > 0")]
    [InlineData("arrears not in (1, 2)")]
    [InlineData("arrears not between 1 and 2")]
    [InlineData("arrears is given")]
    [InlineData("1 / 0 > 0")]
    public void A_comparison_with_something_not_given_is_false(string text)
    {
        Assert.False(Condition.Read(text, Bank).Condition!.Holds(Look));
        Assert.True(Condition.Read("arrears is missing", Bank).Condition!.Holds(Look));
    }

    [Theory]
    [InlineData("churn_probabilty > 0.2", 1, "churn_probability")]
    [InlineData("at_risk and logins_90 > 2", 13, "logins_90d")]
    [InlineData("has_produt(\"card\")", 1, "has_product")]
    [InlineData("attribute(\"Payment Methd\") = \"x\"", 11, "Payment Method")]
    public void An_unknown_name_is_named_with_its_place_and_the_closest_known_one(string text, int position, string? closest)
    {
        var fault = Condition.Read(text, Bank).Fault!;
        Assert.Equal(position, fault.Position);
        Assert.Equal(closest, fault.Closest);
        Assert.Contains("found", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("churn_probability > \"high\"", 21, "a number")]
    [InlineData("stage > 3", 1, "a number")]
    [InlineData("stage = 3", 9, "a text in quotes")]
    [InlineData("value", 1, "true or false")]
    [InlineData("at_risk and value", 13, "true or false")]
    [InlineData("at_risk and", 12, "a name")]
    [InlineData("(at_risk", 9, ")")]
    [InlineData("at_risk)", 8, "the end")]
    [InlineData("value between 1 or 3", 17, "and, as in")]
    [InlineData("has_product", 1, "(...)")]
    [InlineData("at_risk()", 1, "no function")]
    [InlineData("has_product()", 1, "at least 1")]
    [InlineData("has_product(\"a\", \"b\")", 18, "at most 1")]
    [InlineData("stage = \"mid", 9, "ends with")]
    [InlineData("value > 20%", 11, "a name, a number")]
    [InlineData("value > 2x", 9, "a number such as")]
    [InlineData("value is nice", 10, "given or missing")]
    [InlineData("value = 1 = 1", 11, "the end")]
    [InlineData("; drop table x", 1, "a name, a number")]
    public void A_fault_says_where_what_was_found_and_what_is_allowed(string text, int position, string allowed)
    {
        var (condition, fault) = Condition.Read(text, Bank);
        Assert.Null(condition);
        Assert.Equal(position, fault!.Position);
        Assert.Contains(allowed, fault.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Until_the_facts_are_known_other_names_are_taken_for_features_or_attributes_but_slips_are_found()
    {
        Assert.Null(Condition.Read("monthly_charge > 80 and Contract = \"One year\"", ConditionVocabulary.Open).Fault);
        Assert.Equal("churn_probability", Condition.Read("churn_probabilty > 0.2", ConditionVocabulary.Open).Fault!.Closest);
    }

    [Fact]
    public void Tells_which_part_decided_with_the_customers_values()
    {
        var condition = Condition.Read("(churn_probability > 0.2 or value_decile = 1) and not has_product(\"loan\") and at_risk", Bank).Condition!;
        var explanation = condition.Explain(Look);
        Assert.False(explanation.Holds);
        Assert.Equal(["has_product(\"loan\") is true (has_product(\"loan\") is true)"], explanation.Because);

        explanation = Condition.Read("churn_probability > 0.2 and (value_decile = 1 or at_risk)", Bank).Condition!.Explain(Look);
        Assert.True(explanation.Holds);
        Assert.Equal(["churn_probability > 0.2 is true (churn_probability is 0.3)", "at_risk is true (at_risk is true)"], explanation.Because);
    }

    [Fact]
    public void No_text_can_exhaust_the_stack()
    {
        Assert.Contains("within each other", Condition.Read(new string('(', 100_000), Bank).Fault!.Allowed, StringComparison.Ordinal);
        Assert.Contains("within each other", Condition.Read(string.Concat(Enumerable.Repeat("not ", 100_000)), Bank).Fault!.Allowed, StringComparison.Ordinal);
        Assert.Contains("within each other", Condition.Read(new string('-', 100_000) + "1 > 0", Bank).Fault!.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_a_reading_ever_comes_of_any_text()
    {
        var random = new RandomStreamForTexts(7);
        string[] words = ["value", "and", "or", "not", "in", "(", ")", ",", ">", "=", "1", "\"a\"", "is", "missing", "between", "-", "*", "has_product", "stage", "%", "\"", "é"];
        for (var trial = 0; trial < 5_000; trial++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(9)).Select(_ => words[random.Next(words.Length)]));
            var reading = Condition.Read(text, Bank);
            Assert.True(reading.Condition is null != reading.Fault is null, text);
            reading.Condition?.Explain(Look);
        }
    }

    [Fact]
    public void Every_standard_term_is_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Here.Root, "docs", "conditions.md"));
        foreach (var term in ConditionVocabulary.Standard)
        {
            Assert.Contains($"`{term.Name}{(term.Arguments is null ? "" : "(")}", page, StringComparison.Ordinal);
            Assert.Contains(term.Meaning, page, StringComparison.Ordinal);
        }
    }
}

/// <summary>A small generator for test texts (xorshift, Marsaglia 2003).</summary>
sealed class RandomStreamForTexts(uint seed)
{
    uint _state = seed;

    public int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)below);
    }
}

static class Here
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Holdfast.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
