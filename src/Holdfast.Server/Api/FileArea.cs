using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Operations;

namespace Holdfast.Server.Api;

/// <summary>
/// The files that people and programs bring and fetch over HTTP: <c>data/files</c> of the workspace. Requests name them by their path in
/// it, so that nobody reaches any other file of the machine.
/// </summary>
/// <param name="workspace">The workspace folder.</param>
sealed partial class FileArea(string workspace)
{
    const int LongestName = 200;
    const string Unfinished = ".unfinished-";

    /// <summary>Its folder.</summary>
    public string Root { get; } = Path.Combine(workspace, "data", "files");

    /// <summary>The path of a name on the machine; null where the name is not allowed.</summary>
    public string? Find(string? name)
    {
        var parts = name?.Split('/') ?? [];
        return parts.Length > 0 && name!.Length <= LongestName && parts.All(part => Allowed().IsMatch(part)) ? Path.Combine([Root, .. parts]) : null;
    }

    /// <summary>The path of a name on the machine.</summary>
    /// <exception cref="HoldfastException">The name is not allowed.</exception>
    public string Need(string property, string name) => Find(name) ?? throw HoldfastException.OfRequest(
        $"--{property}: found '{Problems.Short(name)}'; allowed is the name of a file under /api/files: letters, digits, blanks and ._- in parts divided by /, none beginning with a dot, {LongestName} signs at most.");

    /// <summary>What is told of a file; null where it is not there.</summary>
    public StoredFile? Tell(string? name) => Find(name) is { } path && File.Exists(path) ? Tell(new FileInfo(path)) : null;

    /// <summary>All files, by name.</summary>
    public IEnumerable<StoredFile> All() => !Directory.Exists(Root)
        ? []
        : new DirectoryInfo(Root).EnumerateFiles("*", SearchOption.AllDirectories).Select(Tell).Where(file => Find(file.Name) is not null).OrderBy(file => file.Name, StringComparer.Ordinal);

    /// <summary>Writes a file whole or not at all.</summary>
    public async Task Write(string path, Stream content, CancellationToken cancel)
    {
        Directory.CreateDirectory(Root);
        var unfinished = Path.Combine(Root, Unfinished + Path.GetRandomFileName());
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            {
                await content.CopyToAsync(file, cancel);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Removes what uploads left that a stop cut short; nothing is being brought when it is called.</summary>
    public void RemoveUnfinished()
    {
        if (!Directory.Exists(Root)) return;
        foreach (var file in Directory.GetFiles(Root, Unfinished + "*")) File.Delete(file);
    }

    StoredFile Tell(FileInfo file) => new(
        Path.GetRelativePath(Root, file.FullName),
        file.Length,
        file.LastWriteTimeUtc,
        string.Create(CultureInfo.InvariantCulture, $"\"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}\""));

    [GeneratedRegex(@"^[\p{L}\p{N}_-][\p{L}\p{M}\p{N} ._-]*\z")]
    private static partial Regex Allowed();
}
