using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Holdfast.Operations;

/// <summary>The XML documentation of our assemblies at run time: help, schemas and API texts are said once, beside the code.</summary>
public static partial class Documentation
{
    static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Read = new();

    /// <summary>The summary of a type; "" where it has none.</summary>
    public static string Summary(Type type) => Plain(Member(type, $"T:{Name(type)}")?.Element("summary"));

    /// <summary>What a property of a record means: its own summary, or the record's parameter of that name; "" where neither is told.</summary>
    public static string Property(JsonPropertyInfo property) =>
        property.AttributeProvider is MemberInfo { DeclaringType: { } owner } member ? Property(owner, member.Name) : "";

    /// <summary>What a property of a type means.</summary>
    public static string Property(Type owner, string name)
    {
        var own = Plain(Member(owner, $"P:{Name(owner)}.{name}")?.Element("summary"));
        if (own.Length > 0) return own;
        return Plain(Member(owner, $"T:{Name(owner)}")?.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == name));
    }

    /// <summary>What a member of an enumeration means.</summary>
    public static string Field(Type owner, string name) => Plain(Member(owner, $"F:{Name(owner)}.{name}")?.Element("summary"));

    static XElement? Member(Type type, string key) => Read.GetOrAdd(type.Assembly, Load).GetValueOrDefault(key);

    static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (!File.Exists(file)) return [];
        return XDocument.Load(file).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);
    }

    static string Name(Type type) => ((type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name).Replace('+', '.');

    static string Plain(XElement? element)
    {
        if (element is null) return "";
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } link => Last((link.Attribute("cref") ?? link.Attribute("name") ?? link.Attribute("langword"))?.Value ?? ""),
            XElement inner => inner.Value,
            _ => "",
        }));
        return Blanks().Replace(text, " ").Trim();
    }

    static string Last(string reference) => reference[(reference.LastIndexOfAny(['.', ':']) + 1)..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
