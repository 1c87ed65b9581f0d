using System.Text;
using Holdfast.Operations.Workspaces.Schemas;
using Holdfast.Simulation.Small;

namespace Holdfast.Operations.Workspaces;

/// <summary>A workspace that is asked for.</summary>
/// <param name="Folder">Folder to make it in; made where it is not there.</param>
/// <param name="Template">Trade it begins with: bank, card, telecom, prepaid, saas or retail. Default bank.</param>
/// <param name="Sample">Whether sample data is put into data/incoming. Default true.</param>
/// <param name="Customers">Customers of the sample, 1 to 100,000. Default 600. The bank's sample is made by <c>holdfast simulate bank</c>.</param>
/// <param name="Seed">Seed of the sample. Default 1.</param>
public sealed record InitWorkspaceRequest([property: Place(Place.Output)] string Folder, string Template = "bank", bool Sample = true, int Customers = 600, ulong Seed = 1);

/// <summary>The workspace that was made.</summary>
/// <param name="Folder">Absolute path of the workspace.</param>
/// <param name="Template">Trade it began with.</param>
/// <param name="Files">Files written, relative to the folder.</param>
/// <param name="Next">What to do next, one sentence each.</param>
public sealed record InitWorkspaceResult(string Folder, string Template, IReadOnlyList<string> Files, IReadOnlyList<string> Next);

/// <summary>Makes a workspace from a template. Never overwrites a file, and leaves a folder alone that is a workspace already.</summary>
public static class InitWorkspace
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Makes the workspace.</summary>
    /// <exception cref="HoldfastException">There is no such template, the folder is a workspace already, or a file would be overwritten.</exception>
    public static InitWorkspaceResult Run(InitWorkspaceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var root = Path.GetFullPath(request.Folder);
        var files = Decide(request);
        Refuse(root, files);
        foreach (var (file, text) in files)
        {
            var path = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = new FileStream(path, FileMode.CreateNew);
            stream.Write(Utf8.GetBytes(text));
        }

        return new(root, request.Template, [.. files.Keys], Next(request, files));
    }

    // Everything that will be written, by path; nothing is written before all of it is known.
    static SortedDictionary<string, string> Decide(InitWorkspaceRequest request)
    {
        if (!Templates.Names.Contains(request.Template))
        {
            throw HoldfastException.OfRequest($"found the template '{request.Template}'; allowed: {Closest.Allowed(request.Template, Templates.Names)}");
        }

        if (request.Customers is < 1 or > 100_000)
        {
            throw HoldfastException.OfRequest($"found {request.Customers} customers; allowed: 1 to 100,000");
        }

        var files = Templates.Files(request.Template);
        foreach (var schema in WorkspaceSchemas.All)
        {
            files.Add("schemas/" + schema.File, schema.Text);
        }

        if (request.Sample && SmallTrade.Find(request.Template) is { } trade)
        {
            foreach (var sample in SmallWorld.Make(trade, request.Customers, request.Seed))
            {
                files.Add("data/incoming/" + sample.Name, sample.Text);
            }
        }

        return files;
    }

    static void Refuse(string root, SortedDictionary<string, string> files)
    {
        if (File.Exists(root))
        {
            throw new HoldfastException($"found the file {root}; allowed: a folder, or a name that is free");
        }

        if (File.Exists(Path.Combine(root, WorkspaceFiles.Main)))
        {
            throw new HoldfastException($"{root} is a workspace already (it has a {WorkspaceFiles.Main}); name another folder");
        }

        var there = files.Keys.Where(file => File.Exists(Path.Combine(root, file))).ToList();
        if (there.Count > 0)
        {
            throw new HoldfastException($"{root} has {string.Join(", ", there)} already, which would be overwritten; name another folder");
        }
    }

    static List<string> Next(InitWorkspaceRequest request, SortedDictionary<string, string> files)
    {
        List<string> next = [];
        if (!files.Keys.Any(file => file.StartsWith("data/incoming/", StringComparison.Ordinal)))
        {
            next.Add(request.Template == "bank"
                ? "Make a sample bank with `holdfast simulate bank`, or put your own files into data/incoming."
                : "Put your files into data/incoming and map their columns in sources.");
        }

        next.Add($"`holdfast check --workspace {request.Folder}` lists everything that is wrong.");
        next.Add($"`holdfast run --workspace {request.Folder}` goes from the sources to the report.");
        return next;
    }
}
