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
            _ when _type == typeof(int) || _type == typeof(long) || _type == typeof(ulong) => Whole(value),
            _ when _type == typeof(double) => Number(value),
            _ => JsonValue.Create(value),
        };
    }

    JsonValue Whole(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && (_type != typeof(int) || number is >= int.MinValue and <= int.MaxValue)
            ? JsonValue.Create(number)
            : throw new HoldfastException($"--{_name}: found '{value}'; a whole number is allowed.");

    JsonValue Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : throw new HoldfastException($"--{_name}: found '{value}'; a number such as 0.25 is allowed.");

    static string HelpName(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(ulong) ? "N" : type == typeof(double) ? "X" : "TEXT";
}
