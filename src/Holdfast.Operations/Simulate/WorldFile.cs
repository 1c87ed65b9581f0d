using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Simulate;

/// <summary>Which world a workspace holds and how far it is told, <c>data/truth/world.json</c>; no stage of the loop reads it.</summary>
/// <param name="World">bank, telecom, prepaid, saas or shop.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Customers">Customers made in all.</param>
/// <param name="Years">Years made.</param>
/// <param name="Until">Last day told, <c>yyyy-MM-dd</c>.</param>
sealed record WorldFile(string World, long Seed, int Customers, int Years, string Until)
{
    const string Name = "world.json";

    /// <summary>Folder of the truth in a workspace.</summary>
    public static string FolderOf(string workspace) => Path.Combine(workspace, "data", "truth");

    /// <summary>The last day told.</summary>
    [JsonIgnore]
    public Day LastTold => Day.Parse(Until);

    /// <summary>The world of a workspace.</summary>
    /// <exception cref="HoldfastException">The workspace holds none.</exception>
    public static WorldFile Read(string workspace)
    {
        var path = Path.Combine(FolderOf(workspace), Name);
        if (!File.Exists(path))
            throw new HoldfastException($"{path} is not there: only a workspace filled by 'holdfast simulate bank' or 'holdfast simulate world' can be lived on");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SimulateJson.Default.WorldFile) ?? throw new JsonException("it is empty");
        }
        catch (JsonException fault)
        {
            throw new HoldfastException($"{path} cannot be read: {fault.Message} Make the world again.", fault);
        }
    }

    /// <summary>Writes it, whole or not at all: it is what says that a step is done.</summary>
    public void Write(string workspace)
    {
        var path = Path.Combine(FolderOf(workspace), Name);
        File.WriteAllBytes(path + ".unfinished", JsonSerializer.SerializeToUtf8Bytes(this, SimulateJson.Default.WorldFile));
        File.Move(path + ".unfinished", path, overwrite: true);
    }
}
