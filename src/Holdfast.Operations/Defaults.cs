using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Operations;

/// <summary>
/// Defaults of records that are bound by generated JSON contracts. Those contracts forget the initialisers of init-only properties:
/// what is not given becomes 0 or null. So the defaults are read off a blank record and filled in before binding.
/// </summary>
public static class Defaults
{
    /// <summary>Default of every property that has an initialiser, by its JSON name; empty where the record is made by parameters.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Of(JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var defaults = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.GetConstructor(Type.EmptyTypes) is null) return defaults;
        var blank = Activator.CreateInstance(type.Type)!;
        foreach (var property in type.Properties.Where(property => !property.IsRequired && property.Set is not null))
        {
            if (property.Get?.Invoke(blank) is { } value)
                defaults.Add(property.Name, JsonSerializer.SerializeToNode(value, type.Options.GetTypeInfo(property.PropertyType))!);
        }

        return defaults;
    }

    /// <summary>What was given, with the defaults of what was not; only the first level is filled, as requests are flat.</summary>
    public static JsonObject Fill(JsonObject given, JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(given);
        var filled = given.DeepClone().AsObject();
        foreach (var (name, value) in Of(type)) filled.TryAdd(name, value);
        return filled;
    }
}
