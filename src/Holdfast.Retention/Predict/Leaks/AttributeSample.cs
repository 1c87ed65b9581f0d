using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Leaks;

/// <summary>Values of one attribute beside who left.</summary>
sealed class AttributeSample
{
    readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    readonly Dictionary<int, int> _days = [];

    /// <summary>Customers in the sample, by their place, with their value; words are numbered from 0 as they come.</summary>
    public List<(int Customer, double Value)> Values { get; } = [];

    /// <summary>Whether the attribute is a word.</summary>
    public bool IsWord => _words.Count > 0;

    /// <summary>Leavers for whom the attribute was first learned on the day they left or later.</summary>
    public int ToldAfterLeaving { get; private set; }

    /// <summary>Share of the values that hold from one and the same day.</summary>
    public double OneDayShare => Values.Count == 0 ? 0 : _days.Values.Max() / (double)Values.Count;

    public void Add(int customer, in PartyAttribute attribute, Codes codes, Day? left)
    {
        Values.Add((customer, attribute.Text.IsGiven ? Number(codes.Name(attribute.Text)) : attribute.Number));
        var day = attribute.At.Day.Number;
        _days[day] = _days.GetValueOrDefault(day) + 1;
        var told = attribute.Known.From.Day.Number > day ? attribute.Known.From.Day : attribute.At.Day;
        if (left is { } gone && told >= gone) ToldAfterLeaving++;
    }

    int Number(string word)
    {
        if (_words.TryGetValue(word, out var number)) return number;
        return _words[word] = _words.Count;
    }
}
