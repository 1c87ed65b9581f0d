namespace Holdfast.Retention.Segment.Conditions;

/// <summary>
/// A condition over one customer, such as <c>churn_probability > 0.2 and not has_product("card")</c>: who belongs to a segment,
/// who is eligible for an action. It can only look, compare and calculate; it is typed, so that a mistake is found when it is read.
/// docs/conditions.md is its reference.
/// </summary>
public sealed class Condition
{
    readonly Part? _whole;

    Condition(string text, Part? whole) => (Text, _whole) = (text, whole);

    /// <summary>The condition as written; "" holds for everybody.</summary>
    public string Text { get; }

    /// <summary>Reads a condition.</summary>
    /// <param name="text">The condition; empty holds for everybody.</param>
    /// <param name="vocabulary">The names it may use.</param>
    /// <returns>The condition, or the first thing that is wrong with it.</returns>
    public static ConditionReading Read(string text, ConditionVocabulary vocabulary)
    {
        if (string.IsNullOrWhiteSpace(text)) return new ConditionReading(new Condition("", null), null);
        try
        {
            return new ConditionReading(new Condition(text, new ConditionParser(text, vocabulary).Whole()), null);
        }
        catch (ConditionFaultException fault)
        {
            return new ConditionReading(null, fault.Fault);
        }
    }

    /// <summary>Whether the condition holds for the customer whose values <paramref name="look"/> gives.</summary>
    public bool Holds(ConditionLookup look) => _whole is null || _whole.Value(look).Holds;

    /// <summary>Whether it holds, and which of its parts decided that, with the customer's values.</summary>
    public ConditionExplanation Explain(ConditionLookup look)
    {
        if (_whole is null) return new ConditionExplanation(true, ["no condition: everybody"]);
        var because = new List<string>();
        _whole.Explain(look, because);
        return new ConditionExplanation(_whole.Value(look).Holds, because);
    }
}
