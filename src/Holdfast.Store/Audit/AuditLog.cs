namespace Holdfast.Store.Audit;

/// <summary>
/// The append-only log of who did what: every record is a leaf of a Merkle tree whose root is signed with each batch, so that a record
/// that was changed, removed, inserted or moved is found by anybody who has the public key. Several processes may append; one at a time
/// holds the lock. The layout is in docs/formats/audit.md.
/// </summary>
public sealed class AuditLog : IDisposable
{
    readonly AuditFolder _folder;
    readonly AuditWriter _writer;
    readonly Lock _gate = new();
    List<Waiting> _waiting = [];
    bool _isWriting;

    AuditLog(AuditFolder folder, AuditSettings settings) => (_folder, _writer) = (folder, new AuditWriter(folder, settings.SegmentLength));

    /// <summary>Opens the log in a folder; the first record makes it.</summary>
    /// <param name="folder">Path of the folder, <c>data/audit</c> of a workspace.</param>
    /// <param name="settings">How it is kept; null for the defaults.</param>
    public static AuditLog Open(string folder, AuditSettings? settings = null)
    {
        var chosen = settings ?? new AuditSettings();
        return new AuditLog(new AuditFolder(Path.GetFullPath(folder), chosen.Disk), chosen);
    }

    /// <summary>Makes the key and an empty log where there is none, and heals one that a crash left.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    /// <exception cref="InvalidDataException">The log is damaged.</exception>
    public void Prepare(DateTimeOffset now) => _writer.Prepare(now);

    /// <summary>Appends a record; when the task is done it outlives a power cut. Records that wait at the same time are written together.</summary>
    /// <exception cref="IOException">The disk refused, or another process holds the log: the record is not there, or not for certain.</exception>
    /// <exception cref="InvalidDataException">The log is damaged.</exception>
    public Task AppendAsync(AuditEntry entry)
    {
        var waiting = new Waiting(entry, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_isWriting) return waiting.Done.Task;
            _isWriting = true;
        }

        WriteWaiting();
        return waiting.Done.Task;
    }

    /// <summary>Appends a record and waits until it outlives a power cut.</summary>
    /// <exception cref="IOException">The disk refused, or another process holds the log: the record is not there, or not for certain.</exception>
    /// <exception cref="InvalidDataException">The log is damaged.</exception>
    public void Append(AuditEntry entry) => AppendAsync(entry).GetAwaiter().GetResult();

    /// <summary>All records in order, signatures left out; who appends meanwhile is not waited for.</summary>
    /// <exception cref="InvalidDataException">A record is not as it was written.</exception>
    public IEnumerable<AuditRecord> Read() => new AuditReading(_folder).Events();

    /// <summary>The newest records of a kind, the newest first, signatures left out; who appends meanwhile is not waited for.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="before">Only records before this number.</param>
    /// <param name="fits">Which ones.</param>
    /// <exception cref="InvalidDataException">A record is not as it was written.</exception>
    public IReadOnlyList<AuditRecord> Newest(int count, long before, Func<AuditRecord, bool> fits) => new AuditReading(_folder).Newest(count, before, fits);

    /// <summary>The newest signed checkpoint as text, to be kept elsewhere; null where nothing was recorded yet.</summary>
    /// <exception cref="InvalidDataException">There is a log without a checkpoint of its key.</exception>
    public string? Checkpoint() => new AuditReading(_folder).Checkpoint();

    /// <summary>How a person stands in the records; null where the log tells of nobody with this id, or no longer does.</summary>
    public string? MarkOf(string person) => new AuditPeople(_folder).MarkOf(person);

    /// <summary>Deletes the key of a person, so that nothing leads from the records to the person; the records stay.</summary>
    /// <returns>False where the log tells of nobody with this id.</returns>
    /// <exception cref="IOException">The disk refused; repeat it.</exception>
    public bool ErasePerson(string person) => _writer.Erase(person);

    /// <summary>The files of the log at one moment between two batches; nothing where nothing was recorded.</summary>
    /// <exception cref="IOException">Another process holds the log for too long.</exception>
    public IReadOnlyList<StoredFile> Files()
    {
        if (!Directory.Exists(_folder.Root)) return [];
        using var alone = _folder.Lock(TimeSpan.FromSeconds(30));
        var small = new[] { _folder.PrivateKey, _folder.PublicKey, _folder.Checkpoint, _folder.People }.Where(File.Exists).Select(Whole);
        return [.. small, .. _folder.Segments().Select(first => new StoredFile(Path.GetFileName(_folder.Segment(first)), new FileInfo(_folder.Segment(first)).Length))];
    }

    static StoredFile Whole(string path)
    {
        var content = File.ReadAllBytes(path);
        return new StoredFile(Path.GetFileName(path), content.Length, content);
    }

    /// <summary>Reads the whole log and compares it with its signatures and with checkpoints kept elsewhere.</summary>
    /// <param name="publicKey">The public key as PEM text, kept elsewhere; null takes the one beside the log.</param>
    /// <param name="checkpoints">Texts of checkpoints kept elsewhere.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="InvalidDataException">A key or checkpoint given is none.</exception>
    public AuditVerdict Verify(string? publicKey, IReadOnlyList<string> checkpoints, CancellationToken cancel) =>
        new AuditVerification(_folder, publicKey, checkpoints).Run(cancel);

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    // Who finds nobody writing writes what waits, its own record among it; what has come meanwhile is written by a thread of the pool.
    void WriteWaiting()
    {
        List<Waiting> batch;
        lock (_gate)
        {
            (batch, _waiting) = (_waiting, []);
            if (batch.Count == 0)
            {
                _isWriting = false;
                return;
            }
        }

        try
        {
            _writer.Write([.. batch.Select(waiting => waiting.Entry)]);
            foreach (var waiting in batch) waiting.Done.SetResult();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            foreach (var waiting in batch) waiting.Done.SetException(fault);
        }

        lock (_gate)
        {
            _isWriting = _waiting.Count > 0;
            if (_isWriting) ThreadPool.UnsafeQueueUserWorkItem(log => log.WriteWaiting(), this, preferLocal: false);
        }
    }

    sealed record Waiting(AuditEntry Entry, TaskCompletionSource Done);
}

/// <summary>How an audit log is kept.</summary>
public sealed record AuditSettings
{
    /// <summary>Length from which on a new file is begun, bytes. Default 64 MB: old files can be moved to slower storage one by one.</summary>
    public long SegmentLength { get; init; } = 64 << 20;

    /// <summary>Through which the disk is changed.</summary>
    internal Disk Disk { get; init; } = Disk.Plain;
}
