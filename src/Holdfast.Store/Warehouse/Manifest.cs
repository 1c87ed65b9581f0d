using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>One data file of a manifest.</summary>
/// <param name="Name">Its name in the folder <c>facts</c>.</param>
/// <param name="Kind">Kind of fact, or <c>customer</c> for the table of ordinals, or <c>erased</c> for the marks of erased customers.</param>
/// <param name="Shard">The shard, from 0.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Versions">How many of them may share a key with another version; 0 lets the reader skip looking.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal.</param>
sealed record DataFile(string Name, string Kind, int Shard, long Rows, long Versions, long Bytes, string Sha256);

/// <summary>A version of the warehouse: which files hold the facts.</summary>
/// <param name="Format">Version of this layout: 2.</param>
/// <param name="Number">1 for the first; 0 stands for an empty warehouse and is never written.</param>
/// <param name="CustomerHash">Name of the hash that gives the shard.</param>
/// <param name="Shards">How many shards there are, a power of two.</param>
/// <param name="LastFactDay">Day of the latest thing any fact tells, yyyy-MM-dd; "" where there are no facts.</param>
/// <param name="Files">The data files, by kind, shard and age: of a kind in a shard the first is the base, the others are deltas.</param>
sealed record Manifest(int Format, long Number, string CustomerHash, int Shards, string LastFactDay, IReadOnlyList<DataFile> Files)
{
    /// <summary>The layout written by this version.</summary>
    public const int Layout = 2;

    /// <summary>The warehouse without facts.</summary>
    public static Manifest Empty { get; } = new(Layout, 0, CustomerShard.HashName, 1, "", []);

    /// <summary>Newest journal segment whose facts are among these; 0 where none ever was.</summary>
    public long JournalSegment { get; init; }

    /// <summary>Facts of all kinds.</summary>
    [JsonIgnore]
    public long Facts => Files.Where(file => FactTable.IsFact(file.Kind)).Sum(file => file.Rows);

    /// <summary>Hash of everything a reader can see: kinds, shards and the bytes of the files, not their names or the manifest's number.</summary>
    [JsonIgnore]
    public string Fingerprint =>
        Hex(Encoding.UTF8.GetBytes($"{CustomerHash} {Shards}\n" + string.Join('\n', Files.Select(file => $"{file.Kind} {file.Shard} {file.Sha256}"))));

    /// <summary>Files of a kind in a shard, the oldest first.</summary>
    public IReadOnlyList<DataFile> Of(string kind, int shard) => [.. Files.Where(file => file.Kind == kind && file.Shard == shard)];

    /// <summary>Whether a shard has files beside its bases.</summary>
    public bool HasDeltas(int shard) => Files.Where(file => file.Shard == shard && file.Kind != FactTable.Erased).GroupBy(file => file.Kind).Any(files => files.Count() > 1);

    /// <summary>The manifest as JSON, wrapped with its own hash.</summary>
    public byte[] ToBytes()
    {
        var inner = JsonSerializer.Serialize(this, ManifestJson.Default.Manifest);
        return Encoding.UTF8.GetBytes($"{{\"sha256\":\"{Hex(Encoding.UTF8.GetBytes(inner))}\",\n\"manifest\":{inner}}}\n");
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null where it is torn or not a manifest.</summary>
    /// <exception cref="InvalidDataException">It is whole, but of a layout this version does not know.</exception>
    public static Manifest? Read(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var inner = document.RootElement.GetProperty("manifest").GetRawText();
            if (document.RootElement.GetProperty("sha256").GetString() != Hex(Encoding.UTF8.GetBytes(inner))) return null;
            var manifest = JsonSerializer.Deserialize(inner, ManifestJson.Default.Manifest)!;
            return manifest.Format == Layout && manifest.CustomerHash == CustomerShard.HashName ? manifest
                : throw new InvalidDataException(
                    $"The warehouse has layout {manifest.Format} with hash {manifest.CustomerHash}; this version of Holdfast knows {Layout} and {CustomerShard.HashName}. "
                    + "Use the version that wrote it, or delete the folder of the warehouse and load the sources again.");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>This manifest under another number with other files, put in order; files of one kind and shard keep their order.</summary>
    public Manifest With(long number, int shards, string lastFactDay, IEnumerable<DataFile> files)
    {
        var order = FactTable.All.Select((table, i) => (table.Name, Place: i + 1)).ToDictionary(kind => kind.Name, kind => kind.Place, StringComparer.Ordinal);
        return this with
        {
            Format = Layout,
            Number = number,
            CustomerHash = CustomerShard.HashName,
            Shards = shards,
            LastFactDay = lastFactDay,
            Files = [.. files.OrderBy(file => order.GetValueOrDefault(file.Kind)).ThenBy(file => file.Kind, StringComparer.Ordinal).ThenBy(file => file.Shard)],
        };
    }

    /// <summary>The last day as a day; null where there are no facts.</summary>
    public Day? LastDay() => Day.TryParse(LastFactDay, out var day) ? day : null;

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>JSON of manifests.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
sealed partial class ManifestJson : JsonSerializerContext;
