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

    /// <summary>The option or, for the property named Folder, the bare argument.</summary>
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

        var name = "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
        if (type == typeof(bool))
        {
            var flag = new Option<bool?>(name) { Description = text, Arity = ArgumentArity.ZeroOrOne };
            return new RequestOption(property.Name, type, flag, parsed => parsed.GetResult(flag) is { Implicit: false } ? parsed.GetValue(flag) is false ? "false" : "true" : null);
        }

        var option = new Option<string?>(name) { Description = text, Required = property.IsRequired || property.AssociatedParameter is { IsMemberInitializer: false, HasDefaultValue: false }, HelpName = type.IsEnum ? string.Join("|", Enum.GetNames(type)).ToLowerInvariant() : HelpName(type) };
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
            _ => JsonValue.Create(value),
        };
    }

    static string? Wrong(Type type, string value) => type switch
    {
        _ when IsWhole(type) && !(long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && (type != typeof(int) || number is >= int.MinValue and <= int.MaxValue)) => $"found '{value}'; a whole number is allowed.",
        _ when type == typeof(double) && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
            $"found '{value}'; a number such as 0.25 is allowed.",
        _ => null,
    };

    static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(ulong);

    static string HelpName(Type type) => IsWhole(type) ? "N" : type == typeof(double) ? "X" : "TEXT";
}
