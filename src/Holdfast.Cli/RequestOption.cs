using System.CommandLine;
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
        var type = RequestText.Inner(property.PropertyType);
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
            if (given.Tokens.Count > 0 && RequestText.Wrong(type, given.Tokens[^1].Value) is { } wrong) given.AddError($"{name}: {wrong}");
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
        request[_name] = RequestText.Read(_type, value);
    }

    static string HelpName(Type type) => type switch
    {
        _ when type.IsEnum => string.Join('|', RequestText.Words(type)),
        _ when RequestText.IsWhole(type) => "N",
        _ when type == typeof(double) => "X",
        _ when type == typeof(IReadOnlyList<double>) => "X,X...",
        _ when type == typeof(IReadOnlyList<string>) => "TEXT,TEXT...",
        _ => "TEXT",
    };
}
