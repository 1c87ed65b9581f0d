namespace Holdfast.Retention.Segment.Conditions;

/// <summary>Asks for the value of a name or function (with its arguments' values) of the customer at hand.</summary>
/// <param name="name">The term's name.</param>
/// <param name="arguments">The values of a function's arguments; empty for a plain name.</param>
public delegate ConditionValue ConditionLookup(string name, IReadOnlyList<ConditionValue> arguments);

/// <summary>A part of a condition, with its type and its words in the text.</summary>
abstract record Part(ConditionType Type, string Words)
{
    public abstract ConditionValue Value(ConditionLookup look);

    /// <summary>Adds the parts that made this one true or false, with the customer's values.</summary>
    public virtual void Explain(ConditionLookup look, List<string> because)
    {
        var named = new List<string>();
        Note(look, named);
        var values = named.Count == 0 ? "" : " (" + string.Join(", ", named.Distinct(StringComparer.Ordinal)) + ")";
        because.Add($"{Words} is {(Value(look).Holds ? "true" : "false")}{values}");
    }

    /// <summary>Adds the values of the names used.</summary>
    public abstract void Note(ConditionLookup look, List<string> named);
}

sealed record Literal(ConditionValue Given, string Words) : Part(Given.Type, Words)
{
    public override ConditionValue Value(ConditionLookup look) => Given;

    public override void Note(ConditionLookup look, List<string> named)
    {
    }
}

sealed record Named(string Name, IReadOnlyList<Part> Arguments, ConditionType Type, string Words) : Part(Type, Words)
{
    public override ConditionValue Value(ConditionLookup look) =>
        look(Name, Arguments.Count == 0 ? [] : [.. Arguments.Select(argument => argument.Value(look))]);

    public override void Note(ConditionLookup look, List<string> named) => named.Add($"{Words} is {Value(look)}");
}

/// <summary>All of the parts (and), or one of them (or).</summary>
sealed record Joined(bool All, IReadOnlyList<Part> Parts, string Words) : Part(ConditionType.Truth, Words)
{
    public override ConditionValue Value(ConditionLookup look)
    {
        foreach (var part in Parts)
        {
            if (part.Value(look).Holds != All) return ConditionValue.Of(!All);
        }

        return ConditionValue.Of(All);
    }

    public override void Explain(ConditionLookup look, List<string> because)
    {
        var holds = Value(look).Holds;
        foreach (var part in Parts)
        {
            if (part.Value(look).Holds == holds) part.Explain(look, because);
        }
    }

    public override void Note(ConditionLookup look, List<string> named)
    {
        foreach (var part in Parts) part.Note(look, named);
    }
}

sealed record Negated(Part Of, string Words) : Part(ConditionType.Truth, Words)
{
    public override ConditionValue Value(ConditionLookup look) => ConditionValue.Of(!Of.Value(look).Holds);

    public override void Explain(ConditionLookup look, List<string> because) => Of.Explain(look, because);

    public override void Note(ConditionLookup look, List<string> named) => Of.Note(look, named);
}

sealed record Compared(Part Left, string Sign, Part Right, string Words) : Part(ConditionType.Truth, Words)
{
    public override ConditionValue Value(ConditionLookup look)
    {
        var (left, right) = (Left.Value(look), Right.Value(look));
        if (!left.IsGiven || !right.IsGiven) return ConditionValue.Of(false);
        if (Sign == "=") return ConditionValue.Of(left.EqualTo(right));
        if (Sign == "!=") return ConditionValue.Of(!left.EqualTo(right));
        if (left.Type != ConditionType.Number || right.Type != ConditionType.Number) return ConditionValue.Of(false);
        return ConditionValue.Of(Sign switch
        {
            "<" => left.Number < right.Number,
            "<=" => left.Number <= right.Number,
            ">" => left.Number > right.Number,
            _ => left.Number >= right.Number,
        });
    }

    public override void Note(ConditionLookup look, List<string> named)
    {
        Left.Note(look, named);
        Right.Note(look, named);
    }
}

sealed record OneOf(Part Of, IReadOnlyList<Part> Among, bool Not, string Words) : Part(ConditionType.Truth, Words)
{
    public override ConditionValue Value(ConditionLookup look)
    {
        var value = Of.Value(look);
        return ConditionValue.Of(value.IsGiven && Among.Any(one => one.Value(look).EqualTo(value)) != Not);
    }

    public override void Note(ConditionLookup look, List<string> named) => Of.Note(look, named);
}

sealed record Between(Part Of, Part Low, Part High, bool Not, string Words) : Part(ConditionType.Truth, Words)
{
    public override ConditionValue Value(ConditionLookup look)
    {
        var (value, low, high) = (Of.Value(look), Low.Value(look), High.Value(look));
        var numbers = value.Type == ConditionType.Number && low.Type == ConditionType.Number && high.Type == ConditionType.Number;
        return ConditionValue.Of(numbers && (low.Number <= value.Number && value.Number <= high.Number) != Not);
    }

    public override void Note(ConditionLookup look, List<string> named)
    {
        Of.Note(look, named);
        Low.Note(look, named);
        High.Note(look, named);
    }
}

sealed record Given(Part Of, bool Not, string Words) : Part(ConditionType.Truth, Words)
{
    public override ConditionValue Value(ConditionLookup look) => ConditionValue.Of(Of.Value(look).IsGiven != Not);

    public override void Note(ConditionLookup look, List<string> named) => Of.Note(look, named);
}

sealed record Computed(Part Left, char Sign, Part Right, string Words) : Part(ConditionType.Number, Words)
{
    public override ConditionValue Value(ConditionLookup look)
    {
        var (left, right) = (Left.Value(look), Right.Value(look));
        if (left.Type != ConditionType.Number || right.Type != ConditionType.Number) return ConditionValue.NotGiven;
        var result = Sign switch
        {
            '+' => left.Number + right.Number,
            '-' => left.Number - right.Number,
            '*' => left.Number * right.Number,
            _ => left.Number / right.Number,
        };
        return double.IsFinite(result) ? ConditionValue.Of(result) : ConditionValue.NotGiven;
    }

    public override void Note(ConditionLookup look, List<string> named)
    {
        Left.Note(look, named);
        Right.Note(look, named);
    }

}
