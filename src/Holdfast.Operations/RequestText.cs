using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Operations;

/// <summary>Values of requests that arrive as text, from options of a command or the query of an address.</summary>
public static class RequestText
{
    /// <summary>What is wrong with a text given for a property of a type; null where it can be read.</summary>
    public static string? Wrong(Type type, string value)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type switch
        {
            _ when type == typeof(bool) && value is not ("true" or "false") => $"found '{value}'; true or false is allowed.",
            _ when IsWhole(type) && !IsInRange(type, value) => $"found '{value}'; a whole number is allowed.",
            _ when type == typeof(double) && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                $"found '{value}'; a number such as 0.25 is allowed.",
            _ when type == typeof(IReadOnlyList<double>) => Parts(value).Select(part => Wrong(typeof(double), part)).FirstOrDefault(wrong => wrong is not null),
            _ when type.IsEnum && !Words(type).Contains(value) => $"found '{value}'; allowed is {string.Join(", ", Words(type))}.",
            _ => null,
        };
    }

    /// <summary>The value as JSON; the text must not be wrong.</summary>
    public static JsonNode Read(Type type, string value) => type switch
    {
        _ when type == typeof(bool) => JsonValue.Create(value == "true"),
        _ when type == typeof(ulong) => JsonValue.Create(ulong.Parse(value, CultureInfo.InvariantCulture)),
        _ when IsWhole(type) => JsonValue.Create(long.Parse(value, CultureInfo.InvariantCulture)),
        _ when type == typeof(double) => JsonValue.Create(double.Parse(value, CultureInfo.InvariantCulture)),
        _ when type == typeof(IReadOnlyList<string>) => new JsonArray([.. Parts(value).Select(part => JsonValue.Create(part))]),
        _ when type == typeof(IReadOnlyList<double>) => new JsonArray([.. Parts(value).Select(part => JsonValue.Create(double.Parse(part, CultureInfo.InvariantCulture)))]),
        _ => JsonValue.Create(value),
    };

    /// <summary>The words of an enumeration, as they are written in requests.</summary>
    public static IEnumerable<string> Words(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    /// <summary>Whether a type holds whole numbers.</summary>
    public static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(ulong);

    /// <summary>The type of the values of a property that may be left out.</summary>
    public static Type Inner(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    static bool IsInRange(Type type, string value) => type switch
    {
        _ when type == typeof(ulong) => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        _ => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && (type != typeof(int) || number is >= int.MinValue and <= int.MaxValue),
    };

    /// <summary>The parts of a list: separated by commas or line ends, blanks around them not counted.</summary>
    static string[] Parts(string value) => value.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
