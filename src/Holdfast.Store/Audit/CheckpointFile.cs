using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Store.Audit;

/// <summary>The newest signature, and what is needed to go on from it without reading the log.</summary>
/// <param name="Note">The signed checkpoint.</param>
/// <param name="Segment">First record of the segment that holds the signature.</param>
/// <param name="Offset">Where in it the signature's frame begins; for an empty log 0 and nothing there.</param>
/// <param name="Tree">The tree that was signed.</param>
sealed record CheckpointState(CheckpointNote Note, long Segment, long Offset, MerkleTree Tree);

/// <summary>
/// The file <c>checkpoint</c>: two places that are written in turns, each forced to the disk before the other one is touched, so that a
/// crash while one is written leaves the other.
/// </summary>
/// <param name="folder">Where it lies.</param>
/// <param name="key">Whose signatures count.</param>
sealed class CheckpointFile(AuditFolder folder, AuditKey key)
{
    /// <summary>Length of a place; a tree of 2^40 records needs less than half of it.</summary>
    public const int Place = 4096;

    /// <summary>The file as it is; empty where it is missing.</summary>
    public byte[] Bytes()
    {
        using var file = AuditFolder.OpenToRead(folder.Checkpoint);
        if (file is null) return [];
        var bytes = new byte[2 * Place];
        return bytes[..RandomAccess.Read(file, bytes, 0)];
    }

    /// <summary>The newest checkpoint of which signature and tree fit, and the place it stands in; null where there is none.</summary>
    public (CheckpointState State, int Place)? Read(byte[] bytes)
    {
        var found = Enumerable.Range(0, 2).Select(place => (State: ReadPlace(bytes, place), Place: place)).Where(one => one.State is not null).ToList();
        return found.Count == 0 ? null : found.MaxBy(one => one.State!.Note.Size)!;
    }

    /// <summary>Writes a checkpoint into a place and forces it to the disk; returns the file as it is then.</summary>
    public byte[] Write(CheckpointState state, int place, byte[] before)
    {
        var told = new CheckpointPlace(state.Note.Text(key), state.Segment, state.Offset, [.. state.Tree.Subtrees]);
        var after = new byte[2 * Place];
        before.CopyTo(after, 0);
        var bytes = after.AsSpan(place * Place, Place);
        bytes.Fill((byte)' ');
        Frame.Of(JsonSerializer.SerializeToUtf8Bytes(told, CheckpointJson.Default.CheckpointPlace)).CopyTo(bytes);
        bytes[^1] = (byte)'\n';
        using var file = AuditFolder.Open(folder.Checkpoint);
        folder.Disk.Write(file, folder.Checkpoint, bytes, place * Place);
        folder.Disk.Flush(file, folder.Checkpoint);
        return after;
    }

    CheckpointState? ReadPlace(byte[] bytes, int place)
    {
        if (bytes.Length <= place * Place || !Frame.TryRead(bytes.AsSpan(place * Place), out var payload)) return null;
        try
        {
            var told = JsonSerializer.Deserialize(payload, CheckpointJson.Default.CheckpointPlace);
            if (told is null || CheckpointNote.Read(told.Note) is not { } note || !note.IsSignedBy(key)) return null;
            var tree = new MerkleTree(note.Size, told.Subtrees);
            return tree.Root().AsSpan().SequenceEqual(note.Root) ? new CheckpointState(note, told.Segment, told.Offset, tree) : null;
        }
        catch (Exception none) when (none is JsonException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>What stands in a place of the file.</summary>
sealed record CheckpointPlace(string Note, long Segment, long Offset, IReadOnlyList<byte[]> Subtrees);

/// <summary>JSON of checkpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckpointPlace))]
sealed partial class CheckpointJson : JsonSerializerContext;
