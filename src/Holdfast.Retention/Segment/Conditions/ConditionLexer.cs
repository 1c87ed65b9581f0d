using System.Globalization;
using System.Text;

namespace Holdfast.Retention.Segment.Conditions;

enum TokenKind
{
    Name,
    Number,
    Text,
    Sign,
    End,
}

/// <summary>A word of a condition: its text as meant (a string without quotes), its place, and its number.</summary>
readonly record struct Token(TokenKind Kind, string Text, int Start, int End, double Number)
{
    public string Shown => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => $"the text \"{Text}\"",
        _ => $"'{Text}'",
    };
}

/// <summary>Splits a condition into words.</summary>
static class ConditionLexer
{
    static readonly string[] Signs = ["<=", ">=", "!=", "<>", "==", "<", ">", "=", "(", ")", ",", "+", "-", "*", "/"];

    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var token = At(text, i);
            tokens.Add(token);
            i = token.End;
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length, text.Length, 0));
        return tokens;
    }

    static Token At(string text, int start)
    {
        var c = text[start];
        if (char.IsLetter(c) || c == '_') return Name(text, start);
        if (char.IsAsciiDigit(c) || (c == '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1]))) return Number(text, start);
        if (c is '"' or '\'') return Quoted(text, start);
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(text, start, sign, 0, sign.Length) == 0)
                return new Token(TokenKind.Sign, sign, start, start + sign.Length, 0);
        }

        throw new ConditionFaultException(new ConditionFault(start + 1, $"'{c}'", "a name, a number, a text in quotes, or one of " + string.Join(' ', Signs)));
    }

    static Token Name(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        return new Token(TokenKind.Name, text[start..end], start, end, 0);
    }

    static Token Number(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_')) end++;
        var word = text[start..end];
        var digits = word.Replace("_", "", StringComparison.Ordinal);
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw new ConditionFaultException(new ConditionFault(start + 1, $"'{word}'", "a number such as 12 or 0.25 (shares, not percent)"));
        return new Token(TokenKind.Number, word, start, end, number);
    }

    static Token Quoted(string text, int start)
    {
        var words = new StringBuilder();
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] != text[start])
            {
                words.Append(text[i]);
                continue;
            }

            if (i + 1 == text.Length || text[i + 1] != text[start]) return new Token(TokenKind.Text, words.ToString(), start, i + 1, 0);
            words.Append(text[i++]);
        }

        throw new ConditionFaultException(new ConditionFault(start + 1, "a quote that is not closed", $"a text that ends with {text[start]}"));
    }
}
