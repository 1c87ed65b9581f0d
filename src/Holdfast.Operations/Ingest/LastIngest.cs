using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Operations.Workspaces;

namespace Holdfast.Operations.Ingest;

/// <summary>
/// What the last load was made from and what came of it, <c>data/ingest.json</c>: while neither the files nor the mappings nor the
/// warehouse have changed, there is nothing to load again, and where only files have come there is nothing else to read.
/// </summary>
/// <param name="Inputs">Fingerprint of mappings, files and program.</param>
/// <param name="Facts">Fingerprint of the warehouse afterwards.</param>
/// <param name="Report">What came of each source.</param>
public sealed record LastIngest(string Inputs, string Facts, IngestReport Report)
{
    const string File = "ingest.json";

    /// <summary>Fingerprint of mappings and program; "" where an older version did not write it.</summary>
    public string Ground { get; init; } = "";

    /// <summary>Content of every file by its path.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The last load where it still holds for the warehouse; null where it does not, or there was none.</summary>
    public static LastIngest? Read(Workspace workspace, string facts)
    {
        var path = PathIn(workspace);
        if (!System.IO.File.Exists(path)) return null;
        try
        {
            var last = JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(path), IngestJson.Default.LastIngest);
            return last?.Facts == facts ? last : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Remembers this load.</summary>
    public void Write(Workspace workspace)
    {
        var path = PathIn(workspace);
        System.IO.File.WriteAllBytes(path + ".unfinished", JsonSerializer.SerializeToUtf8Bytes(this, IngestJson.Default.LastIngest));
        System.IO.File.Move(path + ".unfinished", path, overwrite: true);
    }

    /// <summary>Everything a load depends on: the text of the mappings, the content of their files, the program.</summary>
    /// <exception cref="HoldfastException">A file of a mapping is not there.</exception>
    public static LoadInputs InputsOf(Workspace workspace, string program)
    {
        var files = workspace.Sources
            .SelectMany(source => SourceFiles.Find(source, workspace.Root, workspace.DataRoot))
            .Select(file => file.Path)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(path => path, ContentOf, StringComparer.Ordinal);
        var ground = StageMarker.Fingerprint(WorkspacePrint.Of(workspace.Root), program);
        return new LoadInputs(StageMarker.Fingerprint([.. files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key} {file.Value}"), ground]), ground, files);
    }

    static string PathIn(Workspace workspace) => Path.Combine(workspace.Root, "data", File);

    static string ContentOf(string path)
    {
        using var stream = System.IO.File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

/// <summary>What a load depends on.</summary>
/// <param name="All">Fingerprint of everything.</param>
/// <param name="Ground">Fingerprint of mappings and program.</param>
/// <param name="Files">Content of every file by its path.</param>
public sealed record LoadInputs(string All, string Ground, IReadOnlyDictionary<string, string> Files);
