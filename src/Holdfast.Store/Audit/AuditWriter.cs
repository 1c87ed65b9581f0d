using Microsoft.Win32.SafeHandles;

namespace Holdfast.Store.Audit;

/// <summary>
/// Writes batches of records: the records and a signature over all before it, forced to the disk, then the checkpoint, forced to the
/// disk. Whatever lies behind the newest signature was acknowledged to nobody.
/// </summary>
/// <param name="folder">The log.</param>
/// <param name="segmentLength">Length from which on a new segment is begun, bytes.</param>
sealed class AuditWriter(AuditFolder folder, long segmentLength) : IDisposable
{
    const string Heal = "audit/heal";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly AuditPeople _people = new(folder);
    AuditKey? _key;
    Position? _position;
    string? _healed;

    /// <summary>Writes a batch; when it returns, every record of it outlives a power cut.</summary>
    /// <exception cref="IOException">The disk refused, or another process holds the log: no record of the batch is acknowledged.</exception>
    /// <exception cref="InvalidDataException">The log is damaged.</exception>
    public void Write(IReadOnlyList<AuditEntry> entries) => Alone(() =>
    {
        var position = Adopt();
        Append(position, entries, _people.Marks(entries.Select(entry => entry.Person).OfType<string>()));
    });

    /// <summary>Makes the key and an empty log where there is none, and heals one that a crash left.</summary>
    public void Prepare(DateTimeOffset now) => Alone(() =>
    {
        var position = Adopt();
        if (_healed is null) return;
        Append(position, [Healing(_healed, now)], new Dictionary<string, string>());
    });

    /// <summary>Deletes the key of a person; false where the log tells of nobody with this id.</summary>
    public bool Erase(string person)
    {
        var erased = false;
        Alone(() => erased = _people.Erase(person));
        return erased;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        _key?.Dispose();
    }

    // After a fault nothing in memory can be trusted: the next batch begins from what the disk holds.
    void Alone(Action act)
    {
        Directory.CreateDirectory(folder.Root);
        using var alone = folder.Lock(Patience);
        try
        {
            act();
        }
        catch
        {
            Forget();
            throw;
        }
    }

    void Forget()
    {
        _position?.File.Dispose();
        _position = null;
    }

    static AuditEntry Healing(string note, DateTimeOffset at) => new() { At = at, Actor = "system", Operation = Heal, Outcome = "done", Note = note };

    Position Adopt()
    {
        _key ??= Begin();
        var checkpoint = new CheckpointFile(folder, _key);
        var bytes = checkpoint.Bytes();
        if (_position is { } known && bytes.AsSpan().SequenceEqual(known.Checkpoint) && RandomAccess.GetLength(known.File) == known.Length) return known;
        Forget();
        if (checkpoint.Read(bytes) is null && folder.Segments().Count == 0)
            bytes = checkpoint.Write(new CheckpointState(CheckpointNote.Sign(_key, new MerkleTree(), DateTimeOffset.UnixEpoch), 1, 0, new MerkleTree()), 0, []);
        var newest = checkpoint.Read(bytes) ?? throw Damaged($"{folder.Checkpoint} holds no checkpoint that the key {folder.PrivateKey} signed");
        var recovery = new Recovery(folder, _key, Damaged);
        _position = recovery.Run(newest.State, newest.Place, bytes);
        _healed = recovery.Healed ?? _healed;
        return _position;
    }

    AuditKey Begin()
    {
        if (!File.Exists(folder.PrivateKey) && folder.Segments().Count > 0) throw Damaged($"its key {folder.PrivateKey} is gone");
        var key = AuditKey.OpenOrMake(folder);
        folder.Disk.FlushFolder(folder.Root);
        return key;
    }

    void Append(Position position, IReadOnlyList<AuditEntry> given, IReadOnlyDictionary<string, string> marks)
    {
        IReadOnlyList<AuditEntry> entries = _healed is { } note && given[0].Operation != Heal ? [Healing(note, given[0].At), .. given] : given;
        if (position.Length >= segmentLength) position = Next(position);
        var frames = new List<byte>(entries.Count * 256);
        foreach (var entry in entries) Add(frames, position.Tree, RecordJson.Of(position.Tree.Size + 1, entry, entry.Person is { } person ? marks[person] : null));
        var signed = CheckpointNote.Sign(_key!, position.Tree, entries[^1].At);
        var state = new CheckpointState(signed, position.Segment, position.Length + frames.Count, new MerkleTree(signed.Size, position.Tree.Subtrees));
        Add(frames, position.Tree, RecordJson.Of(position.Tree.Size + 1, entries[^1].At, signed.Signature));
        var path = folder.Segment(position.Segment);
        folder.Disk.Write(position.File, path, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(frames), position.Length);
        folder.Disk.Flush(position.File, path);
        var place = 1 - position.Place;
        var checkpoint = new CheckpointFile(folder, _key!).Write(state, place, position.Checkpoint);
        _position = position with { Length = position.Length + frames.Count, Place = place, Checkpoint = checkpoint };
        _healed = null;
    }

    static void Add(List<byte> frames, MerkleTree tree, byte[] payload)
    {
        frames.AddRange(Frame.Of(payload));
        tree.Add(MerkleTree.Leaf(payload));
    }

    Position Next(Position position)
    {
        var first = position.Tree.Size + 1;
        var file = AuditFolder.Open(folder.Segment(first));
        if (RandomAccess.GetLength(file) > 0) folder.Disk.Cut(file, folder.Segment(first), 0);
        folder.Disk.FlushFolder(folder.Root);
        position.File.Dispose();
        return _position = position with { File = file, Segment = first, Length = 0 };
    }

    InvalidDataException Damaged(string what) => new(
        $"The audit log {folder.Root} is damaged: {what}. Nothing that must be recorded is done until it is mended: `holdfast audit verify` tells more. "
        + "Restore the folder from a backup; or keep it aside as evidence, under another name, and a new log begins.");

    /// <summary>Where the log ends.</summary>
    /// <param name="File">The last segment, open.</param>
    /// <param name="Segment">Its first record.</param>
    /// <param name="Length">Its length.</param>
    /// <param name="Tree">The tree of all records.</param>
    /// <param name="Place">Place of the newest checkpoint in its file.</param>
    internal sealed record Position(SafeFileHandle File, long Segment, long Length, MerkleTree Tree, int Place)
    {
        /// <summary>The checkpoint's file as it is.</summary>
        public required byte[] Checkpoint { get; init; }
    }
}
