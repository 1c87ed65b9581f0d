namespace Holdfast.Operations;

/// <summary>The fingerprint of a workspace's own text: whatever is changed in it makes the stages run again.</summary>
static class WorkspacePrint
{
    /// <summary>Fingerprint of all YAML files of a workspace, by path and content.</summary>
    public static string Of(string root) => StageMarker.Fingerprint(
        Directory.GetFiles(root, "*.yaml", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).StartsWith("data", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(root, file)}\n{File.ReadAllText(file)}"));
}
