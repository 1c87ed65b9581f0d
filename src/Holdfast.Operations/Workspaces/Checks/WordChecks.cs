using System.Globalization;
using Holdfast.Operations.Workspaces.Schemas;
using Holdfast.Operations.Workspaces.Yaml;
using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Operations.Workspaces.Checks;

/// <summary>Checks of small things that several files have: days, language tags, ids, words that sources tell.</summary>
static class WordChecks
{
    static readonly Lazy<HashSet<string>> Languages = new(() => CultureInfo.GetCultures(CultureTypes.NeutralCultures)
        .Select(culture => culture.Name.Split('-')[0]).ToHashSet(StringComparer.Ordinal));

    /// <summary>Adds a fault where the text is given and is not a day.</summary>
    public static void Day<T>(Located<T> file, string? text, params ReadOnlySpan<object> path)
    {
        if (text is not null && !Retention.Facts.Day.TryParse(text, out _))
        {
            file.Fault($"'{text}'", "a day that exists, as yyyy-MM-dd", path);
        }
    }

    /// <summary>Adds a fault where the text is no condition; the names of features and attributes are known only to a run.</summary>
    public static void Condition<T>(Located<T> file, string text, params ReadOnlySpan<object> path)
    {
        if (Retention.Segment.Conditions.Condition.Read(text, ConditionVocabulary.Open).Fault is not { } fault)
        {
            return;
        }

        var written = file.Root.Follow(path);
        var lead = written is YamlText { Lead: { } blanks } ? blanks + fault.Position - 1 : 0;
        var near = fault.Closest is { } closest ? $" (did you mean {closest}?)" : "";
        file.Faults.Add(new(file.File, written.At.Line, written.At.Column + lead, $"{fault.Found} in the condition", fault.Allowed + near));
    }

    /// <summary>Whether the text is a BCP 47 tag whose language exists.</summary>
    public static bool IsLanguage(string tag) => tag.Length > 0 && Languages.Value.Contains(tag.Split('-')[0])
        && tag.Split('-').All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit));

    /// <summary>Adds a fault for every id that is empty or stands twice; <paramref name="path"/> leads to the list.</summary>
    public static void Unique<T>(Located<T> file, IEnumerable<string> ids, params ReadOnlySpan<object> path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var place = 0;
        foreach (var id in ids)
        {
            if (id.Length == 0)
            {
                file.Fault("an empty id", "a short name", [.. path, place, "id"]);
            }
            else if (!seen.Add(id))
            {
                file.Fault($"the id '{id}' again", "each id once", [.. path, place, "id"]);
            }

            place++;
        }
    }

    /// <summary>Adds a fault where a set of words is closed and the word is not in it.</summary>
    public static void Known<T>(Located<T> file, (string? Word, string What) written, KnownSet known, params ReadOnlySpan<object> path)
    {
        if (written.Word is { } word && known.Closed && !known.Words.Contains(word))
        {
            file.Fault($"the {written.What} '{word}', which no source tells", Closest.Allowed(word, known.Words), path);
        }
    }
}

/// <summary>The words that the sources can tell for one column.</summary>
/// <param name="Words">The words.</param>
/// <param name="Closed">Whether these are all: false where a source passes on what stands in its file.</param>
sealed record KnownSet(IReadOnlyCollection<string> Words, bool Closed);
