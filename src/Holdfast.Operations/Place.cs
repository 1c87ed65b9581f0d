using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Operations;

/// <summary>What a text of a request names on the machine. At the command line it is a path; over HTTP nobody names paths of the machine.</summary>
public enum Place
{
    /// <summary>Nothing: a plain value.</summary>
    None,

    /// <summary>The workspace; over HTTP that of the server, so it is not asked for.</summary>
    Workspace,

    /// <summary>A file or folder that is read; over HTTP one of the workspace's <c>data/files</c>.</summary>
    Input,

    /// <summary>A file or folder that is written; over HTTP one of the workspace's <c>data/files</c>.</summary>
    Output,
}

/// <summary>Marks a property of a request that names a place on the machine.</summary>
/// <param name="place">What it names.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlaceAttribute(Place place) : Attribute
{
    /// <summary>What it names.</summary>
    public Place Place => place;

    /// <summary>What a property of a request names.</summary>
    public static Place Of(JsonPropertyInfo property) =>
        property?.AttributeProvider is MemberInfo member ? member.GetCustomAttribute<PlaceAttribute>()?.Place ?? Place.None : Place.None;
}
