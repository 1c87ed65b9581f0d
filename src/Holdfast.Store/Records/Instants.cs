using System.Collections.Frozen;
using System.Text.Json;

namespace Holdfast.Store.Records;

/// <summary>Instants as the records keep them: whole microseconds of UTC since 1970.</summary>
static class Instants
{
    const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    public static long Of(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TicksPerMicrosecond;

    public static DateTimeOffset From(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TicksPerMicrosecond);
}

/// <summary>Members of an enumeration as the records keep them: lower case with hyphens.</summary>
static class Words<T>
    where T : struct, Enum
{
    static readonly FrozenDictionary<T, string> ByMember =
        Enum.GetValues<T>().ToFrozenDictionary(member => member, member => JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString()));

    static readonly FrozenDictionary<string, T> ByWord = ByMember.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(T member) => ByMember[member];

    public static T From(string word) => ByWord.TryGetValue(word, out var member)
        ? member
        : throw new InvalidDataException($"The records hold the {typeof(T).Name} '{word}'; known are {string.Join(", ", ByWord.Keys)}.");
}
