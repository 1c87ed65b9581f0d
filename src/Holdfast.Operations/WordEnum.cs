using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Operations;

/// <summary>Writes a choice as its words in lower case with hyphens, such as <c>log-log</c>, in JSON and on the command line alike.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class WordEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
