using System.Globalization;

namespace Holdfast.Store.Audit;

/// <summary>
/// Compares a log with its signatures. A first pass looks at every record's checksum and number and builds the tree; only where the
/// tree is not the one that was signed, a second pass checks every signature on the way and tells between which two the fault lies.
/// </summary>
/// <param name="folder">The log.</param>
/// <param name="publicKey">The public key as PEM text; null takes the one beside the log.</param>
/// <param name="kept">Texts of checkpoints kept elsewhere.</param>
sealed class AuditVerification(AuditFolder folder, string? publicKey, IReadOnlyList<string> kept)
{
    readonly List<AuditFault> _faults = [];
    readonly List<string> _notes = [];
    readonly MerkleTree _tree = new();
    readonly Dictionary<long, byte[]> _roots = [];
    long _events;
    long _signedBehind;
    ReadRecord? _seal;

    /// <summary>Verifies.</summary>
    /// <exception cref="InvalidDataException">A key or checkpoint given is none.</exception>
    public AuditVerdict Run(CancellationToken cancel)
    {
        var elsewhere = kept.Select(text => CheckpointNote.Read(text) ?? throw new InvalidDataException("The checkpoint given is none; `holdfast audit checkpoint` prints one.")).ToList();
        if (publicKey is null && !File.Exists(folder.PublicKey)) return WithoutKey(elsewhere);
        using var key = publicKey is null ? AuditKey.Of(File.ReadAllText(folder.PublicKey), folder.PublicKey) : AuditKey.Of(publicKey, "The public key given");
        var (newest, segments) = Look(key);
        if (newest is null) Tell(AuditProblem.Unproven, null, null, folder.Checkpoint, $"The file {folder.Checkpoint} holds no checkpoint signed by the key {key.Name}: it is missing or was changed, or the log was signed with another key.");
        var sizes = elsewhere.Append(newest).OfType<CheckpointNote>().Select(note => note.Size).ToHashSet();
        var walk = new LogWalk(folder, segments, _faults);
        Pass(walk, sizes, newest?.Size ?? long.MaxValue, key, cancel);
        var end = walk.Expected - 1;
        if (_faults.Exists(fault => fault.Record is not null)) TellCut(newest, end, walk.EndsTorn);
        else Compare(newest, elsewhere, key, new Ending(end, walk.EndsTorn, segments), cancel);
        return new AuditVerdict(end, _events, newest?.Size ?? 0, newest?.Size > 0 ? newest.At : null, Sorted(), _notes);
    }

    List<AuditFault> Sorted() => [.. _faults.OrderBy(fault => fault.Record ?? long.MaxValue)];

    AuditVerdict WithoutKey(List<CheckpointNote> elsewhere)
    {
        var isEmpty = folder.Segments().Count == 0 && !File.Exists(folder.Checkpoint);
        if (!isEmpty || elsewhere.Count > 0) Tell(AuditProblem.Unproven, null, null, folder.PublicKey, $"The public key {folder.PublicKey} is missing; give the one you kept with --public-key.");
        else _notes.Add("Nothing was recorded yet.");
        return new AuditVerdict(0, 0, 0, null, _faults, _notes);
    }

    // Checkpoint and lengths are of one moment where the lock can be had; who looks at a copy nobody writes to needs none.
    (CheckpointNote? Newest, IReadOnlyList<(long First, long Length)> Segments) Look(AuditKey key)
    {
        IDisposable? alone = null;
        try
        {
            alone = File.Exists(Path.Combine(folder.Root, "audit.lock")) ? folder.Lock(TimeSpan.FromSeconds(30)) : null;
        }
        catch (IOException)
        {
            _notes.Add("The log could not be locked; a record that is being written now may look like one that was added.");
        }

        using (alone)
        {
            var checkpoint = new CheckpointFile(folder, key);
            var segments = folder.Segments().Select(first => (first, new FileInfo(folder.Segment(first)).Length)).ToList();
            return (checkpoint.Read(checkpoint.Bytes())?.State.Note, segments);
        }
    }

    void Pass(LogWalk walk, HashSet<long> sizes, long signed, AuditKey key, CancellationToken cancel)
    {
        if (sizes.Contains(0)) _roots[0] = _tree.Root();
        foreach (var one in walk.Ordered(cancel))
        {
            var record = one.Record!.Value;
            if (record.Seal is null) _events++;
            if (record.Event.Number == signed + 1) _seal = record;
            if (record.Event.Number > signed + 1 && record.Seal is not null && Note(record, key).IsSignedBy(key)) _signedBehind = record.Event.Number;
            _tree.Add(one.Leaf);
            if (sizes.Contains(_tree.Size)) _roots[_tree.Size] = _tree.Root();
        }
    }

    CheckpointNote Note(ReadRecord seal, AuditKey key) => new(CheckpointNote.OriginOf(key), _tree.Size, _tree.Root(), RecordJson.Text(seal.Event.At), seal.Seal!);

