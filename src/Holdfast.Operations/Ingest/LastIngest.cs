using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Ingest;

/// <summary>
/// What the last load was made from and what came of it, <c>data/ingest.json</c>: while neither the files nor the mappings nor the
/// warehouse have changed, there is nothing to load again.
/// </summary>
/// <param name="Inputs">Fingerprint of mappings, files and program.</param>
/// <param name="Facts">Fingerprint of the warehouse afterwards.</param>
/// <param name="Report">What came of each source.</param>
public sealed record LastIngest(string Inputs, string Facts, IngestReport Report)
{
    const string File = "ingest.json";

    /// <summary>The report of the last load where it still holds; null where there is something to load.</summary>
    public static IngestReport? Kept(Workspace workspace, string inputs, Snapshot facts)
    {
        var path = PathIn(workspace);
        if (!System.IO.File.Exists(path)) return null;
        try
        {
            var last = JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(path), IngestJson.Default.LastIngest);
            return last?.Inputs == inputs && last.Facts == facts.Fingerprint ? last.Report : null;
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

    /// <summary>Fingerprint of everything a load depends on: the text of the mappings and the content of their files.</summary>
    /// <exception cref="HoldfastException">A file of a mapping is not there.</exception>
    public static string InputsOf(Workspace workspace, string program) => StageMarker.Fingerprint(
        workspace.Sources
            .SelectMany(source => SourceFiles.Find(source, workspace.Root, workspace.DataRoot))
            .Select(file => $"{file.Path} {ContentOf(file.Path)}")
            .Append(WorkspacePrint.Of(workspace.Root))
            .Append(program));

    static string PathIn(Workspace workspace) => Path.Combine(workspace.Root, "data", File);

    static string ContentOf(string path)
    {
        using var stream = System.IO.File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
