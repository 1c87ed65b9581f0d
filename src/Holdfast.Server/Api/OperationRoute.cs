using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations;

namespace Holdfast.Server.Api;

/// <summary>One operation of the catalogue as a route.</summary>
/// <param name="operation">The operation.</param>
sealed class OperationRoute(Operation operation)
{
    /// <summary>The routes of the whole catalogue.</summary>
    public static IReadOnlyList<OperationRoute> All { get; } = [.. Catalog.All.Select(operation => new OperationRoute(operation))];

    /// <summary>The operation.</summary>
    public Operation Operation => operation;

    /// <summary>Path from the root of the server.</summary>
    public string Path { get; } = "/api/" + operation.Path;

    /// <summary>Its name in client programs, such as <c>decideExplain</c>.</summary>
    public string Id { get; } = JsonNamingPolicy.CamelCase.ConvertName(string.Concat(operation.Path.Split('/', '-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));

    /// <summary>The stage of the loop it belongs to; operations on the whole workspace belong to <c>workspace</c>.</summary>
    public string Stage { get; } = operation.Path.Contains('/', StringComparison.Ordinal) ? operation.Path[..operation.Path.IndexOf('/', StringComparison.Ordinal)] : "workspace";

    /// <summary>What a caller may give: all but the workspace, which is the server's.</summary>
    public IReadOnlyList<JsonPropertyInfo> Asked { get; } = [.. operation.Request.Properties.Where(property => PlaceAttribute.Of(property) != Place.Workspace)];

    /// <summary>Whether it is read with GET: nothing changes, no file is written, and the answer comes at once.</summary>
    public bool IsRead { get; } = operation is { Kind: not OperationKind.Changes, IsLong: false }
        && operation.Request.Properties.All(property => PlaceAttribute.Of(property) != Place.Output);

    /// <summary>The HTTP method.</summary>
    public string Method => IsRead ? "GET" : "POST";

    /// <summary>Whether a property must be given.</summary>
    public static bool IsNeeded(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { IsMemberInitializer: false, HasDefaultValue: false };
}
