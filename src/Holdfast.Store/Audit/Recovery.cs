using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Store.Audit;

/// <summary>
/// Finds where the log ends. What lies behind the newest checkpoint was acknowledged to nobody: batches that are whole up to their
/// signature are taken over, so that nothing signed is ever lost, and the rest is cut off and told of in the next record.
/// </summary>
/// <param name="folder">The log.</param>
/// <param name="key">Whose signatures count.</param>
/// <param name="damaged">Makes the fault of a log that is not as it was written.</param>
sealed class Recovery(AuditFolder folder, AuditKey key, Func<string, Exception> damaged)
{
    /// <summary>What a crash left that was cut off, in words; null where nothing was.</summary>
    public string? Healed { get; private set; }

    /// <summary>The position behind the last signed record.</summary>
    public AuditWriter.Position Run(CheckpointState state, int place, byte[] checkpoint)
    {
        var (sealedState, end) = Last(state);
        if (sealedState.Note.Size > state.Note.Size)
        {
            // What this signature covers may never have reached the disk.
            folder.Disk.Flush(folder.Segment(sealedState.Segment));
            place = 1 - place;
            checkpoint = new CheckpointFile(folder, key).Write(sealedState, place, checkpoint);
        }

        var isNew = !File.Exists(folder.Segment(end.Segment));
        var file = AuditFolder.Open(folder.Segment(end.Segment));
        if (isNew) folder.Disk.FlushFolder(folder.Root);
        Healed = Cut(file, end);
        return new AuditWriter.Position(file, end.Segment, end.Offset, end.Tree, place) { Checkpoint = checkpoint };
    }

    (CheckpointState Sealed, Ending End) Last(CheckpointState state)
    {
        var end = state.Note.Size == 0
            ? new Ending(1, 0, new MerkleTree())
            : Walk(new Ending(state.Segment, state.Offset, Copy(state.Tree)), state).Take(1).Select(found => found.End).FirstOrDefault()
                ?? throw damaged(string.Create(CultureInfo.InvariantCulture, $"the checkpoint of {state.Note.At} signs {state.Note.Size} records and says where its signature stands, and it does not stand there"));
        var newest = (state, end);
        foreach (var (later, behind) in Walk(end, null)) newest = (later, behind);
        return newest;
    }

    // The signatures that stand from a position on, as long as all is whole and signed.
    IEnumerable<(CheckpointState Sealed, Ending End)> Walk(Ending from, CheckpointState? expected)
    {
        var (segment, offset, tree) = (from.Segment, from.Offset, Copy(from.Tree));
        while (AuditFolder.OpenToRead(folder.Segment(segment)) is { } file)
        {
            using (file)
            {
                var frames = new FrameReader(file, offset, RandomAccess.GetLength(file));
                while (Next(frames, tree) is { } read)
                {
                    if (read.Record.Seal is not { } signature) continue;
                    var state = Sealed(read.Record, signature, segment, read);
                    if (!state.Note.IsSignedBy(key) || (expected is not null && expected.Note.Size != state.Note.Size)) yield break;
                    yield return (state, new Ending(segment, frames.Offset, Copy(tree)));
                }

                if (!frames.IsAtEnd) yield break;
            }

            if (segment == tree.Size + 1) yield break;
            (segment, offset) = (tree.Size + 1, 0);
        }
    }

    CheckpointState Sealed(ReadRecord record, byte[] signature, long segment, Read read)
    {
        var note = new CheckpointNote(CheckpointNote.OriginOf(key), read.Before.Size, read.Before.Root(), RecordJson.Text(record.Event.At), signature);
        return new CheckpointState(note, segment, read.Offset, read.Before);
    }

    static Read? Next(FrameReader frames, MerkleTree tree)
    {
        var offset = frames.Offset;
        if (!frames.TryRead(out var payload) || RecordJson.Read(payload) is not { } record || record.Event.Number != tree.Size + 1) return null;
        var before = record.Seal is null ? tree : Copy(tree);
        tree.Add(MerkleTree.Leaf(payload));
        return new Read(record, offset, before);
    }

    string? Cut(SafeFileHandle file, Ending end)
    {
        var path = folder.Segment(end.Segment);
        var length = RandomAccess.GetLength(file);
        if (length < end.Offset) throw damaged(string.Create(CultureInfo.InvariantCulture, $"{path} ends at byte {length}; {end.Offset} bytes of it are signed"));
        var later = folder.Segments().Where(first => first > end.Segment).Select(folder.Segment).ToList();
        var gone = length - end.Offset + later.Sum(segment => new FileInfo(segment).Length);
        foreach (var segment in later) folder.Disk.Remove(segment);
        if (length > end.Offset)
        {
            folder.Disk.Cut(file, path, end.Offset);
            folder.Disk.Flush(file, path);
        }

        if (later.Count > 0) folder.Disk.FlushFolder(folder.Root);
        return gone == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{gone} bytes behind record {end.Tree.Size} that were never acknowledged were cut off");
    }

    static MerkleTree Copy(MerkleTree tree) => new(tree.Size, tree.Subtrees);

    /// <summary>A place in the log and the tree up to it.</summary>
    sealed record Ending(long Segment, long Offset, MerkleTree Tree);

    /// <summary>A record, where it began, and the tree before it.</summary>
    sealed record Read(ReadRecord Record, long Offset, MerkleTree Before);
}
