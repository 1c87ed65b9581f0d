using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>From a code to its place in a list of words, -1 where it is not in it. Codes only grow, so places are looked up once.</summary>
sealed class CodeSlots(IReadOnlyList<string> words)
{
    readonly Dictionary<string, int> _places = Places(words);
    Codes? _codes;
    int[] _slots = [];

    public int Count => words.Count;

    public int Of(Code code, Codes codes)
    {
        if (!ReferenceEquals(codes, _codes) || code.Index >= _slots.Length) Extend(codes);
        return _slots[code.Index];
    }

    void Extend(Codes codes)
    {
        var from = ReferenceEquals(codes, _codes) ? _slots.Length : 0;
        _codes = codes;
        Array.Resize(ref _slots, codes.Count);
        for (var i = from; i < _slots.Length; i++) _slots[i] = _places.GetValueOrDefault(codes.Name(new Code(i)), -1);
    }

    static Dictionary<string, int> Places(IReadOnlyList<string> words)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++) places.TryAdd(words[i], i);
        return places;
    }
}
