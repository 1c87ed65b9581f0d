using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Operations.Audit;

/// <summary>Marks the property of a request that tells what the operation touches, for the audit log.</summary>
/// <param name="kind">Kind of the thing, such as <c>customer</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TouchedAttribute(string kind) : Attribute
{
    /// <summary>Kind of the thing.</summary>
    public string Kind => kind;

    /// <summary>Whether it is a person: then the log holds a keyed hash in place of the id.</summary>
    public bool IsPerson { get; init; }

    /// <summary>The mark of a property; null where it has none.</summary>
    public static TouchedAttribute? Of(JsonPropertyInfo property) => (property?.AttributeProvider as MemberInfo)?.GetCustomAttribute<TouchedAttribute>();
}
