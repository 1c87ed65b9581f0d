namespace Holdfast.Retention.Predict.Features.Sentences;

/// <summary>A language in which features are told: its sentences, its numbers, and its plurals by CLDR's rules for whole numbers.</summary>
public sealed class SentenceLanguage
{
    const char NoBreakSpace = '\u00A0';

    readonly IReadOnlyDictionary<string, string>? _sentences;
    readonly Func<long, int> _form;

    SentenceLanguage(string tag, string name, IReadOnlyDictionary<string, string>? sentences, Func<long, int> form) =>
        (Tag, Name, _sentences, _form) = (tag, name, sentences, form);

    /// <summary>English, in which features are defined.</summary>
    public static SentenceLanguage English { get; } = new("en", "English", null, count => count == 1 ? 0 : 1) { Days = "{0:day|days}", Percent = "{0} %", Times = "{0} times" };

    /// <summary>All languages: en, fa, zh, hy, uk.</summary>
    public static IReadOnlyList<SentenceLanguage> All { get; } =
    [
        English,
        new("fa", "Persian", PersianSentences.All, _ => 0) { Days = "{0} روز", Percent = "{0}٪", Times = "{0} برابر", Group = '٬', Point = '٫', Zero = '۰' },
        new("zh", "Chinese", ChineseSentences.All, _ => 0) { Days = "{0}天", Percent = "{0}%" },
        new("hy", "Armenian", ArmenianSentences.All, _ => 0) { Days = "{0} օր", Percent = "{0}%", Group = NoBreakSpace, Point = ',' },
        new("uk", "Ukrainian", UkrainianSentences.All, OfThree) { Days = "{0:день|дні|днів}", Percent = "{0} %", Group = NoBreakSpace, Point = ',' },
    ];

    /// <summary>BCP 47 tag.</summary>
    public string Tag { get; }

    /// <summary>Its English name.</summary>
    public string Name { get; }

    /// <summary>The language of a tag; null where features are not told in it.</summary>
    /// <param name="tag">Such as <c>uk</c>; what follows a hyphen does not matter.</param>
    public static SentenceLanguage? Find(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return All.FirstOrDefault(language => string.Equals(language.Tag, tag.Split('-')[0], StringComparison.OrdinalIgnoreCase));
    }

    internal string Days { get; private init; } = "";

    internal string Percent { get; private init; } = "";

    /// <summary>How many times as much; null where the language rather says it in percent.</summary>
    internal string? Times { get; private init; }

    char Group { get; init; } = ',';

    char Point { get; init; } = '.';

    char Zero { get; init; } = '0';

    /// <summary>Keys this language has sentences for; empty for English, whose sentences stand with the features.</summary>
    internal IEnumerable<string> Keys => _sentences?.Keys ?? [];

    /// <summary>The sentence of a feature that holds, or, of a flag, does not; null where there is none.</summary>
    internal string? Sentence(Feature feature, bool holds)
    {
        if (_sentences is null) return holds ? feature.Template : feature.OtherwiseTemplate;
        return !holds && feature.OtherwiseTemplate is null ? null : _sentences[holds ? feature.Key : feature.Key + "!"];
    }

    /// <summary>Says which share of the customers has less.</summary>
    internal string Standing => _sentences is null ? "Of the customers, {0} have less." : _sentences["standing"];

    /// <summary>A number written with a dot and commas, as this language writes it.</summary>
    internal string Written(string invariant) => string.Create(invariant.Length, invariant, (into, from) =>
    {
        for (var i = 0; i < from.Length; i++) into[i] = Written(from[i]);
    });

    /// <summary>Which of the forms a whole number takes, from 0.</summary>
    internal int Form(long count) => _form(Math.Abs(count));

    char Written(char one) => one switch
    {
        >= '0' and <= '9' => (char)(Zero + (one - '0')),
        '.' => Point,
        ',' => Group,
        _ => one,
    };

    // CLDR, plural rules for uk, whole numbers: one, few, many.
    static int OfThree(long count) => (count % 10, count % 100) switch
    {
        (1, not 11) => 0,
        ( >= 2 and <= 4, < 12 or > 14) => 1,
        _ => 2,
    };
}
