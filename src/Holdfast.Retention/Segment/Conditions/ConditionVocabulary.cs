namespace Holdfast.Retention.Segment.Conditions;

/// <summary>A name or function that conditions may use.</summary>
/// <param name="Name">Its name, in lower case with underscores.</param>
/// <param name="Type">Type of its value.</param>
/// <param name="Meaning">What it is, with its unit.</param>
/// <param name="Arguments">Types of a function's arguments; null for a plain name.</param>
/// <param name="Optional">How many of the last arguments may be left out.</param>
public sealed record ConditionTerm(
    string Name,
    ConditionType Type,
    string Meaning,
    IReadOnlyList<ConditionType>? Arguments = null,
    int Optional = 0);

/// <summary>
/// The names conditions may use. <see cref="Standard"/> are those that are always there; the features and attributes of a
/// workspace are added when its facts are known. Until then the vocabulary is open: a name it does not know is taken for one of them.
/// </summary>
public sealed class ConditionVocabulary
{
    readonly Dictionary<string, ConditionTerm> _terms = new(StringComparer.Ordinal);
    readonly HashSet<string> _features;
    readonly HashSet<string> _attributes;

    ConditionVocabulary(IEnumerable<string> features, IEnumerable<string> attributes, bool open)
    {
        IsOpen = open;
        _features = features.ToHashSet(StringComparer.Ordinal);
        _attributes = attributes.ToHashSet(StringComparer.Ordinal);
        foreach (var term in Standard) _terms.Add(term.Name, term);
        foreach (var name in _features) _terms.TryAdd(name, new ConditionTerm(name, ConditionType.Number, "A feature."));
        foreach (var name in _attributes) _terms.TryAdd(name, new ConditionTerm(name, ConditionType.Any, "An attribute."));
    }

    /// <summary>What is always there, and open for the features and attributes that only the facts tell: for checking a workspace.</summary>
    public static ConditionVocabulary Open { get; } = new([], [], open: true);

    /// <summary>Names that are always there, by their order in the documentation.</summary>
    public static IReadOnlyList<ConditionTerm> Standard => StandardTerms.All;

    /// <summary>Whether names that are not known are taken for features or attributes.</summary>
    public bool IsOpen { get; }

    /// <summary>Every name, in the order of the alphabet.</summary>
    public IEnumerable<string> Names => _terms.Keys.Order(StringComparer.Ordinal);

    /// <summary>What is always there, the features (numbers) and the attributes of a workspace, and nothing else.</summary>
    public static ConditionVocabulary Closed(IEnumerable<string> features, IEnumerable<string> attributes) =>
        new(features, attributes, open: false);

    /// <summary>The term of a name; null where it is not known.</summary>
    public ConditionTerm? Find(string name) => _terms.GetValueOrDefault(name);

    /// <summary>Whether <c>feature("name")</c> or <c>attribute("name")</c> may be asked for.</summary>
    public bool Has(string function, string name) => IsOpen || function switch
    {
        "feature" => _features.Contains(name),
        "attribute" => _attributes.Contains(name),
        _ => true,
    };

    /// <summary>Whether a name that is not known can only be a slip: one letter from a known one, and no plural of it.</summary>
    public bool IsSlip(string name) => name.Length >= 8
        && Names.Any(known => Distance(known, name) == 1 && name != known + "s" && known != name + "s");

    /// <summary>The known name nearest to a misspelt one; null where none is within a third of its letters.</summary>
    public string? Closest(string name)
    {
        var near = Names.Select(known => (Known: known, Distance: Distance(known, name))).MinBy(pair => pair.Distance);
        return near.Known is not null && near.Distance <= Math.Max(1, name.Length / 3) ? near.Known : null;
    }

    /// <summary>Number of letters to add, drop or change to turn one word into the other (Levenshtein 1966).</summary>
    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
