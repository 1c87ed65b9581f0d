using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations;

namespace Holdfast.Cli;

/// <summary>One property of a request as an option of the command.</summary>
sealed class RequestOption
{
    readonly string _name;
    readonly Type _type;
    readonly Func<ParseResult, string?> _read;

    RequestOption(string name, Type type, Symbol symbol, Func<ParseResult, string?> read)
    {
        _name = name;
        _type = type;
        Symbol = symbol;
        _read = read;
    }

    /// <summary>The option or, for the properties named Folder, File, Files and Id, the bare argument.</summary>
    Symbol Symbol { get; }

    public static RequestOption Of(JsonPropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var text = Documentation.Property(property);
        if (property.Name == "folder")
        {
            var argument = new Argument<string?>("DIR") { Description = text, Arity = ArgumentArity.ZeroOrOne };
            return new RequestOption(property.Name, type, argument, parsed => parsed.GetValue(argument));
        }

        if (property.Name is "file" or "id" && property.IsRequired)
        {
            var argument = new Argument<string>(property.Name.ToUpperInvariant()) { Description = text };
            return new RequestOption(property.Name, type, argument, parsed => parsed.GetValue(argument));
        }

        if (property.Name == "files" && property.IsRequired)
        {
            var argument = new Argument<string[]>("FILE...") { Description = text, Arity = ArgumentArity.OneOrMore };
            return new RequestOption(property.Name, type, argument, parsed => string.Join('\n', parsed.GetValue(argument)!));
        }

        var name = "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
        if (type == typeof(bool))
        {
            var flag = new Option<bool?>(name) { Description = text, Arity = ArgumentArity.ZeroOrOne };
            return new RequestOption(property.Name, type, flag, parsed => parsed.GetResult(flag) is { Implicit: false } ? parsed.GetValue(flag) is false ? "false" : "true" : null);
        }

        var option = new Option<string?>(name) { Description = text, Required = property.IsRequired || property.AssociatedParameter is { IsMemberInitializer: false, HasDefaultValue: false }, HelpName = HelpName(type) };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && Wrong(type, given.Tokens[^1].Value) is { } wrong) given.AddError($"{name}: {wrong}");
        });
        return new RequestOption(property.Name, type, option, parsed => parsed.GetValue(option));
    }

    /// <summary>Adds it to a command.</summary>
    public void AddTo(Command command)
    {
        if (Symbol is Argument argument) command.Arguments.Add(argument);
        else command.Options.Add((Option)Symbol);
    }

    public void Fill(JsonObject request, ParseResult parsed)
    {
        if (_read(parsed) is not { } value) return;
        request[_name] = _type switch
        {
            _ when _type == typeof(bool) => JsonValue.Create(value == "true"),
            _ when IsWhole(_type) => JsonValue.Create(long.Parse(value, CultureInfo.InvariantCulture)),
            _ when _type == typeof(double) => JsonValue.Create(double.Parse(value, CultureInfo.InvariantCulture)),
            _ when _type == typeof(IReadOnlyList<string>) => new JsonArray([.. Parts(value).Select(part => JsonValue.Create(part))]),
            _ when _type == typeof(IReadOnlyList<double>) => new JsonArray([.. Parts(value).Select(part => JsonValue.Create(double.Parse(part, CultureInfo.InvariantCulture)))]),
            _ => JsonValue.Create(value),
        };
    }

    static string? Wrong(Type type, string value) => type switch
    {
        _ when IsWhole(type) && !(long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && (type != typeof(int) || number is >= int.MinValue and <= int.MaxValue)) => $"found '{value}'; a whole number is allowed.",
        _ when type == typeof(double) && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
            $"found '{value}'; a number such as 0.25 is allowed.",
        _ when type == typeof(IReadOnlyList<double>) => Parts(value).Select(part => Wrong(typeof(double), part)).FirstOrDefault(wrong => wrong is not null),
        _ when type.IsEnum && !Words(type).Contains(value) => $"found '{value}'; allowed is {string.Join(", ", Words(type))}.",
        _ => null,
    };

    /// <summary>The parts of a list: separated by commas, blanks around them not counted.</summary>
    static string[] Parts(string value) => value.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static IEnumerable<string> Words(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(ulong);

    static string HelpName(Type type) => type switch
    {
        _ when type.IsEnum => string.Join('|', Words(type)),
        _ when IsWhole(type) => "N",
        _ when type == typeof(double) => "X",
        _ when type == typeof(IReadOnlyList<double>) => "X,X...",
        _ when type == typeof(IReadOnlyList<string>) => "TEXT,TEXT...",
        _ => "TEXT",
    };
}
