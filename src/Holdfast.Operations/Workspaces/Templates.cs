using System.Text;

namespace Holdfast.Operations.Workspaces;

/// <summary>The workspace templates, which are resources of this assembly.</summary>
public static class Templates
{
    const string Prefix = "templates/";

    /// <summary>Names of the templates.</summary>
    public static IReadOnlyList<string> Names { get; } = ["bank", "card", "telecom", "prepaid", "saas", "retail"];

    /// <summary>Files of a template, path relative to the workspace and text.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static SortedDictionary<string, string> Files(string name)
    {
        var folder = Prefix + name + "/";
        return new(typeof(Templates).Assembly.GetManifestResourceNames()
            .Select(resource => (Resource: resource, Path: resource.Replace('\\', '/')))
            .Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal))
            .ToDictionary(file => file.Path[folder.Length..], file => Text(file.Resource), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(Templates).Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
