namespace Holdfast.Retention.Segment.Conditions;

/// <summary>
/// Recursive descent over the grammar of docs/conditions.md: or, and, not, comparison, sum, product, sign, term.
/// Depth is bounded, so that no text can exhaust the stack.
/// </summary>
sealed class ConditionParser
{
    const int DeepestNesting = 100;

    readonly string _text;
    readonly ConditionVocabulary _vocabulary;
    readonly List<Token> _tokens;
    int _next;
    int _depth;

    public ConditionParser(string text, ConditionVocabulary vocabulary)
    {
        _text = text;
        _vocabulary = vocabulary;
        _tokens = ConditionLexer.Read(text);
    }

    Token Here => _tokens[_next];

    public Part Whole()
    {
        var whole = Or();
        if (Here.Kind != TokenKind.End) throw Fault(Here, "and, or, a comparison, an arithmetic sign, or the end");
        return Truth(whole, 0);
    }

    Part Or() => Join("or", all: false, And);

    Part And() => Join("and", all: true, Not);

    Part Join(string word, bool all, Func<Part> next)
    {
        var start = _next;
        var first = next();
        if (!IsWord(word)) return first;
        var parts = new List<Part> { Truth(first, start) };
        while (TakeWord(word))
        {
            var at = _next;
            parts.Add(Truth(next(), at));
        }

        return new Joined(all, parts, Words(start));
    }

    Part Not()
    {
        var start = _next;
        if (!TakeWord("not")) return Comparison();
        Deeper();
        var at = _next;
        var of = Truth(Not(), at);
        _depth--;
        return new Negated(of, Words(start));
    }

    Part Comparison()
    {
        var start = _next;
        var left = Sum();
        if (Here.Kind == TokenKind.Sign && Here.Text is "<" or "<=" or ">" or ">=" or "=" or "==" or "!=" or "<>") return Compare(left, start);
        if (TakeWord("is"))
        {
            var missing = TakeWord("missing");
            if (!missing && !TakeWord("given")) throw Fault(Here, "given or missing");
            return new Given(left, missing, Words(start));
        }

        var not = IsWord("not") && (IsWord("in", 1) || IsWord("between", 1)) && TakeWord("not");
        if (TakeWord("in")) return new OneOf(left, Among(left), not, Words(start));
        if (!TakeWord("between")) return left;
        var at = _next;
        Number(left, start);
        var low = Number(Sum(), at);
        if (!TakeWord("and")) throw Fault(Here, "and, as in 'between 1 and 3'");
        at = _next;
        return new Between(left, low, Number(Sum(), at), not, Words(start));
    }

    Compared Compare(Part left, int start)
    {
        var sign = Take().Text switch { "==" => "=", "<>" => "!=", var other => other };
        var at = _next;
        var right = Sum();
        if (sign is "=" or "!=")
        {
            Same(left.Type, right, at);
        }
        else
        {
            Number(left, start);
            Number(right, at);
        }

        return new Compared(left, sign, right, Words(start));
    }

    List<Part> Among(Part left)
    {
        Expect("(");
        var among = new List<Part>();
        do
        {
            var at = _next;
            var one = Sum();
            Same(left.Type, one, at);
            among.Add(one);
        }
        while (TakeSign(","));
        Expect(")");
        return among;
    }

    Part Sum() => Compute(Product, '+', '-');

    Part Product() => Compute(Signed, '*', '/');

    Part Compute(Func<Part> next, char one, char other)
    {
        var start = _next;
        var left = next();
        while (Here.Kind == TokenKind.Sign && Here.Text.Length == 1 && (Here.Text[0] == one || Here.Text[0] == other))
        {
            Number(left, start);
            var sign = Take().Text[0];
            var at = _next;
            left = new Computed(left, sign, Number(next(), at), Words(start));
        }

        return left;
    }

    Part Signed()
    {
        var start = _next;
        if (!TakeSign("-")) return Term();
        Deeper();
        var at = _next;
        var of = Number(Signed(), at);
        _depth--;
        return new Computed(new Literal(ConditionValue.Of(0), "0"), '-', of, Words(start));
    }

