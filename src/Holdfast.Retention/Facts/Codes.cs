namespace Holdfast.Retention.Facts;

/// <summary>A short word of the sources (a kind of event, a channel, a product), as its place in <see cref="Codes"/>.</summary>
/// <param name="Index">The place in the dictionary; 0 is "not given". The order of places means nothing and may differ between runs.</param>
public readonly record struct Code(int Index)
{
    /// <summary>Not given.</summary>
    public static Code None => default;

    /// <summary>Whether a word was given.</summary>
    public bool IsGiven => Index != 0;
}

/// <summary>The dictionary of <see cref="Code"/>s: each word once. It only grows.</summary>
public sealed class Codes
{
    readonly List<string> _names = [""];
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal) { [""] = 0 };

    /// <summary>How many places there are, "not given" included.</summary>
    public int Count => _names.Count;

    /// <summary>The code of a word, added where it is new; null and "" are <see cref="Code.None"/>.</summary>
    public Code Of(string? name)
    {
        if (string.IsNullOrEmpty(name)) return Code.None;
        if (_places.TryGetValue(name, out var place)) return new Code(place);
        _places[name] = _names.Count;
        _names.Add(name);
        return new Code(_names.Count - 1);
    }

    /// <summary>A code as people read it: <c>bill_payment</c> is "bill payment".</summary>
    public static string InWords(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Replace('_', ' ');
    }

    /// <summary>The word of a code; "" for <see cref="Code.None"/>.</summary>
    public string Name(Code code) => _names[code.Index];
}
