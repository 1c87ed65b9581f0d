using System.Collections.Concurrent;

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

/// <summary>The dictionary of <see cref="Code"/>s: each word once. It only grows; many threads may use it at once.</summary>
public sealed class Codes
{
    readonly ConcurrentDictionary<string, int> _places = new(StringComparer.Ordinal) { [""] = 0 };
    readonly Lock _adding = new();
    volatile string[] _names = new string[16];
    volatile int _count = 1;

    /// <summary>Makes a dictionary without words.</summary>
    public Codes() => _names[0] = "";

    /// <summary>How many places there are, "not given" included.</summary>
    public int Count => _count;

    /// <summary>The code of a word, added where it is new; null and "" are <see cref="Code.None"/>.</summary>
    public Code Of(string? name)
    {
        if (string.IsNullOrEmpty(name)) return Code.None;
        return new Code(_places.TryGetValue(name, out var place) ? place : Added(name));
    }

    /// <summary>A code as people read it: <c>bill_payment</c> is "bill payment".</summary>
    public static string InWords(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Replace('_', ' ');
    }

    /// <summary>The word of a code; "" for <see cref="Code.None"/>.</summary>
    public string Name(Code code) => _names[code.Index];

    // The name stands before anybody can learn its place.
    int Added(string name)
    {
        lock (_adding)
        {
            if (_places.TryGetValue(name, out var there)) return there;
            var (names, place) = (_names, _count);
            if (place == names.Length) Array.Resize(ref names, place * 2);
            names[place] = name;
            (_names, _count) = (names, place + 1);
            _places[name] = place;
            return place;
        }
    }
}
