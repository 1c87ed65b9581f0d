using System.Text.Json;

namespace Holdfast.Operations.People;

/// <summary>Roles as they are written in requests.</summary>
static class RoleWords
{
    /// <summary>All of them, for messages.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<Role>().Select(Of));

    public static string Of(Role role) => JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString());

    /// <exception cref="HoldfastException">A word is no role.</exception>
    public static IReadOnlyList<Role> Read(IReadOnlyList<string> words) => [.. words.Select(word =>
        Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(role => Of(role!.Value) == word) ?? throw HoldfastException.OfRequest($"--roles: found '{word}'; allowed are {All}."))];
}
