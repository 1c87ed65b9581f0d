using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Store.Live;

/// <summary>What became of a fact that arrived.</summary>
public enum Arrival
{
    /// <summary>It is kept, and counts from now on.</summary>
    Kept,

    /// <summary>The same was told before.</summary>
    Known,

    /// <summary>Something else was told under the same key and moment: it was not kept.</summary>
    Conflict,

    /// <summary>The customer was erased: it was not kept.</summary>
    Erased,
}

/// <summary>
/// All facts for one customer at a time: those that are loaded, mapped from a pack, and those that arrived since, from the journal. For a
/// process that lives long: any number of threads read, each through a reader of its own; facts are added by one process at a time.
/// </summary>
public sealed class LiveFacts : IDisposable
{
    readonly WarehouseFolder _folder;
    readonly Func<Snapshot> _current;
    readonly Lock _adding = new();
    readonly Journal? _journal;
    volatile LiveState _state;

    LiveFacts(WarehouseFolder folder, Func<Snapshot> current, bool writes, CancellationToken cancel)
    {
        (_folder, _current) = (folder, current);
        folder.Create();
        using (var facts = current())
        {
            if (writes) _journal = Journal.TryOpen(folder, facts.JournalSegment) ?? throw new IOException($"Another process adds facts to {Journal.FolderOf(folder)}; only one may.");
        }

        try
        {
            _state = Opened(cancel);
        }
        catch
        {
            _journal?.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of facts that were never acknowledged and that a crash had left unfinished; cut off on opening.</summary>
    public long CutBytes => _journal?.Cut ?? 0;

    /// <summary>The day after the latest thing any fact tells; null where there is none.</summary>
    public Day? Tomorrow => _state.LastDay is { } day ? day + 1 : null;

    /// <summary>How many facts have arrived since the last load.</summary>
    public int Arrived => _state.Arrived;

    /// <summary>Opens them; makes the pack anew where it is of another version of the facts.</summary>
    /// <param name="warehouse">The warehouse.</param>
    /// <param name="writes">Whether facts will be added.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="IOException">The disk refused, or another process adds facts.</exception>
    /// <exception cref="InvalidDataException">Stored facts or the journal are damaged.</exception>
    public static LiveFacts Open(Warehouse.Warehouse warehouse, bool writes, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(warehouse);
        return new LiveFacts(warehouse.Folder, warehouse.Current, writes, cancel);
    }

    /// <summary>A reader for one thread.</summary>
    public LiveReader Reader() => new(() => _state);

    /// <summary>Adds facts: returns when they are on the disk, and the next answer counts them.</summary>
    /// <returns>What became of each, in their order.</returns>
    /// <exception cref="InvalidOperationException">It was opened for reading only.</exception>
    /// <exception cref="IOException">The disk refused: open it anew.</exception>
    public IReadOnlyList<Arrival> Add(IReadOnlyList<LiveFact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (_journal is null) throw new InvalidOperationException("It was opened for reading only.");

        // Judged and put in line one call after the other, forced to the disk together: what is known only from a call still on its way waits for it.
        LiveState state;
        Arrival[] arrivals;
        List<LiveFact> kept;
        JournalBatch batch;
        lock (_adding)
        {
            state = _state;
            arrivals = [.. facts.Select(state.Judge)];
            kept = [.. facts.Where((_, i) => arrivals[i] == Arrival.Kept)];
            batch = _journal.Add(LiveFact.ToLines(kept));
        }

        _journal.Keep(batch);
        lock (_adding)
        {
            if (ReferenceEquals(state, _state)) state.Publish(kept);
            else foreach (var fact in kept) _state.Take(fact);
        }

        return arrivals;
    }

    /// <summary>Ends the journal's segment, so that a load by another process can take in what has arrived.</summary>
    public void Seal() => _journal?.Seal();

    /// <summary>Goes over to the newest version of the facts where there is one; readers go on meanwhile.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Refresh(CancellationToken cancel)
    {
        using (var facts = _current())
        {
            if (facts.Fingerprint == _state.Pack.Directory.Fingerprint && facts.JournalSegment == _state.Pack.Directory.JournalSegment) return false;

            // The long part, while facts may still be added.
            Pack(facts, cancel).Dispose();
        }

        lock (_adding)
        {
            var old = _state;
            _state = Opened(cancel);
            old.Leave();
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _journal?.Dispose();
        _state.Leave();
    }

    // A load may take in segments and remove them between our two looks: then the version is another one, and we look again. Nobody is
    // erased meanwhile, so that no pack with the person is written afterwards.
    LiveState Opened(CancellationToken cancel)
    {
        using var publishing = _folder.Lock(shared: true, cancel);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            using var facts = _current();
            var state = new LiveState(Pack(facts, cancel), facts.ErasedHashes());
            foreach (var fact in Told(facts.JournalSegment)) state.Take(fact);
            using var now = _current();
            if (now.Manifest == facts.Manifest) return state;
            state.Leave();
        }
    }

    IEnumerable<LiveFact> Told(long after)
    {
        var folder = Journal.FolderOf(_folder);
        var segments = Journal.Segments(folder).Where(segment => segment > after).ToList();
        return segments.SelectMany((segment, i) => Journal.Read(folder, segment, isLast: i == segments.Count - 1).Facts);
    }

    HistoryPack Pack(Snapshot facts, CancellationToken cancel)
    {
        var path = Path.Combine(_folder.Live, "history.pack");
        if (HistoryPack.Open(path, facts.Fingerprint, facts.JournalSegment) is { } there) return there;
        Directory.CreateDirectory(_folder.Live);
        var dead = _folder.Settings.Clock.GetUtcNow().UtcDateTime - Garbage.LeftoverAge;
        foreach (var left in Directory.GetFiles(_folder.Live, "*.tmp*").Where(left => File.GetLastWriteTimeUtc(left) < dead)) _folder.Disk.RemoveIfPossible(left);
        var draft = Path.Combine(_folder.Live, $"{WarehouseFolder.Process}.tmp");
        try
        {
            _folder.Disk.Write(draft, () => facts.WritePack(draft, cancel));
            _folder.Disk.Replace(draft, path);
            _folder.Disk.FlushFolder(_folder.Live);
        }
        catch
        {
            _folder.Disk.RemoveIfPossible(draft);
            throw;
        }

        return HistoryPack.Open(path, facts.Fingerprint, facts.JournalSegment) ?? throw new InvalidDataException($"The pack {path} was written and cannot be read back: the disk holds other bytes.");
    }
}