    // Every record is whole and in its order. Where the tree is not the signed one, the first signature that does not fit tells most.
    void Compare(CheckpointNote? newest, List<CheckpointNote> elsewhere, AuditKey key, Ending end, CancellationToken cancel)
    {
        var (last, behind) = (LastSigned(newest), newest is not null && end.Records > LastSigned(newest));
        var isOther = newest is null || end.Records < last || !Fits(newest) || (behind && _signedBehind < end.Records) || elsewhere.Exists(note => !Fits(note));
        if (isOther && Locate(end.Segments, key, cancel)) return;
        TellCut(newest, end.Records, end.IsTorn);
        if (newest is not null && Fits(newest)) CompareEnd(newest, end);
        else if (newest is not null && end.Records >= last) Tell(AuditProblem.Changed, 1, end.Records, "", "Every signature in the log fits, but its checkpoint is another log's.");
        foreach (var note in elsewhere) Compare(note, key, end);
    }

    static long LastSigned(CheckpointNote? note) => note is null || note.Size == 0 ? 0 : note.Size + 1;

    bool Fits(CheckpointNote note) => _roots.TryGetValue(note.Size, out var root) && root.AsSpan().SequenceEqual(note.Root);

    void TellCut(CheckpointNote? newest, long records, bool isTorn)
    {
        if (newest is null || records >= LastSigned(newest)) return;
        Tell(AuditProblem.Cut, records + 1, newest.Size + 1, Last(), Invariant($"The end was cut off{(isTorn ? $" within record {records + 1}" : "")}: the checkpoint of {newest.At} signs {newest.Size} records and its signature is record {newest.Size + 1}; the log ends with record {records}."));
    }

    void CompareEnd(CheckpointNote newest, Ending end)
    {
        var last = LastSigned(newest);
        if (last > 0 && end.Records >= last && (_seal is not { Seal: { } signature } seal || !signature.AsSpan().SequenceEqual(newest.Signature) || RecordJson.Text(seal.Event.At) != newest.At))
            Tell(AuditProblem.Changed, last, last, Last(), Invariant($"Record {last} was changed: it is not the signature that the checkpoint of {newest.At} holds."));
        if (_signedBehind > 0) _notes.Add(Invariant($"Records {last + 1} to {_signedBehind} are signed, but the checkpoint does not tell of them yet: a crash left it so, or an older checkpoint was put back. The next record mends it."));
        var sure = Math.Max(last, _signedBehind);
        if (end.Records > sure || (end.IsTorn && end.Records == sure)) Tell(AuditProblem.Inserted, sure + 1, end.Records + 1, Last(), Invariant($"What stands behind record {sure} is signed by nobody: it was added, or a crash left it before it was acknowledged, and then the next record takes it away and says so."));
    }

    void Compare(CheckpointNote note, AuditKey key, Ending end)
    {
        if (!note.IsSignedBy(key)) Tell(AuditProblem.Unproven, null, null, "", $"The checkpoint kept elsewhere, of {note.At}, was not signed by the key {key.Name}, or was changed.");
        else if (end.Records < note.Size) Tell(AuditProblem.Cut, end.Records + 1, note.Size, Last(), Invariant($"The end was cut off: the checkpoint kept elsewhere signs {note.Size} records on {note.At}; the log ends with record {end.Records}."));
        else if (!Fits(note)) Tell(AuditProblem.Changed, 1, note.Size, "", Invariant($"Every signature in the log fits, but the first {note.Size} records are not those of the checkpoint kept elsewhere, of {note.At}: the log was written anew with the private key, or it is another log's checkpoint."));
    }

    // Tells between which signatures the fault lies; false where every signature fits.
    bool Locate(IReadOnlyList<(long First, long Length)> segments, AuditKey key, CancellationToken cancel)
    {
        var tree = new MerkleTree();
        var good = 0L;
        foreach (var one in new LogWalk(folder, segments, _faults).Records())
        {
            cancel.ThrowIfCancellationRequested();
            if (one.Record is { Seal: { } seal } record)
            {
                var note = new CheckpointNote(CheckpointNote.OriginOf(key), tree.Size, tree.Root(), RecordJson.Text(record.Event.At), seal);
                if (!note.IsSignedBy(key))
                {
                    Tell(AuditProblem.Changed, good + 1, tree.Size + 1, Last(), Unsigned(good + 1, tree.Size + 1, note.At));
                    return true;
                }

                good = tree.Size + 1;
            }

            tree.Add(one.Leaf);
        }

        return false;
    }

    static string Unsigned(long from, long to, string at) => from == to
        ? Invariant($"Record {to} is a signature, of {at}, that does not fit what stands before it.")
        : Invariant($"Among records {from} to {to}, which were signed together, one was changed, removed, inserted or moved: the signature, of {at}, does not fit.");

    string Last() => folder.Root;

    void Tell(AuditProblem problem, long? record, long? last, string place, string what) => _faults.Add(new AuditFault(problem, record, last, place, what));

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>How the log ends.</summary>
    sealed record Ending(long Records, bool IsTorn, IReadOnlyList<(long First, long Length)> Segments);
}