    Part Term()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new Literal(ConditionValue.Of(token.Number), token.Text);
            case TokenKind.Text:
                return new Literal(token.Text.Length > 0 ? ConditionValue.Of(token.Text) : throw Fault(token, "a text that is not empty, or 'is missing'"), _text[token.Start..token.End]);
            case TokenKind.Name when token.Text is "true" or "false":
                return new Literal(ConditionValue.Of(token.Text == "true"), token.Text);
            case TokenKind.Name when !IsKeyword(token.Text):
                return Name(token);
            case TokenKind.Sign when token.Text == "(":
                Deeper();
                var inner = Or();
                Expect(")");
                _depth--;
                return inner;
            default:
                throw Fault(token, "a name, a number, a text in quotes, true, false, not, or (");
        }
    }

    Named Name(Token token)
    {
        var called = Here is { Kind: TokenKind.Sign, Text: "(" };
        var term = _vocabulary.Find(token.Text) ?? Unknown(token, called);
        if (called != term.Arguments is not null)
        {
            throw Fault(token, called ? $"{term.Name} without brackets: it is no function" : $"{term.Name}(...): it is a function");
        }

        return called ? Call(token, term) : new Named(term.Name, [], term.Type, token.Text);
    }

    Named Call(Token token, ConditionTerm term)
    {
        var start = _next - 1;
        var expected = term.Arguments!;
        var arguments = new List<Part>();
        Expect("(");
        while (!TakeSign(")"))
        {
            if (arguments.Count > 0) Expect(",");
            if (arguments.Count == expected.Count) throw Fault(Here, $"at most {expected.Count} arguments for {term.Name}");
            var at = _next;
            var argument = Sum();
            Same(expected[arguments.Count], argument, at);
            if (argument is Literal { Given.Text: { } name } && !_vocabulary.Has(term.Name, name))
                throw new ConditionFaultException(new ConditionFault(_tokens[at].Start + 1, $"\"{name}\"", $"the name of a known {term.Name}", _vocabulary.Closest(name)));
            arguments.Add(argument);
        }

        if (arguments.Count < expected.Count - term.Optional)
            throw Fault(token, $"at least {expected.Count - term.Optional} arguments for {term.Name}");
        return new Named(term.Name, arguments, term.Type, Words(start));
    }

    ConditionTerm Unknown(Token token, bool called)
    {
        var closest = _vocabulary.Closest(token.Text);
        if (_vocabulary.IsOpen && !called && !_vocabulary.IsSlip(token.Text)) return new ConditionTerm(token.Text, ConditionType.Any, "A feature or attribute.");
        var allowed = called ? "a function of docs/conditions.md" : "a feature, an attribute, or a name of docs/conditions.md";
        throw new ConditionFaultException(new ConditionFault(token.Start + 1, token.Shown, allowed, closest));
    }

    Part Truth(Part part, int at) =>
        part.Type is ConditionType.Truth or ConditionType.Any ? part : throw Mistyped(part, at, "something true or false, such as a comparison");

    Part Number(Part part, int at) =>
        part.Type is ConditionType.Number or ConditionType.Any ? part : throw Mistyped(part, at, "a number");

    void Same(ConditionType type, Part part, int at)
    {
        if (type == ConditionType.Any || part.Type == ConditionType.Any || type == part.Type) return;
        throw Mistyped(part, at, type switch { ConditionType.Number => "a number", ConditionType.Text => "a text in quotes", _ => "true or false" });
    }

    ConditionFaultException Mistyped(Part part, int at, string allowed)
    {
        var kind = part.Type switch { ConditionType.Number => "a number", ConditionType.Text => "a text", _ => "true or false" };
        return new ConditionFaultException(new ConditionFault(_tokens[at].Start + 1, $"{part.Words}, which is {kind}", allowed));
    }

    static ConditionFaultException Fault(Token token, string allowed) => new(new ConditionFault(token.Start + 1, token.Shown, allowed));

    static bool IsKeyword(string word) => word is "and" or "or" or "not" or "in" or "is" or "between" or "given" or "missing";

    bool IsWord(string word, int ahead = 0) =>
        _next + ahead < _tokens.Count && _tokens[_next + ahead].Kind == TokenKind.Name && _tokens[_next + ahead].Text == word;

    bool TakeWord(string word)
    {
        if (!IsWord(word)) return false;
        _next++;
        return true;
    }

    bool TakeSign(string sign)
    {
        if (Here.Kind != TokenKind.Sign || Here.Text != sign) return false;
        _next++;
        return true;
    }

    void Expect(string sign)
    {
        if (!TakeSign(sign)) throw Fault(Here, sign);
    }

    Token Take() => Here.Kind == TokenKind.End ? Here : _tokens[_next++];

    void Deeper()
    {
        if (++_depth > DeepestNesting) throw Fault(Here, $"at most {DeepestNesting} brackets or signs within each other");
    }

    string Words(int start) => _text[_tokens[start].Start.._tokens[_next - 1].End];
}
